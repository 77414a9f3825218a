"""The region that people look at while a large file is loaded into it."""

import time
from dataclasses import dataclass, field
from datetime import date
from importlib import import_module
from pathlib import Path

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import Group

from inkoop.base.choices import Role
from inkoop.base.models import Delivery, User
from inkoop.exchange import services
from inkoop.exchange.tasks import load_upload
from kpis.models import Computation
from kpis.services import compute_all
from providers.choices import PortalRole
from providers.models import Provider, ProviderUser
from tests.bench.region import prepare

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
MONTH_SHARE = 20


@dataclass
class Ground:
    large: Path
    received_on: date
    portal_keys: list[str]
    desk_keys: list[str]
    began: float = 0.0
    delivery_id: int = field(default=0)

    def hand_in(self) -> None:
        """As somebody does in the page: the file waits, a worker loads it, and then the figures are computed."""
        with self.large.open("rb") as content:
            delivery = services.accept_upload(
                content, file_name=self.large.name, received_on=self.received_on, by=None
            )
        self.began, self.delivery_id = time.monotonic(), delivery.pk
        load_upload.delay(delivery_id=delivery.pk)

    def progress(self) -> str:
        delivery = Delivery.objects.get(pk=self.delivery_id)
        ended, began = delivery.finished_at, delivery.started_at
        took = (ended - began).total_seconds() if ended and began else None
        done = Computation.objects.filter(newest_delivery=delivery, status="klaar").count()
        said = (
            f"import: {delivery.status}, {delivery.rows_accepted} van {delivery.rows_total} regels aanvaard"
        )
        return f"{said}{f' in {took:.0f} s' if took else ''}; {done} berekeningen klaar"


def lay(home: Path, size: str, lines: int, *, portal: int, desk: int) -> Ground:
    """A small month is loaded and computed first, so that there is something to see."""
    files = prepare(home, size, lines, max(200, lines // MONTH_SHARE))
    services.receive(files.month, received_on=files.month_on)
    compute_all(peildatum=files.month_on)
    agbs = list(Provider.objects.order_by("agb")[:portal])
    portal_keys = [_signed_in(_member(agbs[number % len(agbs)], number)) for number in range(portal)]
    desk_keys = [_signed_in(_manager(number)) for number in range(desk)]
    return Ground(files.first, files.month_on, portal_keys, desk_keys)


def _member(provider: Provider, number: int) -> User:
    user = User.objects.create_user(f"portaal{number}", password=None)
    user.groups.set(Group.objects.filter(name=Role.PROVIDER))
    ProviderUser.objects.create(provider=provider, user=user, role=PortalRole.MANAGER)
    return user


def _manager(number: int) -> User:
    user = User.objects.create_user(f"bureau{number}", password=None, is_staff=True)
    user.groups.set(Group.objects.filter(name=Role.CONTRACT_MANAGER))
    return user


def _signed_in(user: User) -> str:
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(user.pk), BACKEND
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)
