"""From a message to the books and back: received, judged, answered, forgotten."""

import json
from datetime import date

import pytest
from django.core.management import call_command
from django.db import connection

from contracts.models import (
    AllocationVersion,
    CareStart,
    CareStop,
    Client,
    Declaration,
    DeclarationLine,
    RefusedLine,
)
from inkoop.base.choices import DeliveryStatus
from inkoop.base.models import Delivery
from inkoop.exchange.ijw.checking import check_file
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
    start,
    started,
    stop,
    stopped,
)
from tests.ijw.test_writing import amount, body_of, codes, sent_back, totals

RECEIVED = date(2026, 5, 7)
EARLIER = date(2026, 4, 2)
MARCH = ("2026-03-01", "2026-03-31")

GROUND = {
    "gemeenten": f"gemeentecode;naam\n{PLACE};Aarveld\n",
    "aanbieders": f"agb;naam\n{AGB};Een\n",
    "productcodes": "productcode;productcategorie;eenheid\n45A03;45;04\n45A04;45;04\n",
    "contracten": f"contractnummer;agb;begin;eind\nC1;{AGB};2025-01-01;2027-12-31\n",
    "tarieven": "contractnummer;productcode;begin;eind;tarief;eenheid\nC1;45A03;2025-01-01;2027-12-31;1250;04\n",
    "toewijzingen": (
        "gemeentecode;toewijzingnummer;bsn;agb;productcategorie;productcode;toewijzingsdatum;ingangsdatum;einddatum;"
        "volume;eenheid;frequentie\n"
        + "".join(
            f"{PLACE};{number};{bsn};{AGB};45;45A03;2026-01-01;2026-01-01;2026-12-31;100;04;4\n"
            for number, bsn in (("10072", TOM), ("10073", TOM), ("10074", EVA), ("10075", EVA))
        )
    ),
}


@pytest.fixture(autouse=True)
def region(db, tmp_path, settings):
    settings.WAITING_FILES = str(tmp_path / "kluis")
    for kind, content in GROUND.items():
        path = tmp_path / f"{kind}.csv"
        path.write_text(content, encoding="utf-8")
        assert load(path, EARLIER).rows_refused == 0


def load(path, received_on=RECEIVED):
    """As if it were a transaction of its own: the temporary tables of the load before are taken away first."""
    with connection.cursor() as cursor:
        cursor.execute("DISCARD TEMP")
    return receive(path, received_on=received_on).delivery


@pytest.fixture
def no_tables_left(region):
    with connection.cursor() as cursor:
        cursor.execute("DISCARD TEMP")


def counts(delivery):
    return delivery.status, delivery.rows_accepted, delivery.rows_refused


@pytest.fixture
def answered(tmp_path, django_capture_on_commit_callbacks):
    def write(delivery):
        with django_capture_on_commit_callbacks(execute=True):
            path = answer(delivery_id=delivery.pk, folder=tmp_path, dated_on=RECEIVED)
        (report,) = check_file(path)
        assert report.findings == []
        return path

    return write


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


# --- the other messages


def test_allocation_is_loaded_and_answered(tmp_path, answered):
    delivery = load(
        allocation(
            tmp_path / "t.xml",
            [allocated("500"), allocated("501", Ingangsdatum="2026-08-01", Einddatum="2026-08-31")],
        )
    )
    assert counts(delivery) == (DeliveryStatus.LOADED, 2, 0)
    version = AllocationVersion.objects.get(allocation__number="500")
    assert (version.volume, version.unit, version.frequency, version.end) == (2, "04", "2", date(2026, 7, 14))
    assert version.allocation.client == Client.objects.get(allocations__number="10072")
    assert version.allocation.client.birth_month == date(2010, 2, 1)
    kind, body = body_of(answered(delivery))
    assert (kind.name, len(body.children), body.has("Header/RetourCodes")) == ("JW302", 1, False)


def test_allocation_number_of_another_client_is_answered_with_9332(tmp_path, answered):
    delivery = load(allocation(tmp_path / "t.xml", [allocated("10074")]))
    assert counts(delivery) == (DeliveryStatus.LOADED, 0, 1)
    _, body = body_of(answered(delivery))
    assert codes(body.find("Client/ToegewezenProducten/ToegewezenProduct")) == ["9332"]
    assert codes(body.find("Client")) == codes(body.find("Header")) == ["0200"]


def test_start_and_stop_are_loaded_and_answered(tmp_path, answered):
    begun = load(start(tmp_path / "s.xml", [started("10072"), started("77")]))
    ended = load(stop(tmp_path / "e.xml", [stopped("10072")]))
    assert (counts(begun)[1:], counts(ended)[1:]) == ((1, 1), (1, 0))
    assert CareStart.objects.get().begin == date(2026, 4, 3)
    assert (CareStop.objects.get().end, CareStop.objects.get().reason) == (date(2026, 4, 30), "31")
    _, body = body_of(answered(begun))
    assert [codes(one) for one in body.each("Client/StartProducten/StartProduct")] == [["0200"], ["9019"]]


def test_removal_of_a_start_is_not_loaded(tmp_path):
    delivery = load(start(tmp_path / "s.xml", [started("10072", StatusAanlevering="3")]))
    assert delivery.status == DeliveryStatus.REJECTED
    assert CareStart.objects.count() == 0


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
