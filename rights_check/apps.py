from django.apps import AppConfig


class RightsCheckConfig(AppConfig):
    name = "rights_check"

    def ready(self) -> None:
        # The registry of fields, the person's page, « Aujourd’hui » and the navigation.
        from rights_check import person_page, privacy, today  # noqa: F401
