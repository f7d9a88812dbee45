"""The names of the organisations, which a room above knows: it registers its directory in `AppConfig.ready()`."""

from collections.abc import Callable, Mapping

OF_THE_COMMUNE = "le point d’accès aux droits de la commune"
Directory = Callable[[], Mapping[str, str]]
_directories: list[Directory] = []


def register_directory(directory: Directory) -> Directory:
    """Add a directory: it gives the name of each organisation by its slug."""
    _directories.append(directory)
    return directory


def organisation_names() -> dict[str, str]:
    """Names by slug, in the order of the names."""
    names = {slug: name for directory in _directories for slug, name in directory().items()}
    return dict(sorted(names.items(), key=lambda known: known[1]))


def run_by(slug: str, names: Mapping[str, str]) -> str:
    """Whom to verify a local right with, in words that follow « à vérifier avec »."""
    return names.get(slug, "une structure à renseigner") if slug else OF_THE_COMMUNE
