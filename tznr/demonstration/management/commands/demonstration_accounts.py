from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from tznr.demonstration.people import ACCOUNTS, PASSWORD


class Command(BaseCommand):
    help = "Dit où se connecter à la démonstration, et avec quels comptes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", default="8000")

    def handle(self, *, port: str, **_: Any) -> None:
        self.stdout.write(f"\n  TZNR est ouvert : http://localhost:{port}   (Ctrl-C pour arrêter)\n")
        self.stdout.write(f"  Mot de passe de tous les comptes : {PASSWORD}\n")
        for account in ACCOUNTS:
            if account.is_printed:
                self.stdout.write(f"    {account.role.label:<44}{account.email}")
        self.stdout.write("")
