from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DataError

from partners.territory_file import TerritoryFileError, read_territory_file
from partners.territory_loading import load_territory


class Command(BaseCommand):
    help = (
        "Charge un territoire : communes, quartiers prioritaires, structures, lieux et secteurs. "
        "Peut être relancé : ce que le fichier laisse vide et qui a été complété ici est conservé."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FICHIER", help="le fichier TOML du territoire")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            territory = read_territory_file(file)
            load_territory(territory)
        except TerritoryFileError as error:
            raise CommandError(str(error)) from error
        except DataError as error:
            raise CommandError(f"Une valeur du fichier est trop longue : {error}") from error
        places = sum(len(organisation.places) for organisation in territory.organisations)
        self.stdout.write(
            f"{territory.name} : {len(territory.communes)} communes, "
            f"{len(territory.neighbourhoods)} quartiers prioritaires, "
            f"{len(territory.organisations)} structures et {places} lieux chargés."
        )
