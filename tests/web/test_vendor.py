"""What is vendored is what npm published, and every icon asked for is in the sprite."""

import hashlib
import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.template import engines

from tznr.home import navigation
from tznr.web.tones import ICONS

STATIC = Path(settings.BASE_DIR) / "static"
VENDOR = STATIC / "vendor"
ENTRIES = json.loads((VENDOR / "versions.json").read_text(encoding="utf-8"))


def test_each_vendored_file_is_the_recorded_one() -> None:
    for entry in ENTRIES:
        content = (VENDOR / entry["file"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == entry["sha256"], entry["file"]
        assert re.fullmatch(r"\d+\.\d+\.\d+", entry["version"])


def test_production_finds_every_file_that_a_style_sheet_names(tmp_path: Path, settings: pytest.FixtureRequest) -> None:
    settings.STATIC_ROOT = tmp_path  # type: ignore[attr-defined]
    storage = {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": storage}  # type: ignore[attr-defined]
    call_command("collectstatic", interactive=False, verbosity=0)
    assert (tmp_path / "staticfiles.json").exists()


def test_nothing_else_is_in_the_folder() -> None:
    found = {str(path.relative_to(VENDOR)) for path in VENDOR.rglob("*") if path.is_file()}
    assert found == {entry["file"] for entry in ENTRIES} | {"versions.json"}


def test_every_icon_asked_for_is_in_the_sprite() -> None:
    drawn = set(re.findall(r'<symbol id="([^"]+)"', (VENDOR / "icons.svg").read_text(encoding="utf-8")))
    asked = {entry.icon for entry in navigation._entries} | set(ICONS.values())
    for folder in engines["django"].engine.dirs:  # type: ignore[attr-defined]
        for template in Path(folder).rglob("*.html"):
            asked |= icons_of(template.read_text(encoding="utf-8"))
    for template in Path(settings.BASE_DIR).glob("*/templates/**/*.html"):
        asked |= icons_of(template.read_text(encoding="utf-8"))
    assert asked - drawn == set()


def icons_of(text: str) -> set[str]:
    return set(re.findall(r'\{% icon "([^"]+)"', text)) | set(re.findall(r'icon="([^"]+)"', text))
