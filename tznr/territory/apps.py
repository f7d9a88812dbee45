from django.apps import AppConfig


class TerritoryConfig(AppConfig):
    name = "tznr.territory"

    def ready(self) -> None:
        from tznr.territory import privacy  # noqa: F401  the registry of fields
