"""The memory of the importing process: for all lines, and for as many refusals."""

import subprocess  # nosec B404 -- starts this project's own command
import sys
from pathlib import Path

from tests.bench.figures import Figure, Spent
from tests.bench.region import Files

MEGABYTE = 1024
MOST = 128

# Not from getrusage: that begins with the memory of the process that started this one.
TRIAL = """
import re, runpy, sys
sys.argv = ["manage.py", "import_delivery", "--dry-run", "--received-on", sys.argv[2], sys.argv[1]]
try:
    runpy.run_path("manage.py", run_name="__main__")
except SystemExit:
    pass
print(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1])
"""


def importing_process(files: Files, folder: Path) -> list[Figure]:
    """Megabytes at the peak of a trial of all lines, and of one in which every line is refused; at most 128."""
    copy = folder / "proef.csv"
    copy.write_bytes(files.first.read_bytes() + b"\n")  # another fingerprint, so that it is read anew
    wrong = folder / "fout.csv"
    with files.first.open(encoding="utf-8") as lines, wrong.open("w", encoding="utf-8") as target:
        target.write(next(lines))
        target.writelines(line.rstrip("\n")[:-1] + "X\n" for line in lines)  # no such debet_credit
    most = Spent(MOST)
    return [
        Figure("geheugen van de import", megabytes(copy, files), most, 1, "MB"),
        Figure("geheugen, elke regel geweigerd", megabytes(wrong, files), most, 1, "MB"),
    ]


def megabytes(path: Path, files: Files) -> Spent:
    done = subprocess.run(  # nosec B603 -- fixed command
        [sys.executable, "-c", TRIAL, str(path), files.first_on.isoformat()],
        capture_output=True,
        text=True,
        check=True,
    )
    return Spent(int(done.stdout.split()[-1]) / MEGABYTE)
