"""All steps of the demo in order, each saying what it does."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from django.core.management.base import CommandError

from inkoop.base.dutch import counted, long_date, number
from inkoop.base.models import Delivery, User
from inkoop.demo.steps import (
    accounts,
    agreements,
    exports,
    files,
    jobs,
    loading,
    messages,
    portal,
    procedures,
    quality,
    reporting,
    results,
    signals,
    talks,
    watching,
)

STEPS = 5
LOADS = "berichtenbeheerder"
HOLDS_ACCOUNTS = "contractmanager"


@dataclass
class Build:
    """``say`` takes a line of text."""

    data: Path
    size: str
    seed: int
    today: date
    say: Callable[[str], None]
    step: int = field(default=0, init=False)

    def run(self) -> None:
        _stop_when_strange()
        users = accounts.keep_accounts()
        region = self.region()
        jobs.await_worker()
        with jobs.held_back():
            self.load(region, users[LOADS])
            self.receive_messages(users)
        accounts.give_accounts_a_holder(users[HOLDS_ACCOUNTS])
        if procedures.lay(users, self.today):
            self.say("  Twee inkoopprocedures lopen: een open house en een aanbesteding.")
        if agreements.lay(users, self.today):
            self.say(
                "  Bewijsstukken, bestedingsruimtes, een indexatie en voorstellen wachten op een besluit."
            )
        reporting.lay_budgets(users, self.today)
        signals.lay_past(self.today)
        if quality.lay(users, self.today):
            self.say("  KPI's, cliëntmetingen, beoordelingsrondes en beleidsdoelen staan klaar.")
        self.compute()
        members = accounts.keep_portal_accounts()
        if answered := signals.talk(users[HOLDS_ACCOUNTS]):
            self.say(f"  Bij {counted(answered, 'signaal', 'signalen')} staat uitleg van de aanbieder.")
        if watching.lay(users, self.today):
            self.say("  Bestedingsruimten, een controleplan en het stoplicht voor verblijf staan klaar.")
        if talks.lay(users, self.today):
            self.say("  Een jaar accountmanagement: gesprekken, verbeterafspraken en de escalatieladder.")
        if portal.lay(users, members, self.today):
            self.say("  In het portaal wachten opgaven, een verslag en een bericht.")
        if editions := reporting.lay(users, self.today):
            self.say(
                f"  {counted(editions, 'rapportage is', 'rapportages zijn')} vastgesteld, van twee kwartalen."
            )
        reporting.keep_readers(accounts.keep_readers())
        self.show(users[HOLDS_ACCOUNTS])

    def heading(self, text: str) -> None:
        self.step += 1
        self.say(f"\n{self.step}/{STEPS}  {text}")

    def region(self) -> Path:
        self.heading("Leveringen van een verzonnen regio maken")
        found = files.found_region(self.data, self.size, self.seed)
        if found:
            self.say(f"  Ze staan al in {found}.")
            return found
        folder, lines = files.make_region(self.data, self.size, self.seed, today=self.today)
        self.say(f"  Gemaakt in {folder}: {number(lines)} declaratieregels over drie jaar.")
        return folder

    def load(self, region: Path, by: User) -> None:
        self.heading("Laden, met dezelfde import als gebruikers")
        repeated = later = 0
        for day in files.days_in(region):
            if day.received_on > self.today:
                later += len(day.paths)
                continue
            loaded = loading.load_day(day, by=by)
            repeated += loaded.repeated
            if loaded.is_new:
                self.say(f"  {loaded.line()}")
        if repeated:
            self.say(f"  Al geladen, daar verandert niets aan: {counted(repeated, 'bestand', 'bestanden')}.")
        if later:
            self.say(
                f"  Van na vandaag: {counted(later, 'bestand', 'bestanden')}. Een latere 'make demo' laadt ze."
            )

    def receive_messages(self, users: dict[str, User]) -> None:
        found = messages.load_messages(today=self.today, by=users[LOADS], author=users[HOLDS_ACCOUNTS])
        if found:
            self.say(f"  {counted(len(found), 'iJw-bericht wacht', 'iJw-berichten wachten')} op antwoord.")

    def compute(self) -> None:
        self.heading(f"Rekenen op de worker, naar de stand van {long_date(self.today)}")
        jobs.compute(self.today, say=self.say)
        self.say("  Alle cijfers zijn bijgewerkt.")

    def show(self, user: User) -> None:
        figures = results.figures_of(self.today)
        self.heading("Uitkomsten, dezelfde als op de pagina's")
        for part in (
            results.overruns(figures),
            results.standing_out(figures, user),
            results.budgets(figures),
        ):
            self.say("")
            for line in part:
                self.say(line)
        folder = self.data / "uitvoer"
        self.heading(f"Exports in {folder}, en of alles aansluit")
        for line in exports.reconciled(exports.write(folder, self.today), figures):
            self.say(line)


def _stop_when_strange() -> None:
    """Data of a region that is not ours stays as it is."""
    if Delivery.objects.exists() and not User.objects.filter(username=LOADS).exists():
        raise CommandError(
            "In deze database staan aanleveringen die niet van de demo zijn. Kies een lege database met DATABASE_URL."
        )
