import argparse
import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from rights_check.engine import EngineFailure, Month
from rights_check.household_file import FIRST_MONTH, HouseholdEntry, UnreadableFile, parse_households, read_household
from rights_check.household_results import answer_in_words, answer_to_json, assess_entries
from rights_check.household_schema import household_schema

MONTHS_AHEAD = 18


class Command(BaseCommand):
    help = (
        "Calcule les droits d’un foyer, ou d’une liste de foyers, décrits en JSON (docs/household.schema.json). "
        "Code de retour : 0 si tout est calculé, 1 si des foyers d’une liste n’ont pas pu l’être, "
        "2 si rien n’a pu être lu."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file", nargs="?", metavar="FICHIER|-", help="le fichier JSON, « - » pour l’entrée standard"
        )
        parser.add_argument(
            "--month", type=_month, help="AAAA-MM, pour les foyers qui n’en donnent pas ; sinon ce mois"
        )
        parser.add_argument("--json", action="store_true", help="répondre en JSON plutôt qu’en phrases")
        parser.add_argument("--schema", action="store_true", help="écrire le schéma JSON du format, et rien d’autre")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["schema"]:
            self.stdout.write(_json(household_schema()))
            return
        this_month = Month.of(timezone.localdate())
        month, latest = options["month"] or this_month, this_month + MONTHS_AHEAD
        if not FIRST_MONTH <= month <= latest:
            raise CommandError(f"Le mois doit être entre {FIRST_MONTH} et {latest}.", returncode=2)
        entries, in_a_list = self._read(options["file"], month, latest)
        computed = self._answer(entries, in_a_list=in_a_list, as_json=options["json"])
        if computed < len(entries):
            refused = any(entry.problems for entry in entries)
            raise CommandError(
                f"{len(entries) - computed} foyer(s) sur {len(entries)} sans résultat.",
                returncode=2 if refused and not computed else 1,
            )

    def _read(self, file: str | None, month: Month, latest: Month) -> tuple[list[HouseholdEntry], bool]:
        if not file:
            raise CommandError("Indiquer un fichier, ou « - » pour l’entrée standard.", returncode=2)
        try:
            text = sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8")
            households, in_a_list = parse_households(text)
        except OSError as error:
            raise CommandError(f"{file} ne peut pas être lu : {error.strerror}.", returncode=2) from error
        except UnicodeDecodeError as error:
            raise CommandError(f"{file} n’est pas un texte en UTF-8.", returncode=2) from error
        except UnreadableFile as error:
            raise CommandError(f"{file} : {error}", returncode=2) from error
        entries = [
            read_household(
                household, pointer=f"/{index}" if in_a_list else "", default_month=month, latest_month=latest
            )
            for index, household in enumerate(households)
        ]
        for entry in entries:
            for problem in entry.problems:
                self.stderr.write(f"{file}: {problem.field or '/'} : {problem.message}")
        return entries, in_a_list

    def _answer(self, entries: list[HouseholdEntry], *, in_a_list: bool, as_json: bool) -> int:
        """Write the answers as they come; how many households were computed."""
        computed = 0
        for index, (entry, answer) in enumerate(assess_entries(entries)):
            computed += not (answer is None or isinstance(answer, EngineFailure))
            if as_json:
                start = ("[\n" if index == 0 else ",\n") if in_a_list else ""
                self.stdout.write(start + _json(answer_to_json(entry, answer)), ending="")
            else:
                self.stdout.write("\n".join([*answer_in_words(entry, answer), ""]))
        if as_json:
            self.stdout.write("\n]" if in_a_list else "")
        return computed


def _month(text: str) -> Month:
    try:
        return Month.parse(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"« {text} » n’est pas un mois (AAAA-MM).") from error


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)
