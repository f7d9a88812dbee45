from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "tznr.accounts"

    def ready(self) -> None:
        from tznr.accounts import privacy  # noqa: F401  the registry of fields
