from django.urls import path, re_path
from drf_spectacular.views import SpectacularJSONAPIView
from rest_framework.routers import SimpleRouter

from inkoop.api.problems import unknown_address
from inkoop.api.views import resources as views
from inkoop.api.views import steering, writing

RESOURCES = {
    "gemeenten": views.MunicipalityView,
    "aanbieders": views.ProviderView,
    "contracten": views.ContractView,
    "tarieven": views.TariffView,
    "producten": views.ProductView,
    "toewijzingen": views.AllocationView,
    "declaraties": views.DeclarationView,
    "prestaties": views.LineView,
    "geweigerde-prestaties": steering.RefusedLineView,
    "declaratiegedrag": views.IndicatorView,
    "ibps": views.IbpView,
    "maandreeks": views.MonthView,
    "veranderingen": steering.ChangeView,
    "stromen": steering.FlowView,
    "prognoses": steering.ForecastView,
    "signalen": views.SignalView,
    "kpis": steering.KpiView,
    "kpi-waarden": steering.KpiValueView,
    "kpi-opgaven": writing.KpiTaskView,
    "beoordelingen": writing.ReviewView,
    "gesprekken": steering.MeetingView,
    "verbeterafspraken": steering.AgreementView,
    "rapportages": steering.PublicationView,
    "aanleveringen": views.DeliveryView,
}

router = SimpleRouter(trailing_slash=False)
for name, view in RESOURCES.items():
    router.register(name, view, basename=f"api-{name}")

urlpatterns = [
    path("openapi.json", SpectacularJSONAPIView.as_view(), name="api-openapi"),
    *router.urls,
    re_path("", unknown_address, name="api-unknown"),
]
