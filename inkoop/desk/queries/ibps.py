"""The work on IBPs in lists and on the page of one, and IBPs counted per provider, cell or municipality."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, F, Func, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce, Concat

from contracts.models import Ibp
from inkoop.base.choices import ProposalState
from inkoop.base.models import Municipality, User
from kpis.choices import IbpAsks, IbpState
from kpis.models import Computation, IbpDecision, IbpEvaluation, IbpExplanation, IbpRaise, IbpStatus
from kpis.queries.evaluations import due_day, open_tasks, with_asks
from kpis.rules.evaluations import cell_name
from providers.models import Provider


@dataclass(frozen=True)
class Work:
    """``task`` of the newest amount; None = no task was opened. ``asks`` as in IbpAsks."""

    task: IbpEvaluation | None
    asks: str = IbpAsks.NOTHING
    due_on: date | None = None
    explanations: list[IbpExplanation] = field(default_factory=list)
    decisions: list[IbpDecision] = field(default_factory=list)
    raises: list[IbpRaise] = field(default_factory=list)

    @property
    def waiting(self) -> IbpRaise | None:
        """The raise that another person still has to settle."""
        return next((one for one in self.raises if one.state == ProposalState.PROPOSED), None)


def work_of(ibp: Ibp, days: int) -> Work:
    """Everything said and decided about an IBP, newest first. Five queries at most."""
    tasks = list(with_asks(IbpEvaluation.objects.filter(ibp=ibp)).order_by("-pk"))
    if not tasks:
        return Work(None)
    open_now = open_tasks().filter(ibp=ibp).first()
    task = open_now or tasks[0]
    said = IbpExplanation.objects.filter(evaluation__ibp=ibp).select_related("by").order_by("-pk")
    decided = IbpDecision.objects.filter(evaluation__ibp=ibp).select_related("by", "version").order_by("-pk")
    return Work(
        task=task,
        asks=task.asks if open_now else IbpAsks.NOTHING,  # type: ignore[attr-defined]  # annotated
        due_on=due_day(task, days) if open_now else None,
        explanations=list(said),
        decisions=list(decided),
        raises=list(
            IbpRaise.objects.filter(evaluation__ibp=ibp)
            .exclude(state=ProposalState.APPROVED)
            .select_related("proposed_by", "settled_by")
        ),
    )


def waiting_raises(user: User) -> QuerySet[IbpRaise]:
    """Raises that wait for another person, the oldest first."""
    rows = IbpRaise.objects.filter(state=ProposalState.PROPOSED).visible_to(user)
    return rows.select_related(
        "evaluation__ibp__municipality", "evaluation__provider", "proposed_by"
    ).order_by("pk")


def tasks(
    computation: Computation | None, *, user: User, of: User | None, asks: str = ""
) -> QuerySet[IbpEvaluation]:
    """Open tasks with their figures, the largest overrun first."""
    figures = IbpStatus.objects.filter(computation=computation, ibp=OuterRef("ibp"))
    rows = open_tasks().filter(pk__in=IbpEvaluation.objects.visible_to(user).values("pk"))
    if of is not None:
        rows = rows.filter(provider__account_holder=of)
    if asks:
        rows = rows.filter(Q(asks=asks))
    explained = IbpExplanation.objects.filter(evaluation=OuterRef("pk")).order_by().values("evaluation")
    rows = rows.annotate(
        used=Subquery(figures.values("used")[:1]),
        overrun=Subquery(figures.values("overrun")[:1]),
        utilisation=Subquery(figures.values("utilisation")[:1]),
        said=Coalesce(Subquery(explained.annotate(n=Count("pk")).values("n")[:1]), 0),
    )
    order = (F("overrun").desc(nulls_last=True), F("utilisation").desc(nulls_last=True), "pk")
    return rows.select_related("ibp__municipality", "provider").order_by(*order)


@dataclass(frozen=True)
class Group:
    """IBPs that run on the peildatum; amounts in cents. ``link`` is the AGB code at a provider."""

    name: str
    number: int
    green: int
    orange: int
    red: int
    unknown: int
    amount: int
    used: int
    overrun: int
    link: str = ""


CELL = "\x1f"
PER = {"aanbieder": "aanbieder", "cel": "kindklasse x systeemklasse", "gemeente": "gemeente"}


def grouped(computation: Computation | None, per: str, *, user: User) -> list[Group]:
    """The largest overrun first. An IBP that providers share counts at each of them. Two queries."""
    rows = IbpStatus.objects.visible_to(user).filter(computation=computation)
    running = rows.filter(Q(elapsed__lt=1) | Q(elapsed=None)).order_by()
    keyed = {
        "aanbieder": Func(
            F("provider_ids"), function="unnest", output_field=IntegerField(), set_returning=True
        ),
        "cel": Concat(F("version__child_class"), Value(CELL), F("version__system_class")),
        "gemeente": F("municipality_id"),
    }[per]
    counted = (
        running.annotate(key=keyed)
        .values("key")
        .annotate(
            number=Count("pk"),
            green=Count("pk", filter=Q(status=IbpState.GREEN)),
            orange=Count("pk", filter=Q(status=IbpState.ORANGE)),
            red=Count("pk", filter=Q(status=IbpState.RED)),
            unknown=Count("pk", filter=Q(status=IbpState.NOT_MEASURABLE)),
            amount=Coalesce(Sum("amount_current"), 0),
            spent=Coalesce(Sum("used"), 0),
            over=Coalesce(Sum("overrun"), 0),
        )
    )
    names = _names(per)
    groups = []
    for row in counted:
        name, link = names.get(row["key"]) or (cell_name(*str(row["key"]).split(CELL)), "")
        states = (row["green"], row["orange"], row["red"], row["unknown"])
        groups.append(Group(name, row["number"], *states, row["amount"], row["spent"], row["over"], link))
    return sorted(groups, key=lambda one: (-one.overrun, -one.red, one.name))


def _names(per: str) -> dict[object, tuple[str, str]]:
    if per == "aanbieder":
        return {pk: (name, agb) for pk, name, agb in Provider.objects.values_list("pk", "name", "agb")}
    if per == "gemeente":
        return {pk: (name, "") for pk, name in Municipality.objects.values_list("pk", "name")}
    return {}
