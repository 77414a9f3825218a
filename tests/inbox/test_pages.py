"""The pages of messages: the list, one message, deciding, answering; what each role may, and what is kept."""

from datetime import date, timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from contracts.models import Contract, DeclarationLine, RefusedLine
from inkoop.base.models import ClientRead, Delivery
from inkoop.desk.roles import CONTRACT_MANAGER
from inkoop.exchange.admin.messages import MessageAdmin
from inkoop.exchange.models import Hold, LocalRule, Message, Overrule
from inkoop.exchange.queries.inbox import due
from inkoop.exchange.services import load_upload, overrule, release
from tests.desk.cast import auditor, contract_manager, message_manager, outsider, person
from tests.ijw.cast import EVA, TOM, declaration, line
from tests.inbox.cast import WRONG_TARIFF, load, received, rule

pytestmark = pytest.mark.usefixtures("ground")

INBOX = reverse("admin:exchange_message_changelist")
BSNS = (TOM, EVA)


def page_of(message):
    return reverse("admin:exchange_message_change", args=[message.pk])


def overruling(message, row=2):
    return reverse("admin:message_overrule", args=[message.pk, row])


def answering(message):
    return reverse("admin:message_answer", args=[message.pk])


def due_in(message, days):
    """Moves the deadline to so many days from today."""
    Message.objects.filter(pk=message.pk).update(do_by=timezone.localdate() + timedelta(days=days))


def told(response):
    return [str(one) for one in get_messages(response.wsgi_request)]


# --- the list


def listed(client, query=""):
    return [row.identification for row in client.get(f"{INBOX}{query}").context["cl"].result_list]


def three(tmp_path):
    messages = [
        received(tmp_path, number=place, clients={TOM: [line(f"R{place}", ToewijzingNummer=allocation)]})
        for place, allocation in ((1, "10072"), (2, "10073"), (3, "99"))
    ]
    for message, days in zip(messages, (2, -1, 0), strict=True):
        due_in(message, days)
    return messages


def test_inbox_shows_what_is_to_be_answered_with_the_oldest_deadline_first(client, tmp_path):
    three(tmp_path)
    client.force_login(message_manager())
    assert listed(client) == ["B2", "B3", "B1"]
    content = client.get(INBOX).content.decode()
    assert "Jeugdzorg" not in content
    assert "Een (42420001)" in content
    for mark in ("te laat</span>", "vandaag</span>", "nog "):
        assert mark in content


def test_inbox_filters_by_deadline_status_and_kind(client, tmp_path, django_capture_on_commit_callbacks):
    messages = three(tmp_path)
    client.force_login(message_manager())
    Message.objects.filter(pk=messages[0].pk).update(answered_at=timezone.now(), kept_as="")
    assert listed(client, "?termijn=te-laat") == ["B2"]
    assert listed(client, "?termijn=vandaag") == ["B3"]
    assert listed(client, "?termijn=week") == ["B3"]
    assert listed(client, "?status=beantwoord") == ["B1"]
    assert listed(client, "?status=beoordeeld") == ["B3", "B2"]
    assert listed(client, "?status=alles") == ["B3", "B2", "B1"]
    assert listed(client, "?bericht=JW323") == ["B2", "B3"]
    assert listed(client, "?bericht=JW301") == []


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({}, "beoordeeld"),
        ({"refused_with": "0001"}, "geweigerd"),
        ({"declaration_refused_with": "9333"}, "geweigerd"),
        ({"kept_as": ""}, "verlopen"),
        ({"answered_at": timezone.now(), "kept_as": ""}, "beantwoord"),
    ],
)
def test_status_follows_from_what_happened(client, tmp_path, changes, status):
    message = received(tmp_path)
    Message.objects.filter(pk=message.pk).update(**changes)
    client.force_login(message_manager())
    assert client.get(page_of(message)).context["status"] == status


def test_inbox_is_searched_by_identification_and_sender(client, tmp_path):
    three(tmp_path)
    client.force_login(message_manager())
    assert listed(client, "?q=B3") == ["B3"]
    assert listed(client, "?q=42420001") == ["B2", "B3", "B1"]
    assert listed(client, "?q=een") == ["B2", "B3", "B1"]
    assert listed(client, "?q=onbekend") == []


def test_empty_inbox_says_so(client):
    client.force_login(message_manager())
    assert (
        "Er hoeft geen bericht te worden beantwoord en op geen verzoek te worden besloten."
        in client.get(INBOX).content.decode()
    )
    assert "Niets gevonden voor ‘B9’." in client.get(f"{INBOX}?q=B9").content.decode()
    assert "Niets gevonden." in client.get(f"{INBOX}?status=alles").content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_inbox_asks_as_many_queries_for_three_messages_as_for_one(
    client, tmp_path, django_assert_num_queries, rows
):
    for place, message in enumerate(three(tmp_path)):
        if place >= rows:
            Message.objects.filter(pk=message.pk).update(kept_as="")
    client.force_login(message_manager())
    client.get(INBOX)
    with django_assert_num_queries(5):
        response = client.get(INBOX)
    assert len(response.context["cl"].result_list) == rows


def test_list_goes_on_from_a_message(client, tmp_path, monkeypatch):
    monkeypatch.setattr(MessageAdmin, "list_per_page", 2)
    three(tmp_path)
    client.force_login(message_manager())
    changelist = client.get(INBOX).context["cl"]
    assert [row.identification for row in changelist.result_list] == ["B2", "B3"]
    assert listed(client, changelist.next_link) == ["B1"]


def test_start_page_counts_what_is_due(client, tmp_path):
    user = message_manager()
    three(tmp_path)
    found = due(user, today=timezone.localdate())
    assert (found.overdue, found.today) == (1, 1)
    assert (due(outsider(), today=timezone.localdate()).overdue) == 0
    client.force_login(user)
    content = client.get(reverse("admin:index")).content.decode()
    assert "bericht te laat, 1 uiterlijk vandaag" in content
    assert f"{INBOX}?termijn=te-laat" in content


# --- the page of a message


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
    client.force_login(contract_manager())
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


# --- deciding


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


# --- answering


def test_answer_is_confirmed_and_downloaded_once(client, tmp_path, vault, django_capture_on_commit_callbacks):
    message, user = received(tmp_path), message_manager()
    client.force_login(user)
    assert answering(message) in client.get(page_of(message)).content.decode()
    assert "er staan BSN's in" in client.get(answering(message)).content.decode().replace("&#x27;", "'")
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(answering(message), {"bevestigd": "ja"})
    content = response.getvalue().decode()
    name = f"JW325_A{message.delivery_id:011d}.xml"
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    assert "no-store" in response["Cache-Control"]
    assert TOM in content
    assert list(vault.iterdir()) == []
    assert told(response) == ["1 antwoord is eenmalig aangeboden; wat binnenkwam, is verwijderd."]
    assert ClientRead.objects.filter(by=user, path=answering(message)).count() == 1
    shown = client.get(page_of(message)).content.decode()
    assert "Het binnengekomen bestand is verwijderd" in shown
    assert client.get(answering(message)).url == page_of(message)
    again = client.post(answering(message), {"bevestigd": "ja"})
    assert (again.status_code, again.url) == (302, page_of(message))
    assert "is al beantwoord" in told(again)[-1]


def test_held_answer_is_told(client, tmp_path):
    rule("geen start", effect="aanhouden")
    message = received(tmp_path)
    client.force_login(message_manager())
    response = client.post(answering(message), {"bevestigd": "ja"})
    assert "wordt aangehouden" in told(response)[0]
    message.refresh_from_db()
    assert message.answered_at is None


def select(client, messages, **extra):
    keys = [message.pk for message in messages]
    return client.post(INBOX, {"action": "answer_selected", "_selected_action": keys} | extra)


def test_several_answers_are_confirmed_and_come_in_one_zip(
    client, tmp_path, django_capture_on_commit_callbacks
):
    messages = three(tmp_path)
    client.force_login(message_manager())
    asked = select(client, messages)
    assert "Antwoorden op 3 berichten klaarzetten" in asked.content.decode()
    assert Message.objects.filter(answered_at=None).count() == 3
    with django_capture_on_commit_callbacks(execute=True):
        response = select(client, messages, bevestigd="ja")
    with ZipFile(BytesIO(response.getvalue())) as file:
        assert len(file.namelist()) == 3
    assert Message.objects.filter(answered_at=None).count() == 0
    assert told(response) == ["3 antwoorden zijn eenmalig aangeboden; wat binnenkwam, is verwijderd."]


# --- who may what


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        (
            contract_manager,
            {"page": 200, "answer": 403, "overrule": 200, "release": 200, "rules": 200, "add": 200},
        ),
        (
            message_manager,
            {"page": 200, "answer": 200, "overrule": 403, "release": 403, "rules": 200, "add": 403},
        ),
        (auditor, {"page": 200, "answer": 403, "overrule": 403, "release": 403, "rules": 200, "add": 403}),
        (outsider, {"page": 403, "answer": 403, "overrule": 403, "release": 403, "rules": 403, "add": 403}),
    ],
)
def test_rights_of_each_role(client, tmp_path, role, expected):
    rule("geen start", effect="aanhouden")
    message = received(tmp_path)
    pages = {
        "page": page_of(message),
        "answer": answering(message),
        "overrule": overruling(message),
        "release": reverse("admin:message_release", args=[message.pk, Hold.objects.get().pk]),
        "rules": reverse("admin:exchange_localrule_changelist"),
        "add": reverse("admin:exchange_localrule_add"),
    }
    client.force_login(role())
    assert {name: client.get(url).status_code for name, url in pages.items()} == expected


def test_posting_without_the_right_changes_nothing(client, tmp_path):
    message = received(tmp_path)
    client.force_login(auditor())
    for url in (answering(message), overruling(message)):
        assert client.post(url, {"bevestigd": "ja", "reason": "Zomaar gedaan."}).status_code == 403
    select(client, [message], bevestigd="ja")
    message.refresh_from_db()
    assert (message.answered_at, Overrule.objects.count()) == (None, 0)


def test_only_who_sees_the_region_sees_messages(tmp_path):
    message = received(tmp_path)
    rule("geen start", effect="aanhouden")
    decision = overrule(message_id=message.pk, row_number=2, reason="Afgesproken.", by=contract_manager())
    received(tmp_path, number=2, clients={EVA: [line("R21", ToewijzingNummer="10075", **WRONG_TARIFF)]})
    inside, outside = message_manager(), outsider()
    for model in (Message, Overrule, LocalRule):
        assert model.objects.visible_to(inside).exists(), model
        assert not model.objects.visible_to(outside).exists(), model
    assert list(Overrule.objects.visible_to(inside)) == [decision]


# --- local rules


ADD_RULE = reverse("admin:exchange_localrule_add")
RULE = {
    "kind": "laat",
    "threshold": "90",
    "effect": "waarschuwing",
    "explanation": "Artikel 7.",
    "valid_from": "2026-06-01",
    "contract_number": "",
}


def test_local_rule_is_set_by_its_author(client):
    user = contract_manager()
    client.force_login(user)
    assert client.post(ADD_RULE, RULE | {"contract_number": "C1"}).status_code == 302
    made = LocalRule.objects.get()
    assert (made.author, made.contract, made.threshold, made.effect) == (
        user,
        Contract.objects.get(),
        90,
        "waarschuwing",
    )


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"kind": "geen start", "threshold": "", "effect": "weigeren"}, "effect", "OP364"),
        ({"kind": "na stop", "threshold": "", "effect": "weigeren"}, "effect", "OP364"),
        ({"effect": "weigeren"}, "effect", "OP354"),
        ({"kind": "halve maand", "effect": "weigeren"}, "effect", "IV078"),
        ({"threshold": ""}, "threshold", "dagen na het einde van de dienstmaand"),
        ({"kind": "geen start"}, "threshold", "heeft geen grens"),
        ({"contract_number": "C99"}, "contract_number", "niet bekend"),
        ({"ends_on": "2026-05-01"}, "__all__", "ligt voor de eerste"),
    ],
)
def test_misuse_of_a_local_rule_is_explained(client, changes, field, sentence):
    client.force_login(contract_manager())
    response = client.post(ADD_RULE, RULE | changes)
    errors = response.context["adminform"].form.errors
    assert list(errors) == [field]
    assert sentence in errors[field][0]
    assert LocalRule.objects.count() == 0


def test_refusing_is_offered_to_be_explained(client):
    client.force_login(contract_manager())
    response = client.post(ADD_RULE, RULE | {"kind": "geen start", "threshold": "", "effect": "weigeren"})
    assert "mag niet worden afgekeurd omdat een startbericht ontbreekt" in response.content.decode()


def test_same_rule_on_the_same_day_is_told(client):
    client.force_login(contract_manager())
    client.post(ADD_RULE, RULE)
    response = client.post(ADD_RULE, RULE)
    assert list(response.context["adminform"].form.errors) == ["valid_from"]


def test_local_rule_ends_and_keeps_what_it_said(client):
    made = rule("laat", threshold=30)
    client.force_login(contract_manager())
    url = reverse("admin:exchange_localrule_change", args=[made.pk])
    assert (
        client.post(url, {"ends_on": "2026-12-31", "threshold": "1", "effect": "aanhouden"}).status_code
        == 302
    )
    made.refresh_from_db()
    assert (made.ends_on, made.threshold, made.effect) == (date(2026, 12, 31), 30, "waarschuwing")
    assert client.post(reverse("admin:exchange_localrule_delete", args=[made.pk])).status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_list_of_rules_asks_as_many_queries_for_three_as_for_one(client, django_assert_num_queries, rows):
    for place in range(rows):
        rule("laat", threshold=place, contract=Contract.objects.get(), valid_from=date(2026, 1, place + 1))
    client.force_login(contract_manager())
    url = reverse("admin:exchange_localrule_changelist")
    client.get(url)
    with django_assert_num_queries(7):
        response = client.get(url)
    assert len(response.context["cl"].result_list) == rows


# --- handing a message in


@pytest.mark.parametrize("zipped", [False, True])
def test_uploaded_message_leads_to_its_page(client, tmp_path, zipped):
    content = declaration(tmp_path / "d.xml", {TOM: [line("R1")]}).read_bytes()
    if zipped:
        packed = BytesIO()
        with ZipFile(packed, "w") as file:
            file.writestr("d.xml", content)
        content = packed.getvalue()
    client.force_login(message_manager())
    name = "d.zip" if zipped else "d.xml"
    values = {"received_on": "2026-05-07", "file": SimpleUploadedFile(name, content)}
    assert client.post(reverse("admin:base_delivery_add"), values).status_code == 302
    with connection.cursor() as cursor:
        cursor.execute("DISCARD TEMP")
    delivery = load_upload(delivery_id=Delivery.objects.get(file_name=name).pk)
    message = Message.objects.get(delivery=delivery)
    shown = client.get(reverse("admin:base_delivery_change", args=[delivery.pk])).content.decode()
    assert f"Dit bestand is bericht JW323 {message.identification}" in shown
    assert page_of(message) in shown


def test_release_is_used_by_the_answer(client, tmp_path, django_capture_on_commit_callbacks):
    rule("geen start", effect="aanhouden")
    message = received(tmp_path)
    release(hold_id=Hold.objects.get().pk, reason="Gemeld.", by=contract_manager())
    client.force_login(message_manager())
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(answering(message), {"bevestigd": "ja"})
    assert response.getvalue().startswith(b"<?xml")
