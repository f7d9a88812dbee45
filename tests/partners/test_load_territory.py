"""The territory file. Expected counts come from the metropolis's documents (23 communes, 6 neighbourhoods, 8 PADs)."""

import shutil
from collections import Counter
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from partners.enums import Network
from partners.models import Organisation, Place, Sector
from rights_check.models import LocalRight
from tznr.territory.models import Commune, PriorityNeighbourhood, Territory

DIJON = settings.BASE_DIR / "territories" / "dijon" / "territory.toml"
pytestmark = pytest.mark.django_db


def load(path: Path = DIJON) -> str:
    output = StringIO()
    call_command("load_territory", str(path), stdout=output)
    return output.getvalue()


@pytest.fixture
def change_file(tmp_path: Path) -> Callable[[str, str, str], Path]:
    """`change_file(name, old, new)`: a copy of Dijon's folder with one file changed; the path of its TOML."""
    shutil.copytree(DIJON.parent, tmp_path / "dijon")

    def change(name: str, old: str, new: str) -> Path:
        path = tmp_path / "dijon" / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")
        return tmp_path / "dijon" / "territory.toml"

    return change


def test_dijon_metropole_is_loaded_whole() -> None:
    assert "23 communes, 6 quartiers prioritaires, 21 structures et 8 lieux" in load()
    assert Territory.objects.get().name == "Dijon métropole"
    assert Commune.objects.count() == 23
    assert sum(Commune.objects.values_list("municipal_population", flat=True)) == 258_630
    assert Counter(PriorityNeighbourhood.objects.values_list("commune__name", flat=True)) == {
        "Dijon": 2,
        "Chenôve": 1,
        "Talant": 1,
        "Longvic": 1,
        "Quetigny": 1,
    }
    pads = Organisation.objects.filter(network=Network.PAD)
    assert pads.count() == 8
    assert Place.objects.filter(organisation__in=pads, receives_appointments=True).count() == 8
    assert Organisation.objects.filter(is_steering_partner=True).count() == 12
    assert Organisation.objects.filter(name="VIA Numérique").exists()


def test_each_commune_has_its_pad_and_dijon_has_four() -> None:
    load()
    pads_of = Counter(Sector.objects.values_list("commune__name", flat=True))
    assert pads_of.pop("Dijon") == 4
    assert len(pads_of) == 22
    assert set(pads_of.values()) == {1}
    assert Sector.objects.get(commune__name="Marsannay-la-Côte").organisation.slug == "pad-chenove"
    assert Sector.objects.get(commune__name="Daix").organisation.slug == "pad-talant"


def test_no_address_is_invented() -> None:
    load()
    assert list(Place.objects.exclude(address="").values_list("slug", "address")) == [
        ("pad-dijon-gresilles", "17 ter avenue Champollion")
    ]
    assert not Place.objects.exclude(opening_hours="").exists()
    assert not Organisation.objects.exclude(phone="", email="").exists()


def test_loading_again_changes_nothing_and_keeps_what_was_filled_in_here() -> None:
    load()
    tables = (Commune, PriorityNeighbourhood, Organisation, Place, Sector)
    before = [set(table.objects.values_list("pk", flat=True)) for table in tables]
    Place.objects.filter(slug="pad-talant").update(address="1 rue de la Démonstration", opening_hours="9 h – 12 h")
    Place.objects.filter(slug="pad-dijon-gresilles").update(address="une faute")
    load()
    assert [set(table.objects.values_list("pk", flat=True)) for table in tables] == before
    talant = Place.objects.get(slug="pad-talant")
    assert (talant.address, talant.opening_hours) == ("1 rue de la Démonstration", "9 h – 12 h")
    assert Place.objects.get(slug="pad-dijon-gresilles").address == "17 ter avenue Champollion"


def test_local_rights_are_put_in_the_catalogue_once_and_then_belong_to_the_screen() -> None:
    load()
    assert LocalRight.objects.count() == 5
    assert list(LocalRight.objects.get(file_key="cantine").communes.values_list("name", flat=True)) == ["Dijon"]
    LocalRight.objects.filter(file_key="faj").update(name="Aide aux jeunes", age_max=30)
    LocalRight.objects.filter(file_key="fsl").update(file_key=None)
    load()
    assert LocalRight.objects.count() == 5
    assert LocalRight.objects.get(file_key="faj").age_max == 30


def test_a_commune_moves_to_another_pad_when_the_file_says_so(change_file: Callable[[str, str, str], Path]) -> None:
    load()
    load(change_file("communes.csv", "1520,Talant", "1520,Chenôve"))
    assert [sector.organisation.slug for sector in Sector.objects.filter(commune__name="Daix")] == ["pad-chenove"]


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        ("territory.toml", 'name = "Dijon métropole"', 'name = ""', "en tête : « name » manque"),
        ("territory.toml", 'slug = "dijon-metropole"', "slug = 21", "en tête : « slug » n’est pas du genre attendu"),
        ("territory.toml", 'slug = "dijon-metropole"', "slug = ", "n’est pas un fichier TOML valable"),
        ("territory.toml", 'communes = "communes.csv"', 'communes = "absent.csv"', "Impossible de lire"),
        ("territory.toml", 'key = "fsl"', 'key = "faj"', "Deux fois l’aide locale « faj »"),
        ("territory.toml", 'statuses = ["parent"]', 'statuses = ["riche"]', "la situation « riche » n’existe pas"),
        ("territory.toml", 'statuses = ["parent"]', 'statuses = "parent"', "« statuses » est une liste de textes"),
        ("territory.toml", 'communes = ["21231"]', 'communes = ["75056"]', "la commune 75056 n’est pas dans la liste"),
        ("territory.toml", "age_max = 25", "age_max = 12", "L’âge le plus haut est au-dessous du plus bas"),
        ("territory.toml", "age_max = 25", 'age_max = "25"', "« age_max » n’est pas du genre attendu"),
        (
            "territory.toml",
            'organisation = "commune-dijon"',
            'organisation = "inconnue"',
            "la structure « inconnue » n’est pas dans la liste",
        ),
        (
            "territory.toml",
            'network = "caf"',
            'network = "cafe"',
            "structure « CAF » : le réseau « cafe » n’existe pas",
        ),
        ("territory.toml", 'slug = "pad-talant"', 'slug = "pad-chenove"', "Deux fois la structure « pad-chenove »"),
        ("territory.toml", 'commune = "21617"', 'commune = "75056"', "la commune 75056 n’est pas dans la liste"),
        ("territory.toml", 'sector = "Talant"', 'sector = "Beaune"', "Aucune commune ne relève du secteur « Beaune »"),
        ("territory.toml", 'sector = "Talant"', "", "Aucune structure ne couvre le secteur « Talant »"),
        ("territory.toml", "latitude = 47.335", 'latitude = "47.335"', "« latitude » n’est pas du genre attendu"),
        ("communes.csv", "insee_code", "insee", "communes.csv, ligne 2 : la colonne « insee_code » manque"),
        ("communes.csv", ",1695,", ",16O5,", "communes.csv, ligne 2 : la population"),
    ],
)
def test_a_bad_file_says_where_and_writes_nothing(
    change_file: Callable[[str, str, str], Path], name: str, old: str, new: str, message: str
) -> None:
    with pytest.raises(CommandError, match=message):
        load(change_file(name, old, new))
    assert not Territory.objects.exists()
    assert not Commune.objects.exists()


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="Impossible de lire"):
        load(tmp_path / "absent.toml")


def test_one_installation_is_one_territory(change_file: Callable[[str, str, str], Path]) -> None:
    load()
    with pytest.raises(CommandError, match="porte déjà le territoire « Dijon métropole »"):
        load(change_file("territory.toml", 'slug = "dijon-metropole"', 'slug = "ailleurs"'))
