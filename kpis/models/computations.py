"""What was computed, as of which day, from what."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from inkoop.base.models import Delivery
from kpis.choices import ComputationName, ComputationStatus, Split


class Computation(models.Model):
    """One computation of one set of figures. Computing it again replaces its figures, never adds to them.

    ``window_from`` and ``window_to`` are the first days of the first and last month; NULL where the
    figures have no window. ``newest_delivery`` is the newest delivery in the figures; NULL = there was
    none. ``fingerprint`` is that of everything the figures follow from: equal = nothing to do.
    """

    name = models.CharField("berekening", max_length=20, choices=ComputationName.choices)
    peildatum = models.DateField("peildatum", help_text="Alleen wat toen ontvangen was, telt mee.")
    window_from = models.DateField("eerste maand", null=True, blank=True)
    window_to = models.DateField("laatste maand", null=True, blank=True)
    split = models.CharField(
        "uitgesplitst naar", max_length=12, choices=Split.choices, default=Split.NONE, blank=True
    )
    status = models.CharField(
        "status", max_length=8, choices=ComputationStatus.choices, default=ComputationStatus.WAITING
    )
    steps_done = models.PositiveSmallIntegerField("stappen klaar", default=0)
    steps_total = models.PositiveSmallIntegerField("stappen", default=0)
    requested_at = models.DateTimeField("gevraagd op", auto_now_add=True)
    started_at = models.DateTimeField("begonnen op", null=True, blank=True)
    finished_at = models.DateTimeField("klaar op", null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, verbose_name="gevraagd door"
    )
    newest_delivery = models.ForeignKey(
        Delivery,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="nieuwste aanlevering in de cijfers",
    )
    fingerprint = models.CharField("vingerafdruk", max_length=64, blank=True)
    log = models.TextField("verslag", blank=True)

    class Meta:
        verbose_name = "berekening"
        verbose_name_plural = "berekeningen"
        ordering = ["-peildatum", "name", "-window_to", "split"]
        constraints = [
            models.UniqueConstraint(
                name="computation_once",
                fields=["name", "peildatum", "window_from", "window_to", "split"],
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="computation_window_is_whole",
                condition=Q(window_from__isnull=True, window_to__isnull=True)
                | Q(window_to__gte=F("window_from")),
            ),
            models.CheckConstraint(
                name="computation_window_in_months",
                condition=Q(window_from__isnull=True) | Q(window_from__day=1, window_to__day=1),
            ),
            models.CheckConstraint(
                name="computation_done_has_fingerprint",
                condition=~Q(status="klaar") | (~Q(fingerprint="") & Q(finished_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="computation_split_only_of_behaviour", condition=Q(name="declaratiegedrag") | Q(split="")
            ),
            models.CheckConstraint(
                name="computation_steps_within_total", condition=Q(steps_done__lte=F("steps_total"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_name_display()} per {self.peildatum:%d-%m-%Y}"
