"""People who open one page after another, read for a while, and note how long they waited."""

import time
from dataclasses import dataclass
from random import Random
from threading import Thread

import requests

PORTAL: tuple[str, ...] = (
    "",
    "contracten/",
    "declaraties/",
    "declaraties/geweigerd/",
    "spiegel/",
    "ibp/",
    "signalen/",
    "inkoop/",
)
DESK: tuple[str, ...] = (
    "",
    "vergelijken/",
    "signalen/",
    "gemeenten/",
    "ibp-werk/",
    "termijnen/",
    "contracts/contract/",
    "contracts/declarationline/",
    "base/delivery/",
    "gesprekken/",
)
READING = (1.0, 4.0)  # seconds on a page
PATIENCE = 60
GOOD = 200


@dataclass(frozen=True, slots=True)
class Seen:
    """``error``: empty when the page came as it should."""

    page: str
    seconds: float
    error: str


class Crowd:
    """``keys`` are those of sessions, of people who have signed in."""

    def __init__(self, address: str, portal_keys: list[str], desk_keys: list[str]) -> None:
        self.address = address
        self.people = [(key, "/portaal/", PORTAL) for key in portal_keys]
        self.people += [(key, "/admin/", DESK) for key in desk_keys]
        self.seen: list[Seen] = []

    def work(self, seconds: float) -> list[Seen]:
        until = time.monotonic() + seconds
        threads = [Thread(target=self._one, args=(number, until)) for number in range(len(self.people))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return self.seen

    def _one(self, number: int, until: float) -> None:
        key, root, pages = self.people[number]
        chance = Random(number)  # noqa: S311 -- nothing secret
        with requests.Session() as session:
            session.cookies.set("sessionid", key)
            while time.monotonic() < until:
                page = root + chance.choice(pages)
                began = time.perf_counter()
                error = self._look(session, page)
                self.seen.append(Seen(page, time.perf_counter() - began, error))
                time.sleep(chance.uniform(*READING))

    def _look(self, session: requests.Session, page: str) -> str:
        try:
            answer = session.get(self.address + page, timeout=PATIENCE, allow_redirects=False)
        except requests.RequestException as error:
            return f"{page}: {type(error).__name__}"
        return "" if answer.status_code == GOOD else f"{page}: {answer.status_code}"
