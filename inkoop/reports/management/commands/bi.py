from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from inkoop.reports.services.bi import grant_rights, keep_views, write_views


class Command(BaseCommand):
    help = (
        "Werkt de views voor BI bij (schema bi) en geeft de rol inkoop_bi leesrecht. "
        "Met --export wordt elke view ook als CSV geschreven."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--export",
            type=Path,
            nargs="?",
            const=Path(settings.BI_EXPORT) if settings.BI_EXPORT else None,
            default=False,
            help="map voor de CSV-bestanden; zonder map die van BI_EXPORT",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write("De views zijn bijgewerkt." if keep_views() else "De views waren al bij.")
        grant_rights()
        folder = options["export"]
        if folder is False:
            return
        if folder is None:
            raise CommandError("Noem een map bij --export, of zet BI_EXPORT.")
        for name, rows in write_views(folder, today=timezone.localdate()).items():
            self.stdout.write(f"{folder / name}.csv: {rows} rijen")
