from django.db import transaction

from tznr.accounts.models import User
from tznr.journal.enums import Verb
from tznr.journal.services import record


class OwnAccount(Exception):
    """Nobody closes her own account: the last administrator would lock everybody out."""


def set_active(*, actor: User, account: User, active: bool) -> None:
    """Open or close an account; the sessions of a closed one end at their next click.

    Raises OwnAccount when the actor aims at herself.
    """
    if actor.pk == account.pk:
        raise OwnAccount
    with transaction.atomic():
        account.is_active = active
        account.save(update_fields=["is_active"])
        record(actor=actor, verb=Verb.CHANGED, subject=account)
