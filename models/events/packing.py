"""``Facts`` as the JSON that stands in ``reports.facts``, and back."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from models.events.items import Facts, Figure, KindMention, NameMention, Place, PlaceMention, TimeMention, Where

_PLACE = [each.name for each in fields(Place)]
_OTHERS: dict[type, list[str]] = {
    kind: [each.name for each in fields(kind) if each.name != "where"]
    for kind in (PlaceMention, TimeMention, Figure, KindMention, NameMention)
}
_LISTS = {"places": PlaceMention, "times": TimeMention, "figures": Figure, "kinds": KindMention, "names": NameMention}


def packed(facts: Facts) -> dict[str, list[dict[str, Any]]]:
    """The facts as plain JSON values; lists that are empty are left out."""
    return {name: [_mention(each) for each in getattr(facts, name)] for name in _LISTS if getattr(facts, name)}


def unpacked(stored: Mapping[str, Any]) -> Facts:
    """The facts that were packed."""
    return Facts(**{name: tuple(_read(kind, each) for each in stored.get(name, ())) for name, kind in _LISTS.items()})


def _mention(mention: Any) -> dict[str, Any]:
    where: Where = mention.where
    said = {"field": where.field, "start": where.start, "end": where.end}
    for name in _OTHERS[type(mention)]:
        value = getattr(mention, name)
        if isinstance(value, Place):
            value = {each: getattr(value, each) for each in _PLACE}
        elif isinstance(value, date):
            value = value.isoformat()
        said[name] = value
    return said


def _read(kind: Any, said: Mapping[str, Any]) -> Any:
    values = {name: said[name] for name in _OTHERS[kind] if name in said}
    if kind is PlaceMention:
        values["place"] = Place(**values["place"])
    elif kind is TimeMention:
        values |= {name: date.fromisoformat(values[name]) for name in ("first", "last")}
    return kind(where=Where(field=said["field"], start=said["start"], end=said["end"]), **values)
