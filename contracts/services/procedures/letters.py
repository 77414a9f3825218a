"""The letters of a provisional award: to each applicant its own scores, the ranking and the standstill."""

from datetime import UTC, datetime, time
from typing import Any

from django.conf import settings

from contracts.choices import LetterKind, ProcedureDecision
from contracts.models import Application, Consensus, Decision, Letter, Lot, Procedure, Score
from contracts.queries.procedures.offers import price_criterion
from contracts.queries.procedures.ranking import Standing, standing_of
from contracts.rules.awarding import Ranked
from inkoop.base.dutch import euro, long_date, number
from inkoop.base.models import User
from inkoop.base.papers import render

TEMPLATE = "gunningsbrief.typ"
SUBJECTS = {
    LetterKind.AWARD: "Voorlopige gunning",
    LetterKind.RESERVE: "Voorlopige afwijzing",
    LetterKind.INVALID: "Afwijzing van uw inschrijving",
}


def send_letters(*, procedure: Procedure, decision: Decision, by: User) -> list[Letter]:
    """One letter to every applicant of every lot that was not taken back. Kept as sent."""
    letters = []
    for lot in procedure.lots.all():
        standing = standing_of(lot)
        for application, kind in _kinds(lot, standing):
            data = letter_data(application, kind, decision, standing)
            dated = datetime.combine(decision.decided_on, time(12), UTC)
            letters.append(
                Letter(
                    application=application,
                    kind=kind,
                    sent_on=decision.decided_on,
                    content=render(TEMPLATE, data, dated=dated),
                    by=by,
                )
            )
    return Letter.objects.bulk_create(letters)


def letter_data(
    application: Application, kind: LetterKind, decision: Decision, standing: Standing
) -> dict[str, Any]:
    """Everything that stands in a letter, as text."""
    procedure, provider = standing.lot.procedure, application.provider
    row = next((row for row in standing.rows if row.bid == application.pk), None)
    return {
        "sender": settings.ORGANISATION,
        "addressee": [provider.name, *([provider.city] if provider.city else [])],
        "date": long_date(decision.decided_on),
        "reference": f"{procedure.code}-{standing.lot.number}-{provider.agb}",
        "subject": f"{SUBJECTS[kind]} {procedure.title}, perceel {standing.lot.number}",
        "opening": _opening(application, kind, standing, row),
        "cells": [] if row is None else _cells(standing, row),
        "total": "" if row is None else number(row.total, 2),
        "reasons": [] if row is None else _reasons(standing, application),
        "ranking": [] if kind == LetterKind.INVALID else _ranking(standing),
        "standstill": _standstill(decision),
        "signed": settings.ORGANISATION,
    }


def _kinds(lot: Lot, standing: Standing) -> list[tuple[Application, LetterKind]]:
    found = []
    applications = Application.objects.filter(lot=lot).with_outcome().select_related("provider")
    for application in applications:
        if application.outcome == ProcedureDecision.INVALID or application.pk in standing.award.unfit:
            found.append((application, LetterKind.INVALID))
        elif application.pk in standing.award.awarded:
            found.append((application, LetterKind.AWARD))
        elif application.pk in standing.award.reserve:
            found.append((application, LetterKind.RESERVE))
    return found


def _opening(application: Application, kind: LetterKind, standing: Standing, row: Ranked | None) -> list[str]:
    lot = standing.lot
    first = (
        f"U hebt zich op {long_date(application.submitted_on)} ingeschreven voor perceel {lot.number}, "
        f"{lot.name}, van {lot.procedure.title}."
    )
    if kind == LetterKind.INVALID:
        return [first, f"Uw inschrijving komt niet in aanmerking voor gunning. {_why(application, standing)}"]
    among = (
        f"van de {len([one for one in standing.rows if one.place is not None])} inschrijvers in de rangorde"
    )
    place = row.place if row else None
    if kind == LetterKind.AWARD:
        return [
            first,
            (
                f"U staat op plaats {place} {among}. Wij zijn voornemens dit perceel aan u te gunnen. "
                "Dit voornemen is nog geen aanvaarding van uw inschrijving."
            ),
        ]
    return [
        first,
        f"U staat op plaats {place} {among}. Wij zijn voornemens dit perceel niet aan u te gunnen.",
    ]


def _why(application: Application, standing: Standing) -> str:
    row = next((row for row in standing.rows if row.bid == application.pk), None)
    if row is None:
        invalid = application.decisions.filter(kind=ProcedureDecision.INVALID).first()
        return f"De reden: {invalid.reason}" if invalid else ""
    names = {one.pk: one.name for one in standing.criteria}
    below = ", ".join(names[cell.criterion] for cell in row.cells if cell.below_minimum)
    return f"U behaalde niet het vereiste minimum voor: {below}."


def _cells(standing: Standing, row: Ranked) -> list[list[str]]:
    best = {
        criterion.pk: max(
            cell.weighted for one in standing.rows for cell in one.cells if cell.criterion == criterion.pk
        )
        for criterion in standing.criteria
    }
    criteria = {one.pk: one for one in standing.criteria}
    return [
        [
            criteria[cell.criterion].name,
            f"{number(criteria[cell.criterion].weight, 2)}%",
            f"{number(cell.points, 2)} van {number(criteria[cell.criterion].maximum, 2)}",
            number(cell.weighted, 2),
            number(best[cell.criterion], 2),
        ]
        for cell in row.cells
    ]


def _reasons(standing: Standing, application: Application) -> list[dict[str, str]]:
    """The recorded consensus, what the assessors wrote when they gave the same points, or the sum of the price."""
    agreed = dict(Consensus.objects.filter(application=application).values_list("criterion", "reason"))
    offer, price = standing.offers.get(application.pk), price_criterion(standing.criteria)
    if offer and price:
        agreed[price.pk] = f"Uw prijs is {euro(offer.total)} per jaar. {offer.reason}"
    scores = Score.objects.filter(assessment__application=application).order_by("assessment__place")
    return [
        {
            "criterion": one.name,
            "text": agreed.get(one.pk)
            or " ".join(dict.fromkeys(score.reason for score in scores if score.criterion_id == one.pk)),
        }
        for one in standing.criteria
    ]


def _ranking(standing: Standing) -> list[list[str]]:
    return [
        [
            "–" if row.place is None else str(row.place),
            application.provider.name,
            number(row.total, 2),
            outcome_in_words(standing, row),
        ]
        for row, application in standing.ranked()
    ]


def outcome_in_words(standing: Standing, row: Ranked) -> str:
    award, drawn = standing.award, standing.applications[row.bid].drawn
    if row.bid in award.unfit:
        return "onder het minimum"
    if row.bid in award.undecided:
        return "gelijk geëindigd, nog te loten"
    words = "gunning" if row.bid in award.awarded else "geen gunning"
    return f"{words} na loting" if row.is_tied and drawn is not None else words


def _standstill(decision: Decision) -> list[str]:
    until = long_date(decision.until)
    return [
        f"De opschortende termijn loopt tot en met {until}. Wij sluiten de overeenkomst niet eerder dan na die dag.",
        (
            "Bent u het niet eens met dit besluit, dan kunt u binnen deze termijn een kort geding aanhangig maken bij "
            "de bevoegde rechter. Laat het ons dan direct weten. Wij gunnen niet definitief voordat de rechter heeft "
            "beslist. Na de termijn kunt u niet meer tegen dit besluit opkomen."
        ),
    ]
