"""The kept figures of a provider, and a signal about it."""

from datetime import date
from decimal import Decimal

from kpis.models import Computation, IbpOverrunRate, IbpStatus, IndicatorValue, MonthValue, Signal
from providers.models import Provider
from tests.desk.cast.ground import AMOUNT, CEILING, MONTHS, PEILDATUM, WINDOW, Region


def add_figures(made: Region, number: int, series: Computation) -> None:
    provider, ibp = made.providers[number], made.ceilings[number]
    for code, value in (("DG01", 1_200_000), ("DG02", 1), ("DG03", 1_200_000), ("DG04", Decimal("0.8"))):
        compared = (
            {"n_peers": 12, "median_peers": Decimal(600_000), "robust_z": Decimal(4)}
            if code == "DG03"
            else {}
        )
        IndicatorValue.objects.create(
            computation=made.behaviour,
            provider=provider,
            indicator=code,
            value=value,
            status="ok",
            signal=code == "DG03",
            **compared,
        )
    make_signal(made, provider)
    IbpStatus.objects.create(
        computation=made.ibps,
        ibp=ibp,
        version=ibp.versions.get(),
        municipality=made.municipality,
        provider_ids=[provider.pk],
        amount_original=CEILING,
        amount_current=CEILING,
        used=1_200_000,
        utilisation=Decimal("1.333333"),
        utilisation_original=Decimal("1.333333"),
        status="rood",
        month_80=date(2025, 8, 1),
        month_100=date(2025, 10, 1),
        overrun=300_000,
        overrun_original=300_000,
        elapsed=Decimal("0.67"),
    )
    IbpOverrunRate.objects.create(
        computation=made.ibps,
        dimension="aanbieder",
        key=provider.agb,
        provider=provider,
        window_from=WINDOW[0],
        window_to=WINDOW[1],
        ended=4,
        overrun=1,
        overrun_rate=Decimal("0.25"),
        overrun_sum=10_000,
        median_utilisation=Decimal("0.9"),
    )
    MonthValue.objects.create(
        computation=series,
        municipality=made.municipality,
        category=f"4{number}",
        month=MONTHS[0],
        clients=1,
        value=150_000,
        declared=AMOUNT,
        clients_without_invoice=0,
        value_without_invoice=0,
    )


def make_signal(made: Region, provider: Provider, **extra: object) -> Signal:
    values = {
        "indicator": "DG03",
        "value": Decimal(1_200_000),
        "median_peers": Decimal(600_000),
        "robust_z": Decimal(4),
        "reading": f"Kosten per cliënt van {provider.name} zijn veel hoger.",
        "cause": str(extra.get("indicator", "DG03"))[:4],
        "stake": 600_000,
    }
    return Signal.objects.create(
        provider=provider,
        rule="vergelijking",
        rule_version=1,
        window_from=WINDOW[0],
        window_to=WINDOW[1],
        first_seen_on=PEILDATUM,
        peildatum=PEILDATUM,
        computation=made.behaviour,
        newest_delivery=made.delivery,
        peer_group="segment overig, categorie 45",
        n_peers=12,
        threshold=Decimal("3.5"),
        direction="beide",
        **values | extra,
    )
