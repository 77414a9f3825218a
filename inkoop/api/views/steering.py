"""The resources to steer by: KPIs, talks, why spending changed, flow, forecast, reports."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.serializers import BaseSerializer

from contracts.models import RefusedLine
from contracts.rules.small_cells import SMALLEST_SHOWN
from inkoop.api import filters
from inkoop.api.figures import PARAMETERS
from inkoop.api.serializers import steering as serializers
from inkoop.api.views.resources import FigureView, ListView, ReadView
from inkoop.base.rights import SEE_REGION
from inkoop.reports.models import Publication
from kpis.choices import ComputationName
from kpis.models import (
    Agreement,
    FlowMonth,
    ForecastMonth,
    KpiValue,
    KpiVersion,
    Meeting,
    MonthValue,
    SpendingChange,
)
from kpis.queries.kpis import versions_in_force


class RefusedLineView(ListView):
    """De geweigerde prestaties met hun codes. Inzage wordt vastgelegd."""

    model, about_clients = RefusedLine, True
    serializer_class = serializers.RefusedLineSerializer
    filterset_class = filters.RefusedLineFilter


class KpiView(ListView):
    """De KPI's met de versie die vandaag geldt."""

    model = KpiVersion
    serializer_class = serializers.KpiSerializer

    def rows(self) -> QuerySet:
        counting = versions_in_force(timezone.localdate()).values("pk")
        return KpiVersion.objects.filter(pk__in=counting).select_related("kpi")


@extend_schema_view(list=extend_schema(parameters=PARAMETERS))
class KpiValueView(FigureView):
    """De waarden van de KPI's; gelijk aan de export `kpis`, op kleine aantallen na voor wie geen jeugdigen mag zien."""

    model, computation_name = KpiValue, ComputationName.KPIS
    serializer_class = serializers.KpiValueSerializer
    filterset_class = filters.KpiValueFilter
    joined = ("version__kpi",)


class MeetingView(ListView):
    """De gesprekken met aanbieders: gepland, gehouden en vervallen."""

    model = Meeting
    serializer_class = serializers.MeetingSerializer
    filterset_class = filters.MeetingFilter

    def rows(self) -> QuerySet:
        return Meeting.objects.select_related("provider")


class AgreementView(ListView):
    """De verbeterafspraken met hun uitkomst."""

    model = Agreement
    serializer_class = serializers.AgreementSerializer
    filterset_class = filters.AgreementFilter

    def rows(self) -> QuerySet:
        return Agreement.objects.select_related("provider")


@extend_schema_view(list=extend_schema(parameters=PARAMETERS))
class ChangeView(FigureView):
    """Waarom de uitgaven veranderden; gelijk aan de export `verandering`, op kleine aantallen na."""

    model, computation_name = SpendingChange, ComputationName.CHANGE
    serializer_class = serializers.ChangeSerializer
    filterset_class = filters.ChangeFilter


@extend_schema_view(list=extend_schema(parameters=PARAMETERS))
class FlowView(FigureView):
    """In-, door- en uitstroom per maand; gelijk aan de export `stromen`, op kleine aantallen na."""

    model, computation_name = FlowMonth, ComputationName.FLOW
    serializer_class = serializers.FlowSerializer
    filterset_class = filters.FlowFilter


@extend_schema_view(list=extend_schema(parameters=PARAMETERS))
class ForecastView(FigureView):
    """De prognose per gemeente, categorie en maand; gelijk aan de export `prognose`, op kleine aantallen na."""

    model, computation_name = ForecastMonth, ComputationName.FORECAST
    serializer_class = serializers.ForecastSerializer
    filterset_class = filters.ForecastFilter
    joined = ("municipality",)

    def get_serializer_context(self) -> dict[str, Any]:
        """``few``: municipality and category in which few youths had an allocation in some month."""
        few: set[tuple[int, str]] = set()
        if not self.request.user.has_perm(SEE_REGION):
            months = MonthValue.objects.filter(clients__gt=0, clients__lt=SMALLEST_SHOWN)
            few = set(months.order_by().values_list("municipality_id", "category").distinct())
        return {**super().get_serializer_context(), "few": few}


class PublicationView(ReadView):
    """De vastgestelde rapportages; een ervan met de inhoud, zoals zij is uitgegeven."""

    model = Publication
    serializer_class = serializers.PublicationSerializer
    filterset_class = filters.PublicationFilter
    lookup_value_regex = "[0-9]{1,18}"

    def rows(self) -> QuerySet:
        found = Publication.objects.select_related("municipality")
        return found.defer("content") if self.action == "list" else found

    def get_serializer_class(self) -> type[BaseSerializer]:
        return serializers.EditionSerializer if self.action == "retrieve" else self.serializer_class
