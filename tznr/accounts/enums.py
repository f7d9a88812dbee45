from django.db.models import TextChoices


class Role(TextChoices):
    AMBASSADRICE = "ambassadrice", "Ambassadrice des droits"
    COORDINATOR = "coordinator", "Coordinatrice"
    PAD_AGENT = "pad_agent", "Agent d’accompagnement administratif (PAD)"
    PARTNER = "partner", "Correspondant partenaire"
    COMMITTEE_MEMBER = "committee_member", "Membre du comité"
    STATE_SERVICE = "state_service", "Service de l’État"
    TECHNICAL_ADMINISTRATOR = "technical_administrator", "Administrateur technique"


TEAM = frozenset({Role.AMBASSADRICE, Role.COORDINATOR})
RECIPIENTS = frozenset({Role.PAD_AGENT, Role.PARTNER})
OUTSIDE_READERS = frozenset({Role.COMMITTEE_MEMBER, Role.STATE_SERVICE})
EVERYONE = frozenset(Role)
