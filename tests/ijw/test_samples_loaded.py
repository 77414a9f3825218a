"""Every published sample is received whole, in the order of the care that it tells of."""

from datetime import date

import pytest

from contracts.models import AllocationVersion, CareRequest, CareStart, CareStop, Declaration
from inkoop.base.models import Finding
from inkoop.exchange.models import Message
from tests.ijw.ground import counts, load
from tests.ijw.reference import SAMPLES, needs_reference, sample

pytestmark = [*needs_reference, pytest.mark.usefixtures("ground_of_samples")]

RECEIVED = date(2026, 7, 21)
GROUND = {
    "gemeenten": "gemeentecode;naam\n0384;Aarveld\n0363;Beekstad\n",
    "aanbieders": "agb;naam\n42420001;Een\n65656055;Twee\n",
    "productcodes": "productcode;productcategorie;eenheid\n55A11;55;04\n55A12;55;16\n45A03;45;04\n45A04;45;04\n",
}
IN_ORDER = ["JW315", "JW301", "JW305", "JW307", "JW317", "JW319", "JW323"]
NOT_LOADED = [name for name in SAMPLES if name not in IN_ORDER]
OUTCOMES = {
    "JW315": ("geladen", 2, 0, []),
    "JW301": ("geladen", 2, 0, []),
    # of another provider and municipality than the JW301
    "JW305": ("geladen", 0, 2, [(1, "9019"), (2, "9019")]),
    "JW307": ("geladen", 0, 2, [(1, "9019"), (2, "9019")]),
    # CS003: the end of the new product lies before its begin
    "JW317": ("geweigerd", None, None, [(0, "0001")]),
    # the JW317 that it answers counts as not sent
    "JW319": ("geladen", 0, 1, [(1, "9355")]),
    # TR416 and TR101: the same allocation and period, and the same reference, twice
    "JW323": ("geweigerd", None, None, [(0, "0001"), (0, "0001")]),
}


@pytest.fixture
def ground_of_samples(db, tmp_path, settings):
    """The municipalities, providers and codes that the samples name."""
    settings.WAITING_FILES = str(tmp_path / "kluis")
    for kind, content in GROUND.items():
        path = tmp_path / f"{kind}.csv"
        path.write_text(content, encoding="utf-8")
        assert load(path, date(2026, 1, 2)).rows_refused == 0


def outcome_of(delivery):
    found = Finding.objects.filter(delivery=delivery).order_by("row_number", "code")
    return (*counts(delivery), list(found.values_list("row_number", "code")))


def test_samples_have_their_documented_outcome():
    assert {name: outcome_of(load(sample(name), RECEIVED)) for name in IN_ORDER} == OUTCOMES
    assert dict(Message.objects.values_list("name", "refused_with")) == {
        name: "0001" if name in ("JW317", "JW323") else "" for name in IN_ORDER
    }
    assert list(CareRequest.objects.order_by("id").values_list("reference", "status", "decided_on")) == [
        ("40A12341234", "toegewezen", date(2026, 4, 1)),
        ("40A12341235", "toegewezen", date(2026, 4, 1)),
    ]
    granted = AllocationVersion.objects.order_by("allocation__number")
    assert list(granted.values_list("allocation__number", "product_code", "volume", "unit", "end")) == [
        ("300201", "55A11", 2, "04", date(2026, 7, 14)),
        ("300202", "55A12", 2, "16", date(2026, 7, 19)),
    ]
    assert (CareStart.objects.count(), CareStop.objects.count(), Declaration.objects.count()) == (0, 0, 0)


@pytest.mark.parametrize("name", NOT_LOADED)
def test_sample_of_an_answer_is_not_loaded(name):
    """What the other side answers to us, or we to them, tells of no care."""
    delivery = load(sample(name), RECEIVED)
    assert outcome_of(delivery) == ("geweigerd", None, None, [])
    assert delivery.message.startswith(f"Een {name} (")
    assert delivery.message.endswith(
        "wordt niet geladen; alleen JW301, JW305, JW307, JW315, JW317, JW319, JW323."
    )
    assert Message.objects.count() == 0


def test_start_and_stop_of_the_sample_are_accepted_from_the_provider_of_the_allocation(tmp_path):
    load(sample("JW301"), RECEIVED)
    for name in ("JW305", "JW307"):
        text = sample(name).read_text(encoding="utf-8")
        path = tmp_path / f"{name}.xml"
        path.write_text(text.replace("65656055", "42420001").replace("0363", "0384"), encoding="utf-8")
        assert outcome_of(load(path, RECEIVED)) == ("geladen", 2, 0, [])
    starts = CareStart.objects.order_by("allocation__number")
    assert list(starts.values_list("allocation__number", "begin")) == [
        ("300201", date(2026, 4, 3)),
        ("300202", date(2026, 4, 15)),
    ]
    assert list(CareStop.objects.order_by("allocation__number").values_list("end", "reason")) == [
        (date(2026, 7, 17), "31"),
        (date(2026, 7, 17), "31"),
    ]
