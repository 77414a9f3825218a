"""The wrapper that brings PostgreSQL and Redis for one command."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
COUNT_STARTS = """
import os, psycopg
with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
    connection.execute("CREATE TABLE IF NOT EXISTS starts (id int)")
    connection.execute("INSERT INTO starts VALUES (1)")
    print(connection.execute("SELECT count(*) FROM starts").fetchone()[0], flush=True)
"""
WAIT = "import time; print('ready', flush=True); time.sleep(60)"


@pytest.fixture(autouse=True)
def _no_servers_yet(monkeypatch):
    for name in ("DATABASE_URL", "REDIS_URL", "INKOOP_LOCAL"):
        monkeypatch.delenv(name, raising=False)


def command(*words, data=None):
    options = ["--data", str(data)] if data else []
    return [sys.executable, "-m", "inkoop.servers", *options, "--", *words]


def run(*words, data=None):
    return subprocess.run(
        command(*words, data=data), cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )


@contextlib.contextmanager
def started(*words, data=None):
    with subprocess.Popen(command(*words, data=data), cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout.readline() == "ready\n"
            yield process
        finally:
            process.terminate()


def wait_until_gone(folder):
    deadline = time.monotonic() + 60
    while processes_of(folder):
        assert time.monotonic() < deadline
        time.sleep(0.1)


def processes_of(folder):
    found = []
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = entry.read_bytes().split(b"\0")
        except OSError:
            continue
        if os.fsencode(folder / "postgres") in words:
            found.append(entry.parent.name)
    return found


def test_the_exit_code_is_that_of_the_command():
    assert run("sh", "-c", "exit 5").returncode == 5


def test_a_command_that_does_not_exist_is_named():
    result = run("bestaat-niet")
    assert (result.returncode, result.stderr) == (
        127,
        "Kan bestaat-niet niet starten: No such file or directory\n",
    )


def test_the_command_sees_both_servers_and_the_environment_of_the_project():
    script = "import os, sys; print(*(os.environ[n].split(':')[0] for n in ('DATABASE_URL', 'REDIS_URL')))"
    assert run("python", "-c", script).stdout == "postgresql redis\n"


def test_a_server_of_ones_own_is_used_as_it_is_and_gets_no_wellknown_keys(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://elders/inkoop")
    script = "import os; print(os.environ['DATABASE_URL'], os.environ.get('INKOOP_LOCAL'))"
    assert run("python", "-c", script).stdout == "postgresql://elders/inkoop None\n"


def test_nothing_is_left_of_a_throw_away_database():
    script = "import os; print(os.environ['DATABASE_URL'].split('host=')[1].split('/s&')[0])"
    folder = Path(run("python", "-c", script).stdout.strip())
    assert (folder.name.startswith("inkoop-servers-"), folder.exists()) == (True, False)


def test_data_is_kept_and_a_second_start_joins_the_first(tmp_path):
    assert run("python", "-c", COUNT_STARTS, data=tmp_path).stdout == "1\n"
    with started("python", "-c", WAIT, data=tmp_path) as first:
        second = run("python", "-c", COUNT_STARTS, data=tmp_path)
    assert (second.stdout, second.stderr) == (
        "2\n",
        f"De servers van {tmp_path} draaien al; deze opdracht gebruikt ze mee.\n",
    )
    assert (first.returncode, processes_of(tmp_path)) == (128 + signal.SIGTERM, [])


def test_killed_starters_leave_no_servers_and_no_damage(tmp_path):
    assert run("python", "-c", COUNT_STARTS, data=tmp_path).stdout == "1\n"
    with started("python", "-c", WAIT, data=tmp_path) as starter:
        starter.kill()
    wait_until_gone(tmp_path)
    (tmp_path / "postgres" / "postmaster.pid").write_text(f"{os.getpid()}\n")  # number in use by another
    assert run("python", "-c", COUNT_STARTS, data=tmp_path).stdout == "2\n"


def test_a_database_that_dies_stops_the_command(tmp_path):
    with started("python", "-c", WAIT, data=tmp_path) as starter:
        os.kill(int((tmp_path / "postgres" / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
        assert starter.wait(timeout=60) == 69
