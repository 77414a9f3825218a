"""The grade that clients give a provider, from what its survey counted."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal

from providers.choices import SurveyQuestion
from providers.models import SurveyResult


def satisfaction(
    providers: Collection[int], *, since: date, as_of: date, least_answers: int
) -> dict[int, Decimal]:
    """Provider -> mean grade (1 to 10) for ``nut`` of its newest period that ended on or after ``since``.

    Youths, parents and municipalities together, of each the row received last on or before ``as_of``. Left out:
    fewer answers than ``least_answers``. One query.
    """
    rows = (
        SurveyResult.objects.filter(
            provider__in=providers, question=SurveyQuestion.NUT, end__gte=since, received_on__lte=as_of
        )
        .order_by("provider_id", "municipality_id", "begin", "end", "respondent", "-received_on", "-pk")
        .distinct("provider_id", "municipality_id", "begin", "end", "respondent")
    )
    counted: dict[int, dict[tuple[date, date], tuple[int, int]]] = {}
    for provider, begin, end, answered, total in rows.values_list(
        "provider_id", "begin", "end", "answered", "total"
    ):
        periods = counted.setdefault(provider, {})
        before = periods.get((end, begin), (0, 0))
        periods[end, begin] = (before[0] + answered, before[1] + total)
    newest = {provider: periods[max(periods)] for provider, periods in counted.items()}
    return {
        provider: Decimal(total) / answered
        for provider, (answered, total) in newest.items()
        if answered >= max(least_answers, 1)
    }
