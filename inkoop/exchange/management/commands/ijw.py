import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from inkoop.exchange.ijw.checking import Report, check_file

ALL_GOOD, SOME_REFUSED, NOTHING_READ = 0, 1, 2
SHOWN = 20


class Command(BaseCommand):
    help = (
        "Berichten van iJw controleren, zonder iets te laden. Exitcode 0: niets gevonden; "
        "1: een bericht breekt een regel (retourcode 0001); 2: een bestand is onleesbaar of de vorm is niet goed."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True, metavar="OPDRACHT")
        check = actions.add_parser("check", help="controleer de vorm en de regels binnen het bericht")
        check.add_argument("files", nargs="+", type=Path, metavar="BESTAND")
        check.add_argument("--json", action="store_true", help="verslag als JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        schemas = Path(settings.IJW_SCHEMAS) if settings.IJW_SCHEMAS else None
        reports = [
            (path, report) for path in options["files"] for report in check_file(path, schemas=schemas)
        ]
        if options["json"]:
            made = [as_json(path, report) for path, report in reports]
            self.stdout.write(json.dumps(made, ensure_ascii=False, indent=2))
        else:
            for path, report in reports:
                self.show(path, report)
        worst = max(exit_code(report) for _, report in reports)
        if worst:
            raise SystemExit(worst)

    def show(self, path: Path, report: Report) -> None:
        kind = report.message or "geen bericht"
        if not report.level:
            lines = f", {report.lines} prestaties" if report.lines else ""
            self.stdout.write(f"{path}: {kind}{lines}: niets gevonden.")
            return
        answer = (
            f"retourcode {report.answer}" if report.answer else "geen antwoordbericht: de vorm is niet goed"
        )
        self.stdout.write(f"{path}: {kind}: {report.count} bevindingen ({answer}).")
        for finding in report.findings[:SHOWN]:
            self.stdout.write(f"  {finding}")
        if report.count > SHOWN:
            self.stdout.write(f"  en nog {report.count - SHOWN}; met --json staan er meer.")


def exit_code(report: Report) -> int:
    if not report.level:
        return ALL_GOOD
    return SOME_REFUSED if report.answer else NOTHING_READ


def as_json(path: Path, report: Report) -> dict[str, object]:
    """No values about a person: findings hide them, and of the header only what identifies the message is given."""
    header = report.header
    return {
        "bestand": str(path),
        "onderdeel": report.name,
        "bericht": report.message,
        "afzender": header.get("Afzender"),
        "ontvanger": header.get("Ontvanger"),
        "identificatie": header.get("BerichtIdentificatie/Identificatie"),
        "dagtekening": header.get("BerichtIdentificatie/Dagtekening"),
        "prestaties": report.lines,
        "niveau": report.level,
        "retourcode": report.answer,
        "aantal_bevindingen": report.count,
        "bevindingen": [
            {
                "regel": finding.rule,
                "plaats": finding.path,
                "regelnummer": finding.line,
                "oorzaak": finding.cause,
                "gevonden": finding.found,
                "verwacht": finding.expected,
            }
            for finding in report.findings
        ],
    }
