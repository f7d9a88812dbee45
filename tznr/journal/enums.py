from django.db.models import TextChoices


class Verb(TextChoices):
    READ = "read", "a consulté"
    LISTED = "listed", "a listé"
    SEARCHED = "searched", "a cherché"
    EXPORTED = "exported", "a exporté"
    CREATED = "created", "a créé"
    CHANGED = "changed", "a modifié"
    MOVED = "moved", "a changé l’état de"
    DELETED = "deleted", "a supprimé"
