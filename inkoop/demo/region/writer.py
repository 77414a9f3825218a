"""Writes the files of the deliveries, row after row, and the list of refusals to expect."""

from dataclasses import dataclass
from pathlib import Path
from typing import Self, TextIO

from inkoop.demo.region import days, jw323

CLIENT = "client"
COLUMNS = {
    "gemeenten": "gemeentecode;naam",
    "aanbieders": "agb;naam;kvk;rechtsvorm;segment;plaats;email",
    "productcodes": "productcode;productcategorie;omschrijving;eenheid;zorgvorm;gewichtsklasse;bekostiging;"
    "max_duur_dagen;opleidingsniveau;verlengd",
    "contracten": "contractnummer;agb;inkoopvorm;begin;eind;opties;opzegtermijn_maanden;gemeentecodes",
    "tarieven": "contractnummer;productcode;begin;eind;tarief;eenheid",
    "toewijzingen": f"gemeentecode;toewijzingnummer;{CLIENT};geboortemaand;agb;productcategorie;productcode;"
    "toewijzingsdatum;toewijzingstijd;ingangsdatum;einddatum;volume;eenheid;frequentie;budget;reden_wijziging;"
    "verwijzer;verwijzer_naam;team",
    "ibps": "ibp;gemeentecode;toewijzingnummers;bedrag;ingangsdatum;einddatum;vastgesteld_door;vastgesteld_op;"
    "kindklasse;systeemklasse;versie",
    "starts": "gemeentecode;toewijzingnummer;begindatum",
    "stops": "gemeentecode;toewijzingnummer;einddatum;reden",
    "declaraties": "agb;gemeentecode;declaratienummer;dagtekening;referentienummer;vorig_referentienummer;"
    f"{CLIENT};toewijzingnummer;productcategorie;productcode;periode_begin;periode_eind;volume;eenheid;tarief;"
    "bedrag;debet_credit",
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that must be refused."""

    codes: str
    note: str


class Outbox:
    """Rows on their way to the deliveries, with the refusals among them by position."""

    def __init__(self) -> None:
        self.rows: dict[tuple[str, int], list[str]] = {}
        self.refusals: dict[tuple[str, int], dict[int, Refusal]] = {}

    def add(self, kind: str, delivery: int, row: str, refusal: Refusal | None = None) -> None:
        rows = self.rows.setdefault((kind, delivery), [])
        if refusal is not None:
            self.refusals.setdefault((kind, delivery), {})[len(rows)] = refusal
        rows.append(row)


class Deliveries:
    """The directory of deliveries; use as a context manager."""

    def __init__(self, directory: Path, client_column: str, *, xml: bool) -> None:
        self._directory, self._client_column, self._xml = directory, client_column, xml
        self._files: dict[tuple[str, int], TextIO] = {}
        self._counts: dict[tuple[str, int], int] = {}
        self._expected: list[tuple[str, str, int, str, str]] = []
        self._expected_in_messages: list[tuple[str, str, str, str]] = []

    def __enter__(self) -> Self:
        self._directory.mkdir(parents=True, exist_ok=True)
        return self

    def __exit__(self, *error: object) -> None:
        for file in self._files.values():
            file.close()
        self._write_expected()

    @property
    def line_count(self) -> int:
        return sum(count for (kind, _), count in self._counts.items() if kind == "declaraties")

    @property
    def refusal_count(self) -> int:
        return len(self._expected)

    def path(self, delivery: int) -> Path:
        return self._directory / days.iso(days.received_day(delivery))

    def take(self, outbox: Outbox) -> None:
        for (kind, delivery), rows in outbox.rows.items():
            before = self._append(kind, delivery, rows)
            refusals = outbox.refusals.get((kind, delivery), {})
            day = days.iso(days.received_day(delivery))
            for offset, refusal in refusals.items():
                self._expected.append((day, f"{kind}.csv", before + offset + 1, refusal.codes, refusal.note))
            if self._xml and kind == "declaraties":
                codes = {offset: refusal.codes for offset, refusal in refusals.items()}
                for name, reference, found in jw323.write(
                    self.path(delivery) / "jw323", delivery, rows, codes
                ):
                    self._expected_in_messages.append((day, name, reference, found))

    def _append(self, kind: str, delivery: int, rows: list[str]) -> int:
        key = (kind, delivery)
        if key not in self._files:
            self.path(delivery).mkdir(exist_ok=True)
            # one handle per file for the whole run: a region has too many small batches to reopen files
            self._files[key] = (self.path(delivery) / f"{kind}.csv").open("w", encoding="utf-8", newline="\n")
            self._files[key].write(COLUMNS[kind].replace(CLIENT, self._client_column) + "\n")
            self._counts[key] = 0
        self._files[key].write("\n".join(rows) + "\n")
        before = self._counts[key]
        self._counts[key] += len(rows)
        return before

    def _write_expected(self) -> None:
        with (self._directory / "verwacht.csv").open("w", encoding="utf-8", newline="\n") as file:
            file.write("received_on;file;row;codes;note\n")
            for day, name, row, codes, note in sorted(self._expected):
                file.write(f"{day};{name};{row};{codes};{note}\n")
        if self._xml:
            with (self._directory / "verwacht_jw323.csv").open("w", encoding="utf-8", newline="\n") as file:
                file.write("received_on;file;referentienummer;codes\n")
                file.writelines(";".join(row) + "\n" for row in sorted(self._expected_in_messages))
