"""The queue: ``celery -A inkoop worker`` and ``celery -A inkoop beat``."""

import os

from celery import Celery
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "inkoop.settings")

app = Celery("inkoop")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.conf.beat_schedule = {
    "exchange-forget": {
        "task": "exchange.forget_unanswered",
        "schedule": crontab(hour="2", minute="45"),
    },
    "exchange-resume": {"task": "exchange.resume_uploads", "schedule": crontab(minute="*/5")},
    "contracts-daily": {"task": "contracts.watch_daily", "schedule": crontab(hour="6", minute="30")},
    "kpis-remind": {"task": "kpis.remind_daily", "schedule": crontab(hour="7", minute="0")},
    "operations-reads": {"task": "operations.note_reads", "schedule": crontab(hour="4", minute="30")},
    "operations-retention": {
        "task": "operations.apply_retention",
        "schedule": crontab(hour="1", minute="15", day_of_week="sunday", month_of_year="1,2"),
    },
    "reports-bi": {"task": "reports.export_bi", "schedule": crontab(hour="5", minute="0")},
    "reports-mail": {"task": "reports.mail_daily", "schedule": crontab(hour="7", minute="15")},
    "kpis-nightly": {"task": "kpis.compute_nightly", "schedule": crontab(hour="3", minute="15")},
}
