"""What the lines around photos are worth as captions and credits.

A plain paragraph beside a picture is a caption only on evidence: it ends with a credit, it follows or precedes a line
that is nothing but a credit, it is named a caption, it repeats the alternative text, or it is set small, italic or
centred.
"""

import re
from dataclasses import dataclass
from functools import cached_property

from pipelines.extract.photos.blocks import repeats_alt
from pipelines.extract.photos.captions import is_control, is_tail_captioned
from pipelines.extract.photos.flow import Flow, Line, Shot
from pipelines.extract.photos.parts import is_credit_line, is_sentence
from pipelines.extract.photos.words import Says

_LONGEST_STYLED = 400
_LONGEST_BESIDE_CREDIT = 320
_LONGEST_AFTER_CREDIT = 240
_LONGEST_TAIL = 600
_CENTRED_SHARE = 0.4
# A cheap sign that a line may end with a credit, before the grammar is asked.
_CREDIT_SIGN = re.compile(
    r"[/©)\]:|=]|[A-Z]{2,}|\b(?i:via|getty|reuters|photos?|foto|bild|images?|picture|courtesy|supplied|handout)\b|写真|撮影|사진|nuotr"
)
_HEAD_SIGN = re.compile(r"\w ?/ ?\w|[\w.] via |\.\s?/")
_LONGEST_HEAD = 60
_PLAIN_SIGN = re.compile(r"[/©)\]|]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One caption with its credit: a line, or a credit line and the caption beside it."""

    lines: tuple[Line, ...]
    source: str
    """``caption-tail``, ``line-before``, ``line-after``, ``styled``, ``class``, ``alt`` or ``below``."""


class Evidence:
    """What lines of this flow are worth."""

    def __init__(self, flow: Flow, taken: set[int]) -> None:
        self.flow = flow
        self.taken = taken
        lines = [token for token in flow.tokens if isinstance(token, Line)]
        centred = sum(bool(line.says & Says.CENTRED) for line in lines)
        self.centring_tells = centred <= _CENTRED_SHARE * len(lines)
        styled = sum(line.styled for line in lines)
        self.style_tells = styled <= _CENTRED_SHARE * len(lines)
        self._groups: dict[int, Group | None] = {}

    def free(self, index: int) -> Line | None:
        """The line at an index, if it is one and belongs to nobody yet."""
        if not 0 <= index < len(self.flow.tokens):
            return None
        token = self.flow.tokens[index]
        if not isinstance(token, Line) or token.index in self.taken:
            return None
        # A heading is no caption, unless a credit ends it.
        return token if not token.heading or is_tail_captioned(token.text) else None

    def is_styled(self, line: Line) -> bool:
        if line.linked or not is_sentence(line.text, _LONGEST_STYLED):
            return False
        if line.says & (Says.CAPTION | Says.CREDIT) or line.figcaption is not None:
            return True
        if len(line.text.split()) == 2 or len(line.text.split()) == 3:
            return False  # a name: the author's stands in italics too
        return (line.styled and self.style_tells) or bool(line.says & Says.CENTRED and self.centring_tells)

    def group_at(self, index: int) -> Group | None:
        """The caption group that starts at a line, if one does."""
        if index not in self._groups:
            self._groups[index] = self._read_group(index)
        return self._groups[index]

    def _read_group(self, index: int) -> Group | None:
        line = self.free(index)
        if line is None:
            return None
        after = self.free(index + 1)
        if is_credit_line(line.text):
            if (
                after is not None
                and self.may_follow(line, after)
                and not (self._opens_part(index) and self._is_list_of_places)
            ):
                return Group(lines=(line, after), source="line-before")
            return Group(lines=(line,), source="element")
        if after is not None and is_credit_line(after.text) and is_sentence(line.text, _LONGEST_BESIDE_CREDIT):
            beyond = self.free(index + 2)
            # "text, credit, short text": the credit may as well belong to what follows it, unless a picture stands
            # right above the text.
            at_shot = index > 0 and isinstance(self.flow.tokens[index - 1], Shot)
            if at_shot or beyond is None or self.is_styled(line) or not self.may_follow(after, beyond):
                return Group(lines=(line, after), source="line-after")
        if len(line.text) <= _LONGEST_TAIL and _may_hold_credit(line) and is_tail_captioned(line.text):
            return Group(lines=(line,), source="caption-tail")
        if self.is_styled(line):
            return Group(lines=(line,), source="class" if line.says & Says.CAPTION else "styled")
        return None

    def _opens_part(self, credit: int) -> bool:
        """Whether a credit stands below a picture that a subhead announces."""
        tokens = self.flow.tokens
        return credit > 1 and isinstance(tokens[credit - 1], Shot) and is_subhead(tokens[credit - 2])

    @cached_property
    def _is_list_of_places(self) -> bool:
        """Whether the page is a series of parts, each a subhead, a picture, its credit and one paragraph: then that
        paragraph is the part's text, and not the picture's caption."""
        tokens = self.flow.tokens
        opening = [i for i in range(2, len(tokens)) if isinstance(tokens[i], Line) and self._opens_part(i)]
        return len(opening) > 1 and all(i + 2 < len(tokens) and is_subhead(tokens[i + 2]) for i in opening[:-1])

    def may_follow(self, credit: Line, line: Line) -> bool:
        """Whether ``line`` reads as the caption that a credit line announces."""
        if is_credit_line(line.text) or is_tail_captioned(line.text) or line.linked:
            return False
        longest = (
            _LONGEST_BESIDE_CREDIT if line.block is credit.block or self.is_styled(line) else _LONGEST_AFTER_CREDIT
        )
        return is_sentence(line.text, longest)

    def below(self, shot: Shot) -> Group | None:
        """The group right below a shot."""
        index = self._skip(shot, 1)
        group = self.group_at(index)
        line = self.free(index)
        if group is None and line is not None and repeats_alt(line.text, shot):
            return Group(lines=(line,), source="alt")
        return group

    def above(self, shot: Shot) -> Group | None:
        """The group that ends right above a shot."""
        last = self._skip(shot, -1)
        for start in (last - 1, last):
            group = self.group_at(start)
            if group is not None and group.source != "styled" and group.lines[-1].index == last:
                return group
        return None

    def beside(self, shot: Shot, step: int) -> Line | None:
        """The free line right above (-1) or below (1) a shot."""
        return self.free(self._skip(shot, step))

    def _skip(self, shot: Shot, step: int) -> int:
        """The nearest index that is neither a button's label nor a twin of the shot."""
        index = shot.index + step
        while 0 <= index < len(self.flow.tokens):
            token = self.flow.tokens[index]
            if isinstance(token, Line):
                if not is_control(token.text):
                    break
            elif token.identity != shot.identity:
                break
            index += step
        return index


def is_subhead(token: Line | Shot) -> bool:
    """Whether a token is a heading below the headline."""
    return isinstance(token, Line) and token.heading and token.block.tag != "h1"


def _may_hold_credit(line: Line) -> bool:
    """Whether it is worth asking the grammar for a credit at the end of a line, or glued to its beginning."""
    if may_end_with_credit(line.text) or _HEAD_SIGN.search(line.text[:_LONGEST_HEAD]) is not None:
        return True
    return len(line.parts) > 1 and is_credit_line(line.parts[-1].strip())


def may_end_with_credit(text: str) -> bool:
    """Cheap, so that the grammar need not read every paragraph beside a picture."""
    if len(text) > 2 * _LONGEST_STYLED // 3 and not _PLAIN_SIGN.search(text[-40:]):
        return False
    return _CREDIT_SIGN.search(text[-60:]) is not None
