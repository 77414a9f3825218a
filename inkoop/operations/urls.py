from django.urls import path

from inkoop.operations import views

urlpatterns = [
    path("gezond/", views.alive, name="alive"),
    path("gereed/", views.ready, name="ready"),
    path("metrics", views.metrics, name="metrics"),
]
