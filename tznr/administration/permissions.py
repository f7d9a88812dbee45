import uuid

from django.http import Http404

from tznr.accounts.enums import Role
from tznr.accounts.models import User


def get_account_for(user: User, pk: uuid.UUID) -> User:
    """The account, for the technical administrator only. Raises Http404 otherwise."""
    account = User.objects.filter(pk=pk).first()
    if account is None or user.role != Role.TECHNICAL_ADMINISTRATOR:
        raise Http404
    return account
