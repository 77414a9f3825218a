"""What exchange keeps besides the deliveries themselves."""

from django.db import models
from django.db.models import Q

from inkoop.base.models import Delivery


class WaitingFile(models.Model):
    """An uploaded file that a worker has yet to load; kept encrypted outside the database.

    ``attempts``: how often a load of it began.
    """

    delivery = models.OneToOneField(
        Delivery, models.CASCADE, related_name="waiting_file", verbose_name="aanlevering"
    )
    name = models.CharField("naam in de kluis", max_length=32, unique=True)
    attempts = models.PositiveSmallIntegerField("keren geprobeerd", default=0)

    class Meta:
        verbose_name = "wachtend bestand"
        verbose_name_plural = "wachtende bestanden"

    def __str__(self) -> str:
        return f"bestand van aanlevering {self.delivery_id}"


class Message(models.Model):
    """An iJw message that was received: what identifies it, and whether it was answered. It holds no BSN.

    ``refused_with`` is the code of what is wrong with the message itself, ``declaration_refused_with`` that of its
    declaration; empty = nothing. ``kept_as`` names the encrypted file until the answer has been written.
    """

    delivery = models.OneToOneField(
        Delivery, models.CASCADE, related_name="message_received", verbose_name="aanlevering"
    )
    name = models.CharField("bericht", max_length=5)
    sender = models.CharField("afzender", max_length=8)
    receiver = models.CharField("ontvanger", max_length=8)
    identification = models.CharField("identificatie", max_length=12)
    dated_on = models.DateField("dagtekening")
    refused_with = models.CharField("retourcode van het bericht", max_length=4, blank=True)
    declaration_refused_with = models.CharField("retourcode van de declaratie", max_length=4, blank=True)
    kept_as = models.CharField("naam in de kluis", max_length=32, blank=True)
    answered_at = models.DateTimeField("beantwoord op", null=True, blank=True)

    class Meta:
        verbose_name = "bericht"
        verbose_name_plural = "berichten"
        constraints = [
            # TR056; a message refused for its rules counts as not sent
            models.UniqueConstraint(
                name="message_identification_once_per_sender",
                fields=["sender", "name", "identification"],
                condition=~Q(refused_with__in=["0001", "9056"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.identification} van {self.sender}"
