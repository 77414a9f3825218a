"""A region with three municipalities, two of which have a product with few clients, and its figures computed."""

from datetime import date
from itertools import count

from django.contrib.auth.models import Group

from inkoop.base.choices import Role
from inkoop.base.models import Municipality, MunicipalityUser, User
from kpis.services import change, ensure, flow, forecast, use
from tests.kpis.cast import PEILDATUM, allocation, ledger, line
from tests.kpis.tables import Tables

PLACES = ("0501", "0502", "0503")
YOUTHS = {
    ("0501", "45A04"): 30,
    ("0501", "45A05"): 4,
    ("0501", "45A06"): 20,
    ("0502", "45A04"): 40,
    ("0502", "45A05"): 15,
    ("0502", "45A06"): 25,
    ("0503", "45A04"): 50,
    ("0503", "45A05"): 16,
    ("0503", "45A06"): 26,
}


def lay_region(places=PLACES, months=("2024-03", "2025-03")):
    """Every youth costs an amount of its own, so that a sum tells who is in it."""
    numbers = count(1)
    allocations, lines = [], []
    for (place, code), youths in YOUTHS.items():
        if place not in places:
            continue
        for youth in range(youths):
            number = next(numbers)
            client = f"{place}-{code}-{youth}"
            allocations.append(
                allocation(
                    str(number), municipality=place, client=client, code=code, referrer="02", team="Noord",
                    begin=date(2024, 1, 1),
                )
            )  # fmt: skip
            lines += [
                line(
                    month, 10_000 + 97 * number, municipality=place, client=client, allocation=str(number),
                    code=code, reference=f"R{number}-{month}", declaration=f"D{place}{month}",
                )
                for month in months
            ]  # fmt: skip
    Tables().write(ledger(lines, allocations=allocations))
    for code in places:
        Municipality.objects.filter(code=code).update(name=f"Plaats {code}")


def compute(peildatum=PEILDATUM):
    computed = ensure(use(peildatum))
    for asked in (change, flow, forecast):
        ensure(asked(peildatum))
    return computed


def person(name, *roles, places=()):
    user = User.objects.create_user(name, email=f"{name}@voorbeeld.nl", password="geheim-genoeg")
    user.groups.set(Group.objects.filter(name__in=roles))
    for code in places:
        MunicipalityUser.objects.create(user=user, municipality=Municipality.objects.get(code=code))
    return user


def manager():
    return person("connie", Role.CONTRACT_MANAGER)


def officer(code):
    return person(f"gemeente-{code}", Role.MUNICIPALITY, places=[code])
