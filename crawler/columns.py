"""Plain columns and harmless text, for people and programs alike."""

import sys
from collections.abc import Sequence

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from models.printing import printable


def print_columns(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Columns of plain text, nothing cut off; the heading is bold on a terminal."""
    console = Console(color_system="auto" if sys.stdout.isatty() else None, highlight=False)
    widths = [max(map(cell_len, column)) for column in zip(head, *rows, strict=True)]
    for position, cells in enumerate((head, *rows)):
        padded = (cell + " " * (width - cell_len(cell)) for cell, width in zip(cells, widths, strict=True))
        console.print(Text("  ".join(padded).rstrip(), style="" if position else "bold"), soft_wrap=True)


def plain(text: str) -> str:
    """``text`` as one line that cannot steer a terminal: line breaks as spaces, control characters spelled out."""
    return printable(" ".join(text.split()))
