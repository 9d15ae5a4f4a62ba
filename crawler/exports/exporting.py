"""One export: which files, from one snapshot, with their data package."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from sqlalchemy import Engine

from crawler.exports import package
from crawler.exports.files import PartFiles, TargetProblem, folder_lock
from crawler.exports.package import Exported
from crawler.exports.publishable import CAPTURES, parted
from crawler.exports.writing import Advance, write
from models.exports.conditions import ConditionProblem
from models.exports.snapshot import Selection, Snapshot, snapshot

ALL = "all"

Progress = Callable[[str, int | None], AbstractContextManager[Advance]]
"""Shows how far a table is: its name, and its rows if they were counted."""


class NoSuchView(Exception):
    """What was named is no view of schema analyst, or not for that format."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is asked for."""

    names: Sequence[str]
    """Views, or ``all``."""
    target: Path
    """A folder, made if need be; or, where ``is_file``, the file for the one view."""
    is_file: bool = False
    format: str = "parquet"
    where: str | None = None
    since: date | None = None
    until: date | None = None
    without_text: bool = False
    force: bool = False
    """Write over files that are there."""
    count: bool = False
    """Count the rows first, so that progress has an end."""


def export(engine: Engine, order: Order, progress: Progress) -> tuple[list[Exported], list[str]]:
    """Write what is asked for; gives what was written, and notes on it for people.

    Raises NoSuchView, TargetProblem, DatabaseProblem, ConditionProblem and OSError: then nothing is written.
    """
    folder = order.target.parent if order.is_file else order.target
    package_file = folder / package.NAME
    with snapshot(engine) as held, PartFiles(force=order.force) as files:
        selections = _selections(held, order)
        paths = _paths(order, folder, selections)
        for path in paths:
            files.check(path)
        package.beside(package_file, (), force=order.force)  # not ours: better known now than in an hour
        for selection in selections:
            _check(held, selection)
        folder.mkdir(parents=True, exist_ok=True)
        done = [
            _written(held, selection, order, path, files, progress)
            for selection, path in zip(selections, paths, strict=True)
        ]
        with folder_lock(folder):
            resources = package.beside(package_file, map(package.resource, done), force=order.force)
            with PartFiles(force=True) as described:
                package.write(described.begin(package_file), package.descriptor(resources, held.at.isoformat()))
                files.publish()
                described.publish()
        return done, list(_notes(order, selections, done))


def _selections(held: Snapshot, order: Order) -> list[Selection]:
    """What is wanted of each view; of the places of pages, what a package without text needs."""
    asked = Selection(
        view=next(iter(held.views.values())), columns=(), where=order.where, since=order.since, until=order.until
    )
    selections = []
    for name in _names(held, order):
        view = held.views[name]
        columns = parted(view.columns)[0] if order.without_text else view.columns
        selections.append(replace(asked, view=view, columns=columns))
    about = [each for each in selections if each.view.column("article_id") is not None]
    if order.without_text and about and CAPTURES not in [each.view.name for each in selections]:
        view = held.views[CAPTURES]
        selections.append(Selection(view=view, columns=parted(view.columns)[0], articles_of=about))
    return selections


def _names(held: Snapshot, order: Order) -> list[str]:
    names = list(dict.fromkeys(order.names))
    on_a_map = order.format == "geojson"
    if ALL in names:
        return [name for name, view in held.views.items() if view.is_placed or not on_a_map]
    for name in names:
        if name not in held.views:
            raise NoSuchView(f"there is no {name!r} to export: name some of {', '.join(held.views)}, or all")
        if on_a_map and not held.views[name].is_placed:
            placed = [each.name for each in held.views.values() if each.is_placed]
            raise NoSuchView(f"{name} has no lat and lon to draw on a map: geojson is for {', '.join(placed)}")
    return names


def _paths(order: Order, folder: Path, selections: Sequence[Selection]) -> list[Path]:
    if not order.is_file:
        return [folder / f"{each.view.name}.{_format(order, each)}" for each in selections]
    if len(selections) > 1 + order.without_text:
        raise TargetProblem(f"{order.target} is one file, and {len(selections)} are asked for: name a folder with -o")
    return [order.target, *(folder / f"{each.view.name}.{_format(order, each)}" for each in selections[1:])]


def _format(order: Order, selection: Selection) -> str:
    """Where pages stand is a table beside a map, too."""
    return order.format if order.format != "geojson" or selection.view.is_placed else "csv"


def _check(held: Snapshot, selection: Selection) -> None:
    try:
        held.check(selection)
    except ConditionProblem as problem:
        raise ConditionProblem(f"{selection.view.name}: --where: {problem}") from problem


def _written(
    held: Snapshot, selection: Selection, order: Order, path: Path, files: PartFiles, progress: Progress
) -> Exported:
    form = _format(order, selection)
    unplaced = held.count(selection, "lat is null or lon is null") if form == "geojson" else 0
    count = held.count(selection) - unplaced if order.count else None
    file = files.begin(path)
    try:
        with progress(selection.view.name, count) as advance:
            rows = write(form, held, selection, file, advance)
        licences = held.licences(_articles(held, selection)) if selection.view.column("article_id") else []
    except ConditionProblem as problem:
        raise ConditionProblem(f"{selection.view.name}: {problem}") from problem
    return Exported(
        path=path,
        format=form,
        selection=selection,
        left_out=parted(selection.view.columns)[1] if order.without_text else (),
        unplaced=unplaced,
        rows=rows,
        size=file.size,
        sha256=file.sha256,
        at=held.at,
        revision=held.revision,
        licences=licences,
    )


def _articles(held: Snapshot, selection: Selection) -> Selection:
    """The articles that a selection is about."""
    view = held.views["articles"]
    return selection if selection.view is view else Selection(view=view, columns=(), articles_of=[selection])


def _notes(order: Order, selections: Sequence[Selection], done: Sequence[Exported]) -> Iterator[str]:
    for each in done:
        if each.unplaced:
            rows = f"{each.unplaced} row{'s' if each.unplaced > 1 else ''}"
            yield f"{each.selection.view.name}: {rows} without a place left out: a map cannot show them"
    if order.since or order.until:
        for selection in selections:
            if selection.view.days is None:
                yield f"{selection.view.name} has no day to go by: exported whole, whatever --since and --until say"
    if order.without_text:
        for each in done:
            if each.left_out:
                yield f"{each.selection.view.name}: left out {', '.join(column.name for column in each.left_out)}"
