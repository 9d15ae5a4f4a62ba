"""Source files read from disk. Whatever is wrong with one is said in a single line that names file, line and key."""

import difflib
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from types import UnionType
from typing import Any, Union, get_args, get_origin

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from yaml.reader import ReaderError

from crawler.sources.schema import Source

Place = tuple[str | int, ...]
"""Keys and list positions from the top of a document: ``("feeds", 0, "url")``."""

_SUFFIXES = (".yml", ".yaml")
_UNSAID = {
    "missing": "is missing",
    "string_type": "must be text; quote it",
    "model_type": "must be a mapping of keys to values",
    "tuple_type": "must be a list",
    "date_type": "must be a date such as 2026-11-21, or null",
    "date_from_datetime_parsing": "must be a date such as 2026-11-21, or null",
    "int_type": "must be a whole number",
    "float_type": "must be a number",
}
_NO_BOOLEAN = " (YAML reads NO, on, yes and their like as true or false)"


class SourceProblem(Exception):
    """A source's file is missing, unreadable or wrong; the text is one line for people."""


def load_source(path: Path) -> Source:
    """The source that ``path`` describes; its slug is the file's stem. Raises SourceProblem."""
    if not path.is_file():
        raise SourceProblem(f"{path}: no such file")
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SourceProblem(f"{path}: cannot be read: {_one_line(error)}") from error
    document, lines = _parsed(path, text)
    if "slug" in document:
        raise SourceProblem(f"{path}:{lines['slug',]}: slug: unknown key; the file's name is the slug")
    try:
        return Source.model_validate({**document, "slug": path.stem})
    except ValidationError as error:
        # A misspelt key comes before the key that it leaves missing.
        first = min(error.errors(), key=lambda e: (e["type"] == "missing", _line(lines, e["loc"])))
        raise SourceProblem(f"{path}:{_line(lines, first['loc'])}: {_said(first)}") from None


def source_files(folder: Path) -> list[Path]:
    """The source files under ``folder``, by slug. Raises SourceProblem if it is no folder."""
    if not folder.is_dir():
        raise SourceProblem(f"{folder}: no such folder of sources")
    return sorted((p for p in folder.rglob("*") if p.suffix in _SUFFIXES), key=lambda p: (p.stem, p))


def all_sources(folder: Path) -> list[Source]:
    """Every source under ``folder``, by slug. Raises SourceProblem for the first that is wrong, or named twice."""
    files = source_files(folder)
    for previous, file in pairwise(files):
        _told_apart(previous, file)
    return [load_source(path) for path in files]


def readable_sources(folder: Path) -> tuple[list[Source], list[SourceProblem]]:
    """Every source under ``folder`` that can be read, by slug, and what is wrong with the others' files."""
    sources: list[Source] = []
    problems: list[SourceProblem] = []
    try:
        files = source_files(folder)
    except SourceProblem as problem:
        return [], [problem]
    for previous, file in zip([None, *files], files, strict=False):
        try:
            source = load_source(file)
            _told_apart(previous, file)
            sources.append(source)
        except SourceProblem as problem:
            problems.append(problem)
    return sources, problems


def find_file(name_or_path: str, folders: Path | Iterable[Path]) -> Path:
    """The file of the source with that slug in ``folders`` (the first that has it wins), or at that path.

    Raises SourceProblem; for a slug that nothing bears, with the near ones.
    """
    if name_or_path.endswith(_SUFFIXES) or "/" in name_or_path:
        return Path(name_or_path)
    files = [path for folder in _folders(folders) for path in source_files(folder)]
    for path in files:
        if path.stem == name_or_path:
            return path
    near = _near(name_or_path.lower(), [path.stem for path in files])
    raise SourceProblem(f"no source is named {name_or_path!r}{near or '.'} See 'scrapy sources'.")


def find_source(name_or_path: str, folders: Path | Iterable[Path]) -> Source:
    """The source in the file that ``find_file`` finds. Raises SourceProblem."""
    return load_source(find_file(name_or_path, folders))


def problems_in(paths: Iterable[Path]) -> list[SourceProblem]:
    """What is wrong in source files, and in all files under folders: at most one problem a file, in their order."""
    problems: list[SourceProblem] = []
    for path in paths:
        files = source_files(path) if path.is_dir() else [path]
        for previous, file in zip([None, *files], files, strict=False):
            try:
                load_source(file)
                _told_apart(previous, file)
            except SourceProblem as problem:
                problems.append(problem)
    return problems


def _told_apart(previous: Path | None, file: Path) -> None:
    if previous and previous.stem == file.stem:
        raise SourceProblem(f"{file}: {previous} has the same slug; rename one of them")


def _folders(folders: Path | Iterable[Path]) -> Iterable[Path]:
    return [folders] if isinstance(folders, Path) else folders


def _parsed(path: Path, text: str) -> tuple[dict[str, Any], dict[Place, int]]:
    """The document, and the 1-based line of each of its keys and list entries."""
    try:
        loader = yaml.SafeLoader(text)
    except ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise SourceProblem(f"{path}:{line}: not YAML: a control character, {chr(error.character)!r}") from None
    try:
        root = loader.get_single_node()
        if not isinstance(root, yaml.MappingNode):
            raise SourceProblem(f"{path}:1: a source is a mapping of keys to values, starting with 'name:'")
        lines = dict(_lines(path, loader, root, ()))
        return loader.construct_document(root), lines
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise SourceProblem(f"{path}:{line}: not YAML: {_one_line(error.problem or error.context)}") from None
    except RecursionError:
        raise SourceProblem(f"{path}: nested without end") from None
    finally:
        loader.dispose()


def _lines(path: Path, loader: yaml.SafeLoader, node: yaml.Node, place: Place) -> Iterator[tuple[Place, int]]:
    yield place, node.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode):
        for position, child in enumerate(node.value):
            yield from _lines(path, loader, child, (*place, position))
    elif isinstance(node, yaml.MappingNode):
        seen: dict[str, int] = {}
        for key, child in node.value:
            line = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode) or key.tag != "tag:yaml.org,2002:str":
                raise SourceProblem(f"{path}:{line}: a key must be a word")
            if key.value in seen:
                where = f"{path}:{line}: {_spelled((*place, key.value))}"
                raise SourceProblem(f"{where}: stands here twice, first in line {seen[key.value]}")
            seen[key.value] = line
            yield from _lines(path, loader, child, (*place, key.value))
            yield (*place, key.value), line
    else:
        try:
            loader.construct_object(node)
        # 2026-13-45 looks like a date to YAML; `!!int ""` and `!!timestamp x` trip its constructors
        except (ValueError, IndexError, AttributeError):
            line = node.start_mark.line + 1
            kind = node.tag.rpartition(":")[2]
            raise SourceProblem(f"{path}:{line}: {_spelled(place)}: {node.value!r} is no {kind}") from None


def _line(lines: dict[Place, int], place: Place) -> int:
    """The line of ``place``, or of the nearest thing around it that is in the file."""
    while place and place not in lines:
        place = place[:-1]
    return lines[place]


def _said(error: ErrorDetails) -> str:
    place, kind, value = error["loc"], error["type"], error["input"]
    if kind == "extra_forbidden":
        return f"{_spelled(place)}: unknown key{_near(str(place[-1]), _keys(place[:-1]))}"
    message = _UNSAID.get(kind) or re.sub("^(Value error, |Input s)", lambda m: "s" * m[0].endswith("s"), error["msg"])
    if kind == "string_type" and isinstance(value, bool):
        message += _NO_BOOLEAN
    elif kind not in ("missing", "value_error", "model_type"):
        message += f", not {value!r}"
    if kind == "missing" and place[-1] == "verified":
        message += "; null if it was never fetched"
    return _one_line(f"{_spelled(place)}: {message}" if place else message)


def _keys(place: Place) -> list[str]:
    """The keys that the schema knows at ``place``."""
    model: Any = Source
    for step in place:
        if isinstance(step, str):
            model = _model_in(model.model_fields[step].annotation)
    return [key for key in model.model_fields if key != "slug"]


def _model_in(annotation: Any) -> type[BaseModel]:
    """The model that an annotation such as ``tuple[Address, ...]`` is about."""
    if get_origin(annotation) in (tuple, Union, UnionType):
        return _model_in(get_args(annotation)[0])
    if not (isinstance(annotation, type) and issubclass(annotation, BaseModel)):
        raise TypeError(f"the schema nests {annotation!r}, which has no keys")
    return annotation


def _near(name: str, names: Sequence[str]) -> str:
    near = difflib.get_close_matches(name, names, n=3, cutoff=0.6)
    return f"; did you mean {' or '.join(map(repr, near))}?" if near else ""


def _spelled(place: Place) -> str:
    """``feeds[1].url``, counted from 1 as people do."""
    steps = (f"[{step + 1}]" if isinstance(step, int) else f".{step}" for step in place)
    return "".join(steps).lstrip(".")


def _one_line(text: object) -> str:
    return " ".join(str(text).split())
