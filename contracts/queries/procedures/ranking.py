"""The ranking of a lot: agreed points, sums and who would get a contract."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from contracts.models import Application, Assessment, Consensus, Criterion, Lot, Score
from contracts.models.procedures.assessments import with_done
from contracts.queries.procedures.offers import Offer, offers_of, price_criterion
from contracts.rules.awarding import Award, Ranked, award, rank
from contracts.rules.awarding import Criterion as RuleCriterion


@dataclass(frozen=True)
class Standing:
    """Of one lot. ``rows`` is empty as long as ``unfinished`` or ``unsettled`` hold anything.

    ``unsettled``: (application, criterion) on which the assessors differ and no consensus is recorded; kept
    back until nobody has to score any more. ``offers``: application -> prices; empty when the price does not count.
    """

    lot: Lot
    criteria: list[Criterion]
    applications: dict[int, Application]
    unfinished: list[Application]
    unsettled: list[tuple[Application, Criterion]]
    rows: list[Ranked]
    award: Award
    offers: dict[int, Offer]

    @property
    def is_complete(self) -> bool:
        return not self.unfinished and not self.unsettled

    def ranked(self) -> list[tuple[Ranked, Application]]:
        return [(row, self.applications[row.bid]) for row in self.rows]


def standing_of(lot: Lot) -> Standing:
    """Four queries for any number of applications and assessors; two more when the price is a criterion."""
    criteria = list(lot.criteria.all())
    running = with_done(Application.objects.filter(lot=lot).in_the_running()).select_related("provider")
    applications = {one.pk: one for one in running}
    unfinished = [one for one in applications.values() if one.done < one.needed or one.needed == 0]
    offers = offers_of(lot, price_criterion(criteria))
    agreed = agreed_points(lot, criteria, offers)
    unsettled = [
        (application, criterion)
        for application in applications.values()
        for criterion in criteria
        if not unfinished and criterion.pk not in agreed[application.pk]
    ]
    rows: list[Ranked] = []
    if not unfinished and not unsettled:
        rows = rank(rule_criteria(criteria), {pk: agreed[pk] for pk in applications})
    drawn = {pk: one.drawn for pk, one in applications.items() if one.drawn is not None}
    return Standing(
        lot, criteria, applications, unfinished, unsettled, rows, award(rows, lot.max_awards, drawn), offers
    )


def rule_criteria(criteria: list[Criterion]) -> list[RuleCriterion]:
    return [RuleCriterion(one.pk, one.weight, one.maximum, one.minimum) for one in criteria]


def agreed_points(
    lot: Lot, criteria: list[Criterion], offers: dict[int, Offer]
) -> dict[int, dict[int, Decimal]]:
    """Application -> criterion -> points: those of the consensus, those that all assessors gave, or those that
    follow from the price. Two queries.
    """
    agreed: dict[int, dict[int, Decimal]] = defaultdict(dict)
    finished = Assessment.objects.filter(application__lot=lot, finished_at__isnull=False)
    given: dict[tuple[int, int], set[Decimal]] = defaultdict(set)
    scores = Score.objects.filter(assessment__in=finished)
    for application, criterion, points in scores.values_list(
        "assessment__application", "criterion", "points"
    ):
        given[application, criterion].add(points)
    for (application, criterion), points_given in given.items():
        if len(points_given) == 1:
            agreed[application][criterion] = next(iter(points_given))
    settled = Consensus.objects.filter(application__lot=lot)
    for application, criterion, points in settled.values_list("application", "criterion", "points"):
        agreed[application][criterion] = points
    price = price_criterion(criteria)
    if price is not None:
        for application, offer in offers.items():
            agreed[application][price.pk] = offer.points
    return agreed
