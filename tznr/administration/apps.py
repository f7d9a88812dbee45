from django.apps import AppConfig


class AdministrationConfig(AppConfig):
    name = "tznr.administration"

    def ready(self) -> None:
        from tznr.accounts.enums import Role
        from tznr.administration import today  # noqa: F401  the section of « Aujourd’hui »
        from tznr.home import navigation

        navigation.register(
            label="Comptes",
            url_name="accounts",
            icon="people",
            shortcut="c",
            order=80,
            roles=[Role.TECHNICAL_ADMINISTRATOR],
        )
