"""Short reports for tests of grouping, in our own words."""

from datetime import UTC, datetime

from models.events.items import Passage, Report, Story
from pipelines.events.reading import read_story

MOSQUE = (
    "The Great Mosque of al-Nuri in Mosul was blown up on Wednesday night, Iraq's military said. "
    "Soldiers of the Counter "
    "Terrorism Service stood fifty metres from the leaning minaret when the charges went off."
)
MOSQUE_AGAIN = (
    "Islamic State fighters destroyed the al-Nuri mosque and its leaning minaret in Mosul late on "
    "Wednesday, June 21, the "
    "army said, as the Counter Terrorism Service closed in on the Old City."
)
MOSQUE_IN_FRENCH = (
    "À Mossoul, la mosquée Al-Nouri et son minaret penché ont été détruits mercredi 21 juin par l'État "
    "islamique, selon "
    "l'armée irakienne. Les soldats étaient à cinquante mètres."
)
FERRY = (
    "A ferry carrying pilgrims capsized on the Padma river near Shibchar on Monday morning and at least "
    "26 people drowned, "
    "police in Bangladesh said. The boat had struck a sand barge."
)
FERRY_AGAIN = (
    "Rescuers on the Padma pulled 26 bodies from the water after a ferry hit a moored sand barge at "
    "Shibchar and sank on "
    "Monday, officials said."
)


def story(
    identity: int, body: str, day: str | None = None, language: str = "en", title: str | None = None, source: str = "a"
) -> Story:
    """A story of one body; ``day`` as 2017-06-22."""
    published = datetime.fromisoformat(day).replace(tzinfo=UTC) if day else None
    texts = (("headline", title), ("body", body))
    return Story(
        id=identity,
        passages=tuple(Passage(field=field, text=text) for field, text in texts if text),
        published=published,
        published_precision="day" if published else None,
        language=language,
        source=source,
    )


def report(identity: int, body: str, day: str | None = None, language: str = "en", title: str | None = None) -> Report:
    """A story of one body, read."""
    return read_story(story(identity, body, day, language, title))
