"""A ceiling that people set here: a new version, so that the history stands. The provider never sets it."""

from datetime import date

from django.db import transaction

from contracts.models import Ibp, IbpLink, IbpVersion
from contracts.services.in_force import wait_for_loading
from contracts.services.procedures.refusal import Refused
from inkoop.base.choices import DeliveryKind
from inkoop.base.dutch import euro
from inkoop.base.models import User
from inkoop.base.services import record_by_hand

SET_BY = "gemeente"


@transaction.atomic
def set_ibp_amount(*, ibp: Ibp, amount: int, used: int, by: User, today: date) -> IbpVersion:
    """The next version of a ceiling, with another amount (cents) and the links and term it had.

    Raises Refused when nothing changes, and when the amount is below what was ``used``: then the next declarations
    would be refused (TR369) and what was delivered would become unlawful (OP345).
    """
    wait_for_loading()
    newest = IbpVersion.objects.filter(ibp=ibp).order_by("version").last()
    if newest is None:
        raise Refused("Dit IBP heeft nog geen versie. Lever het eerst aan.")
    if amount == newest.amount:
        raise Refused("Dit is al het geldende bedrag. Kies een ander bedrag.")
    if amount < used:
        raise Refused(
            f"Er is al {euro(used)} gedeclareerd; een plafond daaronder kan niet (TR369). Kies ten minste dat bedrag."
        )
    delivery = record_by_hand(kind=DeliveryKind.IBPS, what=f"plafond {ibp}", rows=1, received_on=today, by=by)
    version = IbpVersion.objects.create(
        ibp=ibp,
        version=newest.version + 1,
        amount=amount,
        begin=newest.begin,
        end=newest.end,
        set_by=SET_BY,
        set_on=today,
        child_class=newest.child_class,
        system_class=newest.system_class,
        delivery=delivery,
        row_number=1,
        received_on=today,
    )
    IbpLink.objects.bulk_create(
        IbpLink(ibp_version=version, allocation_id=pk)
        for pk in newest.links.values_list("allocation_id", flat=True)
    )
    return version
