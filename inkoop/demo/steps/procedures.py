"""A running open house and an aanbesteding in its standstill, made by the services that the pages use."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction

from contracts.choices import DecidedBy, PriceFormula, ProcurementForm
from contracts.models import (
    Application,
    Assessor,
    Criterion,
    EntryWindow,
    Lot,
    LotProduct,
    Milestone,
    Procedure,
    ProductCode,
    Requirement,
)
from contracts.rules.procedures import Step
from contracts.services.procedures.applications import (
    NO_PRICES,
    Given,
    decide_admission,
    register_application,
)
from contracts.services.procedures.assessing import Judged, Scored, agree, judge, score
from contracts.services.procedures.steps import reach_milestone, take_step
from inkoop.base.models import User
from providers.choices import EvidenceKind
from providers.models import Provider
from providers.services.evidence import record_evidence

AMBULANT, STAY = ("H300", "H301", "H302"), ("H500", "H501")
VOLUMES = {"H500": 4_500, "H501": 2_750}
"""Expected etmalen a year, by which the price of an applicant is weighed."""
OFFERED = (("94", "95"), ("92", "93.5"), ("97", "98"), ("90", "92"))
"""Per applicant the tariffs for H500 and H501, in percent of the published ones."""
TARIFFS = {"H300": 7150, "H301": 8690, "H302": 9705, "H500": 32_480, "H501": 45_470}
SCORES = (
    (("8", "7.5"), ("8", "7.5")),
    (("9", "8"), ("8", "8")),
    (("7", "6.5"), ("7", "6.5")),
    (("6", "9"), ("6", "9")),
)
"""Of four applicants: the points of each assessor for both criteria; the second needs consensus."""


@transaction.atomic
def lay(users: Mapping[str, User], today: date) -> bool:
    """Once; False = there were procedures already, or too few providers or products to make any."""
    products = {one.code: one for one in ProductCode.objects.filter(code__in=TARIFFS)}
    providers = list(Provider.objects.filter(excluded_until=None).order_by("-agb")[:8])
    if Procedure.objects.exists() or len(providers) < 8 or len(products) < len(TARIFFS):
        return False
    manager, others = users["contractmanager"], [users["berichtenbeheerder"], users["beheerder"]]
    _open_house([products[code] for code in AMBULANT], providers[:4], manager, others, today)
    _tender([products[code] for code in STAY], providers[4:], manager, others, today)
    return True


def _open_house(
    products: Sequence[ProductCode],
    providers: Sequence[Provider],
    manager: User,
    others: Sequence[User],
    today: date,
) -> None:
    """One is admitted, of one the assessors differ, one is half judged, one has just come in."""
    procedure = Procedure.objects.create(
        code=f"OH-{today.year + 1}-1",
        title="Ambulante jeugdhulp",
        form=ProcurementForm.OPEN_HOUSE,
        description="Begeleiding in en om het gezin. Elke aanbieder die aan de eisen voldoet, kan meedoen.",
        begin=date(today.year + 1, 1, 1),
        end=date(today.year + 3, 6, 30),
        options="3x12",
        notice_months=6,
        reassess_months=24,
        responsible=manager,
    )
    _plan(procedure, today - timedelta(days=30), today + timedelta(days=14), products, None)
    requirements = _requirements(procedure)
    _assessors(procedure, [manager, *others])
    _step(procedure, Step.PUBLISH, today - timedelta(days=45), manager, "Vastgesteld inkoopdocument")
    applications = [
        _apply(procedure.lots.get(), one, requirements, today - timedelta(days=20 - 4 * place), manager)
        for place, one in enumerate(providers)
    ]
    admitted, differing, half, _ = applications
    fine = {one.pk: Judged(meets=True) for one in requirements}
    short = fine | {
        requirements[1].pk: Judged(meets=False, reason="Van twee medewerkers ontbreekt de registratie.")
    }
    for application, first, second in ((admitted, fine, fine), (differing, fine, short)):
        judge(application=application, judged=first, finish=True, by=manager)
        judge(application=application, judged=second, finish=True, by=others[0])
    judge(application=half, judged=fine, finish=True, by=others[0])
    decide_admission(
        application=admitted, on=today - timedelta(days=5), reason="Voldoet aan alle eisen.", by=manager
    )


def _tender(
    products: Sequence[ProductCode],
    providers: Sequence[Provider],
    manager: User,
    others: Sequence[User],
    today: date,
) -> None:
    procedure = Procedure.objects.create(
        code=f"AB-{today.year + 1}-1",
        title="Jeugdhulp met verblijf",
        form=ProcurementForm.TENDER,
        description="Behandelgroep en driemilieuvoorziening, met twee aanbieders in plaats van veel.",
        begin=date(today.year + 1, 7, 1),
        end=date(today.year + 5, 6, 30),
        options="2x24",
        notice_months=12,
        responsible=manager,
    )
    _plan(procedure, today - timedelta(days=90), today - timedelta(days=45), products, 2)
    requirements = _requirements(procedure)
    lot = procedure.lots.get()
    criteria = [
        Criterion.objects.create(lot=lot, number=1, name="Plan voor door- en uitstroom", weight=45),
        Criterion.objects.create(lot=lot, number=2, name="Leefklimaat", weight=30, minimum=Decimal(5)),
    ]
    Criterion.objects.create(
        lot=lot, number=3, name="Prijs", weight=25, formula=PriceFormula.BAND, price_floor=Decimal(90)
    )
    assessors = [manager, others[0]]
    _assessors(procedure, assessors)
    _step(procedure, Step.PUBLISH, today - timedelta(days=100), manager, "Besluit van het dagelijks bestuur")
    applications = [
        _apply(lot, one, requirements, today - timedelta(days=50), manager, prices=_prices(lot, percents))
        for one, percents in zip(providers, OFFERED, strict=True)
    ]
    for application, points in zip(applications, SCORES, strict=True):
        for assessor, given in zip(assessors, points, strict=True):
            scored = {
                criterion.pk: Scored(Decimal(value), "Beschrijft concreet wat wanneer gebeurt.")
                for criterion, value in zip(criteria, given, strict=True)
            }
            score(application=application, scored=scored, finish=True, by=assessor)
    agree(
        application=applications[1],
        criterion=criteria[0],
        points=Decimal("8.5"),
        reason="De aanpak is sterk; de planning van het eerste jaar mist nog mijlpalen.",
        by=manager,
    )
    _step(procedure, Step.PROVISIONAL, today - timedelta(days=6), manager, "Conform de rangorde")


def _plan(
    procedure: Procedure, begin: date, end: date, products: Sequence[ProductCode], most: int | None
) -> None:
    EntryWindow.objects.create(procedure=procedure, begin=begin, end=end)
    lot = Lot.objects.create(procedure=procedure, number=1, name="hele regio", max_awards=most)
    for product in products:
        LotProduct.objects.create(
            lot=lot,
            product_code=product,
            cents=TARIFFS[product.code],
            unit=product.unit,
            volume=VOLUMES.get(product.code),
        )
    Milestone.objects.create(
        procedure=procedure, name="Besluit over gunning", planned_on=end + timedelta(days=60)
    )
    notes = Milestone.objects.create(procedure=procedure, name="Nota van inlichtingen", planned_on=begin)
    reach_milestone(milestone=notes, on=begin, by=User.objects.get(username="contractmanager"))


def _requirements(procedure: Procedure) -> list[Requirement]:
    texts = (
        ("U bent ingeschreven in het handelsregister.", "kvk"),
        ("Uw hulpverleners zijn geregistreerd bij SKJ of BIG.", "skj"),
        ("U hebt geen openstaande belastingschuld.", "belastingdienst"),
    )
    return [
        Requirement.objects.create(procedure=procedure, number=number, text=text, evidence_kind=kind)
        for number, (text, kind) in enumerate(texts, start=1)
    ]


def _assessors(procedure: Procedure, users: Sequence[User]) -> None:
    Assessor.objects.bulk_create(Assessor(procedure=procedure, user=user) for user in users)


def _step(procedure: Procedure, step: Step, on: date, by: User, reason: str) -> None:
    take_step(procedure=procedure, step=step, on=on, body=DecidedBy.EXECUTIVE, reason=reason, by=by)


def _prices(lot: Lot, percents: Sequence[str]) -> dict[int, int]:
    products = zip(lot.products.order_by("product_code__code"), percents, strict=True)
    return {one.pk: int(one.cents * Decimal(percent) / 100) for one, percent in products}


def _apply(
    lot: Lot,
    provider: Provider,
    requirements: Sequence[Requirement],
    on: date,
    by: User,
    *,
    prices: Mapping[int, int] = NO_PRICES,
) -> Application:
    given = [
        Given(
            one,
            "Ja, zie het bijgevoegde bewijs.",
            record_evidence(
                provider=provider,
                kind=EvidenceKind(one.evidence_kind),
                issued_on=on - timedelta(days=40),
                named_expiry=on + timedelta(days=700) if one.evidence_kind == EvidenceKind.SKJ else None,
                by=by,
            ),
        )
        for one in requirements
    ]
    return register_application(
        lot=lot, provider=provider, submitted_on=on, given=given, by=by, prices=prices
    )
