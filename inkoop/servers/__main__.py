"""The command line: start what is missing, run the command, stop everything."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from inkoop.servers.folders import lock, make_private_folder, throw_away_folder, write_private
from inkoop.servers.postgres import start_postgres
from inkoop.servers.processes import (
    START_SECONDS,
    Server,
    ServersError,
    dies_with_us,
    say,
    start_server,
)
from inkoop.servers.redis import start_redis

USAGE = """\
Gebruik: python -m inkoop.servers [opties] -- OPDRACHT...

Start PostgreSQL en Redis, voert OPDRACHT uit en stopt ze weer. De afloop is die van OPDRACHT.
Staat DATABASE_URL of REDIS_URL al in de omgeving, dan wordt die server gebruikt.

  --data DIR   bewaar de database in DIR (zonder deze optie wordt alles na afloop gewist)
  --migrate    werk eerst de tabellen bij
  --worker     start ook een worker die de achtergrondtaken en het schema uitvoert
"""

EXIT_USAGE = 64
EXIT_NO_SERVERS = 69
EXIT_NOT_FOUND = 127
COMMAND_STOP_SECONDS = 20


class Stopped(BaseException):
    """A signal asked us to stop; not an Exception, so that nothing mistakes it for an error."""

    def __init__(self, number: int) -> None:
        self.number = number


@dataclass(frozen=True)
class Options:
    command: list[str]
    data: Path | None = None
    migrate: bool = False
    worker: bool = False


def main(arguments: list[str]) -> int:
    try:
        options = parse(arguments)
        listen_to_signals()
        with ExitStack() as stack:
            return run_with_servers(options, stack)
    except ServersError as error:
        say(str(error))
        return EXIT_NO_SERVERS
    except Stopped as stopped:
        return 128 + stopped.number


def parse(arguments: list[str]) -> Options:
    if "--" not in arguments or not arguments[arguments.index("--") + 1 :]:
        print(USAGE)
        sys.exit(0 if arguments in (["--help"], ["-h"]) else EXIT_USAGE)
    split = arguments.index("--")
    words, command = iter(arguments[:split]), arguments[split + 1 :]
    data, flags = None, set()
    for word in words:
        if word == "--data":
            data = Path(next(words, ".demo")).resolve()
        elif word in ("--migrate", "--worker"):
            flags.add(word)
        else:
            say(f"Onbekende optie: {word}\n\n{USAGE}")
            sys.exit(EXIT_USAGE)
    return Options(command, data, migrate="--migrate" in flags, worker="--worker" in flags)


def run_with_servers(options: Options, stack: ExitStack) -> int:
    folder = stack.enter_context(throw_away_folder())
    addresses, servers = start_or_join(options, folder, stack)
    environment = command_environment(addresses)
    if options.migrate:
        code = run([sys.executable, "manage.py", "migrate", "-v", "0"], environment, servers)
        if code:
            return code
    if options.worker:
        worker = start_worker(options.data or folder, environment)
        stack.callback(worker.stop)
        servers.append(worker)
    return run(options.command, environment, servers)


def command_environment(addresses: Mapping[str, str]) -> dict[str, str]:
    environment = {**os.environ, **addresses}
    environment["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{environment.get('PATH', os.defpath)}"
    if "DATABASE_URL" in addresses:  # a database of our own: well-known keys will do
        environment.setdefault("INKOOP_LOCAL", "True")
    return environment


def listen_to_signals() -> None:
    def stop(number: int, _frame: object) -> None:
        for other in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(other, signal.SIG_IGN)  # we are stopping already
        raise Stopped(number)

    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, stop)


def run(command: list[str], environment: Mapping[str, str], servers: list[Server]) -> int:
    """The exit code of the command, as a shell would give it."""
    at_terminal = terminal_signals_us()
    try:
        process = subprocess.Popen(
            command,
            env=environment,
            process_group=None if at_terminal else 0,  # of its own, to stop its children with it
            preexec_fn=dies_with_us(signal.SIGTERM),
        )
    except OSError as error:
        say(f"Kan {command[0]} niet starten: {error.strerror}")
        return EXIT_NOT_FOUND
    try:
        code = wait_for(process, servers)
    except Stopped as stopped:
        if not (at_terminal and stopped.number == signal.SIGINT):
            signal_command(process, signal.Signals(stopped.number))
        await_end(process)
        raise
    except ServersError:
        signal_command(process, signal.SIGTERM)
        await_end(process)
        raise
    return code if code >= 0 else 128 - code


def wait_for(process: subprocess.Popen[bytes], servers: list[Server]) -> int:
    while True:
        try:
            return process.wait(timeout=1)
        except subprocess.TimeoutExpired:
            for server in servers:
                server.check_alive()


def signal_command(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    """With its children where it has a process group of its own."""
    if process.poll() is not None:
        return
    if os.getpgid(process.pid) == process.pid:
        os.killpg(process.pid, number)
    else:
        process.send_signal(number)


def await_end(process: subprocess.Popen[bytes]) -> None:
    try:
        process.wait(timeout=COMMAND_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        signal_command(process, signal.SIGKILL)
        process.wait()


def terminal_signals_us() -> bool:
    """Whether Ctrl-C in the terminal reaches our command without our help."""
    try:
        with Path("/dev/tty").open("rb") as terminal:
            return os.tcgetpgrp(terminal.fileno()) == os.getpgrp()
    except OSError:
        return False


def start_or_join(options: Options, folder: Path, stack: ExitStack) -> tuple[dict[str, str], list[Server]]:
    if options.data is None:
        return start_missing(folder, folder, stack, keep=False)
    make_private_folder(options.data)
    address_file = options.data / "adressen.json"
    running = join_or_lock(options.data, address_file, stack)
    if running is not None:
        say(f"De servers van {options.data} draaien al; deze opdracht gebruikt ze mee.")
        return {name: running[name] for name in running if not os.environ.get(name)}, []
    address_file.unlink(missing_ok=True)
    addresses, servers = start_missing(options.data, folder, stack, keep=True)
    write_private(address_file, json.dumps(addresses))
    stack.callback(address_file.unlink, missing_ok=True)
    return addresses, servers


def join_or_lock(data: Path, address_file: Path, stack: ExitStack) -> dict[str, str] | None:
    """The addresses of the servers that already run on this data; if none run, the lock to start them."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        try:
            stack.enter_context(lock(data))
        except BlockingIOError:
            running = read_addresses(address_file)
            if running is not None:
                return running
            time.sleep(0.2)
        else:
            return None
    raise ServersError(f"Een andere start met {data} komt niet klaar. Stop die eerst.")


def read_addresses(address_file: Path) -> dict[str, str] | None:
    try:
        return dict(json.loads(address_file.read_text()))
    except (OSError, ValueError):
        return None


def start_missing(
    home: Path, folder: Path, stack: ExitStack, *, keep: bool
) -> tuple[dict[str, str], list[Server]]:
    addresses: dict[str, str] = {}
    servers: list[Server] = []
    if not os.environ.get("DATABASE_URL"):
        addresses["DATABASE_URL"], postgres = start_postgres(home, folder, stack, keep=keep)
        servers.append(postgres)
    if not os.environ.get("REDIS_URL"):
        addresses["REDIS_URL"], redis = start_redis(home, folder, stack)
        servers.append(redis)
    return addresses, servers


def start_worker(home: Path, environment: Mapping[str, str]) -> Server:
    command = [sys.executable, "-m", "celery", "-A", "inkoop", "worker", "--beat", "--concurrency=2"]
    return start_server(
        "De worker", command, home / "worker.log", signal.SIGTERM, environment=environment, cwd=None
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
