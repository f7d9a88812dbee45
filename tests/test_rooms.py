"""What import-linter does not see: foreign keys by name, templates, the order of the rooms in the model graph."""

import re
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.template.loader import get_template

# From the bottom to the top: a model points only to its own room or to one below.
ORDER = [
    "contenttypes",
    "accounts",
    "territory",
    "journal",
    "beneficiaries",
    "rights_check",
    "partners",
    "outreach",
    "reporting",
]
TEMPLATES = settings.BASE_DIR / "templates"


def test_models_point_only_downward() -> None:
    upward = []
    for model in apps.get_models():
        if (label := model._meta.app_label) not in ORDER:
            continue
        for field in model._meta.get_fields(include_parents=False):
            target = getattr(field, "related_model", None)
            if target is None or field.auto_created or target._meta.app_label not in ORDER:
                continue
            if ORDER.index(target._meta.app_label) > ORDER.index(label):
                upward.append(f"{model._meta.label}.{field.name} → {target._meta.label}")
    assert upward == []


def test_every_template_compiles() -> None:
    names = [str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html")]
    assert len(names) > 20
    for name in names:
        get_template(name)


def test_every_template_is_used() -> None:
    sources = [*TEMPLATES.rglob("*.html"), *(path for path in settings.BASE_DIR.rglob("*.py") if ours(path))]
    text = "\n".join(path.read_text() for path in sources)
    unused = []
    for path in TEMPLATES.rglob("*.html"):
        name = str(path.relative_to(TEMPLATES))
        # allauth and crispy look for theirs by name; a component is called by a tag of the same name.
        by_library = name.startswith(("account/", "bootstrap5/"))
        by_tag = name.startswith("components/") and (f"{{% {path.stem}" in text or path.name in text)
        if not by_library and not by_tag and name not in text:
            unused.append(name)
    assert unused == []


def ours(path: Path) -> bool:
    return not {".venv", "var", "tests"} & set(path.relative_to(settings.BASE_DIR).parts)


def test_no_template_has_an_inline_script_or_style() -> None:
    inline = re.compile(r"<style|<script(?![^>]*\bsrc=)[^>]*>|\sstyle=|\son[a-z]+=\"", re.IGNORECASE)
    # A PDF is not a page: no policy applies, and its styles are in a file all the same.
    tags = re.compile(r"{%.*?%}", re.DOTALL)
    found = [str(path) for path in TEMPLATES.rglob("*.html") if inline.search(tags.sub("", path.read_text()))]
    assert found == []
