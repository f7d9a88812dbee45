from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "tznr.journal"

    def ready(self) -> None:
        from tznr.journal import privacy  # noqa: F401  the registry of fields
