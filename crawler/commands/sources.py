"""``scrapy sources``: which sources there are, one in full, and whether their files are in order."""

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, ClassVar

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from crawler.columns import print_columns
from crawler.sources.cadence import spelled
from crawler.sources.reading import SourceProblem, find_file, load_source, problems_in, readable_sources, source_files
from crawler.sources.schema import Address, Source

_COLUMNS = ("slug", "country", "language", "feeds", "sitemaps", "sections", "verified", "name")


class Command(ScrapyCommand):
    """List the sources, print one, or check files."""

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        return "[SLUG | --check [FILE ...]]"

    def short_desc(self) -> str:
        return "List the sources, print one, or check source files"

    def long_desc(self) -> str:
        return (
            "Without arguments: a line for each source; 'verified' counts the addresses that we have fetched and found"
            " to be what they are listed as. With a slug, or the path of a file: that source in full."
            " Examples: 'scrapy sources bbc', 'scrapy sources --check crawler/sources/gb/bbc.yml'."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument(
            "--check",
            action="store_true",
            help="check the files given, or all: the first problem of each, with its line; exit code 1 if there is any",
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if self.settings is None:
            raise RuntimeError("the command runs inside a Scrapy project")
        unknown = [arg for arg in args if arg.startswith("-")]
        if unknown:
            raise UsageError(f"no such option: {unknown[0]}", print_help=False)
        if len(args) > 1 and not opts.check:
            raise UsageError("one source at a time, or --check with several files", print_help=False)
        folder = Path(self.settings["SOURCES_FOLDER"])
        if opts.check:
            self._check([Path(arg) for arg in args] or [folder])
        elif args:
            self._show(args[0], folder)
        else:
            self._list(folder)

    def _check(self, paths: list[Path]) -> None:
        problems = problems_in(paths)
        self._complain(problems)
        if not problems:
            count = sum(len(source_files(path)) if path.is_dir() else 1 for path in paths)
            print(f"{count} source file{'s are' if count != 1 else ' is'} in order")

    def _show(self, name: str, folder: Path) -> None:
        try:
            path = find_file(name, folder)
            print(in_full(load_source(path), path))
        except SourceProblem as problem:
            self._complain([problem])

    def _list(self, folder: Path) -> None:
        sources, problems = readable_sources(folder)  # one broken file does not hide the others
        print_columns(_COLUMNS, [row(source) for source in sources])
        self._complain(problems)

    def _complain(self, problems: Iterable[SourceProblem]) -> None:
        for problem in problems:
            print(problem, file=sys.stderr)
            self.exitcode = 1


def row(source: Source) -> tuple[str, ...]:
    """The source's cells under ``_COLUMNS``; the name stands last, as the one column without a limit."""
    counts = (len(source.feeds), len(source.sitemaps), len(source.sections))
    verified = sum(address.verified is not None for address in source.addresses)
    cells = (source.slug, source.country, source.language, *counts)
    name = source.name if source.enabled else f"{source.name} (not enabled)"
    return (*map(str, cells), f"{verified}/{len(source.addresses)}", name)


def in_full(source: Source, path: Path) -> str:
    """Everything that a source's file says, a line a key, absent keys left out."""
    said = {
        "name": source.name,
        "domain": " ".join((source.domain, *source.other_domains)),
        "country": source.country,
        "language": source.language,
        "timezone": source.timezone,
        "date order": source.date_order,
        "kind": source.kind,
        "article pattern": source.article_pattern,
        "exclude pattern": source.exclude_pattern,
        "enabled": None if source.enabled else "no, `scrapy crawl-due` passes it over",
        "crawled every": source.crawl.every and spelled(source.crawl.every),
        "delay": source.crawl.delay and f"{source.crawl.delay:g} s",
        "concurrency": source.crawl.concurrency,
        "articles a crawl": f"{source.assertions.articles.min} to {source.assertions.articles.max or 'any number'}",
        "notes": source.notes,
        "file": path,
    }
    lines = [source.slug, *(f"  {key:<17} {value}" for key, value in said.items() if value is not None)]
    for key, addresses in (("feeds", source.feeds), ("sitemaps", source.sitemaps), ("sections", source.sections)):
        lines += [f"  {key}"] * bool(addresses) + [f"    {_address(address)}" for address in addresses]
    return "\n".join(lines)


def _address(address: Address) -> str:
    state = f"verified {address.verified}" if address.verified else "never fetched by us"
    return f"{address.url}  ({'; '.join(filter(None, (state, address.note)))})"
