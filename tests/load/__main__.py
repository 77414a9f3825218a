"""Fifty people in the portal, ten at the desk, a large import and the figures after it, all at once.

``python -m tests.load --minutes 10`` starts servers of its own; ``make load`` does the same. Prints how many answers,
the errors and the 95th percentile per page, and what the import did meanwhile. Ends with 1 when there were errors.
"""

import argparse
import os
import signal
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from statistics import quantiles

import django

from inkoop.servers.folders import throw_away_folder
from inkoop.servers.processes import start_server, wait_until
from inkoop.servers.redis import accepts_connections, free_port
from tests.faults.servers import Servers
from tests.load.people import Crowd, Seen

ROOT = Path(__file__).resolve().parent.parent.parent


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.load")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--portal", type=int, default=50, help="mensen in het portaal")
    parser.add_argument("--desk", type=int, default=10, help="mensen in de beheerschermen")
    parser.add_argument("--lines", type=int, default=500_000, help="regels van de import")
    parser.add_argument("--size", default="regio", help="van de verzonnen regio")
    asked = parser.parse_args()
    with throw_away_folder() as home, ExitStack() as stack:
        Servers(home, stack)
        django.setup()
        subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, check=True)
        from tests.load.ground import Ground, lay  # noqa: PLC0415 -- the servers must be there first

        print("De regio wordt gemaakt en geladen; dat duurt even.", flush=True)
        ground: Ground = lay(home, asked.size, asked.lines, portal=asked.portal, desk=asked.desk)
        address = start_site(home, stack)
        crowd = Crowd(address, ground.portal_keys, ground.desk_keys)
        ground.hand_in()
        seen = crowd.work(60 * asked.minutes)
        return report(seen, ground.progress())


def start_site(home: Path, stack: ExitStack) -> str:
    port = free_port()
    workers = ["--workers", "3", "--threads", "8", "--timeout", "120", "--no-control-socket"]
    site = [sys.executable, "-m", "gunicorn", "inkoop.wsgi", "--bind", f"127.0.0.1:{port}", *workers]
    queue = [sys.executable, "-m", "celery", "-A", "inkoop", "worker", "--concurrency=2", "-l", "ERROR"]
    for name, command in (("De site", site), ("De worker", queue)):
        server = start_server(
            name,
            command,
            home / f"{name[3:]}.log",
            signal.SIGTERM,
            environment=dict(os.environ),
            cwd=str(ROOT),
        )
        stack.callback(server.stop)
        if name == "De site":
            wait_until(server, lambda: accepts_connections(port))
    return f"http://127.0.0.1:{port}"


def report(seen: list[Seen], progress: str) -> int:
    errors = [one for one in seen if one.error]
    for name in sorted({one.page for one in seen}):
        times = [one.seconds for one in seen if one.page == name]
        wrong = sum(1 for one in errors if one.page == name)
        print(
            f"{name:<34} {len(times):>7} keer  p95 {percentile(times):6.2f} s"
            f"  hoogste {max(times):6.2f} s  fout {wrong}"
        )
    times = [one.seconds for one in seen]
    print(f"{'samen':<34} {len(times):>7} keer  p95 {percentile(times):6.2f} s  fouten {len(errors)}")
    for text in sorted({one.error for one in errors})[:10]:
        print(f"  {text}")
    print(progress, flush=True)
    return 1 if errors else 0


def percentile(times: list[float]) -> float:
    return quantiles(times, n=20)[-1] if len(times) > 1 else times[0]


if __name__ == "__main__":
    began = time.monotonic()
    code = main()
    print(f"klaar in {time.monotonic() - began:.0f} s")
    sys.exit(code)
