"""What every record of the territory shares: a random key, and a version checked on save."""

import uuid
from typing import Any, Self

from django.db import models
from django.db.models import F


class ChangedMeanwhile(Exception):
    """Somebody else saved this record after it was read. Nothing has been written."""

    def __init__(self, record: models.Model) -> None:
        self.record = record
        super().__init__("Cette fiche a été modifiée entre-temps par quelqu’un d’autre.")


class Record(models.Model):
    """A record whose key says nothing about how many there are or who came first."""

    id = models.UUIDField("identifiant", primary_key=True, default=uuid.uuid4, editable=False)

    class Meta:
        abstract = True


class VersionedRecord(Record):
    """A record that two people may edit: `save_version` refuses to overwrite what was not read."""

    version = models.PositiveIntegerField("version", default=1, editable=False)

    class Meta:
        abstract = True

    def save_version(self, *, read_version: int, **save_arguments: Any) -> Self:
        """Save, if the row in the database is still at `read_version`; call it inside a transaction.

        Raises ChangedMeanwhile otherwise, and writes nothing.
        """
        rows = type(self)._default_manager.filter(pk=self.pk, version=read_version)
        if not rows.update(version=F("version") + 1):
            raise ChangedMeanwhile(self)
        self.version = read_version + 1
        self.save(**save_arguments)
        return self
