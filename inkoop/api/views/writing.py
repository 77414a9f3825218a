"""Where another system writes: figures of KPIs, and reviews. With ``proef`` all is checked and nothing kept."""

from abc import ABC, abstractmethod
from typing import Any

from django.db import transaction
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import parsers, status
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from contracts.services.procedures.refusal import Refused
from inkoop.api import filters
from inkoop.api.choices import Scope
from inkoop.api.serializers import steering as serializers
from inkoop.api.views.resources import ListView
from inkoop.base.models import User
from kpis.models import Kpi, KpiTask, Review, ReviewInvitation
from kpis.services.kpi_tasks import record_cbs, submit
from kpis.services.reviews import Given, save_reviews
from providers.models import Provider

ANSWERS = {201: serializers.KeptSerializer, 200: serializers.KeptSerializer}


class WritingView(ABC, ListView):
    """``right``: what writing takes."""

    right = ""
    parser_classes = (parsers.JSONParser,)

    @classmethod
    def needs(cls, method: str | None) -> tuple[Scope, str]:
        return (Scope.WRITE, cls.right) if method == "POST" else super().needs(method)

    @abstractmethod
    def keep(self, values: dict[str, Any], by: User) -> int:
        """Writes; returns how many. Raises Refused or ValidationError with what is wrong."""

    def written(self, request: Request, values: dict[str, Any]) -> Response:
        with transaction.atomic():
            try:
                kept = self.keep(values, request.user)  # type: ignore[arg-type]  # signed in, see MayAsk
            except Refused as error:
                raise ValidationError({"aanvraag": [str(error)]}) from None
            if values["proef"]:
                transaction.set_rollback(True)
        code = status.HTTP_200_OK if values["proef"] else status.HTTP_201_CREATED
        return Response({"proef": values["proef"], "bewaard": kept}, status=code)


class KpiTaskView(WritingView):
    """De opgaven die voor KPI's gevraagd zijn, met wat is ingevuld."""

    model, right = KpiTask, "kpis.change_kpitask"
    serializer_class = serializers.KpiTaskSerializer
    filterset_class = filters.KpiTaskFilter

    def rows(self) -> Any:
        return KpiTask.objects.select_related("kpi", "provider")

    @extend_schema(request=serializers.NewKpiValueSerializer, responses=ANSWERS)
    def create(self, request: Request) -> Response:
        """Dient het cijfer in van een opgave die openstaat, of legt dat van het CBS vast. 200: alleen geprobeerd."""
        asked = serializers.NewKpiValueSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        return self.written(request, asked.validated_data)

    def keep(self, values: dict[str, Any], by: User) -> int:
        period = {"period_from": values["periode_begin"], "period_to": values["periode_eind"]}
        figure = {
            "numerator": values["teller"],
            "denominator": values["noemer"],
            "note": values["toelichting"],
            "by": by,
        }
        kpi = _one(Kpi.objects.visible_to(by), "kpi", "Deze KPI is er niet.", code=values["kpi"])
        if not values["agb"]:
            begin, end = period.values()
            if end < begin:
                raise ValidationError({"periode_eind": ["De periode eindigt voor zij begint."]})
            record_cbs(kpi=kpi, begin=begin, end=end, on=timezone.localdate(), **figure)
            return 1
        tasks = KpiTask.objects.visible_to(by)
        missing = "Over deze periode is deze KPI niet aan deze aanbieder gevraagd."
        task = _one(tasks, "agb", missing, kpi=kpi, provider__agb=values["agb"], **period)
        submit(task=task, **figure)
        return 1


class ReviewView(WritingView):
    """De beoordelingen door jeugdprofessionals; zonder wie ze gaf."""

    model, right = Review, "kpis.change_reviewround"
    serializer_class = serializers.ReviewSerializer
    filterset_class = filters.ReviewFilter

    def rows(self) -> Any:
        submitted = Review.objects.filter(invitation__submitted_at__isnull=False)
        return submitted.select_related("invitation__round", "invitation__reviewer__municipality", "provider")

    @extend_schema(request=serializers.NewReviewSerializer, responses=ANSWERS)
    def create(self, request: Request) -> Response:
        """Bewaart de oordelen van wie is uitgenodigd, in plaats van een eerder concept. 200: alleen geprobeerd."""
        asked = serializers.NewReviewSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        return self.written(request, asked.validated_data)

    def keep(self, values: dict[str, Any], by: User) -> int:
        invitation = _one(
            ReviewInvitation.objects.visible_to(by),
            "email",
            "Voor dit kwartaal is op dit adres niemand uitgenodigd.",
            round__quarter=values["kwartaal"],
            reviewer__email=values["email"],
        )
        said = {one["agb"]: one for one in values["oordelen"]}
        known = dict(Provider.objects.filter(agb__in=said).values_list("agb", "pk"))
        if unknown := sorted(set(said) - set(known)):
            raise ValidationError({"oordelen": [f"Deze aanbieder is er niet: {agb}." for agb in unknown]})
        given = {known[agb]: Given(one["cijfer"], one["toelichting"]) for agb, one in said.items()}
        save_reviews(
            invitation=invitation, given=given, submit=values["indienen"], today=timezone.localdate()
        )
        return len(given)


def _one(rows: Any, field: str, missing: str, **by: Any) -> Any:
    found = rows.filter(**by).first()
    if found is None:
        raise ValidationError({field: [missing]})
    return found
