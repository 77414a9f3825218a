"""Two people, or a person and an answer, at one message at the same moment: one wins and the other is told."""

from threading import Barrier, Thread

import pytest
from django.db import connection

from contracts.models import AllocationVersion, CareRequest, DeclarationLine, RequestDecision
from inkoop.base.models import Delivery
from inkoop.base.sql import LOCK_ONE_LOAD
from inkoop.exchange.errors import NotPossible
from inkoop.exchange.models import Overrule
from inkoop.exchange.services import NoAnswer, answer, decide_request, hand_out_decisions, overrule
from tests.desk.cast import person
from tests.exchange.conftest import committed  # noqa: F401 -- fixtures
from tests.ijw.cast import ALI, request, requested
from tests.ijw.decided import DECIDED
from tests.inbox import cast
from tests.inbox.cast import RECEIVED, load


@pytest.fixture
def message(committed, tmp_path, vault):  # noqa: F811 -- the fixture
    cast.lay_ground(tmp_path)
    return cast.received(tmp_path)


@pytest.fixture
def people(committed):  # noqa: F811 -- the fixture
    made = [person("eerste"), person("tweede")]
    yield made
    Overrule.objects.all().delete()
    RequestDecision.objects.all().delete()
    Delivery.objects.update(by=None)
    for one in made:
        one.delete()


def at_once(*works):
    """What each gave: its result, or the sentence of its refusal."""
    barrier, given = Barrier(len(works)), {}

    def run(place, work):
        barrier.wait()
        try:
            given[place] = work()
        except (NotPossible, NoAnswer) as error:
            given[place] = str(error)
        finally:
            connection.close()

    threads = [Thread(target=run, args=one) for one in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [given[place] for place in range(len(works))]


def deciding(message, by):
    return lambda: overrule(message_id=message.pk, row_number=2, reason="Afgesproken.", by=by)


def test_of_two_people_one_decides_and_the_other_is_told(message, people):
    given = at_once(*(deciding(message, by) for by in people))
    sentences = [one for one in given if isinstance(one, str)]
    winner = Overrule.objects.get().by
    assert len(sentences) == 1
    assert sentences[0].startswith(f"{winner.username} heeft deze regel al aanvaard")
    assert DeclarationLine.objects.filter(reference="R12").count() == 1
    counts = Delivery.objects.values_list("rows_accepted", "rows_refused", "changes").get(
        pk=message.delivery_id
    )
    assert counts == (3, 0, 1)


def test_answer_and_decision_do_not_cross(message, people, tmp_path):
    """Whichever comes first: the answer and the books say the same."""
    outcomes = at_once(
        deciding(message, people[0]),
        lambda: answer(delivery_id=message.delivery_id, folder=tmp_path, dated_on=RECEIVED),
    )
    path = outcomes[1]
    is_granted = DeclarationLine.objects.filter(reference="R12").exists()
    assert ("R12" not in path.read_text(encoding="utf-8")) == is_granted
    assert isinstance(outcomes[0], str) != is_granted


def test_while_a_file_is_loaded_the_decision_waits_for_a_while(message, people, monkeypatch):
    monkeypatch.setattr("inkoop.exchange.services.overruling.PATIENCE", "200ms")
    beside = connection.copy()
    try:
        with beside.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK_ONE_LOAD])
        with pytest.raises(NotPossible, match="wordt nu een bestand geladen"):
            deciding(message, people[0])()
    finally:
        beside.close()
    assert Overrule.objects.count() == 0
    assert deciding(message, people[0])().line.reference == "R12"


@pytest.fixture
def asked(committed, tmp_path, vault):  # noqa: F811 -- the fixture
    cast.lay_ground(tmp_path)
    load(request(tmp_path / "verzoek.xml", [requested()], client={"Bsn": ALI}))
    return CareRequest.objects.get()


def granting(asked, by):
    return lambda: decide_request(request_id=asked.pk, status="toegewezen", by=by, decided_on=DECIDED)


def test_of_two_people_one_decides_on_a_request_and_the_other_is_told(asked, people):
    given = at_once(*(granting(asked, by) for by in people))
    (sentence,) = [one for one in given if isinstance(one, str)]
    winner = RequestDecision.objects.get().by.username
    assert sentence == f"Op verzoek A1 is al besloten: toegewezen door {winner}. Er is niets veranderd."
    assert AllocationVersion.objects.filter(allocation__client=asked.client_id).count() == 1


def test_of_two_people_one_gets_the_decisions(asked, people):
    decide_request(
        request_id=asked.pk, status="afgewezen", by=people[0], decided_on=DECIDED, refusal_reason="3"
    )
    message = cast.message_of(asked.delivery)
    given = at_once(
        *[lambda: hand_out_decisions(message=message, people=None, dated_on=DECIDED) for _ in people]
    )
    (sentence,) = [one for one in given if isinstance(one, str)]
    assert sentence == "Alle besluiten op dit bericht zijn al opgehaald. Er is niets veranderd."
    ((content, name, count),) = [one for one in given if not isinstance(one, str)]
    with content:
        assert b"<jw319:RedenAfwijzingVerzoek>3<" in content.read()
    assert (name, count) == (f"JW319_V{RequestDecision.objects.get().pk:011d}.xml", 1)
