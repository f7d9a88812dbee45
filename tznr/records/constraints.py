"""Constraints that Django does not have, held by the database itself on PostgreSQL and on SQLite.

They live in `Meta.constraints` because a trigger created by RunPython is silently lost when a later migration rebuilds
the table on SQLite; what is in `Meta` is created again.
"""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS, models, router
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.ddl_references import Statement, Table
from django.db.models.constraints import BaseConstraint


class TriggerConstraint(BaseConstraint):
    """A constraint made of SQL statements run once the table exists."""

    def statements(self, model: type[models.Model], vendor: str) -> list[str]:
        """SQL to create it; `%(table)s` stands for the quoted table name."""
        raise NotImplementedError

    def removal(self, model: type[models.Model], vendor: str) -> list[str]:
        raise NotImplementedError

    def _statement(self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor, sql: str) -> Statement:
        return Statement(sql, table=Table(model._meta.db_table, schema_editor.quote_name))

    def constraint_sql(self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor) -> None:  # type: ignore[override]
        """Nothing inside CREATE TABLE: the statements follow it, under the table's final name."""
        for sql in self.statements(model, schema_editor.connection.vendor):
            schema_editor.deferred_sql.append(self._statement(model, schema_editor, sql))

    def create_sql(self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor) -> None:  # type: ignore[override]
        self.constraint_sql(model, schema_editor)

    def remove_sql(self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor) -> None:  # type: ignore[override]
        for sql in self.removal(model, schema_editor.connection.vendor):
            schema_editor.execute(str(self._statement(model, schema_editor, sql)), params=None)


class NoOverlap(TriggerConstraint):
    """No two rows with the same `field` and a `state` among `states` may overlap between `start` and `end`.

    Ends are excluded: one may start when the other ends.
    """

    def __init__(
        self,
        *,
        name: str,
        field: str,
        start: str,
        end: str,
        state: str,
        states: Sequence[str],
        violation_error_code: str = "overlap",
        violation_error_message: str | None = None,
    ) -> None:
        self.field, self.start, self.end = field, start, end
        self.state, self.states = state, tuple(states)
        super().__init__(
            name=name, violation_error_code=violation_error_code, violation_error_message=violation_error_message
        )

    def _columns(self, model: type[models.Model]) -> dict[str, str]:
        names = {"field": self.field, "start": self.start, "end": self.end, "state": self.state}
        columns = {role: f'"{model._meta.get_field(name).column}"' for role, name in names.items()}  # type: ignore[union-attr]
        return columns | {"states": ", ".join(f"'{state}'" for state in self.states), "name": self.name}

    def statements(self, model: type[models.Model], vendor: str) -> list[str]:
        columns = self._columns(model)
        if vendor == "postgresql":
            exclude = (
                'ALTER TABLE %%(table)s ADD CONSTRAINT "%(name)s" EXCLUDE USING gist '
                "(%(field)s WITH =, tstzrange(%(start)s, %(end)s, '[)') WITH &&) WHERE (%(state)s IN (%(states)s))"
            )
            return [exclude % columns]
        trigger = (
            'CREATE TRIGGER "%(name)s_%(moment)s" BEFORE %(event)s ON %%(table)s '
            "WHEN NEW.%(state)s IN (%(states)s) BEGIN "
            "SELECT RAISE(ABORT, '%(name)s') WHERE EXISTS (SELECT 1 FROM %%(table)s AS other "
            "WHERE other.%(field)s = NEW.%(field)s AND other.%(state)s IN (%(states)s) AND other.id <> NEW.id "
            "AND other.%(start)s < NEW.%(end)s AND other.%(end)s > NEW.%(start)s); END"
        )
        return [trigger % (columns | {"moment": event.lower(), "event": event}) for event in ("INSERT", "UPDATE")]

    def removal(self, model: type[models.Model], vendor: str) -> list[str]:
        if vendor == "postgresql":
            return [f'ALTER TABLE %(table)s DROP CONSTRAINT "{self.name}"']
        return [f'DROP TRIGGER IF EXISTS "{self.name}_{moment}"' for moment in ("insert", "update")]

    def validate(
        self,
        model: type[models.Model],
        instance: models.Model,
        exclude: Any = None,
        using: str = DEFAULT_DB_ALIAS,
    ) -> None:
        """The same rule before saving, for a message at the form; the database has the last word."""
        values = [getattr(instance, name) for name in (self.field, self.start, self.end, self.state)]
        if None in values or values[3] not in self.states:
            return
        rows = model._default_manager.using(using or router.db_for_read(model)).filter(
            **{
                self.field: values[0],
                f"{self.state}__in": self.states,
                f"{self.start}__lt": values[2],
                f"{self.end}__gt": values[1],
            }
        )
        if rows.exclude(pk=instance.pk).exists():
            raise ValidationError(self.get_violation_error_message(), code=self.violation_error_code)

    def deconstruct(self) -> tuple[str, Sequence[Any], dict[str, Any]]:
        path, arguments, keywords = super().deconstruct()
        keywords |= {"field": self.field, "start": self.start, "end": self.end}
        keywords |= {"state": self.state, "states": self.states}
        return path, arguments, keywords

    def __eq__(self, other: object) -> bool:
        return isinstance(other, NoOverlap) and self.deconstruct() == other.deconstruct()

    __hash__ = None  # type: ignore[assignment]


class AppendOnly(TriggerConstraint):
    """Rows may be added, never changed or removed, except through the one door (`tznr.records.door`).

    On PostgreSQL the door is a setting of the transaction; on SQLite it is a function that only this application
    registers, so that a plain `sqlite3` shell is refused as well.
    """

    def statements(self, model: type[models.Model], vendor: str) -> list[str]:
        if vendor == "postgresql":
            function = (
                f'CREATE OR REPLACE FUNCTION "{self.name}"() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN '
                "IF current_setting('tznr.append_only_door', true) IS DISTINCT FROM 'open' THEN "
                f"RAISE EXCEPTION '{self.name}' USING ERRCODE = 'integrity_constraint_violation'; END IF; "
                "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $body$"
            )
            rows = (
                f'CREATE TRIGGER "{self.name}" BEFORE UPDATE OR DELETE ON %(table)s '
                f'FOR EACH ROW EXECUTE FUNCTION "{self.name}"()'
            )
            whole = (
                f'CREATE TRIGGER "{self.name}_truncate" BEFORE TRUNCATE ON %(table)s '
                f'FOR EACH STATEMENT EXECUTE FUNCTION "{self.name}"()'
            )
            return [function, rows, whole]
        return [
            f'CREATE TRIGGER "{self.name}_{event.lower()}" BEFORE {event} ON %(table)s '
            f"WHEN append_only_door() <> 'open' BEGIN SELECT RAISE(ABORT, '{self.name}'); END"
            for event in ("UPDATE", "DELETE")
        ]

    def removal(self, model: type[models.Model], vendor: str) -> list[str]:
        if vendor == "postgresql":
            return [
                f'DROP TRIGGER IF EXISTS "{self.name}" ON %(table)s',
                f'DROP TRIGGER IF EXISTS "{self.name}_truncate" ON %(table)s',
            ]
        return [f'DROP TRIGGER IF EXISTS "{self.name}_{event}"' for event in ("update", "delete")]

    def validate(
        self,
        model: type[models.Model],
        instance: models.Model,
        exclude: Any = None,
        using: str = DEFAULT_DB_ALIAS,
    ) -> None:
        """Adding a row is always allowed."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, AppendOnly) and self.deconstruct() == other.deconstruct()

    __hash__ = None  # type: ignore[assignment]


def violated_constraint(error: Exception) -> str:
    """Name of the constraint behind an IntegrityError, on both engines; empty when it cannot be told."""
    diagnosis = getattr(error.__cause__, "diag", None)
    if diagnosis is not None:
        return diagnosis.constraint_name or diagnosis.message_primary or ""
    return str(error).removeprefix("CHECK constraint failed: ").strip()
