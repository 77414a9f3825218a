"""The benchmark measures what it says: the files that it cuts out of a region."""

from datetime import date

from tests.bench.region import _cut

HEADER = "agb;referentienummer;vorig_referentienummer"


def a_region(folder, **lines_by_day):
    """Folders of days, each with as many lines as asked."""
    days = []
    for name, lines in lines_by_day.items():
        day = folder / name.removeprefix("d").replace("_", "-")
        day.mkdir()
        rows = [f"00000011;{day.name}-{number};" for number in range(lines)]
        (day / "declaraties.csv").write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
        days.append(day)
    return days


def test_a_month_that_one_day_fills_is_received_on_that_day(tmp_path):
    days = a_region(tmp_path, d2024_01_12=3, d2024_02_12=3, d2024_03_12=3)
    files, last = _cut(tmp_path, days, lines=4, month=2)
    assert (files.first_on, files.month_on, last) == (date(2024, 2, 12), date(2024, 3, 12), "2024-03-12")
    assert files.month.read_text(encoding="utf-8").splitlines()[1:] == [
        "00000011;2024-03-12-0;",
        "00000011;2024-03-12-1;",
    ]


def test_a_month_over_two_days_is_received_on_the_last(tmp_path):
    days = a_region(tmp_path, d2024_01_12=2, d2024_02_12=1, d2024_03_12=3, d2024_04_12=3)
    files, last = _cut(tmp_path, days, lines=2, month=3)
    assert (files.first_on, files.month_on, last) == (date(2024, 1, 12), date(2024, 3, 12), "2024-03-12")
