"""The command: what it loads, says, writes and returns."""

import csv
from datetime import date
from io import StringIO

import pytest
import xlsxwriter
from django.core.management import CommandError, call_command
from django.utils import timezone

from contracts.models import AllocationVersion, Contract, DeclarationLine, RefusedLine
from inkoop.base.choices import DeliveryStatus
from inkoop.base.models import Delivery, Finding, Municipality
from inkoop.exchange.management.commands import import_delivery
from inkoop.exchange.services import receiving
from tests.exchange.cast import counts, lay_ground, line, row, table
from tests.exchange.tables import contents

GOOD = "gemeentecode;naam\n9001;Aarveld\n9002;Beekoord\n"
HALF_GOOD = "gemeentecode;naam\n901;Aarveld\n9002;Beekoord\n"
BROKEN = "gemeentecode;naam\n9001\n"
HEADER = ["rij", "veld", "code", "oorzaak", "gevonden", "verwacht", "volgende_stap"]


@pytest.fixture
def deliver(tmp_path, committed):
    """Runs the command on files of the test: ``name=content`` or names; gives exit code, output and errors."""

    def run(*words, **files):
        for name, content in files.items():
            (tmp_path / f"{name}.csv").write_text(content, encoding="utf-8")
        paths = [str(tmp_path / (word if "." in word else f"{word}.csv")) for word in files]
        out, err = StringIO(), StringIO()
        try:
            call_command("import_delivery", *paths, *words, stdout=out, stderr=err)
        except SystemExit as stopped:
            return stopped.code, *said(out, err)
        return 0, *said(out, err)

    def said(out, err):
        return out.getvalue().replace(f"{tmp_path}/", ""), err.getvalue().replace(f"{tmp_path}/", "")

    return run


@pytest.fixture
def outcome(tmp_path):
    """The file with the outcome of a delivered file."""

    def read(name):
        with (tmp_path / f"{name}.csv.uitkomst.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.reader(file, delimiter=";"))

    return read


def test_all_rows_accepted(deliver, outcome):
    assert deliver("--received-on", "2025-03-01", a=GOOD) == (
        0,
        "a.csv: gemeenten: 2 rijen, 2 aanvaard, 0 geweigerd, 0 ongewijzigd. Uitkomst: a.csv.uitkomst.csv\n",
        "",
    )
    assert outcome("a") == [HEADER]
    delivery = Delivery.objects.get()
    assert (delivery.status, delivery.kind, delivery.file_name, delivery.received_on, delivery.is_trial) == (
        DeliveryStatus.LOADED,
        "gemeenten",
        "a.csv",
        date(2025, 3, 1),
        False,
    )
    assert (delivery.rows_read, delivery.rows_total, counts(delivery), delivery.message) == (
        2,
        2,
        (2, 0, 0),
        "",
    )
    assert delivery.started_at <= delivery.finished_at


def test_some_rows_refused(deliver, outcome):
    assert deliver(a=HALF_GOOD) == (
        1,
        "a.csv: gemeenten: 2 rijen, 1 aanvaard, 1 geweigerd, 0 ongewijzigd. Uitkomst: a.csv.uitkomst.csv\n",
        "",
    )
    assert outcome("a") == [
        HEADER,
        [
            "1",
            "gemeentecode",
            "0001",
            "De waarde heeft niet de vorm die dit veld vraagt.",
            "901",
            "een gemeentecode van vier cijfers",
            "Verbeter de rij en lever haar opnieuw aan.",
        ],
    ]
    assert Municipality.objects.get().code == "9002"
    assert Delivery.objects.get().received_on == timezone.localdate()


def test_broken_file(deliver, outcome):
    message = (
        "Rij 1 heeft 1 velden, verwacht: 2, zoals in de kopregel. Het bestand is afgebroken of de kolommen "
        "verspringen. Maak het opnieuw en lever het volledig aan."
    )
    assert deliver(a=BROKEN) == (2, "", f"a.csv: niets geladen. {message}\n")
    assert outcome("a") == [HEADER, ["", "", "bestand", message, "", "", ""]]
    delivery = Delivery.objects.get()
    assert (delivery.status, delivery.rows_total, counts(delivery)) == (
        DeliveryStatus.REJECTED,
        None,
        (None, None, None),
    )
    assert delivery.finished_at


def test_missing_file_and_folder(deliver, tmp_path):
    (tmp_path / "map.d").mkdir()
    assert deliver(str(tmp_path / "weg.csv"), str(tmp_path / "map.d"), a=GOOD) == (
        2,
        "a.csv: gemeenten: 2 rijen, 2 aanvaard, 0 geweigerd, 0 ongewijzigd. Uitkomst: a.csv.uitkomst.csv\n",
        (
            "map.d: het bestand bestaat niet. Controleer de naam en de map.\n"
            "weg.csv: het bestand bestaat niet. Controleer de naam en de map.\n"
        ),
    )


def test_the_worst_of_several_files_decides(deliver):
    assert deliver(a=GOOD, b=HALF_GOOD)[0] == 1
    assert deliver(a=GOOD, b=HALF_GOOD, c=BROKEN)[0] == 2
    assert sorted(Municipality.objects.values_list("code", flat=True)) == ["9001", "9002"]


def test_same_file_again_changes_nothing(deliver, outcome):
    deliver(a=HALF_GOOD)
    first, before = Delivery.objects.get(), contents()
    assert deliver("--received-on", "2025-03-02", b=HALF_GOOD) == (
        1,
        (
            f"b.csv: dit bestand is al geladen (aanlevering {first.pk}); er verandert niets.\n"
            "b.csv: gemeenten: 2 rijen, 1 aanvaard, 1 geweigerd, 0 ongewijzigd. Uitkomst: b.csv.uitkomst.csv\n"
        ),
        "",
    )
    assert (contents(), outcome("b")) == (before, outcome("a"))


def test_same_file_twice_in_one_run(deliver):
    assert deliver(a=GOOD, b=GOOD)[0] == 0
    assert Delivery.objects.count() == 1


def test_broken_file_again_is_tried_again(deliver):
    assert [deliver(a=BROKEN)[0], deliver(a=BROKEN)[0]] == [2, 2]
    assert Delivery.objects.count() == 2


def test_files_are_loaded_by_kind_and_then_by_name(deliver):
    lay_ground()
    loaded = deliver(
        a1=table("declaraties", [line(toewijzingnummer="50", client="kind-e")]),
        a2=table("toewijzingen", [row("toewijzingen", einddatum="2025-06-30")]),
        a4=table("toewijzingen", [row("toewijzingen", einddatum="2025-12-31")]),
        a3=table("gemeenten", [row("gemeenten", gemeentecode="9005")]),
        a5=BROKEN,
    )
    assert [said.partition(":")[0] for said in loaded[1].splitlines()] == [
        "a3.csv",
        "a2.csv",
        "a4.csv",
        "a1.csv",
    ]
    assert loaded[0] == 2
    assert list(AllocationVersion.objects.order_by("-id").values_list("end", flat=True)[:2]) == [
        date(2025, 12, 31),
        date(2025, 6, 30),
    ]
    assert DeclarationLine.objects.count() == 1


def test_kind_given(deliver):
    both = "gemeentecode;naam;toewijzingnummer;begindatum\n9001;Aarveld;1;2025-01-01\n"
    assert deliver("--kind", "gemeenten", a=both)[1].splitlines() == [
        "a.csv: onbekende kolommen, niet gelezen: toewijzingnummer, begindatum.",
        "a.csv: gemeenten: 1 rijen, 1 aanvaard, 0 geweigerd, 0 ongewijzigd. Uitkomst: a.csv.uitkomst.csv",
    ]
    code, said, _ = deliver("--kind", "starts", a=both)
    assert (code, said.splitlines()[-1][:16]) == (1, "a.csv: starts: 1")


@pytest.mark.parametrize(
    "words", [["--kind", "facturen"], ["--received-on", "1-1-2025"], ["--received-on", "2025-02-30"]]
)
def test_words_that_are_not_understood(deliver, words):
    with pytest.raises(CommandError):
        deliver(*words, a=GOOD)
    assert Delivery.objects.count() == 0


def test_dry_run_changes_nothing_but_writes_the_outcome(deliver, outcome):
    lay_ground()
    before = contents()
    files = {
        "aanbieders": table("aanbieders", [row("aanbieders"), row("aanbieders", agb="1")]),
        "contracten": table("contracten", [row("contracten"), row("contracten", agb="00000099")]),
        "declaraties": table("declaraties", [line(), line(referentienummer="R2", tarief=1)]),
        "toewijzingen": table(
            "toewijzingen", [row("toewijzingen", team="Noord"), row("toewijzingen", agb="1")]
        ),
    }
    code, said, _ = deliver("--dry-run", **files)
    assert (code, contents()) == (1, before)
    assert said.splitlines() == [
        f"{kind}.csv: {kind}: 2 rijen, 1 aanvaard, 1 geweigerd, 0 ongewijzigd (proef, niets geladen). "
        f"Uitkomst: {kind}.csv.uitkomst.csv"
        for kind in ("aanbieders", "contracten", "toewijzingen", "declaraties")
    ]
    assert [found[:3] for found in outcome("declaraties")[1:]] == [
        ["2", "tarief", "0611"],
        ["2", "periode_begin", "9389"],
    ]
    tried = Delivery.objects.filter(status=DeliveryStatus.TRIED)
    assert [(one.is_trial, counts(one)) for one in tried] == [(True, (1, 1, 0))] * 4


def test_dry_run_and_then_in_earnest(deliver):
    assert deliver("--dry-run", a=GOOD)[0] == 0
    assert Municipality.objects.count() == 0
    assert deliver(a=GOOD)[0] == 0
    assert Municipality.objects.count() == 2


def test_dry_run_of_a_broken_file(deliver):
    assert deliver("--dry-run", a=BROKEN)[0] == 2


def test_dry_run_says_when_not_all_findings_are_kept(deliver, outcome, monkeypatch):
    monkeypatch.setattr(receiving, "TRIAL_FINDINGS", 3)
    _, said, _ = deliver("--dry-run", a="gemeentecode;naam\n" + "901;Aarveld\n" * 5)
    assert said.splitlines()[-1] == (
        "a.csv: Van een proef worden de eerste 3 bevindingen bewaard; er kunnen er meer zijn."
    )
    assert [found[0] for found in outcome("a")[1:]] == ["1", "2", "3"]


def test_outcome_names_warnings_too_and_they_refuse_nothing(deliver, outcome):
    lay_ground()
    text = table("toewijzingen", [row("toewijzingen", productcode="H999")])
    assert deliver(a=text)[0] == 0
    assert [found[:3] for found in outcome("a")[1:]] == [["1", "productcode", "S329"]]


def test_outcomes_among_the_files_are_passed_over(deliver, tmp_path):
    deliver(a=GOOD)
    result, said, complaints = deliver(str(tmp_path / "a.csv.uitkomst.csv"), a=GOOD)
    assert (result, said.splitlines()[0], complaints, Delivery.objects.count()) == (
        0,
        "a.csv.uitkomst.csv: overgeslagen, want dit is de uitkomst van een eerdere aanlevering.",
        "",
        1,
    )


def test_outcome_that_cannot_be_written(deliver, tmp_path):
    (tmp_path / "a.csv.uitkomst.csv.deel").mkdir()
    assert deliver(a=GOOD) == (
        0,
        "a.csv: gemeenten: 2 rijen, 2 aanvaard, 0 geweigerd, 0 ongewijzigd. Uitkomst: a.csv.uitkomst.csv\n",
        "a.csv: de uitkomst kan hier niet worden bewaard (Is a directory).\n",
    )


def test_xlsx(deliver, tmp_path):
    lay_ground()
    book = xlsxwriter.Workbook(tmp_path / "a.xlsx", {"default_date_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet()
    cells = line() | {
        name: date.fromisoformat(line()[name]) for name in ("dagtekening", "periode_begin", "periode_eind")
    }
    sheet.write_row(0, 0, cells)
    sheet.write_row(1, 0, cells.values())
    book.close()
    assert deliver(str(tmp_path / "a.xlsx"))[:2] == (
        0,
        "a.xlsx: declaraties: 1 rijen, 1 aanvaard, 0 geweigerd, 0 ongewijzigd. Uitkomst: a.xlsx.uitkomst.csv\n",
    )


def test_unexpected_error_loads_nothing_and_stops(deliver, monkeypatch):
    """The fault is in our own code here, so that it can be anything."""

    def fail(*args, **kwargs):
        raise RuntimeError("stuk")

    monkeypatch.setattr(import_delivery, "write_outcome", fail)
    code, said, errors = deliver(a=GOOD, b=HALF_GOOD)
    assert (code, said, errors) == (
        2,
        "",
        "Het laden is gestopt door een onverwachte fout. Wat hierboven niet staat, is niet geladen.\n",
    )


def test_refused_lines_and_findings_count_alike(deliver):
    lay_ground()
    wrong = [line(referentienummer=f"R{n}", tarief=1) for n in range(5)]
    deliver(a=table("declaraties", [line(), *wrong]))
    delivery = Delivery.objects.latest("id")
    assert counts(delivery) == (1, 5, 0)
    assert RefusedLine.objects.filter(delivery=delivery).count() == 5
    assert Finding.objects.filter(delivery=delivery).values("row_number").distinct().count() == 5
    assert Contract.objects.count() == 2
