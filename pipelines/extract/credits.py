"""Credit lines: ``Felipe Dana/AP``, ``(AP Photo/Felipe Dana)``, ``© dpa-Bildfunk``, ``Handout . / Reuters``.

A line is cut at its separators (``credit_segments``), each segment is told to be a person, an agency, an organisation
or a word of the trade (``agencies.yml``, ``credit_words.yml``), and the agents get their roles (``credit_roles``).
Captions that hold their credit in the same line are cut in ``credit_captions``.
"""

from models.items import CreditLine
from pipelines.extract.credit_captions import split_caption
from pipelines.extract.credit_evidence import credit_prefix, is_credit_line
from pipelines.extract.credit_roles import assign_roles, flags_of
from pipelines.extract.credit_segments import read_segments

__all__ = ["credit_prefix", "is_credit_line", "parse_credit", "split_caption"]

_LONGEST_LINE = 500
"""Characters; what is longer is a text, not a credit line, and stays unread."""


def parse_credit(raw: str) -> CreditLine:
    """Read a credit line: its agents in roles, its flags, and how sure the reading is.

    ``raw`` is the line with or without prefix words and brackets, whole or broken (``Felipe Dana/AP)``). A line that
    cannot be read comes back with its text, no credits and a low confidence. Raises nothing, whatever the text.
    """
    line = " ".join(raw.split())
    if len(line) > _LONGEST_LINE:
        return CreditLine(raw=line)
    segments = read_segments(line)
    credits, confidence = assign_roles(segments)
    return CreditLine(raw=line, credits=credits, flags=flags_of(segments), confidence=confidence)
