"""The article's text: its paragraphs, and nothing of the page around them."""

import pytest

from models.items import Hints
from pipelines.extract.body.read import count_words
from pipelines.extract.dates.reading import is_dateline_of_page
from pipelines.extract.document import extract_document
from pipelines.extract.furniture import is_furniture_line

PARAGRAPHS = (
    "The pontoon was laid before dawn, and by noon four hundred people had crossed it with carts and blankets.",
    "Engineers said that a second one would follow within the week if the level of the river allowed it.",
    "On the far bank the market had opened again, with tomatoes, phone cards and not much else to sell.",
)


def body_of(inside: str, before: str = "", after: str = "") -> list[str]:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS[:2])
    page = (
        f"<html lang='en'><body>{before}<article><h1>A bridge over the Tigris</h1>{text}{inside}"
        f"<p>{PARAGRAPHS[2]}</p></article>{after}</body></html>"
    )
    document = extract_document(page.encode(), "https://paper.example/2017/bridge")
    return (document.body or "").splitlines()


@pytest.mark.parametrize(
    "widget",
    [
        "<div class='vote-box'><h3>Leave your vote</h3><p>0 points</p><p>Upvote Downvote</p></div>",
        "<p>Leave your vote</p><p>0 points</p><p>Upvote Downvote</p><p>Total votes: 0</p><p>Upvotes: 0</p>"
        "<p>Upvotes percentage: 0.000000%</p><p>Downvotes percentage: 0.000000%</p>",
        "<form><p>Forgot password?</p><p>Enter your account data and we will send you a link.</p></form>",
        "<div id='login-modal'><p>Hey there!</p><p>Forgot your password?</p></div><p>To Top</p>",
        "<p>Processing files…</p>",
        "<p>Your password reset link appears to be invalid or expired.</p>",
        "<div class='newsletter-signup'><p>The morning's news before you are up. Leave at any time.</p></div>",
        "<p>Sign up for our daily newsletter and never miss a story</p>",
        "<p>Advertisement</p><p>Story continues below advertisement</p>",
        "<aside><h4>Related articles</h4><p>Another story altogether, about other people elsewhere.</p></aside>",
        "<p>Updated: 24 June 2017, 06:40 PM IST</p>",
    ],
)
def test_widgets_forms_prompts_and_date_lines_are_not_in_the_body(widget: str) -> None:
    assert body_of(widget) == list(PARAGRAPHS)


def test_captions_and_credits_are_not_in_the_body() -> None:
    photo = "<figure><img src='/a-1200x800.jpg'><figcaption>The pontoon at noon. Felipe Dana/AP)</figcaption></figure>"
    assert body_of(photo) == list(PARAGRAPHS)


def test_subheads_lists_and_quotations_stay() -> None:
    kept = body_of(
        "<h2>A week of work</h2><blockquote><p>We have slept in the lorry since Sunday.</p></blockquote>"
        "<ul><li>four pontoons are ready</li><li>two more are on the road</li></ul>"
    )
    assert "A week of work" in kept
    assert "We have slept in the lorry since Sunday." in kept
    assert any("two more are on the road" in line for line in kept)


def test_the_headline_is_not_repeated_as_the_first_paragraph() -> None:
    assert "A bridge over the Tigris" not in body_of("")


def test_a_page_wrapped_in_one_form_keeps_its_text() -> None:
    page = (
        f"<html><body><form id='aspnetForm'><h1>A bridge</h1>{''.join(f'<p>{p}</p>' for p in PARAGRAPHS)}</form></body>"
    )
    document = extract_document(page.encode(), "https://paper.example/a")
    assert (document.body or "").splitlines() == list(PARAGRAPHS)


@pytest.mark.parametrize(
    "line",
    [
        "The vote in parliament was put off to Sunday.",
        "Close to the river, soldiers searched every house.",
        "Sign language interpreters were brought in.",
        "He had lost his password to the camp's register, he said, and with it his place in the queue for bread.",
        "Private contractors guard the airport.",
    ],
)
def test_sentences_that_begin_like_a_widget_are_sentences(line: str) -> None:
    assert not is_furniture_line(line)


@pytest.mark.parametrize(
    ("line", "says_when"),
    [
        ("Updated: Jun 24, 2017, 06:40 PM IST", True),
        ("22/06/2017 3:31 AM IST | Updated 22/06/2017 7:57 PM IST", True),
        ("Aktualisiert am 5. Juni 2025, 14:46 Uhr", True),
        ("June 10, 2014", False),
        ("The report was published on 22 June 2017.", False),
        ("At 3:31 on 22 June 2017 the minaret fell.", False),
    ],
)
def test_a_line_that_only_says_when_is_told_from_a_sentence_or_a_chronologys_heading(
    line: str, *, says_when: bool
) -> None:
    assert is_dateline_of_page(line, Hints()) is says_when


@pytest.mark.parametrize(
    ("text", "words"),
    [(None, 0), ("", 0), ("four words are here", 4), ("新しい橋", 4), ("The 橋 stands", 3), ("القوات العراقية", 2)],
)
def test_words_are_counted_and_characters_where_a_script_sets_no_spaces(text: str | None, words: int) -> None:
    assert count_words(text) == words


def test_text_that_stands_in_json_ld_alone_is_the_body() -> None:
    stated = (
        '{"@type": "NewsArticle", "headline": "A bridge", "articleBody": "<p>First part.</p>\\n<p>Second part.</p>"}'
    )
    page = f"<html><head><script type='application/ld+json'>{stated}</script></head><body><div id='app'></div></body>"
    document = extract_document(page.encode(), "https://paper.example/a")
    assert (document.body, document.word_count) == ("First part.\nSecond part.", 4)


def test_a_section_label_above_the_text_is_not_in_it() -> None:
    head = "<meta property='article:section' content='World'>"
    text = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    page = f"<html><head>{head}</head><body><article><p>World</p><h1>A bridge</h1>{text}</article></body></html>"
    document = extract_document(page.encode(), "https://paper.example/a")
    assert (document.body or "").splitlines() == list(PARAGRAPHS)
