"""Figures to steer by, of the small region of the cast."""

from datetime import date

from inkoop.base.models import Municipality
from kpis.models import (
    FlowMonth,
    FlowOutcome,
    FlowTransition,
    ForecastError,
    ForecastMonth,
    SpendingChange,
)
from tests.desk.cast import RECEIVED, make_computation

LATER = {"window_from": date(2024, 10, 1), "window_to": date(2025, 9, 1)}
MONTHS = (date(2025, 10, 1), date(2025, 11, 1), date(2025, 12, 1))
FORMS = ("ambulant", "verblijf", "45")

YEAR = {"window_from": date(2025, 1, 1), "window_to": date(2025, 12, 1)}
PARTS = (("rijp", 1, 100, 0, 0), ("geschat", 11, 60, 30, 0), ("toekomst", 12, 0, 70, 40))


def change_row(computation, product="", **values):
    amounts = {"declared_before": 100_000, "declared_after": 130_000, "by_clients": 30_000}
    zero = dict.fromkeys(("by_clients", "by_volume", "by_price", "by_new", "by_gone", "by_fixed"), 0)
    uses = {"clients_before": 10, "clients_after": 13, "volume_before": 600, "volume_after": 780}
    return SpendingChange.objects.create(
        computation=computation,
        product_code=product,
        is_whole=not product,
        unit="01" if product else "",
        **{"dimension": "regio", "key": "", **zero, **uses, **amounts, **values},
    )


def change_figures(made, rows=1):
    """As many products, municipalities and providers as asked, of the same size."""
    computation = make_computation("verandering", made.delivery, **LATER)
    sums = {"declared_before": 100_000 * rows, "declared_after": 130_000 * rows, "by_clients": 30_000 * rows}
    change_row(computation, **sums)
    for number in range(rows):
        change_row(computation, f"H30{number}")
        for dimension, key in (("aanbieder", f"9900000{number}"), ("verwijzer", ["", "02", "03"][number])):
            change_row(computation, dimension=dimension, key=key)
            change_row(computation, f"H30{number}", dimension=dimension, key=key)
    return computation


def outcome(computation, scope, key, form):
    return FlowOutcome.objects.create(
        computation=computation,
        scope=scope,
        key=key,
        care_form=form,
        ended=8,
        days=800,
        median=90.5,
        long=2,
        imputed=2,
        running=20,
        silent=1,
        age=200,
        reasons_known=8,
        reasons_counted=4,
        stopped_by_client=1,
        waits=10,
        waiting=2,
        wait_median=20,
        wait_median_is_least=False,
        wait_p90=80.5,
        wait_p90_is_least=True,
        wait_over=1,
        wait_judged=9,
        wait_unknown=3,
    )


def flow_figures(made, rows=1):
    """The whole and as many care forms as asked, of the region, a municipality and a provider."""
    computation = make_computation("stromen", made.delivery, window_from=MONTHS[0], window_to=MONTHS[-1])
    for scope, key in (("regio", ""), ("gemeente", "0001"), ("aanbieder", "99000000")):
        for form in ("", *FORMS[:rows]):
            for number, month in enumerate(MONTHS):
                FlowMonth.objects.create(
                    computation=computation,
                    scope=scope,
                    key=key,
                    care_form=form,
                    month=month,
                    begin=100 + number,
                    entered=10,
                    from_care=4 if form else 0,
                    repeated=2,
                    left=9,
                    onward=3 if form else 0,
                    stayed=1 if form else 0,
                    imputed=1,
                    end=101 + number,
                )
            outcome(computation, scope, key, form)
            if form:
                for to_form in ("uit", "ambulant"):
                    FlowTransition.objects.create(
                        computation=computation,
                        scope=scope,
                        key=key,
                        from_form=form,
                        to_form=to_form,
                        number=5,
                    )
    return computation


def forecast_figures(made, rows=1):
    """Per municipality and category EUR 3: 1.60 declared, 0.30 to be received, 0.70 allocated, 0.40 new."""
    computation = make_computation("prognose", made.delivery, **YEAR)
    places = [made.municipality]
    places += [
        Municipality.objects.create(code=f"000{at}", name=f"Dorp {at}", received_on=RECEIVED)
        for at in range(2, rows + 1)
    ]
    for place in places:
        for category in ("45", "54"):
            for kind, month, declared, committed, inflow in PARTS:
                ForecastMonth.objects.create(
                    computation=computation,
                    municipality=place,
                    category=category,
                    month=date(2025, month, 1),
                    kind=kind,
                    declared=declared,
                    committed=committed,
                    inflow=inflow,
                )
            for made_on, forecast in ((date(2024, 12, 31), 110), (date(2025, 3, 31), 90)):
                for ahead in (0, 1):
                    ForecastError.objects.create(
                        computation=computation,
                        municipality=place,
                        category=category,
                        made_on=made_on,
                        ahead=ahead,
                        forecast=forecast,
                        known=100,
                    )
    return computation
