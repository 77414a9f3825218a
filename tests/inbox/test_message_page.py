"""The page of a message, and deciding from it."""

from datetime import date

import pytest
from django.urls import reverse

from contracts.models import DeclarationLine, RefusedLine
from inkoop.base.models import ClientRead
from inkoop.desk.roles import CONTRACT_MANAGER
from inkoop.exchange.models import Hold, Overrule
from inkoop.exchange.services import overrule
from tests.desk.cast import contract_manager, message_manager, person
from tests.ijw.cast import TOM, line
from tests.inbox.cast import load, received, rule
from tests.inbox.pages import BSNS, overruling, page_of, told

pytestmark = pytest.mark.usefixtures("ground")


def test_page_shows_totals_and_reasons(client, tmp_path):
    message = received(tmp_path)
    client.force_login(contract_manager())
    response = client.get(page_of(message))
    totals = response.context["totals"]
    assert (totals.submitted, totals.granted, totals.refused) == (15_200, 10_000, 5_200)
    assert (totals.lines, totals.granted_lines, totals.refused_lines) == (3, 2, 1)
    (row,) = response.context["refused"].rows
    (reason,) = row.reasons
    assert (reason.finding.code, reason.found, reason.expected) == ("0611", "€\xa013,00", "€\xa012,50")
    assert reason.level == "4: bron buiten de berichten"
    content = response.content.decode()
    assert "Het tarief is niet het tarief dat in het contract is afgesproken." in content
    assert "DN001, april 2026" in content
    assert "22 mei 2026" in content
    assert [bsn for bsn in BSNS if bsn in content] == []


def test_page_shows_the_official_text_where_the_installation_has_it(client, tmp_path, settings):
    (tmp_path / "basisschema.xsd").write_text(
        '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:simpleType name="LDT_RetourCode">'
        '<xs:restriction base="xs:string"><xs:enumeration value="0611"><xs:annotation><xs:documentation>'
        "Tekst van de\n standaard.</xs:documentation></xs:annotation></xs:enumeration></xs:restriction>"
        "</xs:simpleType></xs:schema>",
        encoding="utf-8",
    )
    message = received(tmp_path)
    settings.IJW_SCHEMAS = str(tmp_path)
    client.force_login(contract_manager())
    assert "Standaard: Tekst van de standaard." in client.get(page_of(message)).content.decode()


def test_page_shows_what_had_used_the_allocation(client, tmp_path):
    """2 hours a month are allocated for April: 1 is accepted, and a repeat and 4 hours are refused."""
    path = tmp_path / "budget.csv"
    path.write_text(
        "gemeentecode;toewijzingnummer;bsn;agb;productcategorie;toewijzingsdatum;ingangsdatum;einddatum;budget\n"
        f"0384;10080;{TOM};42420001;45;2026-01-01;2026-01-01;2026-12-31;9000\n",
        encoding="utf-8",
    )
    load(path, date(2026, 4, 2))
    months = [("2026-02-01", "2026-02-28"), ("2026-03-01", "2026-03-31"), ("2026-04-01", "2026-04-30")]
    lines = [
        line(
            f"R{place}",
            ToewijzingNummer="10080",
            Begindatum=begin,
            Einddatum=end,
            GeleverdVolume="3",
            Bedrag="3750",
        )
        for place, (begin, end) in enumerate(months, start=1)
    ]
    message = received(tmp_path, clients={TOM: lines})
    client.force_login(contract_manager())
    response = client.get(page_of(message))
    (row,) = response.context["refused"].rows
    assert row.line.codes == ["9369"]
    assert [(used.line.reference, used.size, used.running) for used in row.use.lines] == [
        ("R1", "€\xa037,50", "€\xa037,50"),
        ("R2", "€\xa037,50", "€\xa075,00"),
    ]
    assert (row.use.total, row.use.limit, row.use.earlier) == ("€\xa075,00", "€\xa090,00", 0)
    assert not row.may_be_overruled
    assert "Hierover is geen besluit mogelijk" in response.content.decode()


def test_volume_stands_in_hours(client, tmp_path):
    clients = {
        TOM: [
            line("R1"),
            line(
                "R2", GeleverdVolume="200", Bedrag="250000", Begindatum="2026-03-01", Einddatum="2026-03-31"
            ),
        ]
    }
    message = received(tmp_path, clients=clients)
    client.force_login(contract_manager())
    (row,) = client.get(page_of(message)).context["refused"].rows
    assert row.line.codes == ["9321"]
    assert [(used.size, used.running) for used in row.use.lines] == [("4 uur", "4 uur")]
    assert row.use.limit == "1.200 uur"


def test_message_refused_for_its_rules_lists_them(client, tmp_path):
    message = received(tmp_path, total=("1", "D"))
    client.force_login(message_manager())
    response = client.get(page_of(message))
    content = response.content.decode()
    assert "Als geheel geweigerd met 0001" in content
    assert [(one.finding.code, one.level) for one in response.context["reasons"]] == [
        ("0001", "2: inhoud van het bericht")
    ]
    assert "TR358: Het totaal is niet de som van de regels." in content
    assert "Er is niets van dit bericht geladen." in content


@pytest.mark.parametrize("rows", [1, 3])
def test_page_asks_as_many_queries_for_three_refused_lines_as_for_one(
    client, tmp_path, django_assert_num_queries, rows
):
    numbers = ("10072", "10073", "99")[:rows]
    big = {"GeleverdVolume": "200", "Bedrag": "250000"}
    lines = [line(f"R{place}", ToewijzingNummer=number, **big) for place, number in enumerate(numbers)]
    message = received(tmp_path, clients={TOM: lines})
    client.force_login(contract_manager())
    client.get(page_of(message))
    with django_assert_num_queries(18):
        response = client.get(page_of(message))
    assert len(response.context["refused"].rows) == rows


def test_refused_lines_go_on_on_a_next_page(client, tmp_path, monkeypatch):
    monkeypatch.setattr("inkoop.exchange.queries.message_page.ROWS", 2)
    lines = [line(f"R{place}", ToewijzingNummer=str(90 + place)) for place in range(3)]
    message = received(tmp_path, clients={TOM: lines})
    client.force_login(contract_manager())
    first = client.get(page_of(message)).context["refused"]
    assert ([row.line.reference for row in first.rows], first.next_after) == (["R0", "R1"], 2)
    second = client.get(f"{page_of(message)}?na=2").context["refused"]
    assert ([row.line.reference for row in second.rows], second.next_after) == (["R2"], None)


def test_looking_at_a_message_is_kept(client, tmp_path):
    message, user = received(tmp_path), message_manager()
    client.force_login(user)
    client.get(page_of(message))
    assert list(ClientRead.objects.filter(by=user).values_list("subject", "object_id", "path")) == [
        ("berichten", str(message.pk), page_of(message))
    ]


def test_granted_lines_are_one_click_away(client, tmp_path):
    message = received(tmp_path)
    client.force_login(message_manager())
    declaration = client.get(page_of(message)).context["declaration"]
    lines = (
        reverse("admin:contracts_declarationline_changelist") + f"?declaration__id__exact={declaration.pk}"
    )
    assert lines in client.get(page_of(message)).content.decode()
    assert sorted(row.reference for row in client.get(lines).context["cl"].result_list) == ["R11", "R13"]
    refused = (
        reverse("admin:contracts_refusedline_changelist") + f"?delivery__id__exact={message.delivery_id}"
    )
    assert [row.reference for row in client.get(refused).context["cl"].result_list] == ["R12"]
    client.force_login(contract_manager())
    behind = client.get(lines)
    assert list(behind.context["cl"].result_list) == []
    assert "specifiek controleplan" in behind.content.decode()


def test_overruling_shows_the_effect_and_books_the_line(client, tmp_path):
    message = received(tmp_path)
    client.force_login(contract_manager())
    asked = client.get(overruling(message))
    content = asked.content.decode()
    for shown in (
        "€\xa0100,00",
        "€\xa0152,00",
        "€\xa052,00",
        "4 uur",
        "1.200 uur",
        "gevonden € 13,00; verwacht € 12,50",
    ):
        assert shown in content
    assert [bsn for bsn in BSNS if bsn in content] == []
    done = client.post(overruling(message), {"reason": "Zo afgesproken in mei."})
    assert (done.status_code, done.url) == (302, page_of(message))
    assert told(done) == ["Regel 2 is aanvaard. De cijfers worden bijgewerkt."]
    assert DeclarationLine.objects.filter(reference="R12").exists()
    assert "Zo afgesproken in mei." in client.get(page_of(message)).content.decode()


@pytest.mark.parametrize("reason", ["", "ja", f"Gaat over {TOM}."])
def test_overruling_needs_a_reason_without_a_bsn(client, tmp_path, reason):
    message = received(tmp_path)
    client.force_login(contract_manager())
    response = client.post(overruling(message), {"reason": reason})
    assert list(response.context["form"].errors) == ["reason"]
    assert RefusedLine.objects.count() == 1


def test_second_person_gets_a_sentence(client, tmp_path):
    message = received(tmp_path)
    overrule(message_id=message.pk, row_number=2, reason="Afgesproken.", by=contract_manager())
    client.force_login(person("carla", CONTRACT_MANAGER))
    response = client.post(overruling(message), {"reason": "Ook afgesproken."})
    assert response.url == page_of(message)
    (sentence,) = told(response)
    assert sentence.startswith("connie heeft deze regel al aanvaard")
    assert Overrule.objects.count() == 1


def test_decision_is_taken_back_on_a_page(client, tmp_path):
    message, user = received(tmp_path), contract_manager()
    decision = overrule(message_id=message.pk, row_number=2, reason="Afgesproken.", by=user)
    client.force_login(user)
    url = reverse("admin:message_take_back", args=[message.pk, decision.pk])
    assert "€\xa052,00" in client.get(url).content.decode()
    response = client.post(url, {"reason": "Vergissing."})
    assert told(response) == ["Regel 2 is weer geweigerd."]
    assert RefusedLine.objects.get().reference == "R12"
    again = client.post(url, {"reason": "Vergissing."})
    assert told(again)[-1] == "connie heeft dit besluit al teruggenomen."


def test_hold_is_released_on_a_page(client, tmp_path):
    rule("geen start", effect="aanhouden")
    message = received(tmp_path)
    hold = Hold.objects.get()
    client.force_login(contract_manager())
    assert client.get(page_of(message)).context["status"] == "besluit"
    url = reverse("admin:message_release", args=[message.pk, hold.pk])
    assert "Artikel 4 van het contract." in client.get(url).content.decode()
    assert told(client.post(url, {"reason": "Start is gemeld."})) == ["De aanhouding is vrijgegeven."]
    assert client.get(page_of(message)).context["status"] == "beoordeeld"
    again = client.post(url, {"reason": "Start is gemeld."})
    assert told(again)[-1].startswith("connie heeft deze aanhouding al vrijgegeven")


def test_warnings_stand_on_the_message_and_the_delivery(client, tmp_path):
    rule("geen start")
    message = received(tmp_path)
    client.force_login(contract_manager())
    cause = "Geen startbericht ontvangen: Artikel 4 van het contract."
    assert cause in client.get(page_of(message)).content.decode()
    delivery = client.get(reverse("admin:base_delivery_change", args=[message.delivery_id]))
    assert cause in delivery.content.decode()
    assert page_of(message) in delivery.content.decode()
