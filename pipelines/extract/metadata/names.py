"""The names in one printed byline, and what kind of name each is."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from models.items import AgentKind
from pipelines.extract.credits.agencies import known_agent
from pipelines.extract.dates.words import MODIFIED, PUBLISHED
from pipelines.extract.head import clean
from pipelines.extract.metadata.byline_words import (
    DESK,
    FURNITURE,
    GIVEN_NAMES,
    JOB,
    JOINERS,
    LEAD_IN,
    NOT_TEXT,
    OTHER_WORK,
    PARTICLES,
    PLACEHOLDERS,
    ROLE_AFTER,
    ROLE_BEFORE,
    ROLE_WORDS,
    SUFFIX,
    TITLES,
)
from pipelines.extract.story.agencies import wire_agency

SLUG: Final = re.compile(
    r"[a-z0-9]+(?:[._-][a-z0-9]+)+|[\w.-]+\.(?:com|org|net|de|co|uk|fr|es|it|tv|is|at|ch|lt|in|info)", re.IGNORECASE
)
_ADDRESS = re.compile(r"https?://\S+|www\.\S+|\S+@\S+\.\w+|(?<!\w)@\w+")
_BRACKETS = re.compile(r"\s*[(\[（][^()\[\]（）]*[)\]）]\s*")
_HARD = re.compile(r"\s*(?:[;|/／•·、،，\n]|\.\s+(?=\w+\s+by\s)|\s[-–—]\s|(?<=[\w.])\s?,\s?)\s*")
_SOFT = re.compile(rf"\s+(?:{JOINERS})\s+|\s*&\s*|\s+و\s?(?=\w)", re.IGNORECASE)
_WITH = re.compile(r"\s+(?:with|mit|avec|con|com|med|met)\s+", re.IGNORECASE)
_CLEAR_JOINER = re.compile(r"\s(?:and|und|&|et)\s", re.IGNORECASE)
CJK: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_CJK_JOB = re.compile(
    r"\s*(?:(?:선임|수습|인턴)?기자|특파원|논설위원|앵커|記者|记者|特派員|編集委員|論説委員)(?:\s*[=＝].*)?$"
)
_PLACE = re.compile(
    r"\s+(?:skrifar|writes|reports|schreibt|berichtet|escribe)\b.*$"
    r"|\s+(?:in|en|à|aus|from|reporting\s+from|desde|depuis|on|for|[Ff]or\s+[Tt]he|für|pour|para)\s+(?=[A-ZÀ-Þ]).*$"
    r"|\s+\d.*$"
)
_SPECIAL = re.compile(r"special\s+(?:to|for)\s", re.IGNORECASE)
_FOR_ANOTHER = re.compile(r"(?<=\w)\s+[Ff]or\s+[Tt]he\s.*$")
"""``Jane Austen for The Example Post``."""
_TRAILING_AGENCY = re.compile(
    r"(?<=\w)(?<!\bthe)\s+(?=(?:the\s)?(?:(?-i:AP|AFP|UPI|DPA|EFE|AAP|ANSA|PTI|IANS)|associated press|reuters"
    r"|agence france-presse|canadian press|bloomberg news|press association)$)",
    re.IGNORECASE,
)
_MARKS: Final = " ,;:|-–—【】"
_MAX_WORDS: Final = 6
_LONGEST: Final = 60
"""Characters of a name, at most."""


def split_names(raw: str) -> tuple[str, ...]:
    """The names in one byline: ``By A and B, Reuters`` gives A, B and Reuters; roles, titles, places and addresses are
    left out, and so are those who took the pictures or edited."""
    printed = NOT_TEXT.sub(" \0 ", _ADDRESS.sub(" ", clean(raw)[:400]))
    text = _BRACKETS.sub(" ", printed).strip()
    text = text or printed.strip(" ()[]（）")  # ``desk@example.org (Jane Doe)``
    text = SUFFIX.sub(" ", LEAD_IN.sub("", text.strip(_MARKS)))
    names: list[str] = []
    other_work = False
    for part in _HARD.split(_swapped(text)):
        other_work = bool(OTHER_WORK.match(part)) or (other_work and not LEAD_IN.match(part))
        if not other_work:
            names.extend(piece for piece in _soft_split(part) if "\0" not in piece)
    found = [name for name in map(_bare_name, names) if name and _is_name(name)]
    return tuple(_without_places(found))


def is_organization(name: str) -> bool:
    """Whether the name is an agency's or a desk's rather than a person's."""
    return is_agency(name) or DESK.search(name) is not None or SLUG.fullmatch(name) is not None


@lru_cache(maxsize=4096)
def is_agency(name: str) -> bool:
    """Whether the name is an agency's, of texts or pictures; one that is a given name too, only in capitals."""
    if name.casefold() in GIVEN_NAMES and not name.isupper():
        return False
    agent = known_agent(name)
    return wire_agency(name) is not None or (agent is not None and not agent.ambiguous and agent.kind == "agency")


def is_generic(name: str) -> bool:
    """Whether the name says no more than that a newsroom stands behind the text: ``Nachrichten``, ``Newsroom``."""
    return name.isalpha() and not is_agency(name) and DESK.fullmatch(name) is not None


def is_site(name: str, sites: Iterable[str]) -> bool:
    """Whether the name is one of those that the site goes by."""
    key = re.sub(r"\W", "", name.casefold())
    return bool(key) and any(key == re.sub(r"\W", "", site.casefold()) for site in sites)


def is_own_desk(name: str, sites: Iterable[str]) -> bool:
    """Whether the name is the site's and a desk, place or programme after it: ``BBC Verify`` on a page of the BBC."""
    start, _, rest = name.partition(" ")
    return bool(rest) and len(start) > 2 and is_site(start, sites)


def is_whole_name(name: str) -> bool:
    """Stricter, for names out of running text: two words at least, all but particles capitalised, or CJK."""
    if CJK.search(name):
        return len(name) <= 8
    words = name.split()
    return len(words) >= 2 and not words[0][:1].islower() and not any(map(_is_common_word, words))


def _is_common_word(word: str) -> bool:
    return word[:1].islower() and word not in PARTICLES


def kind_of(name: str) -> AgentKind:
    """What a name that is no person's stands for; a newsroom or desk is an organization."""
    agent = known_agent(name)
    return agent.kind if agent else "agency" if is_agency(name) else "organization"


def _swapped(text: str) -> str:
    """``Doe, Jane`` the right way round."""
    parts = [part.strip() for part in text.split(",")]
    if len(parts) == 2 and all(part and " " not in part for part in parts) and not any(map(is_organization, parts)):
        return f"{parts[1]} {parts[0]}"
    return text


def _soft_split(part: str) -> list[str]:
    head, *helper = _WITH.split(part, maxsplit=1)
    if helper and is_organization(helper[0]) and not is_organization(head):
        part = head  # ``Jane Austen with AP``: the agency helped
    pieces = [piece.strip() for piece in _SOFT.split(part)]
    # A joiner inside one name (Ortega y Gasset) has a single word on a side.
    whole = all(len(piece.split()) > 1 or is_organization(piece) or CJK.search(piece) for piece in pieces if piece)
    if not whole and not _CLEAR_JOINER.search(part):
        pieces = [part.strip()]
    return [name for piece in pieces for name in _TRAILING_AGENCY.split(piece)]


def _without_places(names: list[str]) -> list[str]:
    """Without single words after a whole name: where it was written, or initials. Scripts without capitals are left."""
    if not names or not (" " in names[0] or is_organization(names[0])):
        return names
    kept = (name for name in names[1:] if " " in name or is_organization(name) or name.lower() == name.upper())
    return [names[0], *kept]


def _bare_name(name: str) -> str:
    previous = None
    name = name.strip(" ,;:.|-–—*\"'’“”«»")
    while previous != name:
        previous = name
        name = TITLES.sub("", LEAD_IN.sub("", name)).strip()
    name = _CJK_JOB.sub("", name)
    if is_agency(name):
        return name.removeprefix("the ")
    name = _FOR_ANOTHER.sub("", _without_role(name))
    return name.removeprefix("the ") if is_organization(name) else _PLACE.sub("", name).strip()


def _without_role(name: str) -> str:
    """The name without the role before it (``Reuters correspondent``) or after it (``senior political editor``)."""
    if before := ROLE_BEFORE.match(name):
        return name[before.end() :]
    after = ROLE_AFTER.fullmatch(name)
    words = after["name"].split() if after else []
    while words and words[-1].casefold().strip(",&") in ROLE_WORDS:
        words.pop()
    return " ".join(words) if len(words) >= 2 else name


def _is_name(name: str) -> bool:
    if name.casefold() in PLACEHOLDERS or _SPECIAL.match(name) or (name.islower() and JOB.search(name)):
        return False
    if is_organization(name):
        return len(name) < _LONGEST
    words = name.split()
    letters = sum(map(str.isalpha, name))
    if letters < 2 or any(map(str.isdigit, name)) or len(words) > _MAX_WORDS or len(name) > _LONGEST:
        return False
    if FURNITURE.match(name) or JOB.search(name):
        return False
    return not (PUBLISHED.search(name) or MODIFIED.search(name)) and not (words[0].islower() and len(words) > 3)
