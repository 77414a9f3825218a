"""A BSN goes no further than the reader: not into the database, not into an outcome, a message or the output."""

from tests.exchange.cast import lay_ground, line, row, table, with_bsn
from tests.exchange.tables import contents

GOOD, OTHER, UNKNOWN = "999990019", "123456782", "111222333"
INVALID = "123456789"
POINTS = "9999.90.019"


def test_no_bsn_is_kept_or_said(manage, tmp_path):
    """Accepted, refused, malformed, in the wrong column, in the place of the header, on trial and in a broken file."""
    lay_ground()
    files = {
        "toewijzingen": with_bsn(
            "toewijzingen",
            [
                row("toewijzingen", bsn=GOOD),
                row("toewijzingen", bsn=OTHER, toewijzingnummer="51", agb="00000099"),
                row("toewijzingen", bsn=INVALID, toewijzingnummer="52"),
                row("toewijzingen", bsn=GOOD, toewijzingnummer="53", gemeentecode=OTHER),
            ],
        ),
        "declaraties": with_bsn(
            "declaraties",
            [
                line(bsn=GOOD, toewijzingnummer="50"),
                line(bsn=OTHER, toewijzingnummer="50", referentienummer="R2"),
                line(bsn=UNKNOWN, toewijzingnummer="9", referentienummer="R3"),
                line(bsn=INVALID, referentienummer="R4"),
                line(bsn=GOOD, referentienummer="R5") | {"dagtekening": f"{GOOD}", "eenheid": f"x {OTHER}"},
            ],
        ),
        "zonder-kopregel": f"{GOOD};9001;50\n{OTHER};9001;51\n",
        "kolom-te-veel": f"gemeentecode;naam;{GOOD}\n9005;Aarveld;x\n",
        "afgebroken": with_bsn("declaraties", [line(bsn=UNKNOWN)])[:-3] + f'"{GOOD}',
    }
    for name, text in files.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    paths = [tmp_path / f"{name}.csv" for name in files]
    trial = manage("import_delivery", "--dry-run", *paths).communicate(timeout=120)
    earnest = manage("import_delivery", *paths).communicate(timeout=120)
    outcomes = [path.read_text(encoding="utf-8") for path in tmp_path.glob("*.uitkomst.csv")]
    assert len(outcomes) == len(files)

    written = "\n".join([*trial, *earnest, *outcomes, str(contents(without=set()))])
    assert [bsn for bsn in (GOOD, OTHER, UNKNOWN, INVALID) if bsn in written] == []
    assert "Aarveld" in written  # what is looked through does hold what was delivered


def test_a_bsn_in_the_columns_of_another(manage, tmp_path):
    """The command itself: its output and log, the database, and the file with the outcome."""
    lay_ground()
    numbers = (GOOD, POINTS, "999900006", "999901990")
    rows = [
        line(client=GOOD, toewijzingnummer=GOOD, referentienummer="999900006", declaratienummer="999901990"),
        line(client=POINTS, referentienummer="R2"),
    ]
    file = tmp_path / "levering.csv"
    file.write_text(table("declaraties", rows), encoding="utf-8")
    spoken = manage("import_delivery", file).communicate(timeout=120)
    outcome = (tmp_path / "levering.csv.uitkomst.csv").read_text(encoding="utf-8")
    written = "\n".join([*spoken, outcome, str(contents(without=set()))])
    assert [number for number in numbers if number in written] == []
    assert outcome.count("In deze kolom lijkt een BSN te staan.") == 5
