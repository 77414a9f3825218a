"""Kills processes and the database at random moments and looks whether anything was lost, doubled or half.

``python -m tests.faults -n 100`` starts its own servers; ``make faults N=100`` does the same.
"""

import argparse
import shutil
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from random import Random

import django

from inkoop.servers.folders import throw_away_folder
from tests.faults.servers import Servers

PROCESS, DATABASE, NOTHING = "proces", "database", "niets"
KEPT = {"contracts_productcategory", "contracts_standardcode", "kpis_escalationstep"}  # filled by a migration
EMPTIED = ("contracts_", "exchange_", "kpis_", "providers_", "base_")
LONGEST = 1.3  # of an undisturbed run: a kill may also come too late
ROOT = Path(__file__).resolve().parent.parent.parent


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.faults")
    parser.add_argument("-n", type=int, default=10, help="hoe vaak er iets omvalt")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="alleen de scènes met dit woord erin")
    asked = parser.parse_args()
    with throw_away_folder() as home, ExitStack() as stack:
        servers = Servers(home, stack)
        django.setup()
        from tests.faults.scenes import SCENES  # noqa: PLC0415 -- the servers must be there first

        subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, check=True)
        scenes = [scene for scene in SCENES if asked.only in scene.name]
        return play(scenes, servers, asked.n, Random(asked.seed))  # noqa: S311 -- nothing secret


def play(scenes: list, servers: Servers, rounds: int, chance: Random) -> int:
    expected = {}
    for scene in scenes:
        began = time.monotonic()
        expected[scene.name] = (run(scene, servers, NOTHING, 0), time.monotonic() - began)
    wrong = 0
    for number in range(rounds):
        scene = scenes[number % len(scenes)]
        victim = chance.choice([PROCESS, DATABASE])
        right, longest = expected[scene.name]
        moment = chance.uniform(0.1, LONGEST) * longest
        found = run(scene, servers, victim, moment)
        wrong += found != right
        said = "goed" if found == right else f"FOUT: {found} in plaats van {right}"
        print(f"{number + 1:>4}  {scene.name:<22} {victim} na {moment:5.2f} s: {said}", flush=True)
    print(f"{rounds} keer omgevallen, {wrong} keer iets verloren, dubbel of half.")
    return 1 if wrong else 0


def run(scene, servers: Servers, victim: str, moment: float):
    """The outcome after the work was broken off (or not) and finished."""
    folder = servers.home / "scene"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    empty()
    scene.prepare(folder)
    process = start(scene, folder)
    if victim == NOTHING:
        wait_for_end(scene, process)
    else:
        try:
            process.wait(timeout=moment)
        except subprocess.TimeoutExpired:
            strike(victim, process, servers)
    end(process)
    if not servers.is_answering():
        servers.start_postgres_again()
    from django.db import connection  # noqa: PLC0415 -- the servers must be there first

    connection.close()
    scene.finish(folder)
    return scene.outcome(folder)


def start(scene, folder: Path) -> subprocess.Popen:
    command = scene.command(folder)
    if scene.needs_worker:
        from inkoop.exchange.tasks import resume_uploads  # noqa: PLC0415 -- the servers must be there first

        resume_uploads.delay()
        command = [sys.executable, "-m", "celery", "-A", "inkoop", "worker", "--pool=solo", "-l", "ERROR"]
    quiet = subprocess.DEVNULL
    return subprocess.Popen(command, cwd=ROOT, stdout=quiet, stderr=quiet, start_new_session=True)


def wait_for_end(scene, process: subprocess.Popen) -> None:
    if not scene.needs_worker:
        process.wait()
        return
    from inkoop.exchange.models import WaitingFile  # noqa: PLC0415 -- the servers must be there first

    while WaitingFile.objects.exists():
        time.sleep(0.1)


def strike(victim: str, process: subprocess.Popen, servers: Servers) -> None:
    if victim == DATABASE:
        servers.kill_postgres()
    else:
        process.kill()


def end(process: subprocess.Popen) -> None:
    """A process that lost its database ends by itself; a worker goes on, and is not needed any more."""
    try:
        process.wait(timeout=5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def empty() -> None:
    from django.core.cache import cache  # noqa: PLC0415 -- the servers must be there first
    from django.db import connection  # noqa: PLC0415 -- the same

    from inkoop.celery import app  # noqa: PLC0415 -- the same

    app.control.purge()
    cache.clear()
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
        tables = [name for name in names if name.startswith(EMPTIED) and name not in KEPT]
        cursor.execute(f"TRUNCATE {', '.join(tables)} RESTART IDENTITY CASCADE")


if __name__ == "__main__":
    sys.exit(main())
