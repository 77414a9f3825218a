"""A contract manager, four assessors, providers, and a procedure of either form that is ready to publish."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from django.contrib.auth.models import Permission
from django.utils import timezone

from contracts.choices import DecidedBy, ProcedureDecision
from contracts.models import (
    Application,
    Assessor,
    Criterion,
    EntryWindow,
    Lot,
    LotProduct,
    Procedure,
    ProductCode,
    Requirement,
)
from contracts.rules.procedures import Step
from contracts.services.procedures.applications import Given, register_application, take_out
from contracts.services.procedures.assessing import Judged, Scored, judge, score
from contracts.services.procedures.steps import take_step
from inkoop.base.models import Delivery, User
from providers.models import Provider

TODAY = timezone.localdate


def days_ago(days):
    return timezone.localdate() - timedelta(days=days)


@dataclass
class Round:
    procedure: Procedure
    lots: list[Lot]
    manager: User
    assessors: list[User]
    providers: list[Provider]
    requirements: list[Requirement]
    criteria: list[Criterion] = field(default_factory=list)

    @property
    def lot(self):
        return self.lots[0]

    def step(self, step, *, on=None, reason="volgens planning"):
        return take_step(
            procedure=self.procedure,
            step=step,
            on=on or TODAY(),
            body=DecidedBy.OFFICE,
            reason=reason,
            by=self.manager,
        )

    def apply(self, place=0, *, on=None, lot=None, price=None):
        """``price``: cents for every product of the lot."""
        lot = lot or self.lot
        prices = {} if price is None else dict.fromkeys(lot.products.values_list("pk", flat=True), price)
        given = [Given(one, f"antwoord {one.number}") for one in self.requirements]
        return register_application(
            lot=lot,
            provider=self.providers[place],
            submitted_on=on or days_ago(40),
            given=given,
            prices=prices,
            by=self.manager,
        )

    def retract(self, application):
        return take_out(
            application=application,
            kind=ProcedureDecision.RETRACTED,
            on=TODAY(),
            reason="teruggetrokken",
            by=self.manager,
        )

    def judge(self, application, assessor=0, *, not_met=(), finish=True):
        judged = {
            one.pk: Judged(one.number not in not_met, "" if one.number not in not_met else "ontbreekt")
            for one in self.requirements
        }
        return judge(application=application, judged=judged, finish=finish, by=self.assessors[assessor])

    def score(self, application, assessor, points, *, finish=True):
        scored = {
            criterion.pk: Scored(Decimal(value), "helder plan")
            for criterion, value in zip(
                (one for one in self.criteria if not one.formula), points, strict=True
            )
        }
        return score(application=application, scored=scored, finish=finish, by=self.assessors[assessor])


def origin(row=1):
    delivery = Delivery.objects.filter(file_name="basis.csv").first() or Delivery.objects.create(
        kind="aanbieders",
        file_name="basis.csv",
        sha256="b" * 64,
        received_on=date(2024, 1, 2),
        status="geladen",
        rows_total=9,
        rows_accepted=9,
        rows_refused=0,
        rows_unchanged=0,
    )
    return {"delivery": delivery, "row_number": row, "received_on": date(2024, 1, 2)}


def employee(name, *, permissions=()):
    user = User.objects.create_user(name, password="geheim-genoeg", is_staff=True)
    wanted = Permission.objects.filter(
        codename__in=["see_region", "view_procedure", "view_application", *permissions]
    )
    user.user_permissions.set(wanted)
    return user


def make_provider(number, **extra):
    values = {"name": f"Zorggroep {number}", "city": "Aardijk"} | extra
    return Provider.objects.create(agb=f"9911000{number}", **values, **origin(number + 1))


def make_product(code, **extra):
    values = {"category_id": "45", "unit": "04", "description": f"hulp {code}"} | extra
    return ProductCode.objects.create(code=code, **values, **origin())


def _round(form, *, code, max_awards, lots):
    window = (days_ago(60), days_ago(30))
    procedure = Procedure.objects.create(
        code=code,
        title="Ambulante jeugdhulp" if form == "open_house" else "Jeugdhulp met verblijf",
        form=form,
        begin=date(2026, 1, 1),
        end=date(2028, 6, 30),
        options="3x12",
        notice_months=6,
        reassess_months=24,
    )
    EntryWindow.objects.create(procedure=procedure, begin=window[0], end=window[1])
    requirements = [
        Requirement.objects.create(
            procedure=procedure, number=1, text="U bent ingeschreven bij de KvK.", evidence_kind="kvk"
        ),
        Requirement.objects.create(
            procedure=procedure, number=2, text="U werkt met geregistreerde professionals."
        ),
    ]
    made = [
        Lot.objects.create(procedure=procedure, number=n + 1, name=f"perceel {n + 1}", max_awards=max_awards)
        for n in range(lots)
    ]
    for n, lot in enumerate(made):
        LotProduct.objects.create(
            lot=lot, product_code=make_product(f"P{n}{code[:2]}"), cents=9150, unit="04"
        )
    manager = employee("chris", permissions=["change_procedure"])
    assessors = [employee(name) for name in ("ada", "bas", "cor")]
    Assessor.objects.bulk_create(Assessor(procedure=procedure, user=user) for user in assessors)
    providers = [make_provider(n) for n in range(4)]
    return Round(procedure, made, manager, assessors, providers, requirements)


def open_house(*, published=True, lots=1):
    made = _round("open_house", code="OH-1", max_awards=None, lots=lots)
    if published:
        made.step(Step.PUBLISH, on=days_ago(70))
    return made


def tender(*, published=True, max_awards=1, assessors=2):
    """Two criteria, 60 and 40 percent of ten points; the second has a minimum of 4."""
    made = _round("aanbesteding", code="AB-1", max_awards=max_awards, lots=1)
    made.criteria = [
        Criterion.objects.create(lot=made.lot, number=1, name="kwaliteit", weight=60),
        Criterion.objects.create(lot=made.lot, number=2, name="plan", weight=40, minimum=4),
    ]
    Assessor.objects.filter(user__in=made.assessors[assessors:]).delete()
    if published:
        made.step(Step.PUBLISH, on=days_ago(70))
    return made


def priced_tender(*, formula="laagste", floor=None, volume=100, **options):
    """As ``tender``, with the price for 40 percent in place of the plan; published tariff 91,50."""
    made = tender(published=False, **options)
    plan = made.criteria[1]
    plan.name, plan.minimum, plan.formula, plan.price_floor = "prijs", None, formula, floor
    plan.save()
    LotProduct.objects.filter(lot=made.lot).update(volume=volume)
    return made


def newest(application):
    return Application.objects.with_outcome().get(pk=application.pk)
