from celery import shared_task
from django.utils import timezone

from partners import services


@shared_task  # type: ignore[untyped-decorator]
def expire_unanswered_referrals() -> int:
    return services.expire_unanswered_referrals(now=timezone.now())
