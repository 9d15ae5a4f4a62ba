"""A story is read: its places, times, names, figures and kind, what it is compared by, and how its copies are found."""

from models.events.items import Facts, Report, Story
from pipelines.events.copies import bands
from pipelines.events.figures import find_figures
from pipelines.events.kinds import find_kinds
from pipelines.events.names import find_names
from pipelines.events.places import find_places
from pipelines.events.sketch import pack, sketch
from pipelines.events.times import find_times


def read_story(story: Story) -> Report:
    """Everything that events need of ``story``. Pure; takes some milliseconds."""
    facts = find_facts(story)
    return Report(
        id=story.id,
        facts=facts,
        sketch=pack(sketch(story, facts)),
        bands=bands(body_of(story)),
    )


def find_facts(story: Story) -> Facts:
    """What ``story`` says, by kind."""
    places = find_places(story)
    return Facts(
        places=places,
        times=find_times(story),
        figures=find_figures(story),
        kinds=find_kinds(story),
        names=find_names(story, places),
    )


def body_of(story: Story) -> str:
    """The body's text; empty for an article of photos only."""
    return next((passage.text for passage in story.passages if passage.field == "body"), "")
