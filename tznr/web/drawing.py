"""One Vega-Lite specification → SVG, the same on the page and in the PDF.

vl-convert hangs in a process forked after it was first used: it is imported by the first drawing of a request or of a
task, never at start-up.
"""

import re
from dataclasses import dataclass
from typing import Any

from django.utils.html import escape

# The variables of the theme (static/theme.css): a drawing has no access to them.
PRIMARY = "#7a1f3d"
QUIET = "#e0d9cf"
INK = "#25201c"
INK_SOFT = "#564e47"
HIGHLIGHT = "#f2c14e"
FONT = "Atkinson Hyperlegible Next, Atkinson Hyperlegible, sans-serif"
# The pictures are described by their title and their table: Vega's own labels, in English, would only repeat them.
CONFIG = {
    "aria": False,
    "font": FONT,
    "background": None,
    "view": {"stroke": None},
    "axis": {
        "labelColor": INK,
        "labelFontSize": 15,
        "title": None,
        "labelLimit": 320,
        "labelPadding": 8,
        "domain": False,
        "ticks": False,
    },
    "text": {"color": INK, "fontSize": 15},
    "bar": {"color": PRIMARY},
}
WIDTH = 460


@dataclass(frozen=True)
class Drawing:
    """A question, and the picture that answers it."""

    title: str
    svg: str


def draw(specification: dict[str, Any]) -> str:
    import vl_convert

    schema = {"$schema": "https://vega.github.io/schema/vega-lite/v5.json"}
    svg: str = vl_convert.vegalite_to_svg(schema | {"width": WIDTH, "config": CONFIG} | specification)
    return svg


def titled(svg: str, title: str) -> str:
    """The drawing with its title inside, which the PDF reads aloud in its place, and without Vega's roles of parts."""
    bare = re.sub(r' (role|aria-[a-z]+)="[^"]*"', "", svg)
    return re.sub(r"^(<svg[^>]*>)", lambda opening: f"{opening.group(1)}<title>{escape(title)}</title>", bare, count=1)
