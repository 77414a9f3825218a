from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from inkoop.operations.rules.retention import TERMS
from inkoop.operations.services.retention import apply_retention


class Command(BaseCommand):
    help = "Toont wat langer bewaard is dan de termijn; verwijdert het met --apply. Elke keer komt er een verslag."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--apply", action="store_true", help="verwijder ook echt")
        parser.add_argument("--reason", default="met de hand", help="komt in het privacyverslag")

    def handle(self, *args: Any, apply: bool, reason: str, **options: Any) -> None:
        record = apply_retention(today=timezone.localdate(), reason=reason, trial=not apply)
        for term in TERMS:
            number, before = record.outcome["counts"][term.code], record.outcome["cutoffs"][term.code]
            self.stdout.write(
                f"{number:>9}  {term.what}: voorbij voor {before} ({term.term} na {term.since})"
            )
        self.stdout.write(
            "Verwijderd." if apply else "Proef: er is niets verwijderd. Met --apply gebeurt het."
        )
