import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from inkoop.base.rules.chain import Anchor
from inkoop.operations.queries.reads import check, newest


class Command(BaseCommand):
    help = "Controleert of het log van inzage in cliëntgegevens heel is, en noemt de eerste regel die niet klopt."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--known", metavar="NUMMER:SCHAKEL", help="een regel die eerder genoteerd is en er nog moet staan"
        )

    def handle(self, *args: Any, known: str | None, **options: Any) -> None:
        outcome = check(known=_anchor(known) if known else None)
        if not outcome.is_whole:
            self.stderr.write(f"Het log is niet heel. Regel {outcome.broken_at}: {outcome.cause}.")
            self.stderr.write(f"Daarvoor kloppen {outcome.checked} regels.")
            sys.exit(1)
        self.stdout.write(f"Het log is heel: {outcome.checked} regels.")
        self.stdout.write(f"Noteer buiten dit systeem: {newest()}")


def _anchor(text: str) -> Anchor:
    number, _, link = text.partition(":")
    if not number.isdigit() or not link:
        raise CommandError(f"{text!r} is geen NUMMER:SCHAKEL, zoals 12:3f0a…")
    return Anchor(int(number), link)
