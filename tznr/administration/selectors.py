from django.db.models import Q, QuerySet

from tznr.accounts.enums import Role
from tznr.accounts.models import User


def accounts(*, search: str = "", role: Role | None = None) -> QuerySet[User]:
    """Accounts whose name or address contains the words searched, by name."""
    rows = User.objects.all()
    for word in search.split():
        rows = rows.filter(Q(first_name__icontains=word) | Q(last_name__icontains=word) | Q(email__icontains=word))
    return rows.filter(role=role) if role else rows
