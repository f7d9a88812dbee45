# Celery's shared tasks need the application to exist as soon as Django starts.
from tznr.celery import app as celery_app

__all__ = ["celery_app"]
