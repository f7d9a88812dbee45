from django.apps import AppConfig


class OutreachConfig(AppConfig):
    name = "outreach"

    def ready(self) -> None:
        # Each fills a registry: of fields, of « Aujourd’hui » and the navigation, of the person's page.
        from outreach import person_page, privacy, today  # noqa: F401
