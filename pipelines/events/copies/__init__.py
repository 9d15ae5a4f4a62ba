"""Copies of a text: syndicated pieces, wire rewrites, one piece under several URLs, excerpts.

``bands`` gives the keys under which an article is filed; articles that share a key are candidates. ``compare`` tells of
two texts exactly whether they are copies and of what kind. ``group`` makes groups with one representative of all that
was compared. Quoted speech, furniture and standing paragraphs do not make two articles copies.
"""

from pipelines.events.copies.bands import BANDS_VERSION, bands
from pipelines.events.copies.compare import Compared, Run, compare, compare_words
from pipelines.events.copies.glance import may_be_copies, seeds
from pipelines.events.copies.grouping import Alike, Printed, group
from pipelines.events.copies.words import Words, read_words

__all__ = [
    "BANDS_VERSION",
    "Alike",
    "Compared",
    "Printed",
    "Run",
    "Words",
    "bands",
    "compare",
    "compare_words",
    "group",
    "may_be_copies",
    "read_words",
    "seeds",
]
