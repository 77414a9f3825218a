"""Rules of a region or a contract: they warn or hold an answer, and never refuse."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from contracts.models import Contract, RefusedLine
from inkoop.base.models import Finding
from inkoop.exchange.errors import NotPossible
from inkoop.exchange.models import Hold, LocalRule
from inkoop.exchange.services import NoAnswer, answer, receive, release
from tests.desk.cast import contract_manager, message_manager
from tests.ijw.cast import TOM, declaration, line, start, started, stop, stopped
from tests.inbox.cast import RECEIVED, load, received, rule

pytestmark = pytest.mark.usefixtures("ground")

MARCH = {"Begindatum": "2026-03-01", "Einddatum": "2026-03-31"}


def warned(message):
    found = Finding.objects.filter(delivery=message.delivery, code__startswith="lokaal").order_by(
        "row_number", "code"
    )
    assert set(found.values_list("severity", flat=True)) <= {"let op"}
    return list(found.values_list("row_number", "code", "found", "expected"))


def one_line(tmp_path, **changes):
    return received(tmp_path, clients={TOM: [line("R1", **changes)]})


def test_without_rules_nothing_is_said(tmp_path):
    assert warned(one_line(tmp_path)) == []


@pytest.mark.parametrize(
    ("threshold", "found"),
    [
        (36, [(1, "lokaal: laat", "37 dagen na het einde van de maand", "hoogstens 36 dagen")]),
        (37, []),
    ],
)
def test_late_line_is_warned_about(tmp_path, threshold, found):
    rule("laat", threshold=threshold)
    assert warned(one_line(tmp_path, **MARCH)) == found


def test_line_without_start_is_warned_about_and_accepted(tmp_path):
    rule("geen start")
    message = one_line(tmp_path)
    assert warned(message) == [
        (1, "lokaal: geen start", "geen startbericht", "een start op of voor 2026-04-30")
    ]
    assert (message.delivery.rows_accepted, RefusedLine.objects.count()) == (1, 0)


def test_line_with_a_start_is_not(tmp_path):
    rule("geen start")
    load(start(tmp_path / "s.xml", [started("10072")]))
    assert warned(one_line(tmp_path)) == []


@pytest.mark.parametrize(("reason", "found"), [("31", 1), ("20", 0)])
def test_month_after_a_final_stop_is_warned_about(tmp_path, reason, found):
    rule("na stop")
    load(start(tmp_path / "s.xml", [started("10072", Begindatum="2026-03-02")]))
    ended = {"Begindatum": "2026-03-02", "Einddatum": "2026-03-20", "RedenBeeindiging": reason}
    load(stop(tmp_path / "e.xml", [stopped("10072", **ended)]))
    assert len(warned(one_line(tmp_path))) == found


def test_broken_month_that_is_too_short_is_warned_about(tmp_path):
    path = tmp_path / "kort.csv"
    path.write_text(
        "gemeentecode;toewijzingnummer;bsn;agb;productcategorie;productcode;toewijzingsdatum;ingangsdatum;einddatum;"
        f"volume;eenheid;frequentie\n0384;10090;{TOM};42420001;45;45A03;2026-04-01;2026-04-18;2026-12-31;100;04;4\n",
        encoding="utf-8",
    )
    assert load(path, date(2026, 4, 2)).rows_refused == 0
    rule("halve maand", threshold=15)
    broken = line("R1", ToewijzingNummer="10090", Begindatum="2026-04-18")
    message = received(tmp_path, clients={TOM: [broken, line("R2")]})
    assert warned(message) == [
        (1, "lokaal: halve maand", "13 dagen", "ten minste 15 dagen, of de hele maand")
    ]


def test_rule_counts_from_its_day_and_till_its_end(tmp_path):
    rule("geen start", valid_from=date(2026, 5, 8))
    rule("laat", threshold=0, ends_on=date(2026, 5, 6))
    assert warned(one_line(tmp_path)) == []


def test_rule_of_the_contract_goes_before_that_of_the_region(tmp_path):
    rule("laat", threshold=0)
    rule("laat", threshold=90, contract=Contract.objects.get())
    assert warned(one_line(tmp_path)) == []


def test_rule_of_another_contract_says_nothing(tmp_path):
    path = tmp_path / "ander.csv"
    path.write_text("contractnummer;agb;begin;eind\nC2;42420001;2025-01-01;2027-12-31\n", encoding="utf-8")
    load(path)
    rule("laat", threshold=0, contract=Contract.objects.get(number="C2"))
    assert warned(one_line(tmp_path)) == []


def test_newer_rule_goes_before_the_older(tmp_path):
    rule("laat", threshold=0)
    rule("laat", threshold=90, valid_from=date(2026, 2, 1))
    assert warned(one_line(tmp_path)) == []


def test_trial_says_what_would_be_warned_about_and_holds_nothing(tmp_path):
    rule("geen start", effect="aanhouden")
    with connection.cursor() as cursor:
        cursor.execute("DISCARD TEMP")
    path = declaration(tmp_path / "p.xml", {TOM: [line("R1")]})
    delivery = receive(path, received_on=RECEIVED, trial=True).delivery
    assert [one.code for one in delivery.findings.all()] == ["lokaal: geen start"]
    assert Hold.objects.count() == 0


def held(tmp_path):
    rule("geen start", effect="aanhouden")
    message = received(tmp_path)
    return message, Hold.objects.get(message=message)


def test_hold_keeps_the_answer_and_refuses_nothing(tmp_path):
    message, hold = held(tmp_path)
    assert (hold.lines, message.delivery.rows_accepted, message.delivery.rows_refused) == (2, 2, 1)
    with pytest.raises(NoAnswer, match=r"wordt aangehouden \(geen startbericht ontvangen .*regels: 2\)"):
        answer(delivery_id=message.delivery_id, folder=tmp_path, dated_on=RECEIVED)
    message.refresh_from_db()
    assert (message.answered_at, bool(message.kept_as)) == (None, True)


def test_released_hold_lets_the_answer_go(tmp_path):
    message, hold = held(tmp_path)
    release(hold_id=hold.pk, reason="Aanbieder heeft de start gemeld.", by=contract_manager())
    assert answer(delivery_id=message.delivery_id, folder=tmp_path, dated_on=RECEIVED).exists()
    hold.refresh_from_db()
    assert (hold.released_by.username, hold.released_because) == (
        "connie",
        "Aanbieder heeft de start gemeld.",
    )
    assert [event.pgh_label for event in hold.events.order_by("pgh_id")] == ["insert", "update"]


def test_second_release_is_told_who_was_first(tmp_path):
    _, hold = held(tmp_path)
    release(hold_id=hold.pk, reason="Gemeld.", by=contract_manager())
    with pytest.raises(NotPossible, match="connie heeft deze aanhouding al vrijgegeven"):
        release(hold_id=hold.pk, reason="Ook gemeld.", by=message_manager())
    hold.refresh_from_db()
    assert hold.released_because == "Gemeld."


def test_file_without_an_answer_is_warned_about_and_not_held(tmp_path):
    rule("geen start", effect="aanhouden")
    path = tmp_path / "d.csv"
    path.write_text(
        "agb;gemeentecode;declaratienummer;dagtekening;referentienummer;bsn;toewijzingnummer;productcategorie;"
        "productcode;periode_begin;periode_eind;volume;eenheid;tarief;bedrag;debet_credit\n"
        f"42420001;0384;D1;2026-05-06;R1;{TOM};10072;45;45A03;2026-04-01;2026-04-30;4;04;1250;5000;D\n",
        encoding="utf-8",
    )
    delivery = load(path)
    assert [(one.code, one.severity) for one in delivery.findings.all()] == [("lokaal: geen start", "let op")]
    assert Hold.objects.count() == 0


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "laat", "effect": "weigeren", "threshold": 30},
        {"kind": "laat", "threshold": None},
        {"kind": "geen start", "threshold": 3},
        {"kind": "laat", "threshold": 30, "ends_on": date(2025, 1, 1)},
    ],
)
def test_database_keeps_a_rule_from_refusing_or_being_half(changes):
    with pytest.raises(IntegrityError), transaction.atomic():
        rule(**changes)
    assert LocalRule.objects.count() == 0


def test_hold_cannot_be_released_without_a_name_and_a_reason(tmp_path):
    _, hold = held(tmp_path)
    hold.released_at = timezone.now()
    with pytest.raises(IntegrityError), transaction.atomic():
        hold.save()
