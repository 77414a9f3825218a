"""``manage.py contract_register csv|xlsx|ocds -o BESTAND``"""

import json
from argparse import ArgumentParser
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from contracts.models import Contract
from contracts.queries.register import RegisterRow, register
from contracts.transfer.files import write_csv, write_xlsx
from contracts.transfer.ocds import release_package
from contracts.transfer.register import header, rows
from inkoop.base.dutch import counted


class Command(BaseCommand):
    help = "Schrijft het hele contractregister als CSV, XLSX of OCDS (JSON)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("form", choices=["csv", "xlsx", "ocds"], help="vorm van het bestand")
        parser.add_argument("-o", "--output", required=True, type=Path, help="bestand dat geschreven wordt")

    def handle(self, *_: Any, **options: Any) -> None:
        found = register(Contract.objects.all(), today=timezone.localdate())
        options["output"].write_bytes(_content(options["form"], found))
        self.stdout.write(f"{counted(len(found), 'contract', 'contracten')} in {options['output']}.")


def _content(form: str, found: list[RegisterRow]) -> bytes:
    if form == "csv":
        return write_csv(header(), rows(found))
    if form == "xlsx":
        return write_xlsx(header(), rows(found))
    package = release_package(
        found, uri=f"{settings.SITE_URL}/", made_at=datetime.now(UTC), today=timezone.localdate()
    )
    return json.dumps(package, ensure_ascii=False, indent=1).encode()
