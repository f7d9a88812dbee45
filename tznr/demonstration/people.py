"""Invented people, recognisably so: fruits for first names, colours for last names, « Démo » for the staff."""

from dataclasses import dataclass

from tznr.accounts.enums import Role

PASSWORD = "demonstration-tznr-2026"  # noqa: S105  printed by `make run`, refused outside the demonstration


@dataclass(frozen=True)
class DemonstrationAccount:
    email: str
    first_name: str
    role: Role
    organisation: str = ""
    """Slug of the organisation she works for, for agents and correspondents."""
    is_printed: bool = False
    """Whether it is the one account of its role that `make run` prints."""


ACCOUNTS = (
    DemonstrationAccount("prune@demo.tznr.example", "Prune", Role.AMBASSADRICE, is_printed=True),
    DemonstrationAccount("olive@demo.tznr.example", "Olive", Role.AMBASSADRICE),
    DemonstrationAccount("clementine@demo.tznr.example", "Clémentine", Role.COORDINATOR, is_printed=True),
    DemonstrationAccount("pad-chenove@demo.tznr.example", "Amande", Role.PAD_AGENT, "pad-chenove", is_printed=True),
    DemonstrationAccount("pad-talant@demo.tznr.example", "Noisette", Role.PAD_AGENT, "pad-talant"),
    DemonstrationAccount("pad-gresilles@demo.tznr.example", "Cassis", Role.PAD_AGENT, "pad-dijon-gresilles"),
    DemonstrationAccount("caf@demo.tznr.example", "Anis", Role.PARTNER, "caf", is_printed=True),
    DemonstrationAccount("france-travail@demo.tznr.example", "Basilic", Role.PARTNER, "france-travail"),
    DemonstrationAccount("comite@demo.tznr.example", "Lavande", Role.COMMITTEE_MEMBER, is_printed=True),
    DemonstrationAccount("etat@demo.tznr.example", "Tilleul", Role.STATE_SERVICE, is_printed=True),
    DemonstrationAccount("administration@demo.tznr.example", "Romarin", Role.TECHNICAL_ADMINISTRATOR, is_printed=True),
)
LAST_NAME_OF_STAFF = "Démo"

WOMEN = (
    "Cerise", "Mirabelle", "Framboise", "Myrtille", "Groseille", "Pomme", "Figue", "Grenade", "Mangue", "Papaye",
    "Quetsche", "Griotte", "Pêche", "Poire", "Reinette", "Airelle", "Arbouse", "Datte", "Goyave", "Nectarine",
)  # fmt: skip
MEN = (
    "Abricot", "Brugnon", "Citron", "Coing", "Kaki", "Kiwi", "Litchi", "Melon", "Raisin", "Pruneau",
    "Physalis", "Pomelo", "Cédrat", "Calisson", "Bigarreau", "Yuzu", "Tamarin", "Longane", "Kumquat", "Durian",
)  # fmt: skip
LAST_NAMES = (
    "Azur", "Carmin", "Céladon", "Cobalt", "Corail", "Cyan", "Ébène", "Écarlate", "Émeraude", "Fauve", "Garance",
    "Grège", "Indigo", "Ivoire", "Jade", "Lapis", "Magenta", "Mauve", "Ocre", "Outremer", "Parme", "Pourpre",
    "Roux", "Safran", "Sépia", "Sienne", "Turquoise", "Vermeil", "Vermillon", "Zinzolin",
)  # fmt: skip
