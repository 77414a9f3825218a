from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from kpis.choices import ComputationName, Split
from kpis.management.arguments import add_window, asked, day
from kpis.services import WrongWindow, ensure

GROUPS = {
    "kpis": [ComputationName.BEHAVIOUR, ComputationName.MONTH_SERIES, ComputationName.KPIS],
    "sturing": [
        ComputationName.DEPTH,
        ComputationName.CHANGE,
        ComputationName.FLOW,
        ComputationName.SHIFT,
        ComputationName.REFERRERS,
        ComputationName.FORECAST,
        ComputationName.USE,
    ],
    "all": list(ComputationName),
}
USAGE = 2


class Command(BaseCommand):
    help = (
        "Berekent cijfers naar de stand van een peildatum. Wat er al is en nog klopt, blijft staan. "
        "kpis: declaratiegedrag met signalen, maandreeks en de KPI's; sturing: verdieping van declaratiegedrag, waarom "
        "de uitgaven veranderden, stromen, verschuiving, verwijzers, prognose en gebruik per gemeente; all: alles."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        names = list(dict.fromkeys([*ComputationName.values, *GROUPS]))
        parser.add_argument("name", choices=names, metavar="NAAM", help=", ".join(names))
        parser.add_argument("--peildatum", type=day, metavar="JJJJ-MM-DD", help="Standaard vandaag.")
        add_window(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        names = GROUPS.get(options["name"]) or [ComputationName(options["name"])]
        if options["split"] != Split.NONE and ComputationName.BEHAVIOUR not in names:
            raise CommandError("--by splitst alleen declaratiegedrag uit; laat --by weg.", returncode=USAGE)
        for name in names:
            self.compute(name, options)

    def compute(self, name: str, options: dict[str, Any]) -> None:
        try:
            wanted = asked(name, options, options["peildatum"] or timezone.localdate())
        except WrongWindow as error:
            raise CommandError(str(error), returncode=USAGE) from None
        computation = ensure(wanted, report=self.report)
        self.stdout.write(f"{ComputationName(name).label} klaar.\n{computation.log}\n")

    def report(self, step: str, done: int, total: int) -> None:
        self.stdout.write(f"stap {done} van {total}: {step.replace('_', ' ')}")
