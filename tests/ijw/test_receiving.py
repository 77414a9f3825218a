"""From a message to the books and back: received, judged, answered, forgotten."""

import json
from datetime import date

import pytest
from django.core.management import call_command
from django.db import connection

from contracts.models import (
    Declaration,
    DeclarationLine,
    RefusedLine,
)
from inkoop.base.choices import DeliveryStatus
from inkoop.base.models import Delivery
from inkoop.exchange.models import Message
from inkoop.exchange.services import NoAnswer, answer, forget_unanswered, receive
from tests.ijw.cast import (
    AGB,
    EVA,
    MONTH,
    PLACE,
    TOM,
    allocated,
    allocation,
    declaration,
    line,
)
from tests.ijw.ground import RECEIVED, counts, load
from tests.ijw.test_writing import amount, body_of, codes, sent_back, totals

pytestmark = pytest.mark.usefixtures("region")

MARCH = ("2026-03-01", "2026-03-31")


def two_clients(path, **changes):
    clients = {
        TOM: [line("R1"), line("R2", ToewijzingNummer="10073")],
        EVA: [line("R3", ToewijzingNummer="10074")],
    }
    return declaration(path, clients, **changes)


def test_declaration_is_booked_and_granted_in_full(tmp_path, answered):
    delivery = load(two_clients(tmp_path / "d.xml"))
    assert counts(delivery) == (DeliveryStatus.LOADED, 3, 0)
    assert Declaration.objects.values_list("number", "period").get() == ("DN001", date(2026, 4, 1))
    _, body = body_of(answered(delivery))
    assert codes(body.find("DeclaratieAntwoord")) == ["8001"]
    assert totals(body) == [amount(15000), amount(15000)]


def test_line_is_refused_and_the_rest_granted(tmp_path, answered):
    clients = {TOM: [line("R1"), line("R2", ToewijzingNummer="10073", ProductTarief="1000", Bedrag="4000")]}
    delivery = load(declaration(tmp_path / "d.xml", clients))
    assert counts(delivery) == (DeliveryStatus.LOADED, 1, 1)
    path = answered(delivery)
    assert sent_back(path) == [(TOM, ["0200"], [("R2", ["0611"])])]
    booked = sum(DeclarationLine.objects.values_list("amount", flat=True))
    assert totals(body_of(path)[1]) == [amount(9000), amount(booked)]


def test_client_is_refused_with_all_its_lines(tmp_path, answered):
    clients = {
        TOM: [line("R1")],
        EVA: [line("R2", ToewijzingNummer="10073"), line("R3", ToewijzingNummer="10074")],
    }
    delivery = load(declaration(tmp_path / "d.xml", clients))
    assert counts(delivery) == (DeliveryStatus.LOADED, 1, 2)
    assert list(RefusedLine.objects.order_by("row_number").values_list("reference", "codes")) == [
        ("R2", ["8187"]),
        ("R3", ["0233"]),
    ]
    path = answered(delivery)
    assert sent_back(path) == [(EVA, ["8187"], [("R2", ["0233"]), ("R3", ["0233"])])]
    assert totals(body_of(path)[1]) == [amount(15000), amount(5000)]


def test_client_that_nobody_knows_is_refused_with_all_its_lines(tmp_path, answered):
    stranger = "999900055"
    clients = {
        TOM: [line("R1")],
        stranger: [line("R2", ToewijzingNummer="77"), line("R3", ProductCode="XXXXX")],
    }
    delivery = load(declaration(tmp_path / "d.xml", clients))
    assert counts(delivery) == (DeliveryStatus.LOADED, 1, 2)
    assert sent_back(answered(delivery)) == [(stranger, ["8187"], [("R2", ["0233"]), ("R3", ["0233"])])]


def test_lines_that_cannot_be_booked_are_sent_back_with_their_code(tmp_path, answered):
    load(declaration(tmp_path / "d.xml", {TOM: [line("R1")]}))
    other_code = {"ToewijzingNummer": "10073", "ProductCode": "45A04"}
    lines = [
        line("R1", ToewijzingNummer="10073"),
        line("R2"),
        line("R3", **other_code),
        line("R5", ToewijzingNummer="77"),
        line("R6", ToewijzingNummer="10073", ProductCode="45A99"),
    ]
    delivery = load(declaration(tmp_path / "e.xml", {TOM: lines}, identification="B2", number="DN002"))
    ((_, _, found),) = sent_back(answered(delivery))
    assert dict(found) == {
        "R1": ["8021"],
        "R2": ["9389"],
        "R3": ["0611", "9340"],
        "R5": ["9338"],
        "R6": ["S329"],
    }


def test_declaration_signed_in_the_future_is_refused(tmp_path, answered):
    delivery = load(two_clients(tmp_path / "d.xml", signed="2026-05-08"))
    assert refused(delivery, answered) == (["0200"], ["8848"])


def test_number_of_refused_lines_of_a_table_is_used(tmp_path, answered):
    table = tmp_path / "declaraties.csv"
    table.write_text(
        "agb;gemeentecode;declaratienummer;dagtekening;referentienummer;bsn;toewijzingnummer;productcategorie;"
        "productcode;periode_begin;periode_eind;volume;eenheid;tarief;bedrag;debet_credit\n"
        f"{AGB};{PLACE};DN001;2026-05-06;T1;{TOM};77;45;45A03;2026-04-01;2026-04-30;4;04;1250;5000;D\n",
        encoding="utf-8",
    )
    assert counts(load(table)) == (DeliveryStatus.LOADED, 0, 1)
    assert refused(load(two_clients(tmp_path / "d.xml")), answered) == (["0200"], ["9333"])


def test_declaration_of_refused_clients_only_uses_its_number(tmp_path):
    load(declaration(tmp_path / "d.xml", {EVA: [line("R1")]}))
    assert Declaration.objects.values_list("number", "period").get() == ("DN001", date(2026, 4, 1))


def refused(delivery, answered):
    """Code of the header and of the declaration, for a delivery of which nothing was loaded."""
    assert (delivery.status, delivery.rows_total) == (DeliveryStatus.REJECTED, None)
    assert delivery.findings.count() > 0
    _, body = body_of(answered(delivery))
    return codes(body.find("Header")), codes(body.find("DeclaratieAntwoord"))


def test_broken_rule_is_answered_with_0001(tmp_path, answered):
    delivery = load(two_clients(tmp_path / "d.xml", total=("1", "D")))
    assert refused(delivery, answered) == (["0001"], None)
    assert Declaration.objects.count() == DeclarationLine.objects.count() == 0


def test_identification_that_was_used_is_answered_with_9056(tmp_path, answered):
    load(two_clients(tmp_path / "d.xml"))
    again = declaration(tmp_path / "e.xml", {EVA: [line("R9", ToewijzingNummer="10075")]}, number="DN002")
    assert refused(load(again), answered) == (["9056"], None)


def test_identification_of_a_message_that_counts_as_not_sent_may_be_used_again(tmp_path):
    load(two_clients(tmp_path / "d.xml", total=("1", "D")))
    assert counts(load(two_clients(tmp_path / "e.xml")))[0] == DeliveryStatus.LOADED


def test_message_from_the_future_is_answered_with_8848(tmp_path, answered):
    delivery = load(two_clients(tmp_path / "d.xml"), received_on=date(2026, 5, 5))
    assert refused(delivery, answered) == (["8848"], None)


def test_unknown_municipality_is_answered_with_s300(tmp_path, answered):
    assert refused(load(two_clients(tmp_path / "d.xml", receiver="9999")), answered) == (["S300"], None)


def test_declaration_number_that_was_used_is_answered_with_9333(tmp_path, answered):
    load(two_clients(tmp_path / "d.xml"))
    again = declaration(
        tmp_path / "e.xml", {EVA: [line("R9", ToewijzingNummer="10075")]}, identification="B2"
    )
    assert refused(load(again), answered) == (["0200"], ["9333"])
    assert DeclarationLine.objects.count() == 3


def test_period_before_the_latest_is_answered_with_8214(tmp_path, answered):
    load(two_clients(tmp_path / "d.xml"))
    lines = [line("R9", ToewijzingNummer="10075", Begindatum=MARCH[0], Einddatum=MARCH[1])]
    path = declaration(tmp_path / "e.xml", {EVA: lines}, identification="B2", number="DN002", period=MARCH)
    assert refused(load(path), answered) == (["0200"], ["8214"])


def test_second_declaration_on_the_latest_period_is_judged(tmp_path):
    load(two_clients(tmp_path / "d.xml"))
    lines = [line("R9", ToewijzingNummer="10075", Begindatum=MARCH[0], Einddatum=MARCH[1])]
    path = declaration(tmp_path / "e.xml", {EVA: lines}, identification="B2", number="DN002", period=MONTH)
    assert counts(load(path)) == (DeliveryStatus.LOADED, 1, 0)


def test_credit_and_new_debit_in_one_message(tmp_path, answered):
    load(two_clients(tmp_path / "d.xml"))
    credit = line("R4", VorigReferentieNummer="R1", DebetCredit="C")
    debit = line("R5", GeleverdVolume="2", Bedrag="2500")
    delivery = load(
        declaration(tmp_path / "e.xml", {TOM: [credit, debit]}, identification="B2", number="DN002")
    )
    assert counts(delivery) == (DeliveryStatus.LOADED, 2, 0)
    assert totals(body_of(answered(delivery))[1]) == [amount(2500, "C"), amount(2500, "C")]


def test_fault_in_the_form_has_no_answer(tmp_path):
    path = two_clients(tmp_path / "d.xml")
    path.write_text(path.read_text(encoding="utf-8").replace(">04</", ">05</"), encoding="utf-8")
    delivery = load(path)
    assert (delivery.status, delivery.findings.count(), Message.objects.count()) == (
        DeliveryStatus.REJECTED,
        3,
        0,
    )
    with pytest.raises(NoAnswer):
        answer(delivery_id=delivery.pk, folder=tmp_path, dated_on=RECEIVED)


def test_trial_leaves_nothing(tmp_path, no_tables_left):
    delivery = receive(two_clients(tmp_path / "d.xml"), received_on=RECEIVED, trial=True).delivery
    assert (delivery.status, delivery.rows_accepted) == (DeliveryStatus.TRIED, 3)
    assert (Message.objects.count(), Declaration.objects.count()) == (0, 0)
    assert not (tmp_path / "kluis").exists()


# --- what stays behind


def everything_in_the_database():
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            yield from (row[0] for row in cursor.fetchall())


def test_no_bsn_is_left_in_database_log_or_vault(tmp_path, answered, caplog):
    caplog.set_level("DEBUG")
    bad = {EVA: [line("R8", ToewijzingNummer="10072")], "999900007": [line("R9")]}
    deliveries = [
        load(declaration(tmp_path / "a.xml", {TOM: [line("R1", ProductTarief="1", Bedrag="4")]})),
        load(declaration(tmp_path / "b.xml", bad, identification="B2", number="DN002")),
        load(allocation(tmp_path / "c.xml", [allocated("10074")])),
    ]
    waiting = list((tmp_path / "kluis").iterdir())
    assert len(waiting) == 3
    secrets = [TOM, EVA, "999900007"]
    assert [secret for secret in secrets for file in waiting if secret.encode() in file.read_bytes()] == []
    for delivery in deliveries:
        answered(delivery)
    assert list((tmp_path / "kluis").iterdir()) == []
    texts = [*everything_in_the_database(), caplog.text]
    assert [secret for secret in secrets for text in texts if secret in text] == []


def test_answer_is_given_once(tmp_path, answered):
    delivery = load(two_clients(tmp_path / "d.xml"))
    answered(delivery)
    with pytest.raises(NoAnswer, match="al beantwoord"):
        answered(delivery)


def test_file_is_forgotten_after_the_retention(tmp_path, settings, django_capture_on_commit_callbacks):
    settings.ANSWER_RETENTION_DAYS = 30
    delivery = load(two_clients(tmp_path / "d.xml"))
    assert forget_unanswered(today=date(2026, 6, 6)) == 0
    with django_capture_on_commit_callbacks(execute=True):
        assert forget_unanswered(today=date(2026, 6, 7)) == 1
    assert list((tmp_path / "kluis").iterdir()) == []
    with pytest.raises(NoAnswer, match="bewaartermijn"):
        answer(delivery_id=delivery.pk, folder=tmp_path, dated_on=RECEIVED)


def test_commands_go_from_file_to_answer(tmp_path, capsys, no_tables_left):
    with pytest.raises(SystemExit) as end:
        call_command(
            "ijw", "read", str(declaration(tmp_path / "d.xml", {TOM: [line(), line("R2", ToewijzingNummer="9")]})),
            "--received-on", "2026-05-07", "--json",
        )  # fmt: skip
    (report,) = json.loads(capsys.readouterr().out)
    assert (end.value.code, report["aanvaard"], report["geweigerd"]) == (1, 1, 1)
    call_command(
        "ijw", "answer", str(report["aanlevering"]), "-o", str(tmp_path / "uit"), "--dated-on", "2026-05-08"
    )
    (written,) = (tmp_path / "uit").iterdir()
    assert sent_back(written) == [(TOM, ["0200"], [("R2", ["9338"])])]


def test_import_delivery_recognises_a_message(tmp_path, capsys, no_tables_left):
    call_command("import_delivery", str(two_clients(tmp_path / "d.xml")), "--received-on", "2026-05-07")
    assert "3 aanvaard" in capsys.readouterr().out
    assert Delivery.objects.get(file_name="d.xml").kind == "declaraties"
