from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "tznr.home"
