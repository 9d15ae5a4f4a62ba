"""A story is read: its places, times, names, figures and kind, what it is compared by, and how its copies are found."""

from models.events.items import Facts, Report, Story
from pipelines.events.clusters.packed import pack
from pipelines.events.clusters.sketch import sketch
from pipelines.events.copies import bands
from pipelines.events.embeddings import embed, open_model
from pipelines.events.extras import NO_EXTRAS, Extras
from pipelines.events.facts.figures import find_figures
from pipelines.events.facts.kinds import find_kinds
from pipelines.events.facts.names import find_names
from pipelines.events.facts.spacy_names import find_entities, open_pipeline
from pipelines.events.places import find_places
from pipelines.events.times.finding import find_times


def read_story(story: Story, extras: Extras = NO_EXTRAS) -> Report:
    """Everything that events need of ``story``. Pure; takes some milliseconds without ``extras``, which are opened when
    the first story is read. Raises ModelProblem where one is not there."""
    facts = find_facts(story, extras)
    meaning = embed(story, open_model(extras.embeddings)) if extras.embeddings else None
    keys = bands(body_of(story))
    return Report(id=story.id, facts=facts, sketch=pack(sketch(story, facts, keys, meaning)), bands=keys)


def find_facts(story: Story, extras: Extras = NO_EXTRAS) -> Facts:
    """What ``story`` says, by kind."""
    places = find_places(story)
    entities = find_entities(story, open_pipeline(extras.spacy)) if extras.spacy else ()
    return Facts(
        places=places,
        times=find_times(story),
        figures=find_figures(story),
        kinds=find_kinds(story),
        names=find_names(story, places, entities),
    )


def body_of(story: Story) -> str:
    """The body's text; empty for an article of photos only."""
    return next((passage.text for passage in story.passages if passage.field == "body"), "")
