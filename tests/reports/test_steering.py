"""What the regio-overleg reads besides use: KPIs, providers, talks, decisions; and the papers and mails about it."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.urls import reverse

from contracts.models import DeclarationLine
from inkoop.base.choices import Role
from inkoop.base.models import Municipality
from inkoop.reports.choices import DecisionState, MailRhythm, SettlementKey
from inkoop.reports.content import Light
from inkoop.reports.models import Subscription
from inkoop.reports.services.building import region_report
from inkoop.reports.services.deciding import ask
from inkoop.reports.services.kpi_section import quarter_ends
from inkoop.reports.services.mailing import change_subscription, tell_of_newest
from inkoop.reports.services.papers import ask_paper, content_of, make_paper, paper_of
from inkoop.reports.services.provider_sections import Turnover, split_off
from inkoop.reports.services.settlement_report import settlement_report
from kpis.services import behaviour, ensure, kpis
from kpis.services.starter_set import deliver_starter_set
from tests.kpis.cast import PEILDATUM
from tests.reports import cast

BEFORE = [date(2025, 3, 31), date(2025, 6, 30), date(2025, 9, 30), date(2025, 12, 31)]


def turnovers(*clients):
    return [
        Turnover(f"A{place}", f"{place:08}", 1000 - place, number) for place, number in enumerate(clients)
    ]


@pytest.mark.parametrize(("day", "ends"), [(date(2026, 3, 31), BEFORE), (date(2026, 1, 1), BEFORE)])
def test_quarter_ends_are_those_before_the_day(day, ends):
    assert quarter_ends(day) == ends


def test_a_provider_with_few_clients_is_among_the_others_and_never_alone_there():
    named, other = split_off(turnovers(40, 3, 30, 20))
    assert [one.name for one in named] == ["A0", "A2"]
    assert [one.name for one in other] == ["A3", "A1"]


def test_the_others_are_together_enough_not_to_be_known():
    named, other = split_off(turnovers(40, 30, 2, 3, 4))
    assert [one.name for one in named] == ["A0"]
    assert sum(one.clients for one in other) == 39


def test_nobody_is_set_apart_without_need():
    assert split_off(turnovers(40, 30)) == (turnovers(40, 30), [])


@pytest.mark.django_db
class TestRegion:
    def test_kpis_have_a_light_in_words_and_add_up(self, region):
        by = cast.manager()
        deliver_starter_set(valid_from=date(2024, 1, 1), use=True, by=by, today=PEILDATUM)
        ensure(behaviour(PEILDATUM))
        ensure(kpis(PEILDATUM))
        section = region_report(PEILDATUM).section("kpis")
        stand, by_light, meaning = section.tables
        place = [column.name for column in stand.columns].index("Stand")
        assert {type(row[place]) for row in stand.rows} == {Light}
        assert (
            sum(row[1] for row in by_light.rows) == by_light.total[1] == len(stand.rows) == len(meaning.rows)
        )

    def test_providers_add_up_to_the_whole(self, region):
        ensure(behaviour(PEILDATUM))
        table = region_report(PEILDATUM).section("aanbieders").tables[0]
        assert sum(row[2] for row in table.rows) == table.total[2] > 0

    def test_what_is_asked_and_decided_is_in_the_report(self, region):
        by = cast.manager()
        given = {"decision": "Doe het.", "owner": "Inkoop", "due_on": PEILDATUM - timedelta(days=1), "by": by}
        ask(subject="Vraag", **given)
        ask(subject="Besluit", decided_on=PEILDATUM - timedelta(days=9), **given)
        report = region_report(PEILDATUM)
        assert [row[0] for row in report.section("gevraagd").tables[0].rows] == ["Vraag"]
        (row,) = report.section("besluiten").tables[0].rows
        assert (row[0], row[5]) == ("Besluit", Light("rood", "loopt, te laat"))
        assert "Gevraagd wordt om 1 besluit." in report.section("kort").sentences
        assert DecisionState.ASKED not in [row[5] for row in report.section("besluiten").tables[0].rows]


@pytest.mark.django_db
class TestSettlement:
    def test_earlier_years_stand_apart_and_all_adds_up(self, region):
        """What was received after the last settlement over 2024, and everything over 2025."""
        since = date(2024, 1, 31)
        report = settlement_report(region, 2025, SettlementKey.CLIENTS, since)
        year, earlier, both = (report.section(key).tables[0] for key in ("jaar", "eerder", "samen"))
        assert report.section("eerder").sentences[0].startswith("Ontvangen na 31 januari 2024")
        late = DeclarationLine.objects.filter(
            month__lt=date(2025, 1, 1), received_on__gt=since, received_on__lte=PEILDATUM
        )
        assert earlier.total[2] == sum(line.amount for line in late) > 0
        for table in (year, earlier, both):
            assert sum(row[2] for row in table.rows) == sum(row[3] for row in table.rows) == table.total[3]
            assert sum(row[4] for row in table.rows) == 0
        assert both.total[2] == year.total[2] + earlier.total[2]

    def test_nothing_is_late_when_the_last_settlement_knew_it(self, region):
        report = settlement_report(region, 2025, SettlementKey.OWN_USE, PEILDATUM)
        assert report.section("eerder").tables[0].total[2] == 0

    def test_it_is_a_file_too(self, region, client):
        client.force_login(cast.person("bestuurder", Role.BOARD))
        answer = client.get("/rapportages/verrekening.xlsx?sleutel=clienten")
        assert (answer.status_code, answer.content[:2]) == (200, b"PK")


@pytest.mark.django_db
class TestMails:
    def test_a_rhythm_sends_the_address_once_and_no_figures(self, region):
        user, place = cast.officer("0501"), Municipality.objects.get(code="0501")
        change_subscription(user=user, municipality=place, every=MailRhythm.TWO_MONTHS)
        sent = [tell_of_newest(today=day) for day in (date(2025, 7, 3), date(2025, 8, 30), date(2025, 9, 1))]
        assert sent == [1, 0, 1]
        assert [letter.to for letter in mail.outbox] == [["gemeente-0501@voorbeeld.nl"]] * 2
        assert "/rapportages/0501/" in mail.outbox[0].body
        assert "€" not in mail.outbox[0].body

    def test_who_may_not_read_it_any_more_gets_nothing(self, region):
        user, place = cast.officer("0501"), Municipality.objects.get(code="0502")
        change_subscription(user=user, municipality=place, every=MailRhythm.MONTH)
        assert tell_of_newest(today=date(2025, 7, 3)) == 0
        change_subscription(user=user, municipality=place, every=None)
        assert Subscription.objects.count() == 0


@pytest.mark.django_db
class TestPapers:
    def test_a_pdf_is_made_while_one_waits(self, region, client):
        user, place = cast.officer("0501"), Municipality.objects.get(code="0501")
        key = ask_paper(municipality=place, peildatum=PEILDATUM, edition=None, by=user)
        client.force_login(user)
        address = reverse("reports:paper", args=[key])
        assert "Wacht op verwerking" in client.get(address).content.decode()
        assert client.get(f"{address}?vorm=json").json() == {"stand": "wacht", "klaar": 0, "totaal": 0}
        assert client.get(reverse("reports:paper_file", args=[key])).status_code == 404
        assert make_paper(key)
        assert not make_paper(key)
        paper = paper_of(key, user)
        assert (paper.state, paper.done) == ("klaar", paper.total)
        assert client.get(reverse("reports:paper_file", args=[key])).content == content_of(key)
        client.force_login(cast.officer("0502"))
        assert client.get(address).status_code == 404

    def test_a_day_without_figures_is_told(self, region):
        user = cast.officer("0501")
        key = ask_paper(municipality=None, peildatum=date(2001, 1, 1), edition=None, by=user)
        make_paper(key)
        assert "nog geen cijfers" in paper_of(key, user).why
