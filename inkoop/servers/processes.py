"""Starting, watching and stopping processes."""

import ctypes
import importlib.util
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

START_SECONDS = 300  # a database that was cut off first repeats its log
STOP_SECONDS = 60


class ServersError(Exception):
    """Something that the reader of the message can act upon."""


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
        stop_process(self.process, self.stop_signal)

    def check_alive(self) -> None:
        if self.process.poll() is not None:
            raise ServersError(f"{self.name} is gestopt. Laatste regels van {self.log}:\n{tail(self.log)}")


def start_server(
    name: str,
    command: list[str],
    log: Path,
    stop_signal: signal.Signals,
    *,
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


def stop_process(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    process.send_signal(number)
    try:
        process.wait(timeout=STOP_SECONDS)
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


def package_folder(name: str) -> Path:
    spec = importlib.util.find_spec(name)  # looks it up, does not import it
    if spec is None or spec.origin is None:
        raise ServersError(
            f"Het pakket {name} ontbreekt. Installeer requirements-demo.txt, "
            "of zet DATABASE_URL en REDIS_URL."
        )
    return Path(spec.origin).resolve().parent


def succeeds(command: list[str]) -> bool:
    return subprocess.run(command, cwd="/", capture_output=True, check=False).returncode == 0


def tail(log: Path, lines: int = 15) -> str:
    try:
        return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])
    except OSError:
        return ""


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
