"""Declarations that a provider sends by itself: tried first, sent after that, and of nobody else."""

from datetime import datetime, timedelta
from functools import partial
from typing import BinaryIO
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from inkoop.base.choices import DeliveryKind
from inkoop.base.models import User
from inkoop.exchange import vault
from inkoop.exchange.models import ProviderDelivery
from inkoop.exchange.services.uploads import accept_upload
from providers.models import Provider

KEEP_TRIED = timedelta(days=1)
TOO_LATE = "Het bestand van deze proef is niet meer bewaard. Kies het opnieuw en probeer het nog eens."
SENT = "Dit bestand is na de proef al aangeleverd."


class NotKept(Exception):
    """The file of a trial cannot be sent; carries a sentence for the person who asked."""


def try_declarations(content: BinaryIO, *, file_name: str, provider: Provider, by: User) -> ProviderDelivery:
    """A trial of a file with declarations of this provider; the caller queues ``load_upload``.

    The file is kept for a day, encrypted, so that it can be sent as it was tried.
    """
    name = uuid4().hex
    vault.keep(content, name)
    content.seek(0)
    try:
        return _accept(content, file_name, provider, by, trial=True, kept_as=name)
    except Exception:
        vault.discard(name)
        raise


def send_tried(*, tried: ProviderDelivery, by: User) -> ProviderDelivery:
    """Delivers the file of a trial; the caller queues ``load_upload``. Raises NotKept."""
    with transaction.atomic():
        found = ProviderDelivery.objects.select_for_update(of=("self",)).get(pk=tried.pk)
        if found.sent_as_id:
            raise NotKept(SENT)
        try:
            with vault.opened(found.kept_as) as path, path.open("rb") as content:
                sent = _accept(content, found.delivery.file_name, found.provider, by, trial=False)
        except vault.LostFile as lost:
            raise NotKept(TOO_LATE) from lost
        found.sent_as, kept, found.kept_as = sent.delivery, found.kept_as, ""
        found.save(update_fields=["sent_as", "kept_as"])
        transaction.on_commit(partial(vault.discard, kept))
    return sent


def forget_tried(*, before: datetime) -> int:
    """Removes files of trials that were not sent within a day; returns how many."""
    old = ProviderDelivery.objects.exclude(kept_as="").filter(delivery__created_at__lt=before - KEEP_TRIED)
    gone = 0
    for one in old:
        vault.discard(one.kept_as)
        one.kept_as = ""
        one.save(update_fields=["kept_as"])
        gone += 1
    return gone


def _accept(
    content: BinaryIO, file_name: str, provider: Provider, by: User, *, trial: bool, kept_as: str = ""
) -> ProviderDelivery:
    with transaction.atomic():
        delivery = accept_upload(
            content,
            file_name=file_name,
            received_on=timezone.localdate(),
            by=by,
            kind=DeliveryKind.DECLARATIONS,
            trial=trial,
        )
        return ProviderDelivery.objects.create(delivery=delivery, provider=provider, kept_as=kept_as)
