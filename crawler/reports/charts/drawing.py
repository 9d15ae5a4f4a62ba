"""From a chart to SVG that fits into a page: nothing in it but lines, shapes and words, in the page's colours."""

import re
from collections.abc import Iterator
from typing import Any

import altair as alt
import vl_convert
from lxml import etree
from markupsafe import Markup

# Charts are drawn twice: a phone would show the words of a wide one in four pixels.
WIDE, NARROW = 920, 330
# Colours by the page's style sheet, light or dark.
INK, MUTED, FAINT, ACCENT, PAPER, LAND, BORDER = (
    f"var(--{name})" for name in ("ink", "muted", "faint", "accent", "paper", "land", "border")
)

Drawing = alt.Chart | alt.LayerChart | alt.FacetChart

_SVG = "{http://www.w3.org/2000/svg}"
_ELEMENTS = {"svg", "g", "path", "text", "tspan", "line", "rect"}
_ATTRIBUTES = re.compile(
    "d|transform|x|y|x1|x2|y1|y2|dx|dy|width|height|viewBox|fill|fill-opacity|stroke|stroke-(?:width|opacity|dasharray"
    "|linejoin|miterlimit)|opacity|font-(?:size|weight|style)|text-anchor|display"
)
_EDGES = {"left": 4, "top": 4, "bottom": 4, "right": 18}  # pixels: the last label of an axis stands out to the right
_LONG_NUMBER = re.compile(r"(\d+\.\d)\d+")


def styled(chart: Drawing, width: int, height: int, *, framed: bool = True) -> Drawing:
    """The chart in the page's colours and type; of this size in all, axes and legend within it. Without a frame there
    are none, and the drawing fills the size."""
    fit = alt.AutoSizeParams(type="fit" if framed else "none", contains="padding")
    done: Drawing = (
        chart.properties(width=width, height=height, autosize=fit)
        .configure(
            background="transparent",
            padding=_EDGES if framed else 0,
            font="sans-serif",
            aria=False,
        )
        .configure_view(stroke=None)
        .configure_axis(
            labelColor=INK,
            labelFontSize=12,
            titleColor=MUTED,
            titleFontSize=12,
            titleFontWeight="normal",
            domainColor=MUTED,
            tickColor=MUTED,
            gridColor=FAINT,
        )
        .configure_legend(
            labelColor=INK,
            labelFontSize=12,
            titleColor=MUTED,
            titleFontSize=12,
            titleFontWeight="normal",
            symbolFillColor=ACCENT,
            symbolStrokeColor=ACCENT,
            orient="top",
            titleAnchor="start",
        )
    )
    return done


def drawn(chart: Drawing | dict[str, Any], *, label: str, css: str) -> Markup:
    """The chart as an SVG element that is one picture to a screen reader, named ``label``; the numbers are in a table
    beside it. ``css`` is its class."""
    drawing = vl_convert.vegalite_to_svg(chart if isinstance(chart, dict) else chart.to_dict(), allowed_base_urls=[])
    root = etree.fromstring(drawing.encode(), etree.XMLParser(resolve_entities=False, huge_tree=True))
    for clip in list(root.iter(f"{_SVG}defs")):  # the edges of a chart, which its own size cuts off as well
        root.remove(clip)
    for element in list(root.iter()):
        _check(element)
    for element in list(_unseen(root)):
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)
    size = root.get("width", "0"), root.get("height", "0")
    root.attrib.clear()
    root.set("viewBox", f"0 0 {size[0]} {size[1]}")
    root.set("width", size[0])
    root.set("height", size[1])
    root.set("class", css)
    root.set("role", "img")
    root.set("aria-label", label)
    root.set("focusable", "false")
    return Markup(etree.tostring(root, encoding="unicode"))  # noqa: S704 - it was checked element by element


def _check(element: Any) -> None:
    """Only what draws may stay. Raises ValueError for an element that we know no use for."""
    name = str(element.tag).removeprefix(_SVG)
    if name not in _ELEMENTS:
        raise ValueError(f"a chart has an element {name!r}")
    for attribute in list(element.attrib):
        if not _ATTRIBUTES.fullmatch(attribute):
            del element.attrib[attribute]
    for attribute in ("d", "transform"):
        if value := element.get(attribute):
            element.set(attribute, _LONG_NUMBER.sub(r"\1", value))


def _unseen(root: Any) -> Iterator[Any]:
    for element in root.iter():
        empty = element.tag == f"{_SVG}path" and (element.get("d", "") in ("", "M0,0h0v0h0Z"))
        if empty or element.get("display") == "none" or element.get("opacity") == "0":
            yield element
