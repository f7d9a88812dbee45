import datetime as dt
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from tznr.accounts.models import User
from tznr.demonstration import services


class Command(BaseCommand):
    help = "Charge le territoire de Dijon et une année d’activité inventée."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--anchor", type=dt.date.fromisoformat, help="dernier jour de l’année inventée")
        parser.add_argument("--if-empty", action="store_true", help="ne rien faire s’il y a déjà des comptes")

    def handle(self, *, anchor: dt.date | None, if_empty: bool, **_: Any) -> None:
        if if_empty and User.objects.exists():
            return
        self.stdout.write("Préparation des données de démonstration (une demi-minute la première fois)…")
        started = time.monotonic()
        loaded = services.load(anchor=anchor or timezone.localdate())
        self.stdout.write(
            f"{loaded.outings} sorties, {loaded.persons} personnes, {loaded.appointments} rendez-vous, "
            f"{loaded.reviews} bilans calculés, {loaded.referrals} orientations, {loaded.opened_rights} droits ouverts "
            f"en {time.monotonic() - started:.0f} s."
        )
