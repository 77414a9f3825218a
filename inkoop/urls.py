from django.contrib import admin
from django.urls import include, path

from inkoop.desk.views.kpis.reviews import own_review, review_form

urlpatterns = [
    path("beoordeling/", own_review, name="own_review"),
    path("beoordeling/<str:token>/", review_form, name="review_form"),
    path("", include("inkoop.portal.urls")),
    path("", include("inkoop.operations.urls")),
    path("admin/", admin.site.urls),
    path("api/v1/", include("inkoop.api.urls")),
    path("rapportages/", include("inkoop.reports.urls")),
]
