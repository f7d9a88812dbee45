from collections.abc import Iterable

from django.apps import AppConfig

from tznr.web.sign_in import DemonstrationAccount, register


class DemonstrationConfig(AppConfig):
    name = "tznr.demonstration"

    def ready(self) -> None:
        register(printed_accounts)


def printed_accounts() -> Iterable[DemonstrationAccount]:
    from tznr.demonstration.people import ACCOUNTS, LAST_NAME_OF_STAFF, PASSWORD

    for account in ACCOUNTS:
        if account.is_printed:
            name = f"{account.first_name} {LAST_NAME_OF_STAFF}"
            yield DemonstrationAccount(account.role.label, name, account.email, PASSWORD)
