"""Allocations by message (JW301): loaded as versions, or refused with their code, and answered."""

from datetime import date

import pytest

from contracts.models import AllocationVersion, Client
from inkoop.base.choices import DeliveryStatus
from inkoop.exchange.services import NoAnswer, answer
from tests.ijw.cast import ALI, TOM, allocated, allocation, declaration, line
from tests.ijw.ground import RECEIVED, counts, load
from tests.ijw.test_request_messages import found
from tests.ijw.test_writing import body_of, codes

pytestmark = pytest.mark.usefixtures("region")

PRODUCT = "Client/ToegewezenProducten/ToegewezenProduct"
REMOVED = {"Ingangsdatum": "2026-01-01", "Einddatum": "2026-01-01", "RedenWijziging": "13"}


@pytest.fixture
def give(tmp_path):
    made = []

    def load_one(*products, **changes):
        made.append(None)
        given = {"identification": f"B{len(made)}"} | changes
        return load(allocation(tmp_path / f"t{len(made)}.xml", list(products), **given))

    return load_one


def test_allocation_is_loaded_and_answered(give, answered):
    delivery = give(allocated("500"), allocated("501", Ingangsdatum="2026-08-01", Einddatum="2026-08-31"))
    assert counts(delivery) == (DeliveryStatus.LOADED, 2, 0)
    version = AllocationVersion.objects.get(allocation__number="500")
    assert (version.volume, version.unit, version.frequency, version.end) == (2, "04", "2", date(2026, 7, 14))
    assert version.allocation.client == Client.objects.get(allocations__number="10072")
    assert version.allocation.client.birth_month == date(2010, 2, 1)
    kind, body = body_of(answered(delivery))
    assert (kind.name, len(body.children), body.has("Header/RetourCodes")) == ("JW302", 1, False)


def test_newest_date_and_time_counts_and_not_the_order_of_receipt(give, tmp_path):
    """IV013, OP080: two hours after the first message comes the one of two hours before."""
    late = {"Toewijzingstijd": "14:00:00", "Omvang": {"Volume": "9", "Eenheid": "04", "Frequentie": "2"}}
    give(allocated("500", **late))
    give(allocated("500", Toewijzingstijd="12:00:00", Einddatum="2026-04-30"))
    newest = AllocationVersion.objects.filter(allocation__number="500").first()
    assert (AllocationVersion.objects.filter(allocation__number="500").count(), newest.volume) == (2, 9)


def test_number_of_another_client_is_9332(give, answered):
    delivery = give(allocated("10074"), allocated("500", Ingangsdatum="2026-08-01", Einddatum="2026-08-31"))
    assert (found(delivery), counts(delivery)[1:]) == ({1: ["9332"]}, (1, 1))
    _, body = body_of(answered(delivery))
    assert [codes(one) for one in body.each(PRODUCT)] == [["9332"], ["0200"]]
    assert codes(body.find("Client")) == codes(body.find("Header")) == ["0200"]


def test_number_of_another_provider_is_9332(give, tmp_path):
    provider = tmp_path / "aanbieder.csv"
    provider.write_text("agb;naam\n42420002;Twee\n", encoding="utf-8")
    load(provider)
    assert found(give(allocated("10072"), receiver="42420002")) == {1: ["9332"]}


def test_code_outside_its_category_is_s329(give):
    delivery = give(allocated("500", Product={"Categorie": "44", "Code": "45A03"}))
    assert (found(delivery), counts(delivery)[1:]) == ({1: ["S329"]}, (0, 1))


def declare(tmp_path, name, lines, number):
    path = declaration(tmp_path / name, {TOM: lines}, identification=f"D{number}", number=f"DN{number}")
    assert load(path).rows_refused == 0


def test_removal_with_approved_lines_is_9385(give, tmp_path, answered):
    declare(tmp_path, "d.xml", [line("R1")], 1)
    delivery = give(allocated("10072", **REMOVED))
    assert found(delivery) == {1: ["9385"]}
    assert [codes(one) for one in body_of(answered(delivery))[1].each(PRODUCT)] == [["9385"]]
    assert AllocationVersion.objects.filter(reason="13").count() == 0


def test_removal_after_the_credit_is_loaded_and_later_lines_are_9384(give, tmp_path):
    declare(tmp_path, "d.xml", [line("R1")], 1)
    declare(tmp_path, "c.xml", [line("R2", VorigReferentieNummer="R1", DebetCredit="C")], 2)
    assert found(give(allocated("10072", **REMOVED))) == {}
    delivery = load(declaration(tmp_path / "e.xml", {TOM: [line("R3")]}, identification="D3", number="DN3"))
    assert found(delivery) == {1: ["9384"]}


def test_provider_that_is_unknown_asks_for_a_person(give, tmp_path):
    delivery = give(allocated("500"), receiver="42429999", client={"Bsn": ALI})
    assert found(delivery) == {1: ["onbekende-aanbieder"]}
    with pytest.raises(NoAnswer, match="reden van onszelf"):
        answer(delivery_id=delivery.pk, folder=tmp_path, dated_on=RECEIVED)
