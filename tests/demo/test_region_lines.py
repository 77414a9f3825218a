"""The lines of a region that must be accepted, recounted here in a way of its own."""

from collections import Counter, defaultdict
from datetime import date, timedelta

import pytest

from inkoop.demo.region.region import Order, make
from tests.demo.deliveries import all_rows, by_allocation, expected, good_rows, signed


@pytest.fixture(scope="module")
def region(tmp_path_factory):
    directory = tmp_path_factory.mktemp("region") / "klein"
    make(Order("klein", 11, directory))
    return directory


@pytest.fixture(scope="module")
def lines(region):
    return good_rows(region, "declaraties")


@pytest.fixture(scope="module")
def debits(lines):
    return [line for line in lines if line["debet_credit"] == "D"]


def test_a_credit_repeats_an_earlier_debit_once(lines):
    debits, credited = {}, Counter()
    for line in lines:
        if line["debet_credit"] == "D":
            debits[line["agb"], line["referentienummer"]] = line
            continue
        key = line["agb"], line["vorig_referentienummer"]
        credited[key] += 1
        apart = {
            "referentienummer",
            "vorig_referentienummer",
            "debet_credit",
            "declaratienummer",
            "dagtekening",
            "received_on",
        }
        assert {k: v for k, v in line.items() if k not in apart} == {
            k: v for k, v in debits[key].items() if k not in apart
        }
        assert debits[key]["received_on"] < line["received_on"]

    assert set(credited.values()) == {1}


def test_no_reference_of_an_accepted_line_occurs_before(region):
    refused, seen = expected(region), set()
    for day, number, row in all_rows(region, "declaraties"):
        key = row["agb"], row["referentienummer"]
        if (day, "declaraties.csv", number) not in refused:
            assert key not in seen
            assert len(row["referentienummer"]) <= 20
        seen.add(key)


def test_a_declaration_belongs_to_one_delivery(lines):
    heads = defaultdict(set)
    for line in lines:
        heads[line["agb"], line["declaratienummer"]].add(
            (line["received_on"], line["gemeentecode"], line["dagtekening"])
        )

    assert {len(found) for found in heads.values()} == {1}
    assert all(number.isalnum() and len(number) <= 12 for _, number in heads)


def test_care_is_declared_once_unless_credited(lines):
    standing = set()
    for line in sorted(lines, key=lambda line: (line["received_on"], line["debet_credit"])):
        key = tuple(
            line[k]
            for k in ("gemeentecode", "toewijzingnummer", "productcode", "periode_begin", "periode_eind")
        )
        if line["debet_credit"] == "C":
            standing.remove(key)
        else:
            assert key not in standing
            standing.add(key)


def test_lines_are_signed_after_their_month_and_before_receipt(lines):
    assert all(line["periode_eind"] <= line["dagtekening"] <= line["received_on"] for line in lines)


def test_periods_are_the_month_within_the_allocation_as_known_at_receipt(region, debits):
    versions = by_allocation(good_rows(region, "toewijzingen"))
    for line in debits:
        known = version_at(versions[line["gemeentecode"], line["toewijzingnummer"]], line["received_on"])
        first, last = month(line["periode_begin"])
        assert line["periode_begin"] == max(first, known["ingangsdatum"])
        assert line["periode_eind"] == min(last, known["einddatum"] or last)


def test_amounts_follow_the_tariff_of_the_first_day(region, debits):
    tariffs = defaultdict(list)
    contracts = {row["contractnummer"]: row["agb"] for row in good_rows(region, "contracten")}
    for row in good_rows(region, "tarieven"):
        tariffs[contracts[row["contractnummer"]], row["productcode"]].append(row)
    for line in debits:
        volume, amount, unit = int(line["volume"]), int(line["bedrag"]), line["eenheid"]
        if unit == "83":
            assert (amount, line["tarief"]) == (volume, "")
            continue
        (agreed,) = [
            int(row["tarief"])
            for row in tariffs[line["agb"], line["productcode"]]
            if row["begin"] <= line["periode_begin"] <= row["eind"]
            and row["received_on"] <= line["received_on"]
        ]
        by_minute = unit == "01"
        assert int(line["tarief"]) == (int(agreed / 60 + 0.5) if by_minute else agreed)
        assert amount == (int(agreed * volume / 60 + 0.5) if by_minute else agreed * volume)


def test_sums_stay_within_the_allocation(region, lines):
    """Recounted after each delivery, with the version that counted then."""
    versions = by_allocation(good_rows(region, "toewijzingen"))
    for key, found in by_allocation(lines).items():
        used = spent = 0
        for line in sorted(found, key=lambda line: (line["received_on"], line["debet_credit"])):
            sign = 1 if line["debet_credit"] == "D" else -1
            used += sign * minutes(line["volume"], line["eenheid"])
            spent += signed(line)
            known = version_at(versions[key], line["received_on"])
            if sign > 0 and known["budget"]:
                assert spent <= int(known["budget"])
            if sign > 0 and known["frequentie"] in ("2", "6"):
                assert used <= total(known)


def test_weeks_and_days_stay_within_their_period(region, debits):
    versions = by_allocation(good_rows(region, "toewijzingen"))
    checked = Counter()
    for line in debits:
        known = version_at(versions[line["gemeentecode"], line["toewijzingnummer"]], line["received_on"])
        times = {"1": days, "2": weeks, "4": lambda *_: 1}.get(known["frequentie"])
        if times is None:
            continue
        begin, end = date.fromisoformat(line["periode_begin"]), date.fromisoformat(line["periode_eind"])
        most = minutes(known["volume"], known["eenheid"]) * times(begin, end, known)
        assert minutes(line["volume"], line["eenheid"]) <= most
        checked[known["frequentie"]] += 1

    assert all(checked[frequency] >= 20 for frequency in "124")


def version_at(versions, day):
    known = [row for row in versions if row["received_on"] <= day]
    return max(known, key=lambda row: (row["toewijzingsdatum"], row["toewijzingstijd"], row["received_on"]))


def month(day):
    first = date.fromisoformat(day).replace(day=1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return first.isoformat(), last.isoformat()


def minutes(volume, unit):
    return int(volume) * (60 if unit == "04" else 1)


def total(version):
    volume = minutes(version["volume"], version["eenheid"])
    if version["frequentie"] == "6":
        return volume
    begin, end = date.fromisoformat(version["ingangsdatum"]), date.fromisoformat(version["einddatum"])
    return volume * weeks(begin, end, version)


def days(begin, end, _):
    return (end - begin).days + 1


def weeks(begin, end, version):
    """Effort: ISO weeks touched. Output: Sundays, and one more with the last Sunday of a broken last week."""
    every = [begin + timedelta(days=n) for n in range((end - begin).days + 1)]
    if version["eenheid"] not in ("82", "83"):
        return len({day.isocalendar()[:2] for day in every})
    last = date.fromisoformat(version["einddatum"])
    last_sunday = last - timedelta(days=last.isoweekday() % 7)
    return sum(day.isoweekday() == 7 for day in every) + (last != last_sunday and begin <= last_sunday <= end)
