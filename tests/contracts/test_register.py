"""The register of contracts as a file: out as a table and as open data, and in again."""

import json
import os
from datetime import date
from io import BytesIO
from pathlib import Path

import jsonschema
import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from python_calamine import CalamineWorkbook
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT4

from contracts.models import Contract, ContractDecision, ContractVersion, Tariff
from contracts.transfer.files import plain_cell, safe_cell
from tests.contracts.cast import dossier
from tests.desk.cast import person, region

pytestmark = pytest.mark.django_db

LIST = "/admin/contracts/contract/"
IMPORT = f"{LIST}inlezen/"
OCDS = Path(os.environ.get("OCDS_SCHEMA") or Path(__file__).resolve().parents[3] / "shared" / "ocds")


# -- the register as a file


def lines(response):
    return response.content.decode("utf-8-sig").splitlines()


def test_register_as_csv(client, three):
    type(three.providers[1]).objects.filter(pk=three.providers[1].pk).update(name="=cmd()")
    header, first, second, third = lines(client.get(f"{LIST}register.csv"))
    assert header == (
        "contractnummer;agb;inkoopvorm;begin;eind;opties;opzegtermijn_maanden;gemeentecodes;verantwoordelijke;"
        "voorganger;evaluatie_op;aanbieder;segment;status;opzeggen_uiterlijk;gedeclareerd_12_maanden_eurocent;"
        "bestedingsruimte_eurocent"
    )
    assert first.startswith(
        "C0;99000000;open_house;2024-01-01;2026-12-31;3x12;6;;;;;Zorggroep 0;overig;lopend;2026-06-30;"
    )
    assert second.split(";")[2:8] == ["aanbesteding", "2024-01-01", three.soon.isoformat(), "", "6", "0001"]
    assert second.split(";")[11] == "'=cmd()"
    assert third.startswith("C2;99000002;open_house;2024-01-01;;;;;;;;Zorggroep 2;overig;lopend;;")
    assert len(lines(client.get(f"{LIST}register.csv?segment=groot"))) == 2


def test_register_as_xlsx(client, three):
    type(three.providers[1]).objects.filter(pk=three.providers[1].pk).update(name="=cmd()")
    content = client.get(f"{LIST}register.xlsx").content
    sheet = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
    assert [row[0] for row in sheet] == ["contractnummer", "C0", "C1", "C2"]
    assert sheet[2][11] == "'=cmd()"


@pytest.mark.parametrize("value", ["=1+1", "+31", "-1", "@x", "\tx"])
def test_formulas_are_made_harmless_and_read_back(value):
    assert (safe_cell(value), plain_cell(safe_cell(value))) == (f"'{value}", value)
    assert (safe_cell(-1), safe_cell("C1"), plain_cell("'t Huis")) == (-1, "C1", "'t Huis")


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("kind", "queries"), [("csv", 13), ("xlsx", 13), ("json", 11)])
def test_register_asks_as_many_queries_for_three_contracts_as_for_one(
    client, django_assert_num_queries, kind, queries, rows
):
    region(rows)
    client.force_login(person("beheer", superuser=True))
    client.get(f"{LIST}register.{kind}")
    cache.clear()  # the sums of the register too
    with django_assert_num_queries(queries):
        assert client.get(f"{LIST}register.{kind}").status_code == 200


# -- as open contracting data


@pytest.fixture
def package(client):
    made = dossier()
    client.force_login(made.connie)
    return json.loads(client.get(f"{LIST}register.json").content)


def test_ocds_package_has_one_release_per_contract_with_its_parts(package):
    assert package["version"] == "1.1"
    (release,) = package["releases"]
    assert (release["ocid"], release["tag"], release["buyer"]) == (
        "ocds-000000-c0",
        ["contract"],
        {"id": "NL-REGIO", "name": "Jeugdhulpregio"},
    )
    (award,), (contract,) = release["awards"], release["contracts"]
    assert contract["awardID"] == award["id"]
    assert award["suppliers"] == [{"id": "NL-AGB-99000000", "name": "Zorggroep 0"}]
    assert {party["id"] for party in release["parties"]} == {"NL-REGIO", "NL-AGB-99000000"}
    assert (contract["id"], contract["status"], contract["period"]) == (
        "C0",
        "active",
        {
            "startDate": "2024-01-01T00:00:00Z",
            "endDate": "2027-12-31T00:00:00Z",
            "maxExtentDate": "2029-12-31T00:00:00Z",
        },
    )
    assert [one["description"] for one in contract["amendments"]] == ["verlenging"]
    (item,) = contract["items"]
    assert (item["classification"]["id"], item["unit"]["value"]) == (
        "H300",
        {"amount": 75.0, "currency": "EUR"},
    )


def test_ocds_package_tells_no_reasons_and_no_people(package):
    text = json.dumps(package, ensure_ascii=False)
    assert [
        word for word in ("Goede resultaten.", "connie", "carel", "Getekend contract") if word in text
    ] == []


def test_ocds_package_leaves_concepts_out(client, package):
    provider = Contract.objects.get().provider
    Contract.objects.create(number="CONCEPT", provider=provider)
    again = json.loads(client.get(f"{LIST}register.json").content)
    assert len(again["releases"]) == 1


@pytest.mark.ocds_reference
@pytest.mark.skipif(
    not (OCDS / "release-package-schema.json").is_file(),
    reason="de gepubliceerde OCDS-schema's ontbreken; zet OCDS_SCHEMA op de map met release-package-schema.json",
)
def test_ocds_package_is_valid(package):
    schema = json.loads((OCDS / "release-package-schema.json").read_text())
    release = json.loads((OCDS / "release-schema.json").read_text())
    address = schema["properties"]["releases"]["items"]["$ref"]
    resource = Resource.from_contents(release, default_specification=DRAFT4)
    registry = Registry().with_resources([(address, resource), (release["id"], resource)])
    validator = jsonschema.Draft4Validator(schema, registry=registry)
    assert [error.message for error in validator.iter_errors(package)] == []
    del package["releases"][0]["ocid"]
    assert [error.message for error in validator.iter_errors(package)] == ["'ocid' is a required property"]


# -- a file into the register


def upload(
    client, *rows, header="contractnummer;agb;inkoopvorm;begin;eind;opties;opzegtermijn_maanden;reden"
):
    text = "\n".join([header, *rows])
    return client.post(IMPORT, {"file": SimpleUploadedFile("register.csv", text.encode())})


def outcomes(response):
    return [
        (
            row.number,
            row.contract,
            row.outcome,
            [(one.column, one.before, one.after) for one in row.differences],
        )
        for row in response.context["reading"].rows
    ]


def faults(response):
    return [
        (row.number, one.column, one.message)
        for row in response.context["reading"].rows
        for one in row.faults
    ]


SAME = "C0;99000000;open_house;2024-01-01;2026-12-31;3x12;6;"
LONGER = "C0;99000000;open_house;2024-01-01;2028-06-30;;6;Afgesproken."
NEW = "C9;99000000;aanbesteding;2030-01-01;2031-12-31;1x24;6;Gegund."


def test_file_is_looked_at_first_and_changes_nothing(client, three):
    response = upload(client, SAME, NEW)
    assert outcomes(response) == [
        (1, "C0", "ongewijzigd", []),
        (
            2,
            "C9",
            "nieuw contract (concept)",
            [
                ("contractnummer", "", "C9"),
                ("agb", "", "99000000"),
                ("inkoopvorm", "", "aanbesteding"),
                ("begin", "", "2030-01-01"),
                ("eind", "", "2031-12-31"),
                ("opties", "", "1x24"),
                ("opzegtermijn_maanden", "", "6"),
            ],
        ),
    ]
    assert (Contract.objects.count(), ContractDecision.objects.count()) == (3, 0)


def test_confirmed_file_makes_proposals_and_leaves_the_terms(client, three):
    response = upload(client, LONGER, NEW)
    assert outcomes(response)[0] == (
        1,
        "C0",
        "wijziging",
        [("eind", "2026-12-31", "2028-06-30"), ("opties", "3x12", "")],
    )
    done = client.post(IMPORT, {"bevestigd": response.context["key"]})
    assert done.url == f"{LIST}?status=voorstel"
    made = ContractDecision.objects.order_by("contract__number").values_list(
        "contract__number", "kind", "state", "end", "reason"
    )
    assert list(made) == [
        ("C0", "addendum", "voorstel", date(2028, 6, 30), "Afgesproken."),
        ("C9", "aangaan", "voorstel", date(2031, 12, 31), "Gegund."),
    ]
    assert ContractVersion.objects.filter(contract__number="C0").count() == 1
    again = client.post(IMPORT, {"bevestigd": response.context["key"]}, follow=True)
    assert [str(message) for message in again.context["messages"]][-1].startswith(
        "Het bestand wordt niet langer"
    )


def test_export_is_read_back_without_a_difference(client, three):
    for kind in ("csv", "xlsx"):
        content = client.get(f"{LIST}register.{kind}").content
        response = client.post(IMPORT, {"file": SimpleUploadedFile(f"register.{kind}", content)})
        assert [row[2] for row in outcomes(response)] == ["ongewijzigd"] * 3
        assert response.context["reading"].unknown_columns == [
            "aanbieder",
            "segment",
            "status",
            "opzeggen_uiterlijk",
            "gedeclareerd_12_maanden_eurocent",
            "bestedingsruimte_eurocent",
        ]


def test_who_looks_after_it_changes_at_once_with_the_reason(client, three):
    user = person("carel")
    header = "contractnummer;agb;begin;verantwoordelijke;voorganger;evaluatie_op;reden"
    response = upload(client, "C0;99000000;2024-01-01;carel;C1;2026-11-01;Overdracht.", header=header)
    client.post(IMPORT, {"bevestigd": response.context["key"]})
    found = Contract.objects.get(number="C0")
    assert (found.responsible, found.predecessor.number, found.evaluate_on) == (user, "C1", date(2026, 11, 1))
    assert found.events.order_by("pgh_id").last().pgh_context.metadata["reason"] == "Overdracht."
    assert ContractDecision.objects.count() == 0


def test_everything_wrong_is_named_with_its_place_and_what_to_do(client, three):
    response = upload(
        client,
        "C7;12345678;onderhands;31-12-2026;morgen;3 maal;zes;x",
        "C0;99000001;open_house;2024-01-01;2026-12-31;3x12;6;x",
        ";99000000;open_house;2024-01-01;;;;x",
        NEW,
    )
    assert faults(response) == [
        (
            1,
            "agb",
            "AGB-code ‘12345678’ is niet bekend. Controleer de acht cijfers of lever de aanbieder eerst aan.",
        ),
        (
            1,
            "inkoopvorm",
            "Inkoopvorm ‘onderhands’ bestaat niet. Kies uit: open_house, aanbesteding, incidenteel.",
        ),
        (1, "begin", "‘31-12-2026’ is geen datum. Schrijf haar als JJJJ-MM-DD, zoals 2027-12-31."),
        (1, "eind", "‘morgen’ is geen datum. Schrijf haar als JJJJ-MM-DD, zoals 2027-12-31."),
        (
            1,
            "opties",
            "De opties ‘3 maal’ zijn niet te lezen. Schrijf aantal x maanden, zoals 3x12 of 1x24 2x12.",
        ),
        (
            1,
            "opzegtermijn_maanden",
            "‘zes’ is geen aantal maanden. Schrijf een heel getal, of laat het leeg.",
        ),
        (2, "agb", "Het contract is van 99000000. Gebruik een eigen nummer voor dit contract."),
        (3, "contractnummer", "Het contractnummer ontbreekt. Geef elk contract een nummer."),
    ]
    assert b'name="bevestigd"' not in response.content


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("leeg.csv", b"", "Het bestand is leeg."),
        ("kapot.xlsx", b"geen zip", "Het bestand is niet te lezen."),
        ("oud.csv", b"contractnummer;agb\n\xff\xfe", "Het bestand is niet te lezen."),
        ("kolom.csv", b"contractnummer;agb\nC0;99000000", "De kolom begin ontbreekt in de kopregel."),
    ],
)
def test_file_that_is_no_register_is_refused(client, three, name, content, message):
    response = client.post(IMPORT, {"file": SimpleUploadedFile(name, content)})
    (error,) = response.context["form"].errors["file"]
    assert error.startswith(message) or (name == "leeg.csv" and "leeg" in error)


def test_file_of_somebody_else_cannot_be_confirmed(client, three):
    key = upload(client, NEW).context["key"]
    client.force_login(person("carel", "contractmanager"))
    client.post(IMPORT, {"bevestigd": key})
    assert Contract.objects.filter(number="C9").count() == 0
    assert reverse("admin:contract_import") == IMPORT
    assert Tariff.objects.count() == 3


def test_command_writes_the_whole_register(tmp_path, capsys):
    region(3)
    for form in ("csv", "xlsx", "ocds"):
        call_command("contract_register", form, output=tmp_path / form)
    assert capsys.readouterr().out.splitlines()[0] == f"3 contracten in {tmp_path / 'csv'}."
    assert len((tmp_path / "csv").read_text("utf-8-sig").splitlines()) == 4
    assert len(json.loads((tmp_path / "ocds").read_text())["releases"]) == 3
    sheet = CalamineWorkbook.from_path(str(tmp_path / "xlsx")).get_sheet_by_index(0).to_python()
    assert len(sheet) == 4
