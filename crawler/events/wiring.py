"""The stages that the commands and the crawl use. Imported where there is something to do: they load large tables."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from crawler.events import stages
from crawler.events.stages import Stages
from models.events.copies import GroupText, Pair
from models.events.items import Copy, Facts, Story
from pipelines.events.clusters.clustering import regroup, take_in
from pipelines.events.clusters.grounds import shared
from pipelines.events.clusters.rarity import Rarity
from pipelines.events.copies import Alike, Printed, compare_words, group, may_be_copies, read_words, seeds
from pipelines.events.places import open_gazetteer
from pipelines.events.reading import read_story
from pipelines.events.record.making import record


class TextCopies:
    """Copies by the words that texts share."""

    def compare(self, texts: Mapping[int, str], pairs: Collection[tuple[int, int]]) -> list[Pair]:
        """As in ``CopyFinder``. Each text is read once, which is the greater part of the cost, and only if it shares
        more with another than a turn of phrase."""
        seen = {article: seeds(text) for article, text in texts.items()}
        alike = sorted((a, b) for a, b in pairs if a in seen and b in seen and may_be_copies(seen[a], seen[b]))
        words = {article: read_words(texts[article]) for article in {end for pair in alike for end in pair}}
        found = []
        for a, b in alike:
            if (same := compare_words(words[a], words[b])) is not None:
                parts = {"a_part": min(same.a_part, 1.0), "b_part": min(same.b_part, 1.0)}
                found.append(Pair(a=a, b=b, kind=same.kind, **parts))
        return found

    def group(self, texts: Sequence[GroupText], pairs: Iterable[Pair]) -> Sequence[Copy]:
        """As in ``CopyFinder``."""
        printed = [Printed(id=each.id, published=each.published, words=each.words) for each in texts]
        alike = [Alike(a=p.a, b=p.b, kind=p.kind, a_part=p.a_part, b_part=p.b_part) for p in pairs]
        return group(printed, alike)


def our_stages() -> Stages:
    """The project's own stages."""
    return Stages(
        read=read_story,
        take_in=take_in,
        regroup=regroup,
        rarity=Rarity,
        copies=TextCopies(),
        describe=record,
    )


def get_ready() -> None:
    """Build the gazetteer where that was never done: it takes most of a minute, longer than a worker may take for a
    story."""
    open_gazetteer()


def what_they_share(
    a: tuple[Story, Facts], b: tuple[Story, Facts], rarity: stages.Rarity
) -> Mapping[str, tuple[str, ...]]:
    """What two stories have in common: words, names, places, days and numbers, by section, the most telling first."""
    return shared(a, b, Rarity(rarity.reports, rarity.counts))
