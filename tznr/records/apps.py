from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "tznr.records"
