"""A person accepts a line after all: the books, the counts, the answer and the figures follow."""

from datetime import date

import pytest
from django.db.models import Sum

from contracts.models import DeclarationLine, RefusedLine
from inkoop.base.models import Delivery, Finding
from inkoop.base.signals import delivery_loaded
from inkoop.exchange.errors import NotPossible
from inkoop.exchange.models import Overrule
from inkoop.exchange.services import answer, overrule, preview, take_back
from kpis.models import MonthValue, TotalsState
from kpis.queries.known import is_followed
from kpis.services import compute_all
from tests.desk.cast import contract_manager, message_manager
from tests.ijw.cast import EVA, TOM, line
from tests.ijw.test_writing import amount, body_of, codes, sent_back, totals
from tests.inbox.cast import RECEIVED, WRONG_TARIFF, load, received

pytestmark = pytest.mark.usefixtures("ground")

REASON = "Het tarief is in mei mondeling afgesproken."


def decide(message, row_number=2, by=None, **changes):
    by = by or contract_manager()
    return overrule(message_id=message.pk, row_number=row_number, reason=REASON, by=by, **changes)


def counts(message):
    delivery = Delivery.objects.get(pk=message.delivery_id)
    return delivery.rows_accepted, delivery.rows_refused, delivery.rows_total, delivery.changes


@pytest.fixture
def answered(tmp_path, django_capture_on_commit_callbacks):
    def write(message):
        with django_capture_on_commit_callbacks(execute=True):
            return answer(delivery_id=message.delivery_id, folder=tmp_path, dated_on=RECEIVED)

    return write


def test_line_is_booked_as_if_it_had_been_accepted(tmp_path):
    message = received(tmp_path)
    assert counts(message) == (2, 1, 3, 0)
    decision = decide(message)
    line_booked = DeclarationLine.objects.get(reference="R12")
    assert decision.line == line_booked
    assert counts(message) == (3, 0, 3, 1)
    assert RefusedLine.objects.count() == 0
    shown = (
        "row_number",
        "amount",
        "tariff",
        "volume",
        "month",
        "received_on",
        "debit_credit",
        "allocation__number",
    )
    assert DeclarationLine.objects.filter(pk=line_booked.pk).values_list(*shown).get() == (
        2, 5200, 1300, 4, date(2026, 4, 1), RECEIVED, "D", "10073",
    )  # fmt: skip
    assert line_booked.client == line_booked.allocation.client
    assert line_booked.declaration.delivery_id == message.delivery_id


def test_decision_says_who_why_what_before_and_after(tmp_path):
    decision = decide(received(tmp_path))
    assert (decision.by.username, decision.reason, decision.codes) == ("connie", REASON, "0611")
    assert (decision.before["accepted"], decision.before["refused"]) == (2, 1)
    assert decision.before["line"]["reference"] == "R12"
    assert decision.after == {"line": decision.line_id, "accepted": 3, "refused": 0}
    assert [(event.pgh_label, event.reason) for event in decision.events.all()] == [("insert", REASON)]


def test_answer_grants_the_line(tmp_path, answered):
    message = received(tmp_path)
    decide(message)
    path = answered(message)
    assert codes(body_of(path)[1].find("DeclaratieAntwoord")) == ["8001"]
    assert totals(body_of(path)[1]) == [amount(15_200), amount(15_200)]


def test_answer_still_refuses_what_nobody_decided_about(tmp_path, answered):
    clients = {TOM: [line("R1", **WRONG_TARIFF), line("R2", ToewijzingNummer="10073", **WRONG_TARIFF)]}
    message = received(tmp_path, clients=clients)
    decide(message, 2)
    path = answered(message)
    assert sent_back(path) == [(TOM, ["0200"], [("R1", ["0611"])])]
    assert totals(body_of(path)[1]) == [amount(10_400), amount(5_200)]


def test_findings_of_the_line_no_longer_refuse_it(tmp_path):
    message = received(tmp_path)
    decide(message)
    found = Finding.objects.filter(delivery=message.delivery)
    assert list(found.values_list("row_number", "code", "severity")) == [(2, "0611", "let op")]


def test_preview_shows_the_effect_and_changes_nothing(tmp_path):
    message = received(tmp_path)
    judged = preview(message, 2)
    assert (judged.codes, judged.overruled, judged.in_the_way) == (["0611"], ["0611"], [])
    assert (judged.line.amount, judged.allocation.number) == (5_200, "10073")
    use = judged.use  # 100 hours a month in 2026, in minutes
    assert (use.before, use.after, use.limit, use.is_budget) == (0, 240, 72_000, False)
    assert counts(message) == (2, 1, 3, 0)


def test_decision_can_be_taken_back(tmp_path, answered):
    message = received(tmp_path)
    refused = RefusedLine.objects.values().get()
    decision = decide(message)
    undone = take_back(overrule_id=decision.pk, reason="Toch niet afgesproken.", by=message_manager())
    assert counts(message) == (2, 1, 3, 2)
    assert {**RefusedLine.objects.values().get(), "id": 0} == {**refused, "id": 0}
    assert not DeclarationLine.objects.filter(reference="R12").exists()
    assert Finding.objects.get(delivery=message.delivery).severity == "fout"
    assert (undone.line, undone.undone_by.username, undone.undone_because) == (
        None,
        "berend",
        "Toch niet afgesproken.",
    )
    assert [event.pgh_label for event in undone.events.order_by("pgh_id")] == ["insert", "update"]
    assert sent_back(answered(message)) == [(TOM, ["0200"], [("R12", ["0611"])])]


def test_decision_can_be_taken_again_after_it_was_taken_back(tmp_path):
    message, user = received(tmp_path), contract_manager()
    take_back(overrule_id=decide(message, by=user).pk, reason="Vergissing.", by=user)
    decide(message, by=user)
    assert counts(message) == (3, 0, 3, 3)
    assert Overrule.objects.filter(undone_at=None).count() == 1


def test_second_person_is_told_who_was_first(tmp_path):
    message = received(tmp_path)
    decide(message)
    with pytest.raises(NotPossible, match=r"connie heeft deze regel al aanvaard op .*; er verandert niets"):
        decide(message, by=message_manager())
    assert counts(message) == (3, 0, 3, 1)


def test_taking_back_twice_is_told(tmp_path):
    message, user = received(tmp_path), contract_manager()
    decision = decide(message, by=user)
    take_back(overrule_id=decision.pk, reason="Vergissing.", by=user)
    with pytest.raises(NotPossible, match="connie heeft dit besluit al teruggenomen"):
        take_back(overrule_id=decision.pk, reason="Vergissing.", by=user)
    assert counts(message) == (2, 1, 3, 2)


def test_line_that_was_accepted_needs_no_decision(tmp_path):
    with pytest.raises(NotPossible, match="niet geweigerd"):
        decide(received(tmp_path), 1)


def test_nothing_changes_once_the_answer_has_gone(tmp_path, answered):
    message, user = received(tmp_path), contract_manager()
    other = received(
        tmp_path, number=2, clients={EVA: [line("R21", ToewijzingNummer="10075", **WRONG_TARIFF)]}
    )
    decision = decide(other, 1, by=user)
    answered(message)
    answered(other)
    with pytest.raises(NotPossible, match="al gegeven"):
        decide(message, by=user)
    with pytest.raises(NotPossible, match="al gegeven"):
        take_back(overrule_id=decision.pk, reason="Toch niet.", by=user)
    assert (counts(message), counts(other)) == ((2, 1, 3, 0), (1, 0, 1, 1))


def test_without_the_file_nothing_can_be_decided(tmp_path):
    message = received(tmp_path)
    message.kept_as = ""
    message.save()
    with pytest.raises(NotPossible, match="niet meer bewaard"):
        decide(message)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"ToewijzingNummer": "99"}, "9338: Er is geen toewijzing"),
        ({"GeleverdVolume": "200", "Bedrag": "250000"}, "9321: Het volume"),
        ({"Begindatum": "2026-04-10"}, "9387: De begindatum"),
    ],
)
def test_level_three_is_not_overruled(tmp_path, changes, sentence):
    message = received(tmp_path, clients={TOM: [line("R1", **changes)]})
    with pytest.raises(NotPossible, match=sentence):
        decide(message, 1)
    assert counts(message) == (0, 1, 1, 0)


def test_level_four_beside_level_three_is_not_overruled(tmp_path):
    clients = {TOM: [line("R1", Begindatum="2026-04-10", **WRONG_TARIFF)]}
    message = received(tmp_path, clients=clients)
    assert RefusedLine.objects.get().codes == ["0611", "9387"]
    with pytest.raises(NotPossible, match="9387"):
        decide(message, 1)


def test_line_that_fits_no_more_is_not_accepted(tmp_path):
    """What was accepted meanwhile counts, also when it was received later: the same key, so 9389."""
    message = received(tmp_path)
    again = {TOM: [line("R21", ToewijzingNummer="10073")]}
    assert (
        received(tmp_path, number=2, clients=again, received_on=date(2026, 5, 11)).delivery.rows_accepted == 1
    )
    with pytest.raises(NotPossible, match="9389"):
        decide(message)


def test_line_that_would_exceed_the_allocation_is_not_accepted(tmp_path):
    path = tmp_path / "budget.csv"
    path.write_text(
        "gemeentecode;toewijzingnummer;bsn;agb;productcategorie;toewijzingsdatum;ingangsdatum;einddatum;budget\n"
        f"0384;10080;{TOM};42420001;45;2026-01-01;2026-01-01;2026-12-31;9000\n",
        encoding="utf-8",
    )
    assert load(path, date(2026, 4, 2)).rows_refused == 0
    march = {"Begindatum": "2026-03-01", "Einddatum": "2026-03-31"}
    clients = {
        TOM: [
            line("R1", ToewijzingNummer="10080", **WRONG_TARIFF),
            line("R2", ToewijzingNummer="10080", **march),
        ]
    }
    message = received(tmp_path, clients=clients)
    assert counts(message) == (1, 1, 2, 0)
    with pytest.raises(NotPossible, match="9369"):
        decide(message, 1)


def test_code_outside_the_list_is_judged_on_the_rest_as_well(tmp_path):
    unknown = {"ProductCode": "45Z99", "ToewijzingNummer": "10073"}
    message = received(tmp_path, clients={TOM: [line("R1", **unknown)]})
    assert RefusedLine.objects.get().codes == ["S329"]
    with pytest.raises(NotPossible, match="9340"):
        decide(message, 1)


def test_credit_is_not_a_matter_of_decision(tmp_path):
    credit = line("R4", VorigReferentieNummer="R99", DebetCredit="C")
    with pytest.raises(NotPossible, match="IV085"):
        decide(received(tmp_path, clients={TOM: [credit]}), 1)


def test_credited_line_stays(tmp_path):
    message, user = received(tmp_path), contract_manager()
    decision = decide(message, by=user)
    credit = line(
        "R4", ToewijzingNummer="10073", VorigReferentieNummer="R12", DebetCredit="C", **WRONG_TARIFF
    )
    assert received(tmp_path, number=2, clients={TOM: [credit]}).delivery.rows_accepted == 1
    with pytest.raises(NotPossible, match="al een credit aanvaard"):
        take_back(overrule_id=decision.pk, reason="Toch niet.", by=user)


def test_whoever_computes_hears_of_it(tmp_path, django_capture_on_commit_callbacks):
    heard = []
    message = received(tmp_path)
    delivery_loaded.connect(listener := lambda **given: heard.append(given["delivery_id"]), weak=False)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            decision = decide(message)
        with django_capture_on_commit_callbacks(execute=True):
            take_back(overrule_id=decision.pk, reason="Vergissing.", by=decision.by)
    finally:
        delivery_loaded.disconnect(listener)
    assert heard == [message.delivery_id] * 2


def test_delivery_that_was_decided_about_is_computed_again_though_another_was_loaded_since(tmp_path):
    message = received(tmp_path)
    received(tmp_path, number=2, clients={EVA: [line("R21", ToewijzingNummer="10075")]})
    assert is_followed(message.delivery_id)
    decide(message)
    assert not is_followed(message.delivery_id)


def declared(peildatum):
    compute_all(peildatum=peildatum)
    figures = MonthValue.objects.aggregate(declared=Sum("declared"))
    return figures["declared"], TotalsState.objects.get().changes


def test_figures_and_running_totals_follow(tmp_path):
    message, user = received(tmp_path), contract_manager()
    today = date(2026, 6, 30)
    assert declared(today) == (10_000, 0)
    decision = decide(message, by=user)
    assert declared(today) == (15_200, 1)
    take_back(overrule_id=decision.pk, reason="Vergissing.", by=user)
    assert declared(today) == (10_000, 2)
