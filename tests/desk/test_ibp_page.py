"""The page of one IBP: its running sum against the ceiling, as known on the peildatum."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from contracts.models import DeclarationLine, IbpLink, IbpVersion
from inkoop.base.models import ClientRead
from inkoop.base.parameters import values_at
from inkoop.desk.queries.ceiling import ceiling_of
from kpis.models import IbpStatus
from tests.desk.cast import AMOUNT, CEILING, MONTHS, PEILDATUM, contract_manager, outsider, region

pytestmark = pytest.mark.django_db


def page_of(ibp):
    return reverse("admin:ibp_page", args=[ibp.pk])


def ceiling(ibp, peildatum=PEILDATUM):
    return ceiling_of(ibp, peildatum, values_at(peildatum))


def test_running_sum_of_every_month_up_to_the_peildatum():
    made = region()
    months = ceiling(made.ceilings[0]).months
    assert [(row.month, row.declared, row.total, row.running) for row in months] == [
        (month, [AMOUNT], AMOUNT, AMOUNT * place) for place, month in enumerate(MONTHS, start=1)
    ]
    assert [row.month for row in months if row.is_provisional] == MONTHS[9:]


def test_credit_is_netted_in_the_month_of_its_debit():
    made = region()
    debit = DeclarationLine.objects.get(reference="R0-1")
    credit = DeclarationLine.objects.get(reference="R0-1")
    credit.pk, credit.reference, credit.debit_credit, credit.debit = None, "C0-1", "C", debit
    credit.save(force_insert=True)
    running = [row.running // AMOUNT for row in ceiling(made.ceilings[0]).months]
    assert running == [1, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]


def test_only_what_was_received_by_the_peildatum_counts():
    made = region()
    late = date(2026, 2, 1)
    raised = IbpVersion.objects.get()
    raised.pk, raised.version, raised.amount, raised.received_on = None, 2, CEILING * 2, late
    raised.save(force_insert=True)
    assert [version.version for version in ceiling(made.ceilings[0]).versions] == [1]
    after = ceiling(made.ceilings[0], late)
    assert [version.version for version in after.versions] == [1, 2]
    assert after.allocations == []
    before = ceiling(made.ceilings[0], date(2024, 1, 1))
    assert (before.versions, before.allocations, before.months, before.current) == ([], [], [], None)


def test_linked_allocations_stand_beside_each_other():
    made = region(2)
    version = IbpVersion.objects.get(ibp=made.ceilings[0])
    IbpLink.objects.create(ibp_version=version, allocation=made.allocations[1])
    found = ceiling(made.ceilings[0])
    assert [link.allocation.number for link in found.allocations] == ["T0", "T1"]
    assert found.providers == made.providers
    assert found.months[-1].declared == [AMOUNT, AMOUNT]
    assert found.months[-1].running == 24 * AMOUNT


@pytest.mark.parametrize("rows", [1, 3])
def test_page_asks_as_many_queries_for_three_allocations_as_for_one(client, django_assert_num_queries, rows):
    made = region(rows)
    version = IbpVersion.objects.get(ibp=made.ceilings[0])
    for allocation in made.allocations[1:]:
        IbpLink.objects.create(ibp_version=version, allocation=allocation)
    client.force_login(contract_manager())
    client.get(page_of(made.ceilings[0]))
    with django_assert_num_queries(19):
        response = client.get(page_of(made.ceilings[0]))
    assert len(response.context["ceiling"].allocations) == rows


def test_page_explains_itself_in_sentences(client):
    made = region()
    client.force_login(contract_manager())
    assert client.get(page_of(made.ceilings[0])).context["sentences"] == [
        (
            "Per 31 december 2025 is €\xa012.000,00 gedeclareerd op een plafond van €\xa09.000,00: 133,3%. "
            "Dat is €\xa03.000,00 te veel."
        ),
        "80% is bereikt in augustus 2025 en het plafond is overschreden in oktober 2025.",
        "De looptijd (1 januari 2025 tot en met 30 juni 2026) is voor 67% verstreken.",
    ]


def test_sentences_name_a_raise_a_forecast_and_a_missing_amount(client):
    made = region()
    client.force_login(contract_manager())
    status = IbpStatus.objects.filter(ibp=made.ceilings[0])
    status.update(amount_original=600_000, utilisation_original=Decimal(2), exhausted_on=date(2026, 3, 1))
    sentences = client.get(page_of(made.ceilings[0])).context["sentences"]
    assert sentences[2].startswith("Het oorspronkelijke bedrag was €\xa06.000,00")
    assert sentences[-1].endswith("rond 1 maart 2026 op.")
    status.update(
        status="nvt",
        utilisation=None,
        amount_current=None,
        overrun=None,
        overrun_original=None,
        month_80=None,
    )
    sentences = client.get(page_of(made.ceilings[0])).context["sentences"]
    assert sentences[0].endswith("Zonder plafondbedrag is er geen benutting.")


def test_page_without_computed_state_shows_what_was_declared(client):
    made = region()
    IbpStatus.objects.all().delete()
    client.force_login(contract_manager())
    response = client.get(page_of(made.ceilings[0]))
    assert "nog niet berekend" in response.content.decode()
    assert response.context["ceiling"].months[-1].running == 12 * AMOUNT


def test_looking_at_an_ibp_is_kept_and_not_for_everybody(client):
    made = region()
    url = page_of(made.ceilings[0])
    user = contract_manager()
    client.force_login(user)
    client.get(url)
    assert ClientRead.objects.get(by=user).object_id == str(made.ceilings[0].pk)
    client.force_login(outsider())
    assert client.get(url).status_code == 403
    assert "U mag deze pagina niet zien" in client.get(url).content.decode()


def test_ibp_that_is_not_there_is_not_found(client):
    client.force_login(contract_manager())
    response = client.get(reverse("admin:ibp_page", args=[1]))
    assert response.status_code == 404
    assert "Deze pagina is er niet" in response.content.decode()
