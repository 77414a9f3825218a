"""The queue: ``celery -A inkoop worker`` and ``celery -A inkoop beat``."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "inkoop.settings")

app = Celery("inkoop")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
