"""Instalments planned otherwise: paid ones stay, the amount stays, nothing is removed."""

from datetime import date

import pytest
from django.urls import reverse

from contracts.models import Instalment
from contracts.services.details import agree_lump_sum, pay_instalment, reschedule
from inkoop.base.models import User
from tests.contracts.procurement_cast import employee
from tests.contracts.test_prices import fault
from tests.contracts.test_use import contract
from tests.desk.cast import person

pytestmark = pytest.mark.django_db

TODAY = date(2026, 6, 1)


@pytest.fixture
def lump_sum():
    found = agree_lump_sum(
        contract=contract(0, products=[]),
        description="crisisbedden",
        product_code=None,
        begin=date(2026, 1, 1),
        end=date(2026, 12, 31),
        cents=100_000,
        first_due=date(2026, 3, 31),
        every_months=3,
        weights=[1, 1, 1, 1],
        reason="afspraak",
        by=employee("chris"),
    )
    pay_instalment(
        instalment=found.instalments.earliest("due_on"),
        paid_on=date(2026, 4, 2),
        reason="",
        by=employee("dirk"),
    )
    return found


def planned(lump_sum):
    rows = lump_sum.instalments.order_by("due_on", "id")
    return [(one.due_on, one.cents, one.paid_on is not None, one.dropped_on) for one in rows]


def test_fewer_parts_drop_what_is_over_and_more_parts_are_added(lump_sum):
    by = User.objects.get(username="chris")
    asked = {"lump_sum": lump_sum, "today": TODAY, "reason": "later begonnen", "by": by}
    reschedule(parts=[(date(2026, 8, 1), 75_000)], **asked)
    assert planned(lump_sum) == [
        (date(2026, 3, 31), 25_000, True, None),
        (date(2026, 8, 1), 75_000, False, None),
        (date(2026, 9, 30), 25_000, False, TODAY),
        (date(2026, 12, 31), 25_000, False, TODAY),
    ]
    reschedule(parts=[(date(2026, 8, 1), 50_000), (date(2026, 10, 1), 25_000)], **asked)
    counting = lump_sum.instalments.filter(dropped_on=None)
    assert sum(one.cents for one in counting) == 100_000
    event = Instalment.pgh_event_model.objects.order_by("-pgh_id")[0]
    assert event.pgh_context.metadata == {"user": by.pk, "reason": "later begonnen"}
    dropped = lump_sum.instalments.filter(dropped_on=TODAY)[0]
    assert fault(pay_instalment, instalment=dropped, paid_on=TODAY, reason="", by=by) == (
        "Deze termijn is vervallen. Leg de betaling bij een andere termijn vast."
    )


def test_the_parts_are_together_what_is_left_to_pay(lump_sum):
    asked = {"lump_sum": lump_sum, "today": TODAY, "reason": "x", "by": User.objects.get(username="chris")}
    assert fault(reschedule, parts=[(TODAY, 74_999)], **asked) == (
        "De termijnen zijn samen €\N{NO-BREAK SPACE}749,99; er is nog €\N{NO-BREAK SPACE}750,00 te betalen. "
        "Maak ze samen precies dat bedrag."
    )
    same = [(one.due_on, one.cents) for one in lump_sum.instalments.filter(paid_on=None)]
    assert fault(reschedule, parts=same, **asked) == "Er verandert niets: zo zijn de termijnen al gepland."


def test_the_form_shows_what_is_to_be_paid_and_says_what_is_wrong(client, lump_sum):
    client.force_login(person("connie", "contractmanager"))
    page = reverse("admin:contract_reschedule", args=[lump_sum.contract_id, lump_sum.pk])
    form = client.get(page).context["form"]
    assert [form.fields[f"cents_{place}"].initial for place in form.places] == [25_000] * 3 + [None] * 3
    values = {"day_1": "2026-08-01", "cents_1": "500", "day_2": "2026-09-01", "reason": "later"}
    wrong = client.post(page, values)
    assert wrong.context["form"].errors == {"day_2": ["Vul de dag en het bedrag in, of laat beide leeg."]}
    assert client.post(page, values | {"cents_2": "250,00"}).status_code == 302
    assert [row[:2] for row in planned(lump_sum)][1:3] == [
        (date(2026, 8, 1), 50_000),
        (date(2026, 9, 1), 25_000),
    ]
