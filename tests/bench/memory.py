"""The memory of the importing process, for a file and one ten times as long."""

import subprocess  # nosec B404 -- starts this project's own command
import sys
from pathlib import Path

from tests.bench.figures import Figure
from tests.bench.region import Files

MEGABYTE = 1024
MOST = 128

TRIAL = """
import resource, runpy, sys
sys.argv = ["manage.py", "import_delivery", "--dry-run", "--received-on", sys.argv[2], sys.argv[1]]
try:
    runpy.run_path("manage.py", run_name="__main__")
except SystemExit:
    pass
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def importing_process(files: Files, folder: Path) -> Figure:
    """Megabytes at the peak of a trial load of all lines; the measure is the most that is allowed."""
    copy = folder / "proef.csv"
    copy.write_bytes(files.first.read_bytes() + b"\n")  # another fingerprint, so that it is read anew
    done = subprocess.run(  # nosec B603 -- fixed command
        [sys.executable, "-c", TRIAL, str(copy), files.first_on.isoformat()],
        capture_output=True,
        text=True,
        check=True,
    )
    return Figure("geheugen van de import", int(done.stdout.split()[-1]) / MEGABYTE, MOST, 1, "MB")
