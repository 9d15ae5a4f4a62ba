"""The lines that stand in a photo's own block: its figure, its table cell, its gallery item, its wrapper."""

from lxml.html import HtmlElement

from pipelines.extract.photos.captions import is_control, is_tail_captioned
from pipelines.extract.photos.flow import Flow, Line, Shot
from pipelines.extract.photos.parts import is_credit_line, looks_like_names
from pipelines.extract.photos.scope import Scope
from pipelines.extract.photos.words import Says, says_of

_CLIMB = 9
LARGEST = 200
"""Lines and images in an element that is too much to be one photo's own."""
_LONGEST_BLOCK = 1200
_LONGEST_PLAIN = 320
_LONGEST_LINKED_CREDIT = 80
_SHARED_FIGURE = 3
_NAMED = Says.CAPTION | Says.CREDIT
_SECTIONING = frozenset(("section", "article", "main", "body", "ul", "ol", "table", "tbody", "dl"))
_TEXT_TAGS = frozenset(("p", "li", "td", "th", "dd", "center", "font", "span", "a", "strong", "b", "em", "i"))


class Block:
    """A photo's own block while it is being found."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.element: HtmlElement | None = None
        """The outermost element that holds this photo and its lines alone."""
        self.shared: bool = False
        """Whether other photos stand under the same caption."""


def own_block(flow: Flow, shot: Shot, scope: Scope) -> Block:
    """Climb from the photo while the element holds no other photo and nothing but lines of this one."""
    block = Block()
    taken: set[int] = set()
    element = shot.element.getparent()
    for _ in range(_CLIMB):
        if element is None or element in scope.path:
            break
        span = flow.spans.get(element)
        if span is not None and span[1] - span[0] > LARGEST:
            break
        if span is not None:
            covered = flow.tokens[span[0] : span[1]]
            new = [t for t in covered if isinstance(t, Line) and t.index not in taken and not is_control(t.text)]
            others = {t.identity for t in covered if isinstance(t, Shot) and not t.weak} - {shot.identity}
            if others:
                if not block.lines and element.tag == "figure":
                    _share_caption(block, element, new, others)
                elif not (block.lines or new) and shot.figure is not None:
                    element = element.getparent()  # pictures set side by side in a figure of their own
                    continue
                break
            if new and (_runs_into(flow, shot, new, span) or not _all_belong(element, new, shot, bool(block.lines))):
                break
            if not block.lines and _runs_around(new, shot):
                break
            block.lines.extend(new)
            taken.update(line.index for line in new)
            if new or element.tag == "figure":
                block.element = element
        element = element.getparent()
    block.lines.sort(key=lambda line: line.index)
    return block


def _runs_into(flow: Flow, shot: Shot, lines: list[Line], span: tuple[int, int]) -> bool:
    """Whether plain lines above the photo end a paragraph that runs into it, since its own lines stand below it."""
    if shot.figure is not None:
        return False
    plain = [line for line in lines if not _named(line) and not line.styled]
    above = [line for line in plain if line.index < shot.index and not is_told(line.text)]
    if not above or any(line.index > shot.index and is_tail_captioned(line.text) for line in plain):
        return bool(above)
    below = flow.tokens[shot.index + 1 : shot.index + 2]
    return any(isinstance(line, Line) and not line.linked and is_told(line.text) for line in below) and (
        shot.index + 1 >= span[1] or len(lines) > len(above) + 1
    )


def _runs_around(lines: list[Line], shot: Shot) -> bool:
    """Whether plain text stands above and below the picture: the story itself, in which the picture is set."""
    plain = [line.index < shot.index for line in lines if not (_named(line) or line.styled or is_told(line.text))]
    return len(plain) == len(lines) and any(plain) and not all(plain)


def is_told(text: str) -> bool:
    """Whether a line is a credit or holds one."""
    return is_credit_line(text) or is_tail_captioned(text)


def _share_caption(block: Block, figure: HtmlElement, lines: list[Line], others: set[int]) -> None:
    """Two or three pictures side by side in a figure share its caption."""
    own = [line for line in lines if line.figcaption is not None and line.figcaption.getparent() is figure]
    if own and len(others) < _SHARED_FIGURE:
        block.lines, block.element, block.shared = own, figure, True


def _all_belong(element: HtmlElement, lines: list[Line], shot: Shot, has_lines: bool) -> bool:
    if sum(len(line.text) for line in lines) > _LONGEST_BLOCK or len(lines) > 8:
        return False
    media = element.tag == "figure" or bool(says_of(element) & Says.MEDIA)
    if not has_lines and not media and any(_foreign_to_photos(element, line) for line in lines):
        return False
    return all(_belongs(element, line, shot, lines, media=media, has_lines=has_lines) for line in lines)


def _named(line: Line) -> bool:
    return line.figcaption is not None or bool(line.says & _NAMED)


def _foreign_to_photos(element: HtmlElement, line: Line) -> bool:
    """Headings and links, asked first: telling a credit costs more."""
    return not _named(line) and (line.heading or (line.linked and len(line.text) > _LONGEST_LINKED_CREDIT))


def _belongs(element: HtmlElement, line: Line, shot: Shot, lines: list[Line], *, media: bool, has_lines: bool) -> bool:
    if _named(line):
        return True
    if line.heading or (line.linked and element.tag != "figure" and not is_credit_line(line.text)):
        return False
    short = len(line.text) <= _LONGEST_PLAIN
    if not has_lines:
        if element.tag == "figure" or (media and len(line.text) <= 600 and line.block.tag != "p"):
            return True
        if element.tag not in _SECTIONING and short and _set_apart(element, line, shot, media=media):
            return True
    if is_credit_line(line.text) or is_tail_captioned(line.text) or repeats_alt(line.text, shot):
        return True
    return not has_lines and element.tag not in _SECTIONING and short and any(is_credit_line(o.text) for o in lines)


def _set_apart(element: HtmlElement, line: Line, shot: Shot, *, media: bool) -> bool:
    """Whether a short line's style or place ties it to the picture."""
    if line.styled or media or element.tag in ("td", "th", "dl", "li", "center"):
        return True
    if element.tag in _TEXT_TAGS:
        return _apart(line, shot)
    return line.block.tag != "p"


def repeats_alt(text: str, shot: Shot) -> bool:
    """Whether a line is the image's alternative text or title over again: nobody writes a body paragraph twice."""
    title = " ".join((shot.element.get("title") or "").split())
    plain = text.strip(" .")
    if len(plain.split()) <= 4 and looks_like_names(plain):
        return False
    owns = [own.strip(" .") for own in (shot.alt or "", title) if own]
    if len(plain) < 12:
        return len(plain) > 3 and plain in owns
    return any(len(own) >= 12 and own.startswith(plain) for own in owns)


def _apart(line: Line, shot: Shot) -> bool:
    """In a paragraph with a picture: text after a line break or a link, not text that flows around the picture."""
    if len(line.text) <= 120:
        return True
    owner, is_tail = line.owners[0]
    return is_tail and owner.tag in ("br", "a", "picture")
