"""The status of contracts, in SQL; ``rules.terms.status_of`` says the same for one."""

from collections.abc import Iterable
from datetime import date

from django.db.models import (
    Case,
    CharField,
    DateField,
    Exists,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)

from contracts.choices import ContractStatus, DecisionKind
from contracts.models import Contract, ContractDecision, ContractVersion
from contracts.queries.terms import with_terms
from contracts.rules.terms import Terms, parse_options
from inkoop.base.choices import ProposalState

ENDINGS = (DecisionKind.NOTICE, DecisionKind.DISSOLVE)


class MonthsBefore(Func):
    """A day so many months earlier, clipped to the month end; NULL when either is."""

    template = "(%(expressions)s)::date"
    arg_joiner = " - interval '1 month' * "
    output_field = DateField()


def with_status(
    contracts: QuerySet[Contract], *, today: date, only: Iterable[str] | None = None
) -> QuerySet[Contract]:
    """Adds the terms known today, ``status``, ``notice_by``, ``has_proposal`` and ``ended_early``.

    ``only`` keeps the contracts of these statuses.
    """
    newest = ContractVersion.objects.filter(contract=OuterRef("pk"), received_on__lte=today)
    decided = ContractDecision.objects.filter(contract=OuterRef("pk"))
    ending = decided.filter(
        state=ProposalState.APPROVED, kind__in=ENDINGS, delivery=OuterRef("terms_delivery")
    )
    found = with_terms(contracts, as_of=today).annotate(
        terms_delivery=Subquery(newest.order_by("-received_on", "-id").values("delivery")[:1]),
        has_proposal=Exists(decided.filter(state=ProposalState.PROPOSED)),
        ended_early=Exists(ending),
        notice_by=MonthsBefore(F("end"), F("notice_months")),
    )
    listed = found.annotate(
        status=Case(
            When(Q(begin=None) & Q(has_proposal=True), then=Value(ContractStatus.CONCEPT)),
            When(begin=None, then=Value(ContractStatus.CANCELLED)),
            When(end__lt=today, then=Value(ContractStatus.ENDED)),
            When(ended_early=True, then=Value(ContractStatus.ENDING)),
            When(begin__gt=today, then=Value(ContractStatus.PLANNED)),
            default=Value(ContractStatus.RUNNING),
            output_field=CharField(),
        )
    )
    return listed if only is None else listed.filter(status__in=list(only))


def current_version(contract: Contract, *, as_of: date) -> ContractVersion | None:
    """The terms that hold by what was received on or before ``as_of``; None = none yet."""
    known = contract.versions.filter(received_on__lte=as_of)
    return known.order_by("-received_on", "-id").select_related("delivery").first()


def terms_of(version: ContractVersion | ContractDecision) -> Terms:
    """Raises TermError when the options cannot be read."""
    return Terms(version.begin, version.end, parse_options(version.options), version.notice_months)
