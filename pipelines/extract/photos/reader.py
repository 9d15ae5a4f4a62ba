"""One walk over the article's part of a tree, which gives its flow of lines and shots."""

from collections.abc import Iterable

from lxml import etree, html
from lxml.html import HtmlElement

from pipelines.extract.photos.flow import MOST_IMAGES, Flow, Line, Shot
from pipelines.extract.photos.frames import (
    BACKGROUND_TAGS,
    BACKGROUNDS,
    BLOCKS,
    HEADINGS,
    IMAGE_TAGS,
    NAMED,
    SKIPPED,
    STYLED,
    STYLING,
    Frame,
    foreign_link,
)
from pipelines.extract.photos.kinds import is_photo
from pipelines.extract.photos.scope import Scope
from pipelines.extract.photos.urls import (
    Renditions,
    absolute_url,
    background_url,
    image_keys,
    looks_like_image,
    renditions,
)
from pipelines.extract.photos.words import Says, says_of, told_by


class _Reader:
    """The state of one walk."""

    def __init__(self, scope: Scope, url: str, base: str) -> None:
        self.scope = scope
        self.here = url.partition("#")[0].partition("?")[0].rstrip("/")
        self.base = base
        self.flow = Flow()
        self.images = 0
        self.parts: list[str] = []
        self.owners: list[tuple[HtmlElement, bool]] = []
        self.gap = True
        self.line_frame: Frame | None = None
        self.styled = self.linked = True
        self.link: str | None = None
        self.label = ""
        root = Frame(scope.root, 0, None)
        self.stack = [root]

    def text(self, raw: str | None, owner: HtmlElement, tail: bool) -> None:
        if not raw:
            return
        frame = self.stack[-1]
        if frame.silent:
            return
        folded = " ".join(raw.split())
        if not folded:
            self.gap = True
            return
        if frame.hidden:
            self.label = folded
            return
        if self.line_frame is None:
            self.line_frame = frame
            self.styled = self.linked = True
            self.link = None
        self.parts.append((" " if self.gap or raw[0].isspace() else "") + folded)
        self.owners.append((owner, tail))
        self.gap = raw[-1].isspace()
        self.styled = self.styled and frame.styled
        self.linked = self.linked and frame.link is not None
        self.link = frame.link or self.link

    def flush(self) -> None:
        frame = self.line_frame
        if frame is not None:
            tokens = self.flow.tokens
            tokens.append(
                Line(
                    index=len(tokens),
                    parts=self.parts,
                    owners=self.owners,
                    block=frame.block,
                    says=frame.says,
                    figcaption=frame.figcaption,
                    styled=self.styled,
                    heading=frame.heading or (frame.block.tag == "header" and frame.figure is None),
                    linked=self.linked,
                    link=self.link,
                    label=self.label,
                    text="".join(self.parts).strip(),
                )
            )
            self.parts, self.owners = [], []
            self.line_frame = None
            self.label = ""
        self.gap = True

    def enter(self, element: HtmlElement) -> bool:
        """Open an element; False if its inside is to be skipped."""
        tag = str(element.tag)
        above = self.stack[-1]
        on_path = element in self.scope.path
        attributes = element.items()
        says = told_by(attributes) if attributes and not on_path else Says.NOTHING
        if says & Says.PHOTO_AUTHOR and self._is_below_picture(element):
            says = (says & ~(Says.PORTRAIT | Says.FURNITURE | Says.SUSPECT)) | Says.CREDIT
        styling = bool(attributes) and not STYLING.isdisjoint(name for name, _ in attributes)
        if not on_path and (self._skipped(tag, says, above) or (styling and element.get("hidden") is not None)):
            self.flush()
            self._push(element, above, says, silent=True, styling=styling)
            return False
        if tag in IMAGE_TAGS or tag == "noscript" or ("-" in tag and _is_image_element(element)):
            self._push(element, above, says, image=True, styling=styling)
            if tag == "noscript":
                self._noscript(element, above)
            else:
                self._shot(element, above, says)
            return False
        if tag == "br" or tag == "hr":
            self.flush()
        elif styling and tag in BACKGROUND_TAGS and any(map(element.get, BACKGROUNDS)):
            self._background(element, above, says)
        self._push(element, above, says, styling=styling)
        return True

    def _is_below_picture(self, element: HtmlElement) -> bool:
        """Whether an element without pictures follows a picture, or the caption of one."""
        self.flush()
        tokens = self.flow.tokens
        last = tokens[-1] if tokens else None
        if isinstance(last, Line) and last.says & Says.CAPTION:
            last = tokens[-2] if len(tokens) > 1 else None
        return isinstance(last, Shot) and next(element.iter(*IMAGE_TAGS), None) is None

    def _skipped(self, tag: str, says: int, above: Frame) -> bool:
        if tag in SKIPPED or says & Says.CLONE:
            return True
        if tag in ("main", "article"):
            return False
        if tag == "footer":
            return above.figure is None
        if says & Says.FURNITURE and not says & (Says.CAPTION | Says.CREDIT | Says.MEDIA):
            return above.figcaption is None and tag not in IMAGE_TAGS
        return bool(says & Says.PORTRAIT) and above.figure is None and not (above.says & (Says.CAPTION | Says.MEDIA))

    def _push(
        self,
        element: HtmlElement,
        above: Frame,
        says: int,
        *,
        silent: bool = False,
        image: bool = False,
        styling: bool = True,
    ) -> None:
        tag = str(element.tag)
        block = tag in BLOCKS and not image
        figure = element if tag == "figure" else above.figure
        if says & Says.SOFT_CREDIT and (figure is not None or above.says & (Says.CAPTION | Says.MEDIA)):
            says |= Says.CREDIT  # "source" and "author" mean the credit inside a picture's block only
        named = says & NAMED if not image else Says.NOTHING
        opens_line = bool(block or named)
        if opens_line:
            self.flush()
        # A line that is still open began before this element.
        frame = Frame(element, len(self.flow.tokens) + (self.line_frame is not None), above)
        frame.opens_line = opens_line
        frame.figure = figure
        frame.says = ((above.says & ~NAMED if named else above.says) | says) & ~(Says.HIDDEN | Says.CONTROL)
        if block:
            frame.block = element
        if says & Says.HIDDEN:
            frame.hidden = True
        if tag in STYLED or says & Says.SMALL_PRINT:
            frame.styled = True
        style = element.get("style") if styling else None
        if tag == "center" or (styling and block and element.get("align") == "center") or (style and "center" in style):
            frame.says |= Says.CENTRED
        if style and "italic" in style:
            frame.styled = True
        self._mark(frame, tag, silent)
        self.stack.append(frame)

    def _mark(self, frame: Frame, tag: str, silent: bool) -> None:
        """What the tag itself says of the text inside."""
        if tag == "a":
            frame.link = foreign_link(frame.element.get("href"), self.here)
        elif tag == "figcaption":
            frame.figcaption = frame.element
            frame.silent = False  # a caption inside a button that opens the picture is still shown
        elif tag in HEADINGS:
            frame.heading = True
        elif tag == "button":
            frame.silent = True
        elif tag in ("body", "article"):
            frame.styled = False
        if silent:
            frame.silent = True

    def leave(self, element: HtmlElement) -> None:
        if len(self.stack) > 1 and self.stack[-1].element is element:
            frame = self.stack[-1]
            if frame.opens_line:
                self.flush()
            if frame.opens_line or element.tag in ("a", "span") or "-" in str(element.tag):
                end = len(self.flow.tokens) + (self.line_frame is not None)
                self.flow.spans[element] = (frame.start, end)
            self.stack.pop()
            # Neighbouring inline elements are set apart by their style.
            self.gap = self.gap or (element.tag in ("span", "a", "small", "cite") and not element.tail)
        if element is not self.scope.root:
            self.text(element.tail, element, True)

    def _shot(self, element: HtmlElement, above: Frame, says: int, *, noscript: bool = False) -> None:
        if self._is_full():
            return
        images: Iterable[HtmlElement] = (element,)
        shown = element
        if element.tag == "picture":
            images = tuple(element.iter("img", "source", "amp-img"))
            shown = next((image for image in images if image.tag != "source"), element)
        anchor = next((frame.element for frame in reversed(self.stack) if frame.element.tag == "a"), None)
        if anchor is not None and anchor.get("rel") == "author":
            return
        link = None if anchor is None else anchor.get("href")
        found = renditions(images, self.base, linked=link)
        if found is None:
            return
        alt = " ".join((shown.get("alt") or "").split()) or None
        self._add(shown, found, above, above.says | says | says_of(shown), alt=alt, noscript=noscript)

    def _is_full(self) -> bool:
        """Count an image; true for those beyond the last that is looked at."""
        self.images += 1
        return self.images > MOST_IMAGES

    def _add(
        self, element: HtmlElement, found: Renditions, above: Frame, says: int, *,
        alt: str | None = None, noscript: bool = False, weak: bool = False,
    ) -> None:  # fmt: skip
        if not is_photo(found, alt):
            return
        self.flush()
        self.flow.tokens.append(
            Shot(
                index=len(self.flow.tokens), element=element, renditions=found, alt=alt,
                link=None if absolute_url(above.link, self.base) in found.urls else above.link, says=says,
                figure=above.figure, from_noscript=noscript, weak=weak,
            )
        )  # fmt: skip

    def _noscript(self, element: HtmlElement, above: Frame) -> None:
        inside = list(element.iter("img", "amp-img"))
        if not inside and element.text and "<img" in element.text:
            try:
                inside = list(html.fragment_fromstring(element.text, create_parent="div").iter("img"))
            except (etree.ParserError, ValueError):
                inside = []
        for image in inside[:3]:
            self._shot(image, above, Says.NOTHING, noscript=True)

    def _background(self, element: HtmlElement, above: Frame, says: int) -> None:
        url = background_url(element, self.base)
        if url is not None and not self._is_full():
            found = Renditions(urls=(url,), keys=image_keys(url), width=None, height=None)
            self._add(element, found, above, above.says | says, weak=True)


def _is_image_element(element: HtmlElement) -> bool:
    """Whether an element of the site's own making (``lazy-image``) stands for an ``img``."""
    address = element.get("src") or element.get("data-src") or ""
    tag = str(element.tag)
    return looks_like_image(address) and ("image" in tag or "img" in tag or "picture" in tag)


def read_flow(scope: Scope, url: str, base: str) -> Flow:
    """The flow of a scope. ``url`` is the page's own address, ``base`` what relative addresses are resolved against."""
    reader = _Reader(scope, url, base)
    walk = etree.iterwalk(scope.root, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        if event == "start":
            if not isinstance(element.tag, str) or not reader.enter(element):
                walk.skip_subtree()
                if reader.images > MOST_IMAGES:  # those that may be read have had their captions
                    break
            elif element.text:
                reader.text(element.text, element, False)
        elif event == "end":
            reader.leave(element)
        else:
            reader.text(element.tail, element, True)
    reader.flush()
    return reader.flow
