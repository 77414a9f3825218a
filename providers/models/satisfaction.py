"""What clients and parents say of a provider, as counts that the survey gives; never an answer of one person."""

from django.db import models
from django.db.models import F, Q

from inkoop.base.models import Municipality, Received
from inkoop.base.rights import Owners, VisibleQuerySet
from providers.choices import Respondent, SurveyQuestion
from providers.models.register import Provider

HIGHEST_GRADE = 10


class SurveyResult(Received):
    """One question of one provider over one period, in one municipality (NULL = all together).

    ``invited`` were asked, ``answered`` did. ``total``: the sum of the grades (1 t/m 10) of ``nut``, the number of
    favourable answers of the other questions. A correction is a later row: the newest on a peildatum counts.
    """

    provider = models.ForeignKey(
        Provider, models.PROTECT, related_name="survey_results", verbose_name="aanbieder"
    )
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, null=True, related_name="+", verbose_name="gemeente"
    )
    begin = models.DateField("periode van")
    end = models.DateField("periode t/m")
    question = models.CharField("vraag", max_length=12, choices=SurveyQuestion.choices)
    respondent = models.CharField("wie", max_length=10, choices=Respondent.choices)
    set_version = models.PositiveSmallIntegerField(
        "versie van de set", help_text="Versie van de landelijke outcomeset waarmee is gevraagd."
    )
    invited = models.PositiveIntegerField("uitgenodigd")
    answered = models.PositiveIntegerField("ingevuld")
    total = models.PositiveIntegerField("som")

    owners = Owners(provider="provider__in")
    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = "uitkomst van een cliëntmeting"
        verbose_name_plural = "uitkomsten van cliëntmetingen"
        ordering = ["-end", "provider", "question", "respondent"]
        constraints = [
            models.UniqueConstraint(
                name="survey_result_once_per_delivery",
                fields=["provider", "municipality", "begin", "end", "question", "respondent", "received_on"],
                nulls_distinct=False,
            ),
            models.CheckConstraint(name="survey_result_period_in_order", condition=Q(end__gte=F("begin"))),
            models.CheckConstraint(
                name="survey_result_answered_within_invited", condition=Q(answered__lte=F("invited"))
            ),
            models.CheckConstraint(
                name="survey_result_total_fits",
                condition=Q(
                    question="nut",
                    total__gte=F("answered"),
                    total__lte=F("answered") * HIGHEST_GRADE,
                )
                | ~Q(question="nut") & Q(total__lte=F("answered")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_question_display()}, {self.begin} t/m {self.end}"
