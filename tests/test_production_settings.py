"""The settings of production, in a process of their own: what Django checks before a deployment has nothing to say."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

ENVIRONMENT = {
    "DJANGO_SETTINGS_MODULE": "tznr.settings.production",
    "SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyz-not-a-secret-only-for-this-test",
    "ALLOWED_HOSTS": "tznr.example",
    "DATABASE_URL": "postgres://nobody@127.0.0.1:1/nothing",
    "REDIS_URL": "redis://127.0.0.1:1/0",
    "EMAIL_URL": "smtp://127.0.0.1:1",
}


def manage(*arguments: str, without: str = "") -> subprocess.CompletedProcess[str]:
    # What the browser tests need of Django, a deployment must not have.
    left_out = {without, "DJANGO_ALLOW_ASYNC_UNSAFE"}
    environment = {name: value for name, value in (os.environ | ENVIRONMENT).items() if name not in left_out}
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(  # noqa: S603  our own command
        command, env=environment, cwd=settings.BASE_DIR, capture_output=True, text=True, check=False
    )


def test_a_deployment_has_no_warning() -> None:
    answer = manage("check", "--deploy", "--fail-level", "WARNING")
    assert answer.returncode == 0, answer.stderr
    assert "no issues" in answer.stdout


@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "REDIS_URL", "EMAIL_URL"])
def test_what_must_be_said_stops_the_start_when_it_is_not(name: str) -> None:
    answer = manage("check", without=name)
    assert answer.returncode != 0
    assert name in answer.stderr
