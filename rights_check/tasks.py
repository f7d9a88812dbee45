import uuid

from celery import shared_task
from django.utils import timezone

from rights_check import recheck


@shared_task(acks_late=True)  # type: ignore[untyped-decorator]
def recheck_caseload(recheck_id: str) -> None:
    recheck.run_recheck(recheck_id=uuid.UUID(recheck_id), clock=timezone.now)
