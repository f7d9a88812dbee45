"""A real Celery worker, in its own process, on the real Redis: what is started on commit is done, and done once."""

import datetime as dt
import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from partners.enums import ReferralState
from partners.models import ReferralTransition
from partners.tasks import expire_unanswered_referrals
from reporting.enums import ReportState
from reporting.periods import Period
from reporting.services import create_report
from rights_check.enums import BenefitCode, RecheckState
from rights_check.recheck import start_recheck
from tests import factories
from tests.rights_check.engine.households import alone
from tznr.accounts.enums import Role

pytestmark = [
    pytest.mark.worker,
    pytest.mark.xdist_group("worker"),
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not settings.CELERY_BROKER_URL.startswith("redis"), reason="needs Redis (make test starts one)"),
]


@pytest.fixture
def worker() -> Iterator[subprocess.Popen[bytes]]:
    database = connection.settings_dict
    address = f"postgres://{database['USER']}:{database['PASSWORD']}@{database['HOST']}:{database['PORT']}"
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tznr.settings.test",
        "DATABASE_URL": f"{address}/{database['NAME']}",
    }
    command = [sys.executable, "-m", "celery", "--app", "tznr", "worker", "--concurrency", "1", "--loglevel", "INFO"]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT)  # noqa: S603
    yield process
    process.terminate()
    process.wait(timeout=30)


def wait_until(is_done: object, seconds: int = 60) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if is_done():  # type: ignore[operator]
            return
        time.sleep(0.2)
    pytest.fail("The worker did not do it in time.")


def test_the_worker_expires_what_nobody_answered_and_only_once(worker: subprocess.Popen[bytes]) -> None:
    forgotten = factories.ReferralFactory(sent_at=timezone.now() - dt.timedelta(days=31))
    recent = factories.ReferralFactory(sent_at=timezone.now() - dt.timedelta(days=29))

    def is_expired() -> bool:
        forgotten.refresh_from_db()
        return bool(forgotten.state == ReferralState.EXPIRED)

    expire_unanswered_referrals.delay()
    expire_unanswered_referrals.delay()
    wait_until(is_expired)
    later = factories.ReferralFactory(sent_at=timezone.now() - dt.timedelta(days=40))
    expire_unanswered_referrals.delay()

    def later_is_expired() -> bool:
        later.refresh_from_db()
        return bool(later.state == ReferralState.EXPIRED)

    wait_until(later_is_expired)
    recent.refresh_from_db()
    assert recent.state == ReferralState.SENT
    assert ReferralTransition.objects.filter(referral=forgotten, to_state=ReferralState.EXPIRED).count() == 1


def test_the_worker_draws_the_document_of_a_report(worker: subprocess.Popen[bytes]) -> None:
    now = timezone.now()
    period = Period(now.date() - dt.timedelta(days=30), now.date())
    coordinator = factories.UserFactory(role=Role.COORDINATOR)
    report = create_report(actor=coordinator, title="Essai", period=period, comment="", now=now)

    def is_ready() -> bool:
        report.refresh_from_db()
        return bool(report.state == ReportState.READY)

    wait_until(is_ready)
    with report.pdf.open() as document:
        content = document.read()
    assert content.startswith(b"%PDF-")
    assert report.sha256 == hashlib.sha256(content).hexdigest()


def test_the_worker_rechecks_the_caseload(worker: subprocess.Popen[bytes]) -> None:
    review = factories.CompletedReviewFactory(
        situation=alone().to_json(), month=timezone.localdate().replace(day=1), completed_at=timezone.now()
    )
    recheck = start_recheck(actor=factories.UserFactory(role=Role.COORDINATOR), month=review.month, now=timezone.now())

    def is_done() -> bool:
        recheck.refresh_from_db()
        return recheck.state == RecheckState.DONE

    wait_until(is_done)
    assert (recheck.done, recheck.total) == (1, 1)
    findings = recheck.findings.all()
    assert {finding.person for finding in findings} == {review.person}
    assert BenefitCode.RSA in {finding.benefit for finding in findings}
