from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "reporting"

    def ready(self) -> None:
        from reporting import privacy, registration  # noqa: F401  the registries of fields and of pages
