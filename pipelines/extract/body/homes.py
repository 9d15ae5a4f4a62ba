"""Where in a page the article stands, as the kept blocks tell."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from lxml.html import HtmlElement

from pipelines.extract.body.blocks import Block, signature

_HOME: Final = 0.25
"""Share of the text from which elements of one template hold the article."""


class Homes:
    """The elements that hold the article's paragraphs, as the kept blocks tell."""

    def __init__(self, blocks: Sequence[Block], kept: Sequence[bool]) -> None:
        by_group: Counter[HtmlElement] = Counter()
        by_template: Counter[tuple[str, str]] = Counter()
        for block, is_kept in zip(blocks, kept, strict=True):
            if is_kept and not block.is_heading:
                by_group[block.group] += block.length
                by_template[signature(block.group)] += block.length
        self.total = sum(by_group.values())
        self.groups = {group for group, length in by_group.items() if length >= _HOME * self.total}
        self.templates = {
            template for template, length in by_template.items() if template[1] and length >= _HOME * self.total
        }

    def __contains__(self, block: Block) -> bool:
        return block.group in self.groups or signature(block.group) in self.templates

    def around(self) -> set[HtmlElement]:
        """The elements that hold the homes."""
        return {above for group in self.groups for above in group.iterancestors()}
