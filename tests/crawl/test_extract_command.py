"""``scrapy extract``: JSON lines from files, with no database and no network."""

import gzip
import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.crawl.conftest import PROJECT, run_scrapy
from tests.crawl.misbehaving import ARTICLE

PHOTO = (
    '<figure><img src="/img/bridge-1200x800.jpg" alt="a pontoon"><figcaption>The pontoon below the Old Bridge. '
    "Felipe Dana/AP)</figcaption></figure>"
)
PAGE = ARTICLE.format(title="A bridge over the Tigris").replace("</h1>", f"</h1>{PHOTO}")


def records(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def test_a_file_gives_one_json_object_with_headline_body_caption_and_credit(tmp_path: Path) -> None:
    file = tmp_path / "bridge.html"
    file.write_text(PAGE)
    done = run_scrapy("extract", file, "--url", "https://paper.example/2017/bridge")
    assert done.returncode == 0, done.stderr
    (record,) = records(done.stdout)
    assert record["id"] == str(file)
    assert record["url"] == "https://paper.example/2017/bridge"
    assert record["title"] == "A bridge over the Tigris"
    assert record["body"].startswith("The pontoon was laid before dawn")
    assert "Felipe Dana" not in record["body"]
    (image,) = record["images"]
    assert image["url"] == "https://paper.example/img/bridge-1200x800.jpg"
    assert (image["caption"], image["alt"]) == ("The pontoon below the Old Bridge.", "a pontoon")
    assert image["credit"] == "Felipe Dana/AP)"
    assert image["credits"] == [
        {"name": "Felipe Dana", "role": "photographer", "kind": "person"},
        {"name": "AP", "role": "agency", "kind": "agency"},
    ]


def test_folders_archives_and_manifests_keep_their_order(tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    for name in "cab":
        (folder / f"{name}.html").write_text(ARTICLE.format(title=f"Page {name}"))
    (folder / "d.html.gz").write_bytes(gzip.compress(ARTICLE.format(title="Page d").encode()))
    (folder / "notes.txt").write_text("not a page")
    manifest = tmp_path / "manifest.jsonl"
    entries = [
        {"id": f"m/{name}", "html_path": f"pages/{name}.html", "url": f"https://p.example/{name}"} for name in "ba"
    ]
    manifest.write_text("".join(json.dumps(entry) + "\n" for entry in entries))
    done = run_scrapy("extract", folder, "--manifest", manifest)
    assert done.returncode == 0, done.stderr
    assert [(record["id"].removeprefix(str(folder)), record["title"]) for record in records(done.stdout)] == [
        ("m/b", "Page b"),
        ("m/a", "Page a"),
        ("/a.html", "Page a"),
        ("/b.html", "Page b"),
        ("/c.html", "Page c"),
        ("/d.html.gz", "Page d"),
    ]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.html", b"", "empty file"),
        ("paper.html", b"%PDF-1.7 and so on", "this is a PDF"),
        ("notes.html", b"only words, no tags", "no HTML tag in it"),
        ("cut.html.gz", gzip.compress(PAGE.encode())[:-20], "ended before the end-of-stream marker"),
        ("shell.html", b"<html><head><title></title></head><body></body></html>", "neither"),
    ],
)
def test_a_file_that_gives_no_article_is_named_and_the_others_are_still_written(
    tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    (tmp_path / "good.html").write_text(PAGE)
    (tmp_path / name).write_bytes(content)
    output = tmp_path / "out.jsonl"
    done = run_scrapy("extract", tmp_path / name, tmp_path / "good.html", "-o", output)
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"scrapy extract: {tmp_path / name}: ")
    assert said in line
    bad, good = records(output.read_text())
    assert bad["error"]
    assert good["title"] == "A bridge over the Tigris"


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    done = run_scrapy("extract", tmp_path / "nowhere.html")
    assert done.returncode == 1
    assert done.stderr == f"scrapy extract: {tmp_path}/nowhere.html: No such file or directory\n"


def test_a_folder_that_cannot_be_written_to_leaves_nothing_half_done(tmp_path: Path) -> None:
    (tmp_path / "good.html").write_text(PAGE)
    done = run_scrapy("extract", tmp_path / "good.html", "-o", tmp_path / "nowhere" / "out.jsonl")
    assert done.returncode == 1
    assert "No such file or directory" in done.stderr
    assert [file.name for file in tmp_path.iterdir()] == ["good.html"]


EXPLAINED = PAGE.replace(
    "</head>",
    '<meta property="og:title" content="A pontoon over the Tigris"><meta name="robots" content="noai">'
    '<meta property="article:section" content="World\x9b31m&#155;2J"><meta name="section" content="Iraq"></head>',
)


def test_explain_shows_each_field_its_source_what_it_beat_and_the_photos(tmp_path: Path) -> None:
    file = tmp_path / "bridge.html.gz"
    file.write_bytes(gzip.compress(EXPLAINED.encode()))
    done = run_scrapy("extract", "--explain", file, "--url", "https://paper.example/2017/bridge")
    assert done.returncode == 0, done.stderr
    rows = [re.split(r"\s{2,}", line.strip()) for line in done.stdout.splitlines()]
    for row in (
        ["headline", "A bridge over the Tigris", "h1"],
        ["section", "World31m›2J", "meta:article:section"],
        ["beat: Iraq", "meta:section"],
        ["rights_signals", "noai", "meta:robots"],
        ["dek", "–"],
        ["has_video", "no"],
        ["[1]"],
        ["url", "https://paper.example/img/bridge-1200x800.jpg"],
        ["caption", "The pontoon below the Old Bridge.", "figcaption"],
        ["alt", "a pontoon"],
    ):
        assert row in rows
    assert any(re.match(r"Felipe Dana \(photographer\), AP \(agency\), confidence [01]\.\d\d$", row[0]) for row in rows)
    assert ["credit", "Felipe Dana/AP)"] in [row[:2] for row in rows]
    assert any(row[0] == "body" and row[-1] == "trafilatura" for row in rows)
    assert all(len(line) <= 120 for line in done.stdout.splitlines())


def test_explain_prints_no_control_character_of_the_page(tmp_path: Path) -> None:
    (tmp_path / "bridge.html").write_text(EXPLAINED.replace("a pontoon", "\x1b[2Ja pontoon\x07\x9d"))
    done = run_scrapy("extract", "--explain", tmp_path / "bridge.html")
    assert done.returncode == 0, done.stderr
    assert [char for char in done.stdout if ord(char) < 32 or 127 <= ord(char) < 160] == ["\n"] * done.stdout.count(
        "\n"
    )


def test_neither_pages_nor_names_of_files_can_steer_the_terminal(tmp_path: Path) -> None:
    file = tmp_path / "bridge.html"
    file.write_text(PAGE.replace("Tigris", "\x1b[2J\x9b2J Tigris"))
    empty = tmp_path / "\x1b[2J\x9b2J.html"
    empty.touch()
    done = run_scrapy("extract", file, empty)
    assert re.findall("[\x00-\x08\x0b-\x1f\x7f-\x9f]", done.stdout + done.stderr) == []
    assert [record["id"] for record in records(done.stdout)] == [str(file), str(empty)]


def test_explain_names_a_page_that_is_no_article(tmp_path: Path) -> None:
    (tmp_path / "paper.html").write_bytes(b"%PDF-1.7 and so on")
    done = run_scrapy("extract", "--explain", tmp_path / "paper.html")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"scrapy extract: {tmp_path}/paper.html: this is a PDF\n"
    done = run_scrapy("extract", "--explain", tmp_path / "nowhere.html")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"scrapy extract: {tmp_path}/nowhere.html: No such file or directory\n"


@pytest.mark.parametrize("arguments", [["a.html", "b.html"], ["."], ["a.html", "-o", "b"]])
def test_explain_takes_one_html_file(arguments: list[str]) -> None:
    done = run_scrapy("extract", "--explain", *arguments)
    assert done.returncode == 2
    assert "--explain takes one HTML file, and no other option but --url" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "name a file, a folder or a WARC, or give --manifest"),
        (["--nosuch"], "unknown option --nosuch"),
        (["a.html", "b.html", "--url", "https://p.example/"], "--url takes an http(s) URL and goes with one FILE"),
    ],
)
def test_a_wrong_argument_is_said(arguments: list[str], said: str) -> None:
    done = run_scrapy("extract", *arguments)
    assert done.returncode == 2
    assert said in done.stderr


def test_neither_database_nor_network_is_touched(tmp_path: Path) -> None:
    (tmp_path / "good.html").write_text(PAGE)
    before = {path.name for path in (PROJECT / ".dateline").glob("*")}
    done = run_scrapy("extract", tmp_path / "good.html", url="postgresql://nobody@127.0.0.1:1/nowhere")
    assert done.returncode == 0, done.stderr
    assert {path.name for path in (PROJECT / ".dateline").glob("*")} == before
