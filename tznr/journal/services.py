import uuid

from django.db.models import Model
from django.utils import timezone

from tznr.accounts.models import User
from tznr.journal.enums import Verb
from tznr.journal.models import AuditEntry
from tznr.journal.request_id import current_request_id


def record(
    *,
    actor: User | None,
    verb: Verb,
    subject: Model | type[Model],
    person: Model | uuid.UUID | None = None,
) -> AuditEntry:
    """Write one line of the journal.

    `subject` is the record, or its model for a list, a search or an export; `person` is the person it is about, said
    even when she is the subject herself: it is by her key that one finds who saw her file. `actor` is None for what
    the program does by itself.
    """
    is_record = isinstance(subject, Model)
    key = subject.pk if is_record and isinstance(subject.pk, uuid.UUID) else None
    return AuditEntry.objects.create(
        at=timezone.now(),
        actor=actor.pk if actor else None,
        verb=verb,
        subject_kind=subject._meta.label_lower,
        subject=key,
        person=person.pk if isinstance(person, Model) else person,
        request_id=current_request_id.get(),
    )
