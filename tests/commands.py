"""Commands run inside the test's own process: quick, and for what needs no crawl of its own."""

import argparse
from importlib import import_module
from pathlib import Path

from scrapy.commands import ScrapyCommand
from scrapy.settings import Settings

from crawler import settings


def run_command(name: str, *arguments: str, folder: Path | None = None, **setting: str) -> int:
    """Run a command as Scrapy does, on sources of ``folder`` or those that ship; returns its exit code."""
    command: ScrapyCommand = import_module(f"crawler.commands.{name}").Command()
    command.settings = Settings(
        {"SOURCES_FOLDER": str(folder) if folder else settings.SOURCES_FOLDER, "CRAWL_EVERY": "1h"} | setting
    )
    parser = argparse.ArgumentParser()
    command.add_options(parser)
    options, rest = parser.parse_known_args(arguments)
    command.run(rest, options)
    return command.exitcode
