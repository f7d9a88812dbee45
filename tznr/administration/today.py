from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse

from tznr.accounts.enums import Role
from tznr.accounts.models import User
from tznr.home.registry import HomeLine, HomeSection, register


@register
def accounts_never_used(user: User, now: datetime) -> Iterable[HomeSection]:
    """For the technical administrator: open accounts that have never signed in."""
    if user.role != Role.TECHNICAL_ADMINISTRATOR:
        return
    rows = User.objects.filter(is_active=True, last_login=None)
    yield HomeSection(
        title="Comptes jamais utilisés",
        lines=[
            HomeLine(str(account), reverse("accounts") + f"?recherche={account.email}", account.get_role_display())
            for account in rows[:8]
        ],
        total=rows.count(),
        empty="Tous les comptes ouverts ont servi.",
        more_url=reverse("accounts"),
    )
