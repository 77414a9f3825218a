from django.urls import path, re_path

from inkoop.reports import views

app_name = "reports"
urlpatterns = [
    path("", views.index, name="index"),
    path("besluiten/", views.decisions, name="decisions"),
    path("besluiten/<int:pk>/", views.settle_decision, name="settle_decision"),
    path("verrekening/", views.settlement_page, name="settlement"),
    path("uitgave/<int:pk>/", views.edition, name="edition"),
    re_path(r"^uitgave/(?P<pk>[0-9]+)\.(?P<form>pdf|xlsx|csv)$", views.edition_file, name="edition_file"),
    re_path(r"^(?P<place>[0-9]{4}|regio)/$", views.report_page, name="report"),
    re_path(r"^(?P<place>[0-9]{4}|regio)\.(?P<form>pdf|xlsx|csv)$", views.report_file, name="report_file"),
    re_path(r"^(?P<place>[0-9]{4}|regio)/vaststellen/$", views.publish_report, name="publish"),
    re_path(r"^(?P<place>[0-9]{4}|regio)/abonnement/$", views.subscribe, name="subscribe"),
]
