"""A provider with figures, an account holder, and a talk at any stage."""

from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from kpis.models import IndicatorValue, KpiValue, KpiVersion
from kpis.services.starter_set import deliver_starter_set
from kpis.services.talks import agenda, agreements, planning, reporting
from providers.models import Contact
from tests.desk.cast import make_computation, person, region


def today():
    return timezone.localdate()


def days(count):
    return timezone.localdate() + timedelta(days=count)


class Account:
    """``connie`` holds the account of the first provider, whose board has an address."""

    def __init__(self, rows=1):
        self.region = region(rows)
        self.connie = person("connie", "contractmanager")
        self.connie.email = "connie@regio.example"
        self.connie.save()
        self.provider = self.region.providers[0]
        self.provider.account_holder = self.connie
        self.provider.save()
        Contact.objects.create(
            provider=self.provider, name="Bo Bestuur", email="bo@zorg.example", role="bestuur"
        )

    def figures(self, on, **values):
        """Figures of the first provider as of a day."""
        computation = make_computation(
            "declaratiegedrag",
            self.region.delivery,
            peildatum=on,
            window_from=on.replace(day=1),
            window_to=on.replace(day=1),
        )
        for code, value in values.items():
            IndicatorValue.objects.create(
                computation=computation, provider=self.provider, indicator=code, value=value, status="ok"
            )
        return computation

    def kpis(self, on, **values):
        """KPIs of the first provider as of a day, by the versions of the starter set; red under 0.6, green from 0.9."""
        if not KpiVersion.objects.exists():
            deliver_starter_set(valid_from=date(2024, 1, 1), use=True, by=None, today=date(2024, 1, 1))
        computation = make_computation("kpis", self.region.delivery, peildatum=on)
        for code, value in values.items():
            share = Decimal(value)
            KpiValue.objects.create(
                computation=computation,
                version=KpiVersion.objects.get(kpi__code=code),
                level="aanbieder",
                key=self.provider.agb,
                provider=self.provider,
                numerator=int(share * 1000),
                denominator=1000,
                n=1000,
                value=share,
                status="ok",
                colour="groen" if share >= Decimal("0.9") else "rood" if share < Decimal("0.6") else "oranje",
            )
        return computation

    def plan(self, on=None, **extra):
        return planning.plan_meeting(
            provider=self.provider, on=on or days(14), holder=self.connie, by=self.connie, **extra
        )

    def held(self, on=None):
        meeting = self.plan(on or today())
        return reporting.hold_meeting(meeting=meeting, on=on or today(), by=self.connie)

    def write(self, meeting, minutes="Besproken.", note=""):
        item = meeting.agenda.first()
        agenda.write_item(
            item=item, minutes=minutes, decision="", internal_note=note, is_internal=False, by=self.connie
        )
        return item

    def signed(self, on=None):
        meeting = self.held(on)
        self.write(meeting)
        return reporting.sign_off(meeting=meeting, reason="akkoord per mail", by=self.connie)

    def agree(self, meeting=None, **extra):
        values = {
            "measure": "Sneller declareren.",
            "owner": self.connie,
            "provider_owner": "Bo Bestuur",
            "agreed_on": days(-60),
            "due_on": days(-30),
            "test_on": days(-1),
            "figure": "DG06",
            "aim": "lager",
            "target": Decimal(20),
        }
        return agreements.make_agreement(
            provider=self.provider, meeting=meeting, by=self.connie, **values | extra
        )
