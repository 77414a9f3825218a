"""The life of a version: drawn up, checked by another, tried on last year's data, switched on, withdrawn."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from contracts.services.audit import because
from contracts.services.procedures.refusal import Refused
from inkoop.base.dutch import long_date
from inkoop.base.models import User
from kpis.choices import MEASURES, VersionState
from kpis.models import Kpi, KpiVersion
from kpis.rules.kpis import Definition, definition_faults

FIELDS = (
    "measure",
    "formula",
    "direction",
    "target",
    "green",
    "red",
    "minimum_n",
    "rhythm",
    "levels",
    "valid_from",
    "valid_to",
    "reason",
)


def faults_of(version: KpiVersion) -> list[str]:
    """What must be mended before this version can be checked, as sentences; none = sound."""
    faults = definition_faults(
        Definition(
            version.kpi.code,
            version.measure,
            version.direction,
            version.minimum_n,
            tuple(version.levels),
            version.green,
            version.red,
            version.target,
        )
    )
    measure = MEASURES.get(version.measure)
    if measure is None:
        return [*faults, f"De maat ‘{version.measure}’ bestaat niet. Kies er een uit de lijst."]
    if measure.source != version.kpi.source:
        faults.append(f"De maat ‘{measure.name}’ hoort bij een andere bron dan die van de KPI.")
    if version.valid_to and version.valid_to < version.valid_from:
        faults.append("De laatste dag ligt voor de eerste.")
    return faults


@transaction.atomic
def draft_version(*, kpi: Kpi, by: User | None, **values: Any) -> KpiVersion:
    """A new version as a draft, whatever its faults; ``values`` as the fields of KpiVersion in FIELDS."""
    Kpi.objects.select_for_update().get(pk=kpi.pk)
    newest = kpi.versions.aggregate(newest=Max("number"))["newest"] or 0
    version = KpiVersion(kpi=kpi, number=newest + 1, author=by, **values)
    _stop_when_faulty(version)
    with because(by, version.reason):
        version.save()
    return version


@transaction.atomic
def check_version(*, version: KpiVersion, by: User | None) -> KpiVersion:
    """Somebody else says that the definition is right. ``by`` None: the product, for what it delivers itself."""
    found = _locked(version, VersionState.DRAFT)
    if by is not None and found.author_id == by.pk:
        raise Refused("U hebt deze versie zelf opgesteld; een ander controleert haar.")
    _stop_when_faulty(found)
    found.state, found.checked_by, found.checked_at = VersionState.CHECKED, by, timezone.now()
    with because(by, "Definitie gecontroleerd"):
        found.save()
    return found


@transaction.atomic
def switch_on(*, version: KpiVersion, today: date, by: User | None) -> KpiVersion:
    """The version counts from its first day. Only the first version of a KPI may begin in the past: figures that
    were shown stay what they were.
    """
    found = _locked(version, VersionState.CHECKED)
    in_use = found.kpi.versions.filter(state=VersionState.IN_USE)
    if found.valid_from < today and in_use.exists():
        raise Refused(
            f"Deze versie begint op {long_date(found.valid_from)}, en dat is voorbij. Stel een versie op die vandaag "
            "of later begint, zodat getoonde cijfers blijven wat ze waren."
        )
    if in_use.filter(valid_from__gte=found.valid_from).exists():
        raise Refused("Er is al een versie in gebruik die op deze dag of later begint. Trek die eerst in.")
    found.state, found.in_use_by, found.in_use_at = VersionState.IN_USE, by, timezone.now()
    with because(by, found.reason):
        found.save()
    return found


@transaction.atomic
def withdraw_version(*, version: KpiVersion, reason: str, today: date, by: User) -> KpiVersion:
    """A draft or checked version is dropped; one in use ends yesterday, or is dropped when it had not begun."""
    found = KpiVersion.objects.select_for_update(of=("self",)).select_related("kpi").get(pk=version.pk)
    if not reason.strip():
        raise Refused("Zeg waarom deze versie vervalt.")
    if found.state == VersionState.WITHDRAWN:
        raise Refused("Deze versie is al ingetrokken.")
    if found.state == VersionState.IN_USE and found.valid_from < today:
        found.valid_to = today - timedelta(days=1)
    else:
        found.state = VersionState.WITHDRAWN
    with because(by, reason):
        found.save()
    return found


def _locked(version: KpiVersion, state: VersionState) -> KpiVersion:
    found = KpiVersion.objects.select_for_update(of=("self",)).select_related("kpi").get(pk=version.pk)
    if found.state != state:
        raise Refused(f"Deze versie is {found.get_state_display()}; dit kan alleen als zij {state.label} is.")
    return found


def _stop_when_faulty(version: KpiVersion) -> None:
    if faults := faults_of(version):
        raise Refused(" ".join(faults))
