from datetime import date
from decimal import Decimal

import pytest
from django.core.management import call_command

from contracts.services.procedures.refusal import Refused
from inkoop.base.models import User
from kpis.models import Kpi, KpiVersion
from kpis.queries.kpis import versions_in_force
from kpis.services.kpi_versions import check_version, draft_version, switch_on, withdraw_version
from kpis.services.starter_set import deliver_starter_set, listed_kpis

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 1)


@pytest.fixture
def people():
    return User.objects.create_user("opsteller"), User.objects.create_user("controleur")


@pytest.fixture
def kpi():
    deliver_starter_set(valid_from=date(2025, 1, 1), use=True, by=None, today=TODAY)
    return Kpi.objects.get(code="K01")


def drafted(kpi, author, **changes):
    values = {
        "measure": "uitval",
        "formula": "Reden 32 op alle redenen.",
        "direction": "lager",
        "target": Decimal("0.05"),
        "green": Decimal("0.07"),
        "red": Decimal("0.12"),
        "minimum_n": 20,
        "rhythm": "kwartaal",
        "levels": ["regio", "aanbieder"],
        "valid_from": date(2026, 4, 1),
        "reason": "Scherpere grenzen.",
    }
    return draft_version(kpi=kpi, by=author, **values | changes)


def in_force(day):
    return [str(one) for one in versions_in_force(day) if one.kpi.code == "K01"]


def test_the_starter_set_names_source_and_origin_and_is_delivered_once():
    listed = listed_kpis()
    assert (len(listed), sum(not one["reference"] or not one["why"] for one in listed)) == (22, 0)
    made = [
        deliver_starter_set(valid_from=date(2025, 1, 1), use=use, by=None, today=TODAY)
        for use in (False, True)
    ]
    assert [(one.new, one.known) for one in made] == [(22, 0), (0, 22)]
    assert set(KpiVersion.objects.values_list("state", flat=True)) == {"gecontroleerd"}


def test_the_command_delivers_the_starter_set(capsys):
    call_command("load_kpis", "--in-gebruik", "--geldig-vanaf", "2025-01-01")
    call_command("load_kpis")
    assert capsys.readouterr().out.splitlines() == [
        "22 KPI's zijn toegevoegd; 0 waren er al.",
        "0 KPI's zijn toegevoegd; 22 waren er al.",
    ]
    assert versions_in_force(date(2024, 12, 31)).count() == 0
    assert versions_in_force(date(2025, 1, 1)).count() == 22


def test_another_checks_and_the_new_version_counts_from_its_first_day(kpi, people):
    author, checker = people
    version = drafted(kpi, author)
    with pytest.raises(Refused, match="een ander controleert haar"):
        check_version(version=version, by=author)
    with pytest.raises(Refused, match=r"^Deze versie is concept; dit kan alleen als zij gecontroleerd is\.$"):
        switch_on(version=version, today=TODAY, by=checker)
    check_version(version=version, by=checker)
    switch_on(version=version, today=TODAY, by=checker)
    assert in_force(date(2026, 3, 31)) == ["K01 Uitval (versie 1)"]
    assert in_force(date(2026, 4, 1)) == ["K01 Uitval (versie 2)"]


def test_a_later_version_cannot_begin_in_the_past(kpi, people):
    author, checker = people
    version = check_version(version=drafted(kpi, author, valid_from=date(2026, 2, 1)), by=checker)
    with pytest.raises(Refused, match="1 februari 2026, en dat is voorbij"):
        switch_on(version=version, today=TODAY, by=checker)
    assert in_force(date(2026, 2, 1)) == ["K01 Uitval (versie 1)"]


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"green": Decimal("0.2")}, "De grenzen staan niet op volgorde"),
        ({"measure": "opgave"}, "hoort bij een andere bron"),
        ({"measure": "iets"}, "De maat ‘iets’ bestaat niet"),
        ({"valid_to": date(2026, 3, 1)}, "De laatste dag ligt voor de eerste"),
    ],
)
def test_a_faulty_version_is_not_kept(kpi, people, changes, fault):
    with pytest.raises(Refused, match=fault):
        drafted(kpi, people[0], **changes)
    assert kpi.versions.count() == 1


def test_what_is_in_use_ends_yesterday_and_keeps_its_past(kpi, people):
    withdraw_version(version=kpi.versions.get(), reason="Niet meer zinvol.", today=TODAY, by=people[0])
    assert in_force(date(2026, 2, 28)) == ["K01 Uitval (versie 1)"]
    assert in_force(TODAY) == []
