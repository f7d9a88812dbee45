import argparse
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from rights_check.engine import Month
from rights_check.models import Recheck
from rights_check.recheck import UnderWay, run_recheck, start_recheck


class Command(BaseCommand):
    help = (
        "Revoit le dernier bilan de chaque personne avec les règles d’un mois (après une mise à jour des règles), "
        "et liste les droits devenus probables. Peut être relancé : rien ne change."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--month", type=_month, help="AAAA-MM ; sinon ce mois")

    def handle(self, *args: Any, month: Month | None, **options: Any) -> None:
        chosen = month or Month.of(timezone.localdate())
        try:
            recheck = start_recheck(actor=None, month=chosen.first_day, now=timezone.now(), in_background=False)
        except UnderWay as error:
            raise CommandError("Le réexamen de ce mois est déjà en cours.") from error
        run_recheck(
            recheck_id=recheck.pk,
            clock=timezone.now,
            said=lambda done, total: self.stdout.write(f"{done} bilans revus sur {total}"),
        )
        recheck = Recheck.objects.get(pk=recheck.pk)
        self.stdout.write(
            f"{chosen} : {recheck.done} bilans revus, {recheck.findings.count()} droits probables, "
            f"{recheck.unreadable.count()} bilans impossibles à revoir."
        )


def _month(text: str) -> Month:
    try:
        return Month.parse(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"« {text} » n’est pas un mois (AAAA-MM).") from error
