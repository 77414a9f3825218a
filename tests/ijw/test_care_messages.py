"""Start and stop of care by message: loaded, refused with their code, withdrawn, and answered."""

from datetime import date

import pytest

from contracts.models import CareStart, CareStop
from inkoop.base.models import Finding
from tests.ijw.cast import EVA, started, stopped
from tests.ijw.cast import start as start_message
from tests.ijw.cast import stop as stop_message
from tests.ijw.ground import RECEIVED, counts, load
from tests.ijw.test_writing import body_of, codes

pytestmark = pytest.mark.usefixtures("region")

REMOVED = {"StatusAanlevering": "3"}
NEXT = {"Begindatum": "2026-04-20"}
TEMPORARY = {"RedenBeeindiging": "20"}


@pytest.fixture
def report(tmp_path):
    """Loads a message with these products; gives the codes by product."""
    made = []

    def load_one(write, products, **changes):
        made.append(None)
        path = write(tmp_path / f"{len(made)}.xml", products, identification=f"B{len(made)}", **changes)
        return codes_of(load(path))

    return load_one


@pytest.fixture
def start(report):
    return lambda *products, **changes: report(start_message, list(products), **changes)


@pytest.fixture
def stop(report):
    return lambda *products, **changes: report(stop_message, list(products), **changes)


def codes_of(delivery):
    assert delivery.status == "geladen", delivery.message
    found = {}
    for number, code in Finding.objects.filter(delivery=delivery).values_list("row_number", "code"):
        found.setdefault(number, []).append(code)
    assert delivery.rows_refused == len(found)
    return found


def standing(model, *names):
    return list(model.objects.filter(withdrawn_on=None).order_by("id").values_list(*names))


def test_start_and_stop_are_booked_with_their_product(start, stop):
    assert start(started("10072")) == {}
    assert stop(stopped("10072")) == {}
    assert standing(CareStart, "allocation__number", "category", "product_code", "begin") == [
        ("10072", "45", "45A03", date(2026, 4, 3))
    ]
    assert standing(CareStop, "begin", "end", "reason") == [(date(2026, 4, 3), date(2026, 4, 30), "31")]


def test_allocation_that_is_unknown_is_answered_with_9019(tmp_path, answered):
    delivery = load(start_message(tmp_path / "s.xml", [started("10072"), started("77")]))
    assert counts(delivery)[1:] == (1, 1)
    _, body = body_of(answered(delivery))
    assert [codes(one) for one in body.each("Client/StartProducten/StartProduct")] == [["0200"], ["9019"]]
    assert codes(body.find("Client")) == codes(body.find("Header")) == ["0200"]


@pytest.mark.parametrize("changes", [{"client": {"Bsn": EVA}}, {"sender": "42429999"}])
def test_allocation_of_another_client_or_provider_is_no_allocation(start, changes):
    assert start(started("10072"), **changes) == {1: ["9019"]}


def test_care_by_task_needs_no_allocation(start, tmp_path):
    task = tmp_path / "taak.csv"
    task.write_text(
        "productcode;productcategorie;bekostiging\n40A01;40;taakgericht\n41A01;41;outputgericht\n",
        encoding="utf-8",
    )
    assert load(task).rows_refused == 0
    by_task = started(ToewijzingNummer=None, Product={"Categorie": "40", "Code": "40A01"})
    by_output = started(ToewijzingNummer=None, Product={"Categorie": "41", "Code": "41A01"})
    assert start(by_task, by_output) == {2: ["9019"]}
    assert CareStart.objects.count() == 0


def test_code_outside_its_category_is_s329(start, stop):
    wrong = {"Product": {"Categorie": "44", "Code": "45A03"}}
    assert start(started("10072", **wrong)) == {1: ["S329"]}
    assert stop(stopped("10072", **wrong)) == {1: ["S329"]}


def test_same_start_again_is_9074(start):
    assert start(started("10072")) == {}
    assert start(started("10072")) == {1: ["9074"]}
    assert CareStart.objects.count() == 1


def test_second_start_before_a_stop_is_9326(start, stop):
    start(started("10072"))
    assert start(started("10072", **NEXT)) == {1: ["9326"]}
    stop(stopped("10072", Einddatum="2026-04-10", **TEMPORARY))
    assert start(started("10072", **NEXT)) == {}


def test_start_after_a_start_from_a_table_is_9326(start, tmp_path):
    table = tmp_path / "starts.csv"
    table.write_text("gemeentecode;toewijzingnummer;begindatum\n0384;10072;2026-02-01\n", encoding="utf-8")
    assert load(table).rows_accepted == 1
    assert start(started("10072")) == {1: ["9326"]}


def test_stop_without_start_is_9069(stop):
    assert stop(stopped("10072")) == {1: ["9069"]}
    assert CareStop.objects.count() == 0


def test_stop_of_another_begin_is_9069(start, stop):
    start(started("10072"))
    assert stop(stopped("10072", **NEXT)) == {1: ["9069"]}


def test_same_stop_again_is_9074(start, stop):
    start(started("10072"))
    stop(stopped("10072"))
    assert stop(stopped("10072")) == {1: ["9074"]}


def test_second_temporary_stop_is_9413(start, stop):
    start(started("10072"))
    stop(stopped("10072", Einddatum="2026-04-10", **TEMPORARY))
    assert stop(stopped("10072", Einddatum="2026-04-12", **TEMPORARY)) == {1: ["9413"]}


def test_definitive_stop_after_a_temporary_one_is_allowed(start, stop):
    start(started("10072"))
    stop(stopped("10072", Einddatum="2026-04-10", **TEMPORARY))
    assert stop(stopped("10072")) == {}


def test_stop_before_the_earlier_stop_is_9414(start, stop):
    start(started("10072"))
    stop(stopped("10072", Einddatum="2026-04-10", **TEMPORARY))
    assert stop(stopped("10072", Einddatum="2026-04-09")) == {1: ["9414"]}


def test_stop_after_a_definitive_stop_is_9415(start, stop):
    start(started("10072"))
    stop(stopped("10072"))
    assert stop(stopped("10072", Einddatum="2026-05-01", RedenBeeindiging="32")) == {1: ["9415"]}


def test_removed_start_no_longer_counts_from_the_day_of_receipt(start):
    start(started("10072"))
    assert start(started("10072", **REMOVED)) == {}
    assert CareStart.objects.values_list("withdrawn_on", flat=True).get() == RECEIVED
    assert start(started("10072")) == {}
    assert CareStart.objects.count() == 2


def test_start_is_corrected_in_one_message(start):
    start(started("10072"))
    assert start(started("10072", **NEXT), started("10072", **REMOVED)) == {}
    assert standing(CareStart, "begin") == [(date(2026, 4, 20),)]


def test_removal_of_what_was_not_reported_is_9063(start, stop):
    assert start(started("10072", **REMOVED), started("77", **REMOVED)) == {1: ["9063"], 2: ["9063"]}
    assert stop(stopped("10072", **REMOVED)) == {1: ["9063"]}


def test_removal_of_a_start_that_was_stopped_is_9071(start, stop):
    start(started("10072"))
    stop(stopped("10072"))
    assert start(started("10072", **REMOVED)) == {1: ["9071"]}
    assert CareStart.objects.get().withdrawn_on is None


def test_stop_is_removed_and_then_the_start(start, stop):
    start(started("10072"))
    stop(stopped("10072"))
    assert stop(stopped("10072", **REMOVED)) == {}
    assert start(started("10072", **REMOVED)) == {}
    assert standing(CareStart, "id") == standing(CareStop, "id") == []
