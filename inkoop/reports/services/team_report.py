"""The report of one jeugdteam: what its youths used, hidden so that nobody finds few youths with all reports at hand.

Whatever the municipality hides is hidden for each of its teams, also where a team has nothing: so no sum over teams
tells more than the municipality does. What the municipality shows is divided over teams that are hidden together.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal

from inkoop.base.dutch import counted, percent, short_euro
from inkoop.base.models import Municipality, Team
from inkoop.reports.content import Section
from inkoop.reports.queries.teams import team_uses
from inkoop.reports.rules.suppression import Sum, hidden_rows
from inkoop.reports.services.shielding import fewest, key_of, nested_sums, products_above
from inkoop.reports.services.use_sections import Uses, largest_sentence, use_section
from kpis.choices import UseDimension
from kpis.models import CareUse, Computation

DIVIDED = (UseDimension.PRODUCT_CODE, UseDimension.CARE_FORM, UseDimension.REFERRER)
WORDS = {
    UseDimension.PRODUCT_CODE: ("producten", "Gebruik per product", "Product"),
    UseDimension.CARE_FORM: ("zorgvormen", "Gebruik per zorgvorm", "Zorgvorm"),
    UseDimension.REFERRER: ("verwijzers", "Wie verwees", "Verwijzer"),
}
TeamKey = tuple[
    str, int, str, str
]  # team, year, dimension, part; of the municipality: its mark and not a team
WHOLE_PLACE = "\0gemeente"


def team_sections(uses: Uses, municipality: Municipality, team: Team) -> list[Section]:
    """``uses``: those of the municipality. Six queries."""
    own = uses_of_team(uses, municipality, team.name)
    sections = [
        use_section(own, key=key, title=title, dimension=dimension, word=word,
                    sentences=largest_sentence(own, dimension))
        for dimension, (key, title, word) in WORDS.items()
    ]  # fmt: skip
    return [_whole(own, uses, team), *sections]


def uses_of_team(uses: Uses, municipality: Municipality, team: str) -> Uses:
    """The rows of one team with what may not be shown; three queries."""
    per_team = _per_team(uses.computation, municipality)
    hidden = hidden_of_teams(uses, per_team)
    rows = list(per_team.get(team, []))
    present = {key_of(row) for row in rows}
    rows += [
        CareUse(municipality_code=uses.code, year=row.year, dimension=row.dimension, part=row.part,
                youths=0, clients=0, days=0, declared=0)
        for row in uses.rows
        if row.dimension in DIVIDED and uses.is_hidden(row) and key_of(row) not in present
    ]  # fmt: skip
    own = {(uses.code, *key[1:]) for key in hidden if key[0] == team}
    own |= {key for key in uses.hidden if key[0] == uses.code and key[2] in DIVIDED}
    return Uses(uses.computation, uses.code, rows, own)


def hidden_of_teams(uses: Uses, per_team: Mapping[str, list[CareUse]]) -> set[TeamKey]:
    """Which rows of teams are hidden beside those of the municipality. One query.

    Rows of which the municipality tells nothing and those of a team that is hidden itself are hidden anyhow. What no
    team is known of counts as a team, that has no report. Years have nothing to do with each other.
    """
    above = products_above()
    years = {row.year for rows in per_team.values() for row in rows}
    return {key for year in years for key in _hidden_in(year, uses, per_team, above)}


def _hidden_in(
    year: int, uses: Uses, per_team: Mapping[str, list[CareUse]], above: Mapping[str, Mapping[str, str]]
) -> Iterable[TeamKey]:
    """The wholes of teams and what the municipality tells are known: as far as they bind, nothing of them is hidden."""
    youths: dict[TeamKey, int] = {}
    withheld: set[TeamKey] = set()
    sums: list[Sum] = []
    whole = [row for row in uses.rows if row.year == year]
    hidden_teams = {row.part for row in whole if row.dimension == UseDimension.TEAM and uses.is_hidden(row)}
    for team, found in per_team.items():
        rows = [row for row in found if row.year == year]
        for row in rows:
            key = (team, *key_of(row)[1:])
            youths[key] = fewest(row.youths, row.clients)
            if team in hidden_teams or (row.dimension in DIVIDED and key_of(row) in uses.hidden):
                withheld.add(key)
        sums += _sums_of_team(team, rows)
        sums += nested_sums({(team, *key_of(row)[1:]): row.declared for row in rows}, above)
    known = {(WHOLE_PLACE, *key_of(row)[1:]): row for row in whole}
    sums += _sums_over_teams(youths, known)
    wholes = {key for key in youths if key[2] == UseDimension.WHOLE and key not in withheld}
    youths |= {key: fewest(row.youths, row.clients) for key, row in known.items()}
    secret = {key for key, row in known.items() if uses.is_hidden(row)}
    hidden = hidden_rows(youths, sums, published=wholes | (set(known) - secret), withheld=withheld | secret)
    return (key for key in hidden if key[0] != WHOLE_PLACE)


def _per_team(computation: Computation, municipality: Municipality) -> dict[str, list[CareUse]]:
    if computation.window_from is None or computation.window_to is None:
        return {}
    return team_uses(
        municipality,
        peildatum=computation.peildatum,
        first=computation.window_from,
        last=computation.window_to,
    )


def _sums_of_team(team: str, rows: Iterable[CareUse]) -> list[Sum]:
    """The parts of each dimension add up to the whole of the team."""
    parts: dict[tuple[int, str], list[TeamKey]] = defaultdict(list)
    for row in rows:
        if row.dimension != UseDimension.WHOLE:
            parts[row.year, row.dimension].append((team, row.year, row.dimension, row.part))
    return [
        Sum((team, year, UseDimension.WHOLE.value, ""), tuple(sorted(found)))
        for (year, _), found in sorted(parts.items())
    ]


def _sums_over_teams(keys: Iterable[TeamKey], known: Mapping[TeamKey, CareUse]) -> list[Sum]:
    """Teams add up to the municipality, part by part."""
    parts: dict[TeamKey, list[TeamKey]] = defaultdict(list)
    for key in keys:
        parts[WHOLE_PLACE, *key[1:]].append(key)
    return [Sum(whole, tuple(sorted(found))) for whole, found in sorted(parts.items()) if whole in known]


def _whole(own: Uses, uses: Uses, team: Team) -> Section:
    """What the team used beside its municipality, in the newest year."""
    title = f"{team.name} in het kort"
    year = uses.years[-1] if uses.years else 0
    row, whole = own.whole(year), uses.whole(year)
    if row is None or whole is None or whole.declared <= 0:
        return Section("kort", title, ("Op wat dit team toewees, is dit jaar niets gedeclareerd.",))
    if own.is_hidden(row) or uses.is_hidden(whole):
        return Section("kort", title, ("Afgeschermd: het gaat om te weinig jeugdigen.",))
    share = percent(Decimal(row.declared) / whole.declared)
    said = (
        f"In {year} werd op toewijzingen van dit team {short_euro(row.declared)} gedeclareerd, {share} van wat de "
        f"gemeente gebruikte, voor {counted(row.clients, 'cliënt', 'cliënten')}."
    )
    return Section("kort", title, (said,))
