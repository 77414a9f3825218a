"""One signal per cause, kept through every computation with what people said about it."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest
from django.db import Error, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from contracts.services.procedures.refusal import Refused
from inkoop.base.models import Parameter, User
from kpis.choices import ReplyChannel, Verdict
from kpis.models import Computation, Signal, SignalJudgement, SignalReply
from kpis.rules.signals import Cause, Deviation, Said, cause_of, causes, stake, state
from kpis.services import behaviour, ensure
from kpis.services.replies import Attachment, hearing_until, judge_signal, reply_to_signal
from providers.models import Provider, ProviderSegment
from tests.kpis import cast
from tests.kpis.tables import Tables

PEILDATUM = date(2025, 12, 31)
NEXT, LATER = date(2026, 1, 31), date(2026, 2, 28)
CLIENTS = 10
COSTS = (100, 200, 300, 400, 500, 600, 700, 10_000)
AGBS = [f"9000000{number}" for number in range(len(COSTS))]
OUTLIER = AGBS[-1]


def region():
    """Eight alike providers of ten clients; the last one asks 100 euros a client where the others ask at most 7."""
    allocations, lines = [], []
    for place, (agb, cost) in enumerate(zip(AGBS, COSTS, strict=True)):
        for child in range(CLIENTS):
            number, who = f"{place}{child:02}", f"kind-{place}-{child}"
            allocations.append(
                cast.allocation(number, agb=agb, client=who, volume=None, unit="", frequency="")
            )
            lines.append(cast.line("2025-03", cost, agb=agb, client=who, allocation=number, reference=number))
    Tables().write(cast.ledger(lines, allocations=allocations))


def compute(peildatum=PEILDATUM):
    ensure(behaviour(peildatum))


def threshold(value, since):
    Parameter.objects.create(name="signal_z", value=Decimal(value), valid_from=since, reason="proef")


def the_signal():
    return Signal.objects.with_state().get()


@pytest.fixture
def connie(db):
    return User.objects.create_user("connie")


@pytest.fixture
def made(db):
    """A signal of the peildatum, made by hand."""
    Tables().write(cast.ledger())
    return Signal.objects.create(
        provider=Provider.objects.get(),
        rule="vergelijking",
        rule_version=1,
        cause="DG03",
        indicator="DG03",
        window_from=date(2024, 10, 1),
        window_to=date(2025, 9, 1),
        first_seen_on=PEILDATUM,
        peildatum=PEILDATUM,
        value=10_000,
        n_peers=8,
        median_peers=450,
        robust_z=32,
        threshold=Decimal("3.5"),
        direction="hoog",
    )


def test_second_figures_stand_for_the_first():
    assert [cause_of(code) for code in ("DG03", "DG03P90", "DG09-0611", "DG11S")] == [
        "DG03",
        "DG03",
        "DG09",
        "DG11",
    ]


def test_one_cause_has_one_voice():
    deviations = [
        Deviation("DG09-0611", Fraction(40)),
        Deviation("DG03P90", Fraction(9)),
        Deviation("DG09", Fraction(4)),
        Deviation("DG03M", Fraction(-9)),
        Deviation("DG07", Fraction(5)),
    ]
    assert causes(deviations) == {
        "DG03": Cause("DG03M", ("DG03P90",)),  # equally far: the lowest code
        "DG07": Cause("DG07", ()),
        "DG09": Cause("DG09", ("DG09-0611",)),  # the first figure speaks when it deviates itself
    }


@given(
    st.dictionaries(
        st.sampled_from(["DG03", "DG03M", "DG03P90", "DG04", "DG09", "DG09-0611", "DG11S"]),
        st.fractions(min_value=-50, max_value=50),
    )
)
def test_every_deviation_is_named_once(found):
    named = [
        code
        for cause in causes(Deviation(*one) for one in found.items()).values()
        for code in (cause.leading, *cause.others)
    ]
    assert sorted(named) == sorted(found)


@pytest.mark.parametrize(
    ("value", "median", "declared", "is_share", "expected"),
    [
        ("0.3", "0.1", 1_000_000, True, 200_000),
        ("0.1", "0.3", 1_000_000, True, 200_000),
        ("1972220", "559048", 51_277_729, False, 36_742_478),
        ("10", "40", 1_000, False, 750),
        ("0", "0", 1_000, False, None),
        ("0", "0", 1_000, True, 0),
        ("0.3", "0.1", 0, True, None),
        ("0.3", "0.1", None, True, None),
        ("0.3", "0.1", -5, True, None),
    ],
)
def test_what_is_at_stake(value, median, declared, is_share, expected):
    assert stake(Fraction(value), Fraction(median), declared, is_share=is_share) == expected


@pytest.mark.parametrize(
    ("said", "returned_on", "expected"),
    [
        ([], None, "nieuw"),
        ([Said(PEILDATUM)], None, "uitleg"),
        ([Said(PEILDATUM), Said(PEILDATUM, "verklaard")], None, "afgehandeld"),
        ([Said(PEILDATUM, "verklaard"), Said(PEILDATUM)], None, "uitleg"),
        ([Said(PEILDATUM, "in_onderzoek")], None, "onderzoek"),
        ([Said(PEILDATUM, "geen_actie")], NEXT, "nieuw"),
        ([Said(PEILDATUM, "geen_actie"), Said(NEXT)], NEXT, "uitleg"),
    ],
)
def test_where_a_signal_is(said, returned_on, expected):
    assert state(said, returned_on) == expected


@pytest.mark.django_db
def test_signal_of_a_cause_names_its_figures_its_peers_and_what_points_the_same_way():
    region()
    compute()
    signal = the_signal()
    shown = (
        signal.provider.agb,
        signal.cause,
        signal.indicator,
        signal.companions,
        signal.n_peers,
        signal.peer_group,
        signal.is_mature,
        signal.direction,
        signal.state,
    )
    assert shown == (
        OUTLIER,
        "DG03",
        "DG03",
        ["DG03M", "DG03P90"],
        8,
        "segment groot, vooral Jeugdhulp ambulant",
        True,
        "hoog",
        "nieuw",
    )
    assert (signal.numerator, signal.denominator, signal.value, signal.median_peers) == (
        100_000,
        10,
        10_000,
        450,
    )
    assert signal.robust_z == Decimal("0.6745") * Decimal(9_550) / 200  # MAD: 150 and 250, so 200
    assert signal.stake == 95_500  # (10,000 - 450) / 10,000 of 100,000
    assert signal.reading == (
        "Kosten per cliënt is €\xa0100,00: hoger dan bij vergelijkbare aanbieders (segment groot, vooral Jeugdhulp "
        "ambulant). Hun mediaan is €\xa04,50 (n = 8); de robuuste z is 32,2, de grens 3,5. Dienstmaanden oktober "
        "2024 t/m september 2025, alle rijp, naar de stand van 31-12-2025. Dit is een aanleiding voor een gesprek, "
        "geen bevinding."
    )


@pytest.mark.django_db
def test_a_later_peildatum_brings_the_same_signal_up_to_date_and_keeps_what_it_said(connie):
    region()
    compute()
    first = the_signal()
    reply_to_signal(signal=first, text="Wij behandelen alleen crisis.", by=connie)
    judge_signal(signal=first, verdict=Verdict.EXPLAINED, reason="Klopt.", by=connie)
    compute(NEXT)
    Computation.objects.update(fingerprint="ouder")
    compute(NEXT)
    signal = the_signal()
    assert (signal.pk, signal.first_seen_on, signal.peildatum, signal.window_to) == (
        first.pk,
        PEILDATUM,
        NEXT,
        date(2025, 10, 1),
    )
    assert (signal.state, signal.verdict, signal.replies.count()) == ("afgehandeld", "verklaard", 1)
    assert list(signal.sightings.values_list("peildatum", "stands", "window_to", "value")) == [
        (NEXT, True, date(2025, 10, 1), 10_000),
        (PEILDATUM, True, date(2025, 9, 1), 10_000),
    ]


@pytest.mark.django_db
def test_an_older_peildatum_changes_nothing():
    region()
    compute(NEXT)
    compute(PEILDATUM)
    assert (the_signal().peildatum, the_signal().sightings.count()) == (NEXT, 1)


@pytest.mark.django_db
def test_signal_that_comes_back_asks_for_a_new_verdict(connie):
    region()
    compute()
    judge_signal(signal=the_signal(), verdict=Verdict.NO_ACTION, reason="Eenmalig.", by=connie)
    threshold(99, NEXT)
    compute(NEXT)
    lapsed = the_signal()
    assert (lapsed.lapsed_at is None, lapsed.peildatum) == (False, NEXT)
    threshold("3.5", LATER)
    compute(LATER)
    signal = the_signal()
    assert (signal.pk, signal.lapsed_at, signal.returned_on, signal.stood_since, signal.state) == (
        lapsed.pk,
        None,
        LATER,
        LATER,
        "nieuw",
    )
    assert [one.stands for one in signal.sightings.all()] == [True, False, True]
    assert signal.judgements.count() == 1


@pytest.mark.django_db
def test_signal_that_was_away_for_a_part_of_one_peildatum_was_not_away(connie):
    region()
    compute()
    judge_signal(signal=the_signal(), verdict=Verdict.NO_ACTION, reason="Eenmalig.", by=connie)
    threshold(99, PEILDATUM)
    compute()
    assert the_signal().lapsed_at is not None
    Parameter.objects.all().delete()
    compute()
    signal = the_signal()
    assert (signal.lapsed_at, signal.returned_on, signal.state) == (None, None, "afgehandeld")


@pytest.mark.django_db
def test_seven_peers_give_no_signal():
    region()
    Parameter.objects.create(name="peer_minimum", value=9, valid_from=PEILDATUM, reason="proef")
    compute()
    assert list(Signal.objects.all()) == []


@pytest.mark.django_db
def test_with_another_group_others_are_compared_and_the_signal_says_so():
    region()
    ProviderSegment.objects.filter(provider__agb__in=AGBS[:4]).update(segment="overig")
    compute()
    assert list(Signal.objects.all()) == []
    Parameter.objects.create(name="peer_grouping", value=4, valid_from=PEILDATUM, reason="proef")
    compute()
    assert (the_signal().peer_group, the_signal().n_peers) == ("alle aanbieders", 8)
    Parameter.objects.create(name="peer_grouping", value=3, valid_from=NEXT, reason="proef")
    compute(NEXT)
    assert the_signal().peer_group == "vooral Jeugdhulp ambulant"


def test_what_was_said_is_kept_with_the_figures_of_that_day(made, connie):
    reply = reply_to_signal(
        signal=made,
        text="  Zie de bijlage. ",
        channel=ReplyChannel.MAIL,
        attachment=Attachment("uitleg.PDF", b"%PDF-1.7"),
        by=connie,
    )
    assert (reply.text, reply.channel, reply.peildatum, reply.value) == (
        "Zie de bijlage.",
        "mail",
        PEILDATUM,
        10_000,
    )
    assert (reply.attachment.file_name, reply.attachment.size, bytes(reply.attachment.data)) == (
        "uitleg.PDF",
        8,
        b"%PDF-1.7",
    )
    with pytest.raises(Error), transaction.atomic():
        SignalReply.objects.update(text="iets anders")
    judge_signal(signal=made, verdict=Verdict.FOUNDED, reason="Bespreken.", by=connie)
    with pytest.raises(Error), transaction.atomic():
        SignalJudgement.objects.all().delete()


@pytest.mark.parametrize(
    ("text", "attachment", "fault"),
    [
        ("  ", None, "Schrijf een uitleg."),
        ("Het gaat om 999900006.", None, "burgerservicenummer"),
        ("Het gaat om 9999 000 06.", None, "burgerservicenummer"),
        ("Zie bijlage.", Attachment("virus.exe", b"MZ"), "Dit soort bestand"),
        ("Zie bijlage.", Attachment("leeg.pdf", b""), "leeg"),
        ("Zie bijlage.", Attachment("groot.pdf", bytes(10 * 1024 * 1024 + 1)), "groter dan 10 MB"),
    ],
)
def test_reply_that_cannot_be_kept_says_why(made, connie, text, attachment, fault):
    with pytest.raises(Refused, match=fault):
        reply_to_signal(signal=made, text=text, attachment=attachment, by=connie)
    assert SignalReply.objects.count() == 0


def test_provider_is_heard_before_a_signal_is_found_valid(made, connie, monkeypatch):
    assert hearing_until(made) == PEILDATUM + timedelta(days=14)
    monkeypatch.setattr("kpis.services.replies.timezone.localdate", lambda: date(2026, 1, 13))
    with pytest.raises(Refused, match="tot 14 januari 2026"):
        judge_signal(signal=made, verdict=Verdict.FOUNDED, reason="Te duur.", by=connie)
    judge_signal(signal=made, verdict=Verdict.INVESTIGATING, reason="Nagaan.", by=connie)
    monkeypatch.setattr("kpis.services.replies.timezone.localdate", lambda: date(2026, 1, 14))
    judge_signal(signal=made, verdict=Verdict.FOUNDED, reason="Te duur.", by=connie)
    assert the_signal().verdict == "gegrond"


def test_reply_opens_the_door_to_a_verdict(made, connie, monkeypatch):
    monkeypatch.setattr("kpis.services.replies.timezone.localdate", lambda: PEILDATUM)
    reply_to_signal(signal=made, text="Crisisplaatsen.", by=connie)
    judge_signal(signal=made, verdict=Verdict.FOUNDED, reason="Toch bespreken.", by=connie)
    assert the_signal().state == "afgehandeld"


def test_nothing_is_said_about_a_signal_that_lapsed(made, connie):
    Signal.objects.update(lapsed_at=timezone.now())
    with pytest.raises(Refused, match="vervallen"):
        reply_to_signal(signal=made, text="Uitleg.", by=connie)
    with pytest.raises(Refused, match="vervallen"):
        judge_signal(signal=made, verdict=Verdict.NO_ACTION, reason="Weg.", by=connie)


@pytest.mark.parametrize("seed", range(3))
def test_the_state_in_the_database_is_that_of_the_rules(made, connie, seed):
    drawn = Random(seed)  # noqa: S311 -- nothing secret
    expected = {}
    for number in range(20):
        signal = Signal.objects.get(pk=made.pk)
        signal.pk, signal._state.adding, signal.cause, signal.peildatum = None, True, f"T{number}", LATER
        signal.returned_on = drawn.choice([None, NEXT, LATER])
        signal.save()
        days = sorted(drawn.choices([PEILDATUM, NEXT, LATER], k=drawn.randrange(5)))
        said = [Said(day, drawn.choice([None, None, *Verdict.values])) for day in days]
        for one in said:
            keep(signal, one, connie)
        expected[signal.cause] = state(said, signal.returned_on)
    found = dict(Signal.objects.exclude(pk=made.pk).with_state().values_list("cause", "state"))
    assert found == expected


def keep(signal, said, by):
    values = {"signal": signal, "peildatum": said.peildatum, "value": 1, "by": by}
    if said.verdict is None:
        SignalReply.objects.create(text="Uitleg.", channel="mail", **values)
    else:
        SignalJudgement.objects.create(verdict=said.verdict, reason="Reden.", **values)
