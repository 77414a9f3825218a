"""The resources. Each shows the rows that the pages would show the same person."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, ClassVar

from django.conf import settings
from django.db.models import Model, Prefetch, QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import mixins, parsers, status
from rest_framework.exceptions import NotAuthenticated, PermissionDenied, ValidationError
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from contracts.models import (
    Allocation,
    AllocationVersion,
    Contract,
    Declaration,
    DeclarationLine,
    ProductCode,
    Tariff,
)
from contracts.queries.terms import with_terms
from inkoop.api import filters
from inkoop.api.authentication import Granted
from inkoop.api.choices import Scope
from inkoop.api.figures import ASKED, PARAMETERS, SPLIT, SPLIT_PARAMETER, computation_for
from inkoop.api.paging import AFTER, SIZE
from inkoop.api.problems import NOT_ALLOWED, TooLarge
from inkoop.api.serializers import contracting as serializers
from inkoop.base.choices import DeliveryKind, DeliveryStatus
from inkoop.base.models import Delivery, Municipality
from inkoop.base.rights import VisibleQuerySet
from inkoop.base.services import record_client_read
from inkoop.exchange.services import receive
from kpis.choices import ComputationName
from kpis.models import IbpStatus, IndicatorValue, MonthValue, Signal
from providers.models import Provider


class MayAsk(BasePermission):
    """The key opens it, and its user may do it."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        if request.auth is None:
            raise NotAuthenticated
        scope, right = view.needs(request.method)  # type: ignore[attr-defined]
        granted: Granted = request.auth  # type: ignore[assignment]  # of our own authentication
        if scope in granted.scopes and request.user.has_perm(right):
            return True
        raise PermissionDenied(NOT_ALLOWED)


class ResourceView(GenericViewSet):
    """``model`` is what it shows; ``rows`` what comes with it; ``about_clients`` = each look is kept."""

    model: ClassVar[type[Model]]
    about_clients: ClassVar[bool] = False
    also_asked: ClassVar[tuple[str, ...]] = ()
    permission_classes = (MayAsk,)

    @classmethod
    def needs(cls, _method: str | None) -> tuple[Scope, str]:
        meta = cls.model._meta
        return Scope.CLIENTS if cls.about_clients else Scope.READ, f"{meta.app_label}.view_{meta.model_name}"

    def rows(self) -> QuerySet:
        return self._all()

    def _all(self) -> QuerySet:
        return self.model._default_manager.all()  # noqa: SLF001 -- Django's documented name

    def get_queryset(self) -> QuerySet:
        if getattr(self, "swagger_fake_view", False):
            return self._all().none()
        rows = self.rows()
        return rows.visible_to(self.request.user) if isinstance(rows, VisibleQuerySet) else rows

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        known = {*self.also_asked, *(self._filters() if self.detail is False else ())}
        if self.detail is False:
            known |= {AFTER, SIZE}
        if unknown := sorted(set(request.query_params) - known):
            raise ValidationError({name: ["Deze naam is hier niet bekend."] for name in unknown})

    def _filters(self) -> Sequence[str]:
        found = getattr(self, "filterset_class", None)
        return list(found.base_filters) if found else []

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        if self.about_clients and response.status_code == status.HTTP_200_OK:
            record_client_read(
                by=request.user,  # type: ignore[arg-type]  # signed in, or there were no rows
                model=self.model,
                object_id=next(iter(self.kwargs.values()), ""),
                path=request.get_full_path(),
            )
        return super().finalize_response(request, response, *args, **kwargs)


class ListView(mixins.ListModelMixin, ResourceView):
    pass


class ReadView(mixins.ListModelMixin, mixins.RetrieveModelMixin, ResourceView):
    pass


class MunicipalityView(ReadView):
    """De gemeenten van de regio."""

    model = Municipality
    serializer_class = serializers.MunicipalitySerializer
    lookup_field, lookup_url_kwarg, lookup_value_regex = "code", "gemeentecode", "[0-9]{4}"


class ProviderView(ReadView):
    """De aanbieders."""

    model = Provider
    serializer_class = serializers.ProviderSerializer
    filterset_class = filters.ProviderFilter
    lookup_field, lookup_value_regex = "agb", "[0-9]{8}"


class ContractView(ReadView):
    """De contracten, met de voorwaarden die vandaag bekend zijn."""

    model = Contract
    serializer_class = serializers.ContractSerializer
    filterset_class = filters.ContractFilter
    lookup_field, lookup_url_kwarg, lookup_value_regex = "number", "contractnummer", "[^/?#]{1,40}"

    def rows(self) -> QuerySet:
        return with_terms(Contract.objects.select_related("provider"), as_of=timezone.localdate())

    def get_serializer_context(self) -> dict[str, Any]:
        codes = dict(Municipality.objects.values_list("pk", "code"))
        return {**super().get_serializer_context(), "codes": codes}


class TariffView(ListView):
    """De tarieven die nu gelden of nog gaan gelden; een tarief dat vervangen is, staat er niet bij."""

    model = Tariff
    serializer_class = serializers.TariffSerializer
    filterset_class = filters.TariffFilter

    def rows(self) -> QuerySet:
        return Tariff.objects.filter(superseded_on=None).select_related("contract", "product_code")


class ProductView(ReadView):
    """De producten van de regio."""

    model = ProductCode
    serializer_class = serializers.ProductSerializer
    filterset_class = filters.ProductFilter
    lookup_field, lookup_url_kwarg, lookup_value_regex = "code", "productcode", "[A-Za-z0-9]{1,5}"


class AllocationView(ListView):
    """De toewijzingen met hun versies, nieuwste eerst. De cliënt is een pseudoniem; inzage wordt vastgelegd."""

    model, about_clients = Allocation, True
    serializer_class = serializers.AllocationSerializer
    filterset_class = filters.AllocationFilter

    def rows(self) -> QuerySet:
        versions = AllocationVersion.objects.visible_to(self.request.user).select_related("provider")
        return Allocation.objects.select_related("municipality", "client").prefetch_related(
            Prefetch("versions", versions.order_by("-issued_on", "-issued_at", "-received_on", "-id"))
        )


class DeclarationView(ListView):
    """De declaraties zonder hun regels."""

    model = Declaration
    serializer_class = serializers.DeclarationSerializer
    filterset_class = filters.DeclarationFilter

    def rows(self) -> QuerySet:
        return Declaration.objects.select_related("provider", "municipality")


class LineView(ListView):
    """De aanvaarde prestaties. De cliënt is een pseudoniem; inzage wordt vastgelegd."""

    model, about_clients = DeclarationLine, True
    serializer_class = serializers.LineSerializer
    filterset_class = filters.LineFilter

    def rows(self) -> QuerySet:
        related = ("provider", "municipality", "client", "allocation", "declaration")
        return DeclarationLine.objects.select_related(*related)


class FigureView(ListView):
    """Figures of one computation, equal to the export of the same name."""

    computation_name: ClassVar[ComputationName]
    also_asked: ClassVar[tuple[str, ...]] = ASKED
    joined: ClassVar[tuple[str, ...]] = ()

    def rows(self) -> QuerySet:
        computation = computation_for(self.request, self.computation_name)
        found = self._all().filter(computation=computation)
        return found.select_related(*self.joined)


@extend_schema_view(list=extend_schema(parameters=[*PARAMETERS, SPLIT_PARAMETER]))
class IndicatorView(FigureView):
    """Declaratiegedrag per aanbieder; gelijk aan de export `declaratiegedrag`."""

    model, computation_name = IndicatorValue, ComputationName.BEHAVIOUR
    serializer_class = serializers.IndicatorSerializer
    filterset_class = filters.IndicatorFilter
    also_asked = (*ASKED, SPLIT)
    joined = ("provider",)

    def rows(self) -> QuerySet:
        """Without what is for pages only."""
        return super().rows().exclude(indicator="DG15")


@extend_schema_view(list=extend_schema(parameters=PARAMETERS))
class IbpView(FigureView):
    """De stand van de IBP's; gelijk aan de export `ibp`. Inzage wordt vastgelegd."""

    model, computation_name, about_clients = IbpStatus, ComputationName.IBP, True
    serializer_class = serializers.IbpSerializer
    filterset_class = filters.IbpFilter
    joined = ("ibp", "municipality")


@extend_schema_view(list=extend_schema(parameters=PARAMETERS))
class MonthView(FigureView):
    """De maandreeks; gelijk aan de export `maandreeks`, op kleine aantallen na voor wie geen jeugdigen mag zien."""

    model, computation_name = MonthValue, ComputationName.MONTH_SERIES
    serializer_class = serializers.MonthSerializer
    filterset_class = filters.MonthFilter
    joined = ("municipality",)


class SignalView(ListView):
    """De signalen die nog staan: redenen voor een gesprek, geen oordelen."""

    model = Signal
    serializer_class = serializers.SignalSerializer
    filterset_class = filters.SignalFilter

    def rows(self) -> QuerySet:
        return Signal.objects.filter(lapsed_at=None).select_related("provider")


class DeliveryView(mixins.RetrieveModelMixin, ListView):
    """Aanleveringen: bestanden laden, of met `proef` alleen controleren."""

    model = Delivery
    serializer_class = serializers.DeliverySerializer
    parser_classes = (parsers.MultiPartParser,)
    lookup_value_regex = "[0-9]{1,18}"

    @classmethod
    def needs(cls, method: str | None) -> tuple[Scope, str]:
        return (Scope.WRITE, "base.add_delivery") if method == "POST" else super().needs(method)

    @extend_schema(
        request={"multipart/form-data": serializers.NewDeliverySerializer},
        responses={201: serializers.DeliverySerializer, 200: serializers.DeliverySerializer},
    )
    def create(self, request: Request) -> Response:
        """Laadt het bestand geheel of niet. 201: geladen, 200: was al geladen of alleen geprobeerd."""
        asked = serializers.NewDeliverySerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        values = asked.validated_data
        if values["bestand"].size > settings.API_LARGEST_FILE:
            raise TooLarge
        with NamedTemporaryFile() as kept:
            for block in values["bestand"].chunks():
                kept.write(block)
            kept.flush()
            receipt = receive(
                Path(kept.name),
                received_on=values.get("ontvangen_op") or timezone.localdate(),
                file_name=values["bestand"].name,
                kind=DeliveryKind(values["soort"]) if "soort" in values else None,
                by=request.user,  # type: ignore[arg-type]  # signed in, see MayAsk
                trial=values["proef"],
            )
        delivery = receipt.delivery
        if delivery.status == DeliveryStatus.REJECTED:
            raise ValidationError({"bestand": [delivery.message]})
        is_new = not receipt.repeated and delivery.status == DeliveryStatus.LOADED
        code = status.HTTP_201_CREATED if is_new else status.HTTP_200_OK
        return Response(serializers.DeliverySerializer(delivery).data, status=code)
