from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from inkoop.base.dutch import counted
from kpis.management.arguments import day
from kpis.services.starter_set import deliver_starter_set


class Command(BaseCommand):
    help = (
        "Zet de startset van KPI's voor jeugdhulp klaar. Wat er al is, blijft zoals het is. Zonder --in-gebruik zet "
        "iemand elke KPI zelf aan, op de pagina KPI's."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--geldig-vanaf", type=day, metavar="JJJJ-MM-DD", help="Standaard 1 januari van dit jaar."
        )
        parser.add_argument(
            "--in-gebruik", action="store_true", help="Neem de nieuwe KPI's meteen in gebruik."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        today = timezone.localdate()
        delivered = deliver_starter_set(
            valid_from=options["geldig_vanaf"] or today.replace(month=1, day=1),
            use=options["in_gebruik"],
            by=None,
            today=today,
        )
        added = counted(delivered.new, "KPI is", "KPI's zijn")
        self.stdout.write(f"{added} toegevoegd; {delivered.known} waren er al.")
