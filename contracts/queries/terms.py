"""What contracts, tariffs and ceilings say as of a day."""

from datetime import date

from django.db.models import OuterRef, Q, QuerySet, Subquery

from contracts.models import Contract, ContractVersion, Ibp, IbpVersion, Tariff


def with_terms(contracts: QuerySet[Contract], *, as_of: date) -> QuerySet[Contract]:
    """Adds form, begin, end, options, notice_months and municipality_ids of the newest version received by then.

    All NULL when nothing was received by then; ``end`` is also NULL for an open-ended contract.
    """
    versions = ContractVersion.objects.filter(contract=OuterRef("pk"), received_on__lte=as_of)
    newest = versions.order_by("-received_on", "-id")
    return contracts.annotate(
        **{
            name: Subquery(newest.values(name)[:1])
            for name in ("form", "begin", "end", "options", "notice_months", "municipality_ids")
        }
    )


def tariffs_on(tariffs: QuerySet[Tariff], day: date, *, as_of: date) -> QuerySet[Tariff]:
    """The tariffs that hold on ``day``, by what was received on or before ``as_of``."""
    known = Q(received_on__lte=as_of) & (Q(superseded_on=None) | Q(superseded_on__gt=as_of))
    return tariffs.filter(known, Q(end=None) | Q(end__gte=day), begin__lte=day)


def with_ceiling(ibps: QuerySet[Ibp], *, as_of: date) -> QuerySet[Ibp]:
    """Adds version, amount, begin and end of the highest version received on or before ``as_of``."""
    versions = IbpVersion.objects.filter(ibp=OuterRef("pk"), received_on__lte=as_of).order_by("-version")
    return ibps.annotate(
        **{name: Subquery(versions.values(name)[:1]) for name in ("version", "amount", "begin", "end")}
    )
