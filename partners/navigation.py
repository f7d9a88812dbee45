from tznr.accounts.enums import RECIPIENTS, TEAM
from tznr.home.navigation import register


def register_entries() -> None:
    register(label="Orientations", url_name="referral_list", icon="send", shortcut="o", order=40, roles=TEAM)
    register(
        label="Orientations reçues", url_name="referral_list", icon="inbox", shortcut="o", order=40, roles=RECIPIENTS
    )
    register(
        label="Annuaire", url_name="organisation_list", icon="book", shortcut="n", order=50, roles=TEAM | RECIPIENTS
    )
