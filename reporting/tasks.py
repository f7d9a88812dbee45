import uuid
from typing import Any

from celery import Task, shared_task

from reporting import services


class SaysWhenItFails(Task):  # type: ignore[misc]
    """The page of the report must say that its document failed, whatever the reason."""

    def on_failure(self, exc: Exception, task_id: str, args: Any, kwargs: Any, einfo: Any) -> None:
        services.mark_failed(report_id=uuid.UUID(args[0]))


@shared_task(base=SaysWhenItFails, acks_late=True)  # type: ignore[untyped-decorator]
def draw_report(report_id: str) -> None:
    services.draw_document(report_id=uuid.UUID(report_id))
