"""A source is a YAML file. What is wrong with one is said in a line; the ones that ship are in order."""

import argparse
import re
import sys
from pathlib import Path

import pytest
from scrapy.exceptions import UsageError
from scrapy.settings import Settings

from crawler.commands.sources import Command
from crawler.sources.reading import SourceProblem, all_sources, find_source, load_source, problems_in
from crawler.sources.schema import Source
from models.items import Hints
from models.urls import same_site

SHIPPED = Path(__file__).parents[2] / "crawler" / "sources"

GOOD = """\
name: The River Desk
domain: river.example
country: IQ
language: en
timezone: Asia/Baghdad
feeds:
  - {url: https://river.example/rss, verified: 2026-11-01}
  - url: https://river.example/world/rss
    verified: null
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "iq").mkdir()
    (tmp_path / "iq" / "river-desk.yml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "iq" / "river-desk-arabic.yml").write_text(GOOD.replace("en\n", "ar\n", 1), encoding="utf-8")
    return tmp_path


def problem_with(tmp_path: Path, text: str, name: str = "desk.yml") -> str:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SourceProblem) as problem:
        load_source(path)
    said = str(problem.value)
    assert "\n" not in said
    assert said.startswith(str(path))
    return said.removeprefix(str(path)).lstrip(":")


class TestReading:
    def test_a_source_takes_its_slug_from_the_file_and_defaults_from_the_schema(self, folder: Path) -> None:
        source = load_source(folder / "iq" / "river-desk.yml")
        assert source.slug == "river-desk"
        assert source.kind == "publisher"
        assert source.crawl.delay is None
        assert source.assertions.articles.min == 1
        assert [str(address.verified) for address in source.addresses] == ["2026-11-01", "None"]
        assert source.hints == Hints(country="IQ", timezone="Asia/Baghdad", language="en")

    def test_a_source_covers_its_own_domains_only(self, tmp_path: Path) -> None:
        path = tmp_path / "desk.yml"
        path.write_text(GOOD + "other_domains: [river.co.uk]\n", encoding="utf-8")
        source = load_source(path)
        assert source.covers("https://www.river.example/1")
        assert source.covers("http://news.river.co.uk/1")
        assert not source.covers("https://brook.example/1")
        assert source.registered_domain == "river.example"

    def test_a_source_on_this_machine_has_a_port(self, tmp_path: Path) -> None:
        path = tmp_path / "demo.yml"
        path.write_text(GOOD.replace("river.example", "127.0.0.1:8717"), encoding="utf-8")
        source = load_source(path)
        assert source.covers("http://127.0.0.1:8717/world")
        assert not source.covers("http://127.0.0.1:8718/world")

    def test_a_source_is_found_by_slug_or_path(self, folder: Path) -> None:
        path = folder / "iq" / "river-desk.yml"
        assert find_source("river-desk", folder) == find_source(str(path), [folder]) == load_source(path)

    @pytest.mark.parametrize(
        ("name", "said"),
        [
            ("river-dsk", "no source is named 'river-dsk'; did you mean 'river-desk'"),
            ("River-Desk", "no source is named 'River-Desk'; did you mean 'river-desk'"),
            ("xyz", "no source is named 'xyz'. See 'scrapy sources'."),
            ("nowhere/desk.yml", "nowhere/desk.yml: no such file"),
        ],
    )
    def test_an_unknown_source_is_told_with_near_names(self, folder: Path, name: str, said: str) -> None:
        with pytest.raises(SourceProblem, match=f"^{re.escape(said)}"):
            find_source(name, folder)

    def test_a_missing_folder_and_a_slug_used_twice_are_problems(self, folder: Path) -> None:
        with pytest.raises(SourceProblem, match="no such folder"):
            all_sources(folder / "nowhere")
        (folder / "sy").mkdir()
        (folder / "sy" / "river-desk.yml").write_text(GOOD, encoding="utf-8")
        with pytest.raises(SourceProblem, match=r"sy/river-desk\.yml: .*iq/river-desk\.yml has the same slug"):
            all_sources(folder)
        assert len(problems_in([folder])) == 1


class TestMistakes:
    @pytest.mark.parametrize(
        ("wrong", "right", "said"),
        [
            ("nmae: x", "name: The River Desk", "1: nmae: unknown key; did you mean 'name'?"),
            ("verifed: null", "verified: null", "9: feeds[2].verifed: unknown key; did you mean 'verified'?"),
            ("name: 5", "name: The River Desk", "1: name: must be text; quote it, not 5"),
            ("country: NO", "country: IQ", "3: country: must be text; quote it (YAML reads NO"),
            ("country: UK", "country: IQ", "3: country: 'UK' is no country's ISO 3166 code"),
            ("language: arabic", "language: en", "4: language: 'arabic' is no BCP 47 language tag"),
            ("timezone: IST", "timezone: Asia/Baghdad", "5: timezone: no IANA time zone is named 'IST'"),
            ("domain: https://x.example", "domain: river.example", "2: domain: a host in lower case"),
            ("- {url: river.example, ", "- {url: https://river.example/rss, ", "7: feeds[1].url: not an http(s)"),
            ("verified: 2026-13-01", "verified: 2026-11-01", "7: feeds[1].verified: '2026-13-01' is no timestamp"),
            ("verified: lately", "verified: 2026-11-01", "7: feeds[1].verified: must be a date such as"),
            ("note: x", "verified: null", "8: feeds[2].verified: is missing; null if it was never fetched"),
            ('name: "x', "name: The River Desk", "10: not YAML: "),
            ("name: a: b", "name: The River Desk", "1: not YAML: mapping values are not allowed here"),
            ("name: \x01", "name: The River Desk", r"1: not YAML: a control character, '\x01'"),
        ],
    )
    def test_a_mistake_is_told_with_line_and_key(self, tmp_path: Path, wrong: str, right: str, said: str) -> None:
        assert right in GOOD
        assert said in problem_with(tmp_path, GOOD.replace(right, wrong, 1))

    @pytest.mark.parametrize(
        ("more", "said"),
        [
            ("name: Twice", "10: name: stands here twice, first in line 1"),
            ("article_pattern: '(['", "10: article_pattern: not a regular expression: unterminated character set"),
            ("date_order: dmy", "10: date_order: should be 'DMY', 'MDY' or 'YMD', not 'dmy'"),
            ("kind: blog", "10: kind: should be 'publisher', 'agency'"),
            ("crawl: {delay: '2'}", "10: crawl.delay: must be a number, not '2'"),
            ("crawl:\n  dealy: 2", "11: crawl.dealy: unknown key; did you mean 'delay'?"),
            ("crawl: {every: 30}", "10: crawl.every: 30 is no cadence; write a number of minutes, hours or days: 15m"),
            ("crawl: {every: 1m}", "10: crawl.every: '1m' is not between 5m and 30d"),
            ("enabled: 0", "10: enabled: should be a valid boolean, not 0"),
            ("crawl: fast", "10: crawl: must be a mapping of keys to values"),
            ("sections: https://river.example/", "10: sections: must be a list"),
            ("sections: [https://river.example/]", "10: sections[1]: must be a mapping"),
            ("assertions: {articles: {min: 5, max: 2}}", "10: assertions.articles: max (2) is below min (5)"),
            ("assertions: {articles: {mini: 5}}", "10: assertions.articles.mini: unknown key; did you mean 'min'?"),
            ("slug: x", "10: slug: unknown key; the file's name is the slug"),
            ("on: x", "10: a key must be a word"),
            ("notes: &a [*a]", "nested without end"),
            ("notes: !!python/object:os.system x", "10: not YAML: could not determine a constructor"),
        ],
    )
    def test_what_should_not_be_there_is_told(self, tmp_path: Path, more: str, said: str) -> None:
        assert said in problem_with(tmp_path, f"{GOOD}{more}\n")

    @pytest.mark.parametrize("text", ["", "just words", "- a list"])
    def test_a_file_that_is_no_mapping_is_told(self, tmp_path: Path, text: str) -> None:
        assert "a source is a mapping of keys to values" in problem_with(tmp_path, text)

    def test_a_source_needs_an_address_a_name_and_a_sensible_file_name(self, tmp_path: Path) -> None:
        assert "at least one of feeds, sitemaps" in problem_with(tmp_path, GOOD.partition("feeds:")[0])
        assert "1: name: is missing" in problem_with(tmp_path, GOOD.partition("\n")[2])
        assert "name the file in lower case with dashes" in problem_with(tmp_path, GOOD, "River_Desk.yml")

    def test_a_file_that_is_not_text_is_told(self, tmp_path: Path) -> None:
        (tmp_path / "desk.yml").write_bytes(b"\xff\xfe\x00name")
        with pytest.raises(SourceProblem, match="cannot be read"):
            load_source(tmp_path / "desk.yml")


# Hosts on which publishers are known to serve their own feeds.
FEED_HOSTS = {"bbc": "bbci.co.uk"}


@pytest.fixture(scope="module")
def shipped() -> list[Source]:
    return all_sources(SHIPPED)


class TestShippedSources:
    def test_there_are_a_dozen_and_more_in_several_languages(self, shipped: list[Source]) -> None:
        assert len(shipped) >= 12
        assert {"en", "ar", "fr", "de", "es"} <= {source.language for source in shipped}

    def test_each_has_a_domain_of_its_own_and_stands_in_its_country_s_folder(self, shipped: list[Source]) -> None:
        domains = [domain for source in shipped for domain in (source.domain, *source.other_domains)]
        assert len(set(domains)) == len(domains)
        assert all(source.registered_domain == source.domain for source in shipped)
        for source in shipped:
            assert (SHIPPED / source.country.lower() / f"{source.slug}.yml").is_file()

    def test_addresses_are_https_and_the_publisher_s_own(self, shipped: list[Source]) -> None:
        for source in shipped:
            for address in source.addresses:
                assert address.url.startswith("https://"), address.url
                assert source.covers(address.url) or same_site(address.url, FEED_HOSTS.get(source.slug, "")), address
            urls = [address.url for address in source.addresses]
            assert len(set(urls)) == len(urls)

    def test_an_article_pattern_lets_no_front_page_pass(self, shipped: list[Source]) -> None:
        for source in shipped:
            if source.article_pattern:
                assert not re.search(source.article_pattern, f"https://www.{source.domain}/"), source.slug
            for section in source.sections:
                assert source.article_pattern, f"{source.slug} has section pages and no pattern"
                assert not re.search(source.article_pattern, section.url), section.url

    def test_each_says_what_a_normal_crawl_gives(self, shipped: list[Source]) -> None:
        assert all(source.assertions.articles.min > 0 for source in shipped)


def run(folder: Path, *args: str, check: bool = False) -> int:
    command = Command()
    command.settings = Settings({"SOURCES_FOLDER": str(folder)})
    command.run(list(args), argparse.Namespace(check=check))
    return command.exitcode


class TestCommand:
    def test_the_list_has_a_plain_line_for_each_source(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert run(folder) == 0
        assert capsys.readouterr().out.splitlines() == [
            "slug               country  language  feeds  sitemaps  sections  verified  name",
            "river-desk         IQ       en        2      0         0         1/2       The River Desk",
            "river-desk-arabic  IQ       ar        2      0         0         1/2       The River Desk",
        ]

    def test_the_heading_stands_out_on_a_terminal(
        self, folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("TERM", "xterm-256color")
        monkeypatch.delenv("NO_COLOR", raising=False)
        monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
        assert run(folder) == 0
        assert capsys.readouterr().out.startswith("\x1b[1mslug")

    def test_one_source_in_full(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert run(folder, "river-desk") == 0
        out = capsys.readouterr().out
        assert "  timezone          Asia/Baghdad\n" in out
        assert "    https://river.example/rss  (verified 2026-11-01)\n" in out
        assert "    https://river.example/world/rss  (never fetched by us)\n" in out
        assert "pattern" not in out

    def test_cadence_and_what_scheduled_crawls_pass_over_are_shown(
        self, folder: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (folder / "iq" / "river-desk.yml").write_text(GOOD + "enabled: false\ncrawl: {every: 90m}\n", encoding="utf-8")
        assert run(folder) == 0
        assert capsys.readouterr().out.splitlines()[1].endswith("The River Desk (not enabled)")
        assert run(folder, "river-desk") == 0
        out = capsys.readouterr().out
        assert "  enabled           no, `scrapy crawl-due` passes it over\n" in out
        assert "  crawled every     90m\n" in out

    def test_a_broken_file_is_told_and_does_not_hide_the_others(
        self, folder: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        broken = folder / "iq" / "brook.yml"
        broken.write_text(GOOD + "sitemap: []\n", encoding="utf-8")
        assert run(folder) == 1
        out, err = capsys.readouterr()
        assert err == f"{broken}:10: sitemap: unknown key; did you mean 'sitemaps'?\n"
        assert len(out.splitlines()) == 3

    def test_checking_says_what_is_wrong_or_that_all_is_well(
        self, folder: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert run(folder, check=True) == 0
        assert run(folder, str(folder / "iq" / "river-desk.yml"), check=True) == 0
        assert capsys.readouterr().out == "2 source files are in order\n1 source file is in order\n"
        assert run(folder, str(folder / "iq" / "river-desk.yml"), str(folder / "gone.yml"), check=True) == 1
        out, err = capsys.readouterr()
        assert (out, err) == ("", f"{folder / 'gone.yml'}: no such file\n")

    def test_an_unknown_source_or_folder_ends_with_1(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert run(folder, "river") == 1
        assert "no source is named 'river'" in capsys.readouterr().err
        assert run(folder / "nowhere") == 1
        assert "no such folder of sources" in capsys.readouterr().err

    @pytest.mark.parametrize("args", [("--chekc",), ("river-desk", "other")])
    def test_what_the_command_does_not_know_is_a_usage_error(self, folder: Path, args: tuple[str, ...]) -> None:
        with pytest.raises(UsageError):
            run(folder, *args)
