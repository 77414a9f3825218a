"""The rows of the export ``declaratiegedrag``: every indicator of every provider, with its peers."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from kpis.rules import indicators as dg
from kpis.rules.afterstop import dg13_after_stop
from kpis.rules.casemix import dg10_case_mix
from kpis.rules.duration import dg11_duration
from kpis.rules.indicators import Figure
from kpis.rules.months import Window, mature_part
from kpis.rules.parameters import DEFAULTS, Parameters
from kpis.rules.peers import Comparison, Member, compare, has_peer_columns, peer_group
from kpis.rules.snapshot import AcceptedLine, Snapshot, SubmittedRow, declared, grouped
from kpis.rules.softdouble import dg14_soft_double

PartOf = Callable[[AcceptedLine | SubmittedRow], str]

PART_OF: Mapping[str, PartOf] = {
    "categorie": lambda entry: entry.category,
    "productcode": lambda entry: entry.code,
    "gemeente": lambda entry: entry.municipality,
}


@dataclass(frozen=True, slots=True)
class Row:
    """One row; ``part`` is empty without a split, ``comparison`` None without peer columns."""

    agb: str
    part: str
    figure: Figure
    comparison: Comparison | None

    @property
    def key(self) -> tuple[str, str, str]:
        return (self.agb, self.part, self.figure.indicator)


def rows(
    snapshot: Snapshot, window: Window, by: str | None = None, parameters: Parameters = DEFAULTS
) -> list[Row]:
    """The rows of ``declaratiegedrag`` over a window of months, sorted by agb, split, indicator.

    Without ``by``: every provider known at the peildatum, also without lines, with DG01 to DG14
    and its peers. With ``by`` (categorie, productcode or gemeente): per provider the parts
    with a row served or booked in the window, also a refused one, with DG01 to DG03, DG06 to DG09
    and DG12, without peers. Source: sections 2 and 11.
    """
    if by is None:
        found = whole_rows(snapshot, window, parameters)
    else:
        found = split_rows(snapshot, window, PART_OF[by], parameters)
    return sorted(found, key=lambda row: row.key)


def whole_rows(snapshot: Snapshot, window: Window, parameters: Parameters) -> Iterator[Row]:
    """The rows of whole providers, compared with their peers."""
    figures = provider_figures(snapshot, window, parameters)
    members = [member_of(snapshot, agb, window) for agb in figures]
    all_mature = mature_part(window, snapshot.peildatum, parameters) == window
    values = values_per_indicator(figures)
    for member in members:
        group = peer_group(member, members, parameters)
        for figure in figures[member.agb]:
            indicator, comparison = figure.indicator, None
            if has_peer_columns(indicator):
                comparison = compare(
                    indicator,
                    member,
                    group,
                    values[indicator],
                    all_mature=all_mature,
                    parameters=parameters,
                )
            yield Row(member.agb, "", figure, comparison)


def provider_figures(
    snapshot: Snapshot, window: Window, parameters: Parameters = DEFAULTS
) -> dict[str, list[Figure]]:
    """DG01 to DG14 of every provider known at the peildatum, per AGB."""
    codes = dg.codes_in_region(snapshot, window)
    regional = declared(dg.served_in(snapshot.lines, window))
    doubles = dg14_soft_double(snapshot, window)
    figures = {}
    for agb in sorted(snapshot.providers):
        lines, submitted = snapshot.lines_of.get(agb, []), snapshot.submitted_of.get(agb, [])
        figures[agb] = [
            *line_figures(lines, window, regional, parameters),
            *dg.dg09_rejection(submitted, window, codes),
            dg.dg04_utilisation(snapshot, agb, window, parameters),
            dg.dg05_without_invoice(snapshot, agb, window, parameters),
            *dg10_case_mix(lines, snapshot.product_codes, window),
            *dg11_duration(snapshot, agb, window, parameters),
            dg13_after_stop(snapshot, agb, window, parameters),
            doubles[agb],
        ]
    return figures


def line_figures(
    lines: Sequence[AcceptedLine], window: Window, regional: int, parameters: Parameters = DEFAULTS
) -> list[Figure]:
    """DG01 to DG03, DG06 to DG08 and DG12 of the accepted lines of a provider or a part of it.

    ``regional`` is the declared amount of the region in the same part, in cents.
    """
    return [
        dg.dg01_declared(lines, window),
        dg.dg02_clients(lines, window),
        *dg.dg03_cost_per_client(lines, window),
        *dg.dg06_delay(lines, window, parameters),
        dg.dg07_credit_rate(lines, window),
        dg.dg08_rebilling(lines, window),
        dg.dg12_share(lines, regional, window),
    ]


def member_of(snapshot: Snapshot, agb: str, window: Window) -> Member:
    """The place of a provider among its peers, from its accepted lines in the window."""
    lines = snapshot.lines_of.get(agb, [])
    return Member(
        agb=agb,
        segment=snapshot.providers[agb].segment,
        dominant=dg.dominant_category(lines, window),
        clients=len(dg.client_costs(lines, window)),
    )


def values_per_indicator(
    figures: Mapping[str, Sequence[Figure]],
) -> dict[str, dict[str, Fraction | None]]:
    """Per indicator the value per AGB."""
    values: dict[str, dict[str, Fraction | None]] = {}
    for agb, own in figures.items():
        for figure in own:
            values.setdefault(figure.indicator, {})[agb] = figure.value
    return values


def split_rows(snapshot: Snapshot, window: Window, part_of: PartOf, parameters: Parameters) -> Iterator[Row]:
    """The rows per part of a provider."""
    codes = dg.codes_in_region(snapshot, window)
    served = grouped(dg.served_in(snapshot.lines, window), part_of)
    regional = {part: declared(lines) for part, lines in served.items()}
    for agb in snapshot.providers:
        lines = grouped(snapshot.lines_of.get(agb, []), part_of)
        for part, submitted in grouped(snapshot.submitted_of.get(agb, []), part_of).items():
            if not any(touches(row, window) for row in submitted):
                continue
            own = line_figures(lines.get(part, []), window, regional.get(part, 0), parameters)
            for figure in own + dg.dg09_rejection(submitted, window, codes):
                yield Row(agb, part, figure, None)


def touches(row: SubmittedRow, window: Window) -> bool:
    """True when a row was served or booked in the window."""
    return row.service_month in window or row.booking_month in window
