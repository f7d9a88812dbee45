from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import UserFactory
from tznr.accounts.enums import Role
from tznr.journal.models import AuditEntry

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]


def test_closing_an_account_ends_its_session_at_the_next_click(sign_in: SignIn) -> None:
    administrator = sign_in(Role.TECHNICAL_ADMINISTRATOR)
    colleague = sign_in(Role.AMBASSADRICE)
    assert colleague.get(reverse("home")).status_code == 200
    account = colleague.user  # type: ignore[attr-defined]
    administrator.post(reverse("accounts_set_active", args=[account.pk]), {"active": "non"})
    answer = colleague.get(reverse("home"))
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{reverse('account_login')}?next=/")
    assert AuditEntry.objects.filter(verb="changed", subject=account.pk).count() == 1


def test_nobody_closes_her_own_account(sign_in: SignIn) -> None:
    administrator = sign_in(Role.TECHNICAL_ADMINISTRATOR)
    account = administrator.user  # type: ignore[attr-defined]
    answer = administrator.post(reverse("accounts_set_active", args=[account.pk]), {"active": "non"}, follow=True)
    account.refresh_from_db()
    assert account.is_active
    assert "Vous ne pouvez pas fermer votre propre compte." in answer.content.decode()


def test_search_and_role_filter_the_list(sign_in: SignIn) -> None:
    UserFactory(first_name="Olive", role=Role.COORDINATOR)
    UserFactory(first_name="Prune", role=Role.AMBASSADRICE)
    administrator = sign_in(Role.TECHNICAL_ADMINISTRATOR)
    found = administrator.get(reverse("accounts"), {"recherche": "olive", "role": "coordinator"}).context["page"]
    assert [account.first_name for account in found] == ["Olive"]
    nothing = administrator.get(reverse("accounts"), {"recherche": "personne de ce nom"}).content.decode()
    assert "Aucun compte ne correspond." in nothing


def test_the_number_of_queries_does_not_grow(sign_in: SignIn, count_queries: Callable[[Client, str], int]) -> None:
    administrator = sign_in(Role.TECHNICAL_ADMINISTRATOR)
    few = count_queries(administrator, reverse("accounts"))
    UserFactory.create_batch(20)
    assert count_queries(administrator, reverse("accounts")) == few
