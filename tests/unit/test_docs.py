"""The docs keep up with the code."""

import re
from pathlib import Path

import pytest
from scrapy.settings import default_settings

from crawler import settings
from crawler.sources.reading import all_sources
from models.tables import Base

PROJECT = Path(__file__).parents[2]
DOCS = PROJECT / "docs"
README = (PROJECT / "README.md").read_text("utf-8")
OPERATIONS = (DOCS / "operations.md").read_text("utf-8")
COMMANDS = sorted(path.stem for path in (PROJECT / "crawler" / "commands").glob("[a-z]*.py"))
OURS = sorted(name for name in vars(settings) if name.isupper() and not hasattr(default_settings, name))


def test_the_readme_is_short_and_has_no_gap() -> None:
    assert len(README.splitlines()) <= 150
    assert re.findall(r"@[A-Z]+@", README) == []


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_documented(command: str) -> None:
    assert f"`scrapy {command}" in OPERATIONS


@pytest.mark.parametrize("setting", OURS)
def test_every_setting_of_ours_is_documented(setting: str) -> None:
    assert f"`{setting}`" in OPERATIONS


@pytest.mark.parametrize(
    "variable", ["DATABASE_URL", *re.findall(r"DATELINE_\w+", Path(settings.__file__).read_text())]
)
def test_every_environment_variable_is_documented(variable: str) -> None:
    assert f"| `{variable}` |" in OPERATIONS


def test_every_source_is_listed() -> None:
    listed = (DOCS / "sources.md").read_text("utf-8")
    missing = [source.slug for source in all_sources(PROJECT / "crawler" / "sources") if source.slug not in listed]
    assert missing == [], "run `make docs`"


def test_every_column_says_what_it_holds() -> None:
    bare = [str(column) for table in Base.metadata.tables.values() for column in table.columns if not column.comment]
    assert bare == []


def test_every_link_in_the_docs_leads_somewhere() -> None:
    for page in (PROJECT / "README.md", *DOCS.rglob("*.md")):
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_decisions_are_numbered_and_short() -> None:
    decisions = sorted((DOCS / "decisions").glob("*.md"))
    assert [int(path.name[:4]) for path in decisions] == list(range(1, len(decisions) + 1))
    assert all(len(path.read_text("utf-8").splitlines()) <= 16 for path in decisions)
