"""A queue and a cache for each process that runs tests, loaded before the settings read REDIS_URL.

Redis has sixteen databases and a process takes two, so at most eight processes.
"""

import os
from urllib.parse import urlsplit, urlunsplit


def own_redis(url: str, process: str) -> str:
    """The address for a process named gw0, gw1 and so on."""
    number = 2 * int(process.removeprefix("gw"))
    return urlunsplit(urlsplit(url)._replace(path=f"/{number}"))


if (_process := os.environ.get("PYTEST_XDIST_WORKER")) and "REDIS_URL" in os.environ:
    os.environ["REDIS_URL"] = own_redis(os.environ["REDIS_URL"], _process)
