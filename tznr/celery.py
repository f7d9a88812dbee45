"""The background worker. Tasks take ids, call a service, and are started when the transaction commits."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tznr.settings.demonstration")

app = Celery("tznr")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
