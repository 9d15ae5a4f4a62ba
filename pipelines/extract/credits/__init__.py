"""Credit lines: ``Felipe Dana/AP``, ``(AP Photo/Felipe Dana)``, ``© dpa-Bildfunk``, ``Handout . / Reuters``.

A line is cut at its separators (``segments``), each segment is told to be a person, an agency, an organisation
or a word of the trade (``agencies.yml``, ``words.yml``), and the agents get their roles (``roles``).
Captions that hold their credit in the same line are cut in ``split``; what else they tell is read in ``told``.
"""

from models.items import CreditLine
from pipelines.extract.credits.evidence import credit_prefix, is_credit_line
from pipelines.extract.credits.roles import assign_roles, flags_of
from pipelines.extract.credits.segments import read_segments
from pipelines.extract.credits.split import split_bare_name, split_caption
from pipelines.extract.credits.told import flags_told

__all__ = ["credit_prefix", "flags_told", "is_credit_line", "parse_credit", "split_bare_name", "split_caption"]

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
