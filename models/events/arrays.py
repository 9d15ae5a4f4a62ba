"""Long arrays on their way into the database."""

from collections.abc import Iterable


def listed(values: Iterable[object]) -> str:
    """Numbers or days as the text of an array, to be cast there: the driver takes five times as long for a list, and a
    batch has tens of thousands."""
    return "{" + ",".join("null" if value is None else str(value) for value in values) + "}"
