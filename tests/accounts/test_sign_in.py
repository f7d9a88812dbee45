from collections.abc import Callable

import pytest
from django.contrib.auth.hashers import check_password
from django.test import Client
from django.urls import reverse

from tests.factories import PASSWORD, UserFactory
from tznr.accounts.models import User

pytestmark = pytest.mark.django_db


def test_sign_in_by_address_then_sign_out() -> None:
    UserFactory(email="prune@tznr.example")
    client = Client()
    answer = client.post(reverse("account_login"), {"login": "Prune@TZNR.example", "password": PASSWORD})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert client.get("/").status_code == 200
    client.post(reverse("account_logout"))
    assert client.get("/").status_code == 302


def test_a_wrong_password_is_said_in_french_and_the_address_is_still_there() -> None:
    UserFactory(email="prune@tznr.example")
    answer = Client().post(reverse("account_login"), {"login": "prune@tznr.example", "password": "autre chose"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "L’adresse e-mail ou le mot de passe sont incorrects." in page.replace("'", "’").replace("&#x27;", "’")
    assert 'value="prune@tznr.example"' in page


def test_a_closed_account_does_not_get_in() -> None:
    UserFactory(email="prune@tznr.example", is_active=False)
    client = Client()
    client.post(reverse("account_login"), {"login": "prune@tznr.example", "password": PASSWORD})
    assert client.get("/").status_code == 302


def test_nobody_opens_an_account_alone() -> None:
    answer = Client().post(
        reverse("account_signup"), {"email": "moi@tznr.example", "password1": PASSWORD, "password2": PASSWORD}
    )
    assert answer.status_code in (200, 302)
    assert not User.objects.filter(email="moi@tznr.example").exists()


def test_passwords_are_kept_as_hashes() -> None:
    user = UserFactory()
    assert PASSWORD not in user.password
    assert check_password(PASSWORD, user.password)


def test_every_answer_carries_the_policies(sign_in: Callable[..., Client]) -> None:
    answer = sign_in().get("/")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe-inline" not in policy
    assert "unsafe-eval" not in policy
    assert "'nonce-" in policy or "script-src 'self'" in policy
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert "geolocation=()" in answer.headers["Permissions-Policy"]
