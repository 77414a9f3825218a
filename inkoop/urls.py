from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("inkoop.portal.urls")),
    path("admin/", admin.site.urls),
    path("api/v1/", include("inkoop.api.urls")),
    path("rapportages/", include("inkoop.reports.urls")),
]
