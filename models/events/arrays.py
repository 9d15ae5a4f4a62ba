"""Long arrays on their way into the database."""

from collections.abc import Iterable


def listed(values: Iterable[object]) -> str:
    """Numbers or days as the text of an array, to be cast there: the driver takes five times as long for a list, and a
    batch has tens of thousands."""
    return "{" + ",".join(map(str, values)).replace("None", "null") + "}"


def repeated(values: Iterable[object], times: Iterable[int]) -> str:
    """The same, each value so many times in a row."""
    return listed(",".join([str(value)] * count) for value, count in zip(values, times, strict=True) if count)
