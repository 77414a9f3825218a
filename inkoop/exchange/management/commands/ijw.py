import json
from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from contracts.choices import RefusalReason, RequestStatus
from contracts.models import CareRequest
from inkoop.base.models import Delivery, User
from inkoop.exchange.ijw.checking import Report, check_file
from inkoop.exchange.ijw.writing import MissingPerson, Person, read_people
from inkoop.exchange.models import Message
from inkoop.exchange.services import (
    NoAnswer,
    NotDecided,
    answer,
    decide_request,
    file_order,
    receive,
    unsent_decisions,
    write_decisions,
)

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
            "answer", help="schrijf wat er op een bericht te antwoorden is en vergeet het bestand"
        )
        reply.add_argument("delivery", type=int, metavar="AANLEVERING")
        reply.add_argument("-o", "--output", type=Path, required=True, metavar="MAP")
        reply.add_argument("--dated-on", type=date.fromisoformat, help="dagtekening; anders vandaag")
        reply.add_argument(
            "--personen", type=Path, metavar="CSV", help="gegevens van cliënten voor een toewijzing"
        )
        decide = actions.add_parser("decide", help="besluit op een verzoek om toewijzing of wijziging")
        self.add_decision(decide)
        for action in (check, read, reply, decide):
            action.add_argument("--json", action="store_true", help="verslag als JSON")

    def add_decision(self, decide: ArgumentParser) -> None:
        decide.add_argument("request", type=int, metavar="VERZOEK", help="nummer van het verzoek")
        outcome = decide.add_mutually_exclusive_group(required=True)
        outcome.add_argument("--grant", action="store_true", help="wijs toe")
        outcome.add_argument(
            "--refuse", choices=RefusalReason.values, metavar="REDEN", help="wijs af, met code WJ759"
        )
        outcome.add_argument("--investigate", action="store_true", help="neem in onderzoek")
        decide.add_argument("--municipality", default="", help="bij reden 8: de verantwoordelijke gemeente")
        decide.add_argument("--number", type=int, help="eerste nieuwe toewijzingnummer")
        decide.add_argument("--explanation", default="", help="toelichting, voor onszelf")
        decide.add_argument(
            "--decided-on", type=date.fromisoformat, help="dag van het besluit; anders vandaag"
        )
        decide.add_argument("--by", required=True, metavar="GEBRUIKER", help="wie besluit")

    def handle(self, *args: Any, **options: Any) -> None:
        actions = {
            "check": self.check_files,
            "read": self.read_files,
            "answer": self.answer_one,
            "decide": self.decide_one,
        }
        code = actions[options["action"]](options)
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
            report = {"bestand": str(path)} | loaded(delivery)
            reports.append(report)
            worst = max(worst, loaded_code(delivery))
        self.tell(options, reports, SENTENCE)
        return worst

    def answer_one(self, options: dict[str, Any]) -> int:
        dated_on = options["dated_on"] or timezone.localdate()
        options["output"].mkdir(parents=True, exist_ok=True)
        written: list[Path] = []
        code = ALL_GOOD
        try:
            people = read_people(options["personen"]) if options["personen"] else {}
            for path in answers(options["delivery"], options["output"], dated_on, people):
                written.append(path)  # noqa: PERF402  # what was written before an error is told as well
        except (NoAnswer, MissingPerson) as error:
            self.stderr.write(str(error))
            code = SOME_REFUSED if written else NOTHING_READ
        reports = [{"aanlevering": options["delivery"], "antwoord": str(path)} for path in written]
        self.tell(options, reports, "aanlevering {aanlevering}: beantwoord met {antwoord}")
        return code

    def decide_one(self, options: dict[str, Any]) -> int:
        by = User.objects.filter(username=options["by"]).first()
        if by is None:
            self.stderr.write(f"Gebruiker {options['by']} bestaat niet.")
            return NOTHING_READ
        try:
            decision = decide_request(
                request_id=options["request"],
                status=asked_status(options),
                by=by,
                decided_on=options["decided_on"] or timezone.localdate(),
                refusal_reason=options["refuse"] or "",
                other_municipality=options["municipality"],
                explanation=options["explanation"],
                number=options["number"],
            )
        except NotDecided as error:
            self.stderr.write(str(error))
            return NOTHING_READ
        request = decision.request
        report = {
            "verzoek": request.pk,
            "referentie": request.reference,
            "besluit": decision.status,
            "aanlevering": request.delivery_id,
        }
        self.tell(
            options,
            [report],
            "verzoek {verzoek} ({referentie}): {besluit}; schrijf het bericht met ijw answer {aanlevering}",
        )
        return ALL_GOOD

    def tell(self, options: dict[str, Any], reports: list[dict[str, Any]], sentence: str) -> None:
        if options["json"]:
            self.stdout.write(json.dumps(reports, ensure_ascii=False, indent=2))
            return
        for report in reports:
            self.stdout.write(sentence.format(**report | about_requests(report)).rstrip())

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
    "{ongewijzigd} ongewijzigd. {toelichting}{over_verzoeken}"
)


def asked_status(options: dict[str, Any]) -> RequestStatus:
    if options["grant"]:
        return RequestStatus.GRANTED
    return RequestStatus.REFUSED if options["refuse"] else RequestStatus.INVESTIGATED


def answers(delivery_id: int, folder: Path, dated_on: date, people: dict[str, Person]) -> Iterator[Path]:
    """The answer to the message, unless it was written before, and what was decided on the requests in it."""
    decided = unsent_decisions(delivery_id).exists()
    if not (decided and Message.objects.filter(delivery_id=delivery_id, answered_at__isnull=False).exists()):
        yield answer(delivery_id=delivery_id, folder=folder, dated_on=dated_on)
    if decided:
        yield from write_decisions(delivery_id=delivery_id, folder=folder, dated_on=dated_on, people=people)


def loaded(delivery: Delivery) -> dict[str, Any]:
    return {
        "aanlevering": delivery.pk,
        "status": delivery.status,
        "aanvaard": delivery.rows_accepted or 0,
        "geweigerd": delivery.rows_refused or 0,
        "ongewijzigd": delivery.rows_unchanged or 0,
        "toelichting": delivery.message,
        "verzoeken": list(
            CareRequest.objects.filter(delivery=delivery).order_by("id").values_list("id", flat=True)
        ),
    }


def about_requests(report: dict[str, Any]) -> dict[str, str]:
    numbers = ", ".join(map(str, report.get("verzoeken", ())))
    return {"over_verzoeken": f"Te besluiten: verzoek {numbers}." if numbers else ""}


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
