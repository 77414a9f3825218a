"""What exchange keeps besides the deliveries themselves."""

from django.db import models

from inkoop.base.models import Delivery


class WaitingFile(models.Model):
    """An uploaded file that a worker has yet to load; kept encrypted outside the database."""

    delivery = models.OneToOneField(Delivery, models.CASCADE, related_name="waiting_file", verbose_name="aanlevering")
    name = models.CharField("naam in de kluis", max_length=32, unique=True)

    class Meta:
        verbose_name = "wachtend bestand"
        verbose_name_plural = "wachtende bestanden"

    def __str__(self) -> str:
        return f"bestand van aanlevering {self.delivery_id}"
