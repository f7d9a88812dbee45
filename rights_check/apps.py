from django.apps import AppConfig


class RightsCheckConfig(AppConfig):
    name = "rights_check"

    def ready(self) -> None:
        from rights_check import privacy  # noqa: F401  the registry of fields
