import json
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from inkoop.base.models import Delivery
from inkoop.exchange.ijw.checking import Report, check_file
from inkoop.exchange.services import NoAnswer, answer, file_order, receive

ALL_GOOD, SOME_REFUSED, NOTHING_READ = 0, 1, 2
SHOWN = 20


class Command(BaseCommand):
    help = (
        "Berichten van iJw controleren, laden en beantwoorden. Exitcode 0: alles goed; "
        "1: een deel geweigerd; 2: van ten minste één bestand is niets gelezen, geladen of beantwoord."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True, metavar="OPDRACHT")
        check = actions.add_parser("check", help="controleer de vorm en de regels binnen het bericht")
        check.add_argument("files", nargs="+", type=Path, metavar="BESTAND")
        read = actions.add_parser("read", help="laad berichten")
        read.add_argument("files", nargs="+", type=Path, metavar="BESTAND")
        read.add_argument("--received-on", type=date.fromisoformat, help="dag van ontvangst; anders vandaag")
        reply = actions.add_parser(
            "answer", help="schrijf het antwoord op een bericht en vergeet het bestand"
        )
        reply.add_argument("delivery", type=int, metavar="AANLEVERING")
        reply.add_argument("-o", "--output", type=Path, required=True, metavar="MAP")
        reply.add_argument("--dated-on", type=date.fromisoformat, help="dagtekening; anders vandaag")
        for action in (check, read, reply):
            action.add_argument("--json", action="store_true", help="verslag als JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        code = {"check": self.check_files, "read": self.read_files, "answer": self.answer_one}[
            options["action"]
        ](options)
        if code:
            raise SystemExit(code)

    def read_files(self, options: dict[str, Any]) -> int:
        received_on = options["received_on"] or timezone.localdate()
        reports, worst = [], ALL_GOOD
        for path in file_order(options["files"]):
            if not path.is_file():
                self.stderr.write(f"{path}: het bestand bestaat niet. Controleer de naam en de map.")
                worst = NOTHING_READ
                continue
            delivery = receive(path, received_on=received_on).delivery
            reports.append({"bestand": str(path)} | loaded(delivery))
            worst = max(worst, loaded_code(delivery))
        self.tell(options, reports, SENTENCE)
        return worst

    def answer_one(self, options: dict[str, Any]) -> int:
        dated_on = options["dated_on"] or timezone.localdate()
        options["output"].mkdir(parents=True, exist_ok=True)
        try:
            path = answer(delivery_id=options["delivery"], folder=options["output"], dated_on=dated_on)
        except NoAnswer as error:
            self.stderr.write(str(error))
            return NOTHING_READ
        report = {"aanlevering": options["delivery"], "antwoord": str(path)}
        self.tell(options, [report], "aanlevering {aanlevering}: beantwoord met {antwoord}")
        return ALL_GOOD

    def tell(self, options: dict[str, Any], reports: list[dict[str, Any]], sentence: str) -> None:
        if options["json"]:
            self.stdout.write(json.dumps(reports, ensure_ascii=False, indent=2))
            return
        for report in reports:
            self.stdout.write(sentence.format(**report).rstrip())

    def check_files(self, options: dict[str, Any]) -> int:
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
        return max(exit_code(report) for _, report in reports)

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


SENTENCE = (
    "{bestand}: aanlevering {aanlevering} {status}: {aanvaard} aanvaard, {geweigerd} geweigerd, "
    "{ongewijzigd} ongewijzigd. {toelichting}"
)


def loaded(delivery: Delivery) -> dict[str, Any]:
    return {
        "aanlevering": delivery.pk,
        "status": delivery.status,
        "aanvaard": delivery.rows_accepted or 0,
        "geweigerd": delivery.rows_refused or 0,
        "ongewijzigd": delivery.rows_unchanged or 0,
        "toelichting": delivery.message,
    }


def loaded_code(delivery: Delivery) -> int:
    if delivery.rows_total is None:
        return NOTHING_READ
    return SOME_REFUSED if delivery.rows_refused else ALL_GOOD


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
