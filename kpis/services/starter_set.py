"""The KPIs that the product delivers, read from ``reference/startset.toml``."""

import tomllib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import transaction

from inkoop.base.models import User
from kpis.models import Kpi
from kpis.services.kpi_versions import check_version, draft_version, switch_on

STARTER_SET = Path(__file__).parent.parent / "reference" / "startset.toml"
OF_KPI = ("name", "why", "source", "reference", "why_asked")
REASON = "Startset van het product; streefwaarden en grenzen zijn een voorstel."


@dataclass(frozen=True, slots=True)
class Delivered:
    """How many KPIs were added and how many were there already."""

    new: int
    known: int


@transaction.atomic
def deliver_starter_set(*, valid_from: date, use: bool, by: User | None, today: date) -> Delivered:
    """Adds the KPIs that are not there yet, by code, as checked versions; ``use`` switches those on as well.

    A KPI that is there stays as it is, whatever people made of it; running twice changes nothing.
    """
    listed = listed_kpis()
    known = set(Kpi.objects.filter(code__in=[one["code"] for one in listed]).values_list("code", flat=True))
    new = [one for one in listed if one["code"] not in known]
    for one in new:
        kpi = Kpi.objects.create(code=one["code"], **{name: one[name] for name in OF_KPI if name in one})
        version = draft_version(kpi=kpi, by=None, valid_from=valid_from, reason=REASON, **_version(one))
        version = check_version(version=version, by=None)
        if use:
            switch_on(version=version, today=today, by=by)
    return Delivered(len(new), len(known))


def listed_kpis() -> list[dict[str, Any]]:
    """The rows of the file as they stand there."""
    with STARTER_SET.open("rb") as file:
        rows: list[dict[str, Any]] = tomllib.load(file)["kpi"]
    return rows


def _version(one: dict[str, Any]) -> dict[str, Any]:
    names = ("measure", "formula", "direction", "minimum_n", "rhythm", "levels")
    bounds = {name: Decimal(one[name]) for name in ("target", "green", "red") if name in one}
    return {name: one[name] for name in names} | bounds
