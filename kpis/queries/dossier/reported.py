"""What a provider reports itself: waiting times and places, and KPI tasks that did not come in."""

from django.db.models import Q

from inkoop.base.dutch import NO_VALUE, counted, long_date, number
from kpis.choices import TaskState
from kpis.models import KpiTask
from kpis.queries.dossier.parts import Asked, Section, Table, short_date
from providers.models import CapacityReport


def sections(asked: Asked) -> list[Section]:
    return [places(asked), tasks(asked)]


def places(asked: Asked) -> Section:
    """Of each location and product the newest report up to the day. One query."""
    found = (
        CapacityReport.objects.filter(provider=asked.provider, reported_on__lte=asked.day)
        .order_by("location_id", "product", "-reported_on", "-id")
        .distinct("location_id", "product")
        .select_related("location")
    )
    rows = [
        (
            one.location.name if one.location else "alle locaties",
            one.product,
            NO_VALUE if one.waiting_weeks is None else f"{number(one.waiting_weeks, 1)} weken",
            number(one.capacity),
            number(one.free),
            short_date(one.reported_on),
        )
        for one in found
    ]
    columns = ("Locatie", "Product", "Wachttijd", "Plaatsen", "Vrij", "Stand van")
    table = Table("Zoals de aanbieder het opgaf", columns, rows, (2, 3, 4))
    empty = "De aanbieder meldde geen wachttijd of plaatsen."
    return Section("wachttijd", "Wachttijd en plaatsen", [], [table], empty)


def tasks(asked: Asked) -> Section:
    """KPI tasks whose day has passed and that had not come in, or came back, by the day. One query."""
    absent = Q(submitted_at=None) | Q(submitted_at__date__gt=asked.day) | Q(state=TaskState.RETURNED)
    found = KpiTask.objects.filter(absent, provider=asked.provider, due_on__lt=asked.day)
    rows = [
        (
            one.kpi.name,
            f"{short_date(one.period_from)} t/m {short_date(one.period_to)}",
            short_date(one.due_on),
            "teruggestuurd" if one.state == TaskState.RETURNED else "niet ingediend",
        )
        for one in found.select_related("kpi").order_by("due_on", "pk")
    ]
    notable = [f"{counted(len(rows), 'KPI-opgave is', 'KPI-opgaven zijn')} te laat."] if rows else []
    table = Table("Te laat", ("KPI", "Over", "Inleveren", "Stand"), rows)
    empty = f"Op {long_date(asked.day)} was er geen KPI-opgave te laat."
    return Section("opgaven", "KPI-opgaven die ontbreken", [], [table], empty, notable=notable)
