#!/usr/bin/env python3
"""Re-make static/vendor from npm packages at fixed versions, and record what each file is (versions.json).

Nothing is built: files are copied out of the packages, the source-map comment is dropped (the map is not shipped), and
the icons in use are gathered in one SVG sprite. To use another icon, add its name to ICONS and run this script.
"""

import hashlib
import json
import re
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path

VENDOR = Path(__file__).resolve().parent.parent / "static" / "vendor"
BOOTSTRAP = ("bootstrap", "5.3.9")
HTMX = ("htmx.org", "2.0.11")
TYPEFACE = ("@fontsource-variable/atkinson-hyperlegible-next", "5.3.0")
BOOTSTRAP_ICONS = ("bootstrap-icons", "1.13.2")

# (package, path inside the package, name here)
FILES = [
    (BOOTSTRAP, "dist/css/bootstrap.min.css", "bootstrap.min.css"),
    (BOOTSTRAP, "LICENSE", "licences/bootstrap.txt"),
    (HTMX, "dist/htmx.min.js", "htmx.min.js"),
    (HTMX, "LICENSE", "licences/htmx.txt"),
    (TYPEFACE, "files/atkinson-hyperlegible-next-latin-wght-normal.woff2", "atkinson-hyperlegible-next-latin.woff2"),
    (
        TYPEFACE,
        "files/atkinson-hyperlegible-next-latin-ext-wght-normal.woff2",
        "atkinson-hyperlegible-next-latin-ext.woff2",
    ),
    (TYPEFACE, "LICENSE", "licences/atkinson-hyperlegible-next.txt"),
    (BOOTSTRAP_ICONS, "LICENSE", "licences/bootstrap-icons.txt"),
]
SPRITE = "icons.svg"
ICONS = [
    "activity",
    "archive",
    "arrow-counterclockwise",
    "arrow-left",
    "arrow-right",
    "bank",
    "bar-chart",
    "bell",
    "book",
    "box-arrow-right",
    "box-arrow-up-right",
    "building",
    "calculator",
    "calendar-check",
    "calendar-event",
    "calendar-plus",
    "calendar-x",
    "cash-coin",
    "chat-left-text",
    "check-circle",
    "check-lg",
    "chevron-down",
    "chevron-right",
    "circle",
    "clipboard-check",
    "clipboard-data",
    "clock",
    "compass",
    "dash-circle",
    "download",
    "envelope",
    "exclamation-circle",
    "exclamation-octagon",
    "exclamation-triangle",
    "eye",
    "file-earmark-pdf",
    "file-earmark-spreadsheet",
    "file-earmark-text",
    "flag",
    "folder2-open",
    "funnel",
    "gear",
    "geo-alt",
    "graph-up",
    "hand-thumbs-up",
    "heart-pulse",
    "hourglass-split",
    "house",
    "inbox",
    "info-circle",
    "journal-text",
    "keyboard",
    "lightbulb",
    "link-45deg",
    "list",
    "list-check",
    "lock",
    "map",
    "megaphone",
    "pencil",
    "people",
    "person",
    "person-badge",
    "person-check",
    "person-gear",
    "person-plus",
    "person-x",
    "phone",
    "piggy-bank",
    "plus-lg",
    "printer",
    "question-circle",
    "reply",
    "search",
    "send",
    "shield-check",
    "shop",
    "signpost-split",
    "slash-circle",
    "star",
    "sun",
    "telephone",
    "three-dots",
    "trash",
    "universal-access",
    "x-circle",
    "x-lg",
]


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        packages = {package: fetch(package, Path(folder)) for package in (BOOTSTRAP, HTMX, TYPEFACE, BOOTSTRAP_ICONS)}
        shutil.rmtree(VENDOR, ignore_errors=True)
        (VENDOR / "licences").mkdir(parents=True)
        entries = [vendor_file(package, packages[package] / source, name, source) for package, source, name in FILES]
        entries.append(vendor_sprite(packages[BOOTSTRAP_ICONS] / "icons"))
    recorded = json.dumps(entries, indent=2, ensure_ascii=False) + "\n"
    (VENDOR / "versions.json").write_text(recorded, encoding="utf-8")


def fetch(package: tuple[str, str], folder: Path) -> Path:
    """Download a package with the npm client, which checks its integrity, and unpack it."""
    name, version = package
    target = folder / name.replace("/", "-")
    target.mkdir()
    command = ["npm", "pack", "--silent", f"{name}@{version}", "--pack-destination", str(target)]
    subprocess.run(command, check=True, capture_output=True, cwd=target)  # noqa: S603
    with tarfile.open(next(target.glob("*.tgz"))) as archive:
        archive.extractall(target, filter="data")
    return target / "package"


def vendor_file(package: tuple[str, str], source: Path, name: str, path: str) -> dict[str, str]:
    content = source.read_bytes()
    if name.endswith((".css", ".js")):
        content = re.sub(rb"\s*(/\*|//)# sourceMappingURL=.*", b"\n", content)
    return write(name, content, package, path)


def vendor_sprite(icons: Path) -> dict[str, str]:
    symbols = "\n".join(symbol(icons / f"{name}.svg", name) for name in sorted(ICONS))
    sprite = f'<svg xmlns="http://www.w3.org/2000/svg">\n{symbols}\n</svg>\n'
    return write(SPRITE, sprite.encode(), BOOTSTRAP_ICONS, "icons/*.svg")


def symbol(file: Path, name: str) -> str:
    drawing = re.search(r"<svg[^>]*>(.*)</svg>", file.read_text(encoding="utf-8"), re.DOTALL)
    if drawing is None:
        raise ValueError(f"{file} is not an SVG drawing")
    return f'<symbol id="{name}" viewBox="0 0 16 16" fill="currentColor">{" ".join(drawing[1].split())}</symbol>'


def write(name: str, content: bytes, package: tuple[str, str], path: str) -> dict[str, str]:
    (VENDOR / name).write_bytes(content)
    return {
        "file": name,
        "package": package[0],
        "version": package[1],
        "source": path,
        "sha256": hashlib.sha256(content).hexdigest(),
    }


if __name__ == "__main__":
    main()
