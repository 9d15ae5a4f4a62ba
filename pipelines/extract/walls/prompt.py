"""Whether the text breaks off before a call to subscribe, on pages that do not say whether they are open."""

from collections.abc import Iterable

from models.items import Document
from pipelines.extract.candidates import Candidate, Found
from pipelines.extract.walls.look import Look
from pipelines.extract.walls.phrases import sentences_of, speeches, tokens_of

_REACH = 4
"""Lines after the text's last in which the call stands."""


def read_prompt(document: Document, look: Look | None) -> Found[bool | None]:
    """True, of source ``prompt``, where the page asks its readers to subscribe right after the end of a short text;
    null where it does not, or where there is no text. ``look``: null for long texts, which are whole as far as they
    say nothing else."""
    lines = (document.body or "").splitlines()
    if look is None or not lines:
        return Found(None)
    last = tokens_of(lines[-1])
    shown = [tokens_of(line) for line in look.lines]
    ends = [number for number, words in enumerate(shown) if words and _ends(words, last)]
    if not ends or not _asks(look.lines[ends[-1] + 1 : ends[-1] + 1 + _REACH]):
        return Found(None)
    return Found(True, (Candidate(field="paywalled", text="yes", source="prompt", taken=True),))


def _ends(words: list[str], last: list[str]) -> bool:
    return words[-len(last) :] == last or (len(words) > 3 and last[-len(words) :] == words)


def _asks(lines: Iterable[str]) -> bool:
    said = (speeches(sentence).get("paywall") for sentence in sentences_of(lines))
    return any(speech is not None and speech.opens and speech.speaks() for speech in said)
