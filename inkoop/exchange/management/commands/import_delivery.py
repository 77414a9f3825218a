import logging
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from inkoop.base.choices import DeliveryKind, DeliveryStatus
from inkoop.base.models import Delivery
from inkoop.exchange.outcome import write_outcome
from inkoop.exchange.services import Receipt, file_order, receive, recover_broken_off

ALL_ACCEPTED, SOME_REFUSED, NOTHING_LOADED = 0, 1, 2
OUTCOME = ".uitkomst.csv"

logger = logging.getLogger(__name__)


def day(text: str) -> date:
    return date.fromisoformat(text)


class Command(BaseCommand):
    requires_system_checks = ()  # they load every page, which takes memory that the file should have

    help = (
        "Laadt aanleveringen. Exitcode 0: alles aanvaard; 1: een deel geweigerd, de rest geladen; "
        "2: van ten minste één bestand is niets geladen."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="BESTAND")
        parser.add_argument(
            "--kind", choices=DeliveryKind.values, help="Soort; anders herkend aan de kopregel."
        )
        parser.add_argument("--received-on", type=day, help="Dag van ontvangst (JJJJ-MM-DD); anders vandaag.")
        parser.add_argument("--dry-run", action="store_true", help="Alles controleren, niets laden.")

    def handle(self, *args: Any, **options: Any) -> None:
        kind = DeliveryKind(options["kind"]) if options["kind"] else None
        received_on = options["received_on"] or timezone.localdate()
        paths = file_order(self.without_outcomes(options["files"]), kind)
        worst = ALL_ACCEPTED
        try:
            self.report_broken_off(recover_broken_off())
            for path in paths:
                worst = max(worst, self.load(path, kind, received_on, trial=options["dry_run"]))
        except Exception:
            logger.exception("het laden is mislukt")
            self.stderr.write(
                "Het laden is gestopt door een onverwachte fout. Wat hierboven niet staat, is niet geladen."
            )
            worst = NOTHING_LOADED
        if worst:
            raise SystemExit(worst)

    def without_outcomes(self, paths: list[Path]) -> list[Path]:
        """Whoever names all files of a folder means not those that this command wrote there."""
        for path in paths:
            if path.name.endswith(OUTCOME):
                self.stdout.write(
                    f"{path}: overgeslagen, want dit is de uitkomst van een eerdere aanlevering."
                )
        return [path for path in paths if not path.name.endswith(OUTCOME)]

    def load(self, path: Path, kind: DeliveryKind | None, received_on: date, *, trial: bool) -> int:
        if not path.is_file():
            self.stderr.write(f"{path}: het bestand bestaat niet. Controleer de naam en de map.")
            return NOTHING_LOADED
        receipt = receive(path, received_on=received_on, kind=kind, trial=trial)
        self.write(receipt.delivery, path)
        self.report(path, receipt)
        if receipt.delivery.rows_total is None:
            return NOTHING_LOADED
        return SOME_REFUSED if receipt.delivery.rows_refused else ALL_ACCEPTED

    def write(self, delivery: Delivery, path: Path) -> None:
        """A folder that cannot be written to takes nothing away from what was loaded."""
        try:
            write_outcome(delivery, path.with_name(path.name + OUTCOME))
        except OSError as error:
            self.stderr.write(f"{path}: de uitkomst kan hier niet worden bewaard ({error.strerror}).")

    def report(self, path: Path, receipt: Receipt) -> None:
        delivery = receipt.delivery
        if delivery.rows_total is None:
            self.stderr.write(f"{path}: niets geladen. {delivery.message}")
            return
        if receipt.repeated:
            again = f"dit bestand is al geladen (aanlevering {delivery.pk}); er verandert niets."
            self.stdout.write(f"{path}: {again}")
        if receipt.ignored:
            self.stdout.write(f"{path}: onbekende kolommen, niet gelezen: {receipt.ignored}.")
        tried = delivery.status == DeliveryStatus.TRIED
        self.stdout.write(
            f"{path}: {DeliveryKind(delivery.kind).label}: {delivery.rows_total} rijen, "
            f"{delivery.rows_accepted} aanvaard, {delivery.rows_refused} geweigerd, "
            f"{delivery.rows_unchanged} ongewijzigd{' (proef, niets geladen)' if tried else ''}. "
            f"Uitkomst: {path.name}{OUTCOME}"
        )
        if tried and delivery.message:
            self.stdout.write(f"{path}: {delivery.message}")

    def report_broken_off(self, deliveries: list[Delivery]) -> None:
        for delivery in deliveries:
            self.stderr.write(f"{delivery.file_name} (aanlevering {delivery.pk}): {delivery.message}")
