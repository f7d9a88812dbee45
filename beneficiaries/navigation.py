from tznr.accounts.enums import TEAM
from tznr.home.navigation import register

register(label="Personnes", url_name="person_list", icon="people", shortcut="p", order=30, roles=TEAM)
