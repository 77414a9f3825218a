"""Answers as a download: written to a temporary file that is gone once it has been sent, for they hold BSNs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile

from django.db import transaction

from inkoop.base.models import User
from inkoop.exchange.ijw.writing import MissingPerson, people_in
from inkoop.exchange.models import Message
from inkoop.exchange.services.answering import answer
from inkoop.exchange.services.answers import NoAnswer
from inkoop.exchange.services.notifying import write_decisions


@dataclass(frozen=True, slots=True)
class HandedOut:
    """``content`` has no name on disk any more; whoever closes it removes it. ``refused``: message and sentence."""

    content: BinaryIO
    file_name: str
    answered: list[Message]
    refused: list[tuple[Message, str]]


def hand_out(*, messages: Sequence[Message], by: User, dated_on: date) -> HandedOut:
    """The answer to one message as XML, or those to several as one zip. Afterwards the received files are gone.

    All in one transaction: when anything unforeseen happens no message is answered, and all files still wait. Raises
    NoAnswer when none of the messages can be answered.
    """
    with TemporaryDirectory() as name, transaction.atomic():
        written, refused = _answer_each(messages, Path(name), dated_on)
        if not written:
            raise NoAnswer(" ".join(sentence for _, sentence in refused) or "Er is geen bericht gekozen.")
        answered = list(written)
        Message.objects.filter(pk__in=[message.pk for message in answered]).update(answered_by=by)
        path = next(iter(written.values())) if len(messages) == 1 else _zipped(written, Path(name), dated_on)
        return HandedOut(path.open("rb"), path.name, answered, refused)


def hand_out_decisions(
    *, message: Message, people: BinaryIO | None, dated_on: date
) -> tuple[BinaryIO, str, int]:
    """The JW301 or JW319 about each decision that was not written yet, with its name and how many there are.

    One as XML, several as one zip. All or none: raises NoAnswer, and then all can be asked for again. ``people`` is
    read and not kept.
    """
    with TemporaryDirectory() as name, transaction.atomic():
        held = Message.objects.select_for_update().get(pk=message.pk)
        try:
            paths = write_decisions(
                delivery_id=held.delivery_id,
                folder=Path(name),
                dated_on=dated_on,
                people=people_in(people) if people else {},
            )
        except MissingPerson as error:
            raise NoAnswer(str(error)) from None
        if not paths:
            raise NoAnswer("Alle besluiten op dit bericht zijn al opgehaald. Er is niets veranderd.")
        path = (
            paths[0] if len(paths) == 1 else _packed(paths, Path(name) / f"besluiten-{dated_on:%Y-%m-%d}.zip")
        )
        return path.open("rb"), path.name, len(paths)


def _answer_each(
    messages: Sequence[Message], folder: Path, dated_on: date
) -> tuple[dict[Message, Path], list[tuple[Message, str]]]:
    written, refused = {}, []
    for message in messages:
        try:
            written[message] = answer(delivery_id=message.delivery_id, folder=folder, dated_on=dated_on)
        except NoAnswer as error:
            refused.append((message, str(error)))
    return written, refused


def _zipped(written: dict[Message, Path], folder: Path, dated_on: date) -> Path:
    return _packed(list(written.values()), folder / f"antwoorden-{dated_on:%Y-%m-%d}.zip")


def _packed(paths: list[Path], target: Path) -> Path:
    with ZipFile(target, "w", ZIP_DEFLATED) as file:
        for one in paths:
            file.write(one, one.name)
    return target
