from django.urls import path, re_path
from drf_spectacular.views import SpectacularJSONAPIView
from rest_framework.routers import SimpleRouter

from inkoop.api import views
from inkoop.api.problems import unknown_address

RESOURCES = {
    "gemeenten": views.MunicipalityView,
    "aanbieders": views.ProviderView,
    "contracten": views.ContractView,
    "tarieven": views.TariffView,
    "producten": views.ProductView,
    "toewijzingen": views.AllocationView,
    "declaraties": views.DeclarationView,
    "prestaties": views.LineView,
    "declaratiegedrag": views.IndicatorView,
    "ibps": views.IbpView,
    "maandreeks": views.MonthView,
    "signalen": views.SignalView,
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
