"""What an article's page has besides its text is left out of it, and what belongs to the text is found."""

import json

import pytest
from lxml import html

from pipelines.extract.body.blocks import Block, break_lines, read_blocks
from pipelines.extract.body.judge import judge
from pipelines.extract.document import extract_document
from pipelines.extract.prompts import is_prompt

HEADLINE = "Ferries run again below the dam"
STORY = (
    "The first ferry in two years left the eastern landing at seven in the morning with forty people on board, two "
    "goats and the mail of a month, and reached the other bank twelve minutes later.",
    "Fuel for the crossing had been brought from the refinery overnight, the harbour master said, on a lorry that was "
    "stopped at every checkpoint on the road and let through at every one.",
    "Until the bridge is mended, the boats are the only way to the hospital for the villages upstream, where the last "
    "doctor left in the autumn and the clinic has had no light since.",
    "Tickets cost as much as a loaf of bread, and children travel free until the end of the month, when the council "
    "means to find out what the crossing really costs and who is to pay for it.",
    "By noon the queue on the landing was longer than the market street, and a second boat was being caulked on the "
    "slipway by three men who had not worked on the river since the dam was taken.",
    "Nobody could say how long the fuel will last; the refinery runs on one of its four columns, and the road to it "
    "floods whenever the gates of the dam are opened, which they are on most days now.",
    "The engineers who guard the gates sent word that they will be told in time of every crossing, and that a siren "
    "will sound before the water rises, if there is current to sound it with.",
)


def paragraphs(texts: tuple[str, ...] = STORY) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def lines_of(inside: str, *, head: str = "", before: str = "", after: str = "") -> list[str]:
    """The body of a page with the headline, ``before``, a division with ``inside``, and ``after``."""
    page = (
        f"<html lang='en'><head><title>{HEADLINE}</title>{head}</head><body><main><h1>{HEADLINE}</h1>{before}"
        f"<div class='story-text'>{inside}</div>{after}</main></body></html>"
    )
    return (extract_document(page.encode(), "https://paper.example/2018/ferries").body or "").splitlines()


def around(middle: str) -> str:
    return f"{paragraphs(STORY[:3])}{middle}{paragraphs(STORY[3:])}"


LINK = "<a href='/2018/other'>Market street is open after dark for the first time</a>"


@pytest.mark.parametrize(
    "middle",
    [
        f"<p>{LINK}</p>",
        f"<p><strong>READ MORE:</strong> {LINK}</p>",
        f"<h3>Auch interessant</h3><ul><li>Bilder: {LINK}</li><li>Karte: {LINK.replace('other', 'map')}</li></ul>",
        "<div class='fact-box'><h3>The dam in figures</h3><p>It was built in forty months, a hundred years ago.</p>"
        "<p>It holds back a lake and nine villages.</p></div>",
        "<blockquote class='twitter-tweet'><p>First boat today!</p>— Harbour <a href='/x'>1 May 2018</a></blockquote>",
        "<div style='display:none'><p>You read this on too many devices at once, so please choose one.</p></div>",
        "<p>Sign up for our <a href='/letters'>weekly newsletter</a> and never miss a ferry.</p>",
        "<div><p>Empfohlener redaktioneller Inhalt</p></div>",
    ],
)
def test_links_boxes_posts_and_prompts_between_paragraphs_are_not_in_the_text(middle: str) -> None:
    assert lines_of(around(middle)) == list(STORY)


@pytest.mark.parametrize(
    "after",
    [
        "<div class='about'><p>The writer has reported from the valley since 2009, most of it on foot.</p>"
        "<p>Her book on dams came out last year.</p></div>",
        f"<section><h2>{HEADLINE}</h2><p>{LINK}</p><p>{LINK.replace('other', 'third')}</p></section>",
        "<p>Did you see it? Write to us at <a href='mailto:desk@paper.example'>desk@paper.example</a>.</p>",
        "<p>本サイトの全文は会員限定です</p>",
    ],
)
def test_what_follows_the_text_in_an_element_of_its_own_is_not_in_it(after: str) -> None:
    assert lines_of(paragraphs(), after=after) == list(STORY)


SECTION = "<h2>What comes next</h2><p>The council votes on the tariff on Friday, in the hall by the landing.</p>"


@pytest.mark.parametrize(
    "inside",
    [
        f"<div class='lead-part'>{paragraphs()}</div><div class='closing'>{SECTION}</div>",
        f"<div class='lead-part'>{paragraphs(STORY[:5])}</div><div class='numbers'>{SECTION}</div>"
        f"<div class='lead-part'>{paragraphs(STORY[5:])}</div>",
        f"<div class='lead-part'>{paragraphs()}</div>"
        + "".join(
            f"<section class='{name}-row'>{SECTION.replace('Friday', name)}</section>" for name in ("May", "June")
        ),
    ],
)
def test_a_section_in_an_element_of_its_own_is_part_of_the_text(inside: str) -> None:
    kept = lines_of(inside)
    assert [text for text in STORY if text not in kept] == []
    assert "What comes next" in kept
    assert sum("The council votes on the tariff" in line for line in kept) == inside.count("The council votes")


def test_a_last_paragraph_a_list_and_a_quotation_in_elements_of_their_own_stay() -> None:
    after = (
        "<div class='end'><p>The third boat, bought with the money of the guild, is due in the summer.</p></div>"
        "<div class='dates'><ul><li>May: the slipway</li><li>June: the third boat</li></ul></div>"
        "<div class='said'><blockquote>We will row if we must.</blockquote></div>"
    )
    kept = lines_of(paragraphs(), after=after)
    assert kept[len(STORY) :] == [
        "The third boat, bought with the money of the guild, is due in the summer.",
        "- May: the slipway",
        "- June: the third boat",
        "We will row if we must.",
    ]


@pytest.mark.parametrize(
    "label", ["Also read", "Lesen Sie auch", "À lire aussi ", "Читайте также", "اقرأ أيضا", "यह भी पढ़ें", "İlgili haber"]
)
def test_a_short_link_behind_a_label_is_not_in_the_text(label: str) -> None:
    assert lines_of(around(f"<p>{label}: <a href='/x'>Wall falls</a></p>")) == list(STORY)


def test_a_linked_sentence_stays() -> None:
    sentence = "The verdict of the river court, which runs to ninety pages, was read out on the landing."
    assert sentence in lines_of(around(f"<p><a href='/verdict'>{sentence}</a></p>"))


def test_a_sentence_with_a_link_stays() -> None:
    linked = "<p>Like the crews before them, they follow <a href='/law'>a law of 1954</a> on river traffic.</p>"
    assert "Like the crews before them, they follow a law of 1954 on river traffic." in lines_of(around(linked))


def test_subheads_lists_quotations_and_tables_between_paragraphs_stay() -> None:
    middle = (
        "<h2>Two boats, one captain</h2><blockquote><p>I sleep on deck.</p></blockquote>"
        "<ul><li>the <em>Dove</em> carries forty people</li><li>the <em>Heron</em> carries twelve and a cow</li></ul>"
        "<table><tr><th>Boat</th><th>Built</th></tr><tr><td>Dove</td><td>1987</td></tr></table>"
    )
    kept = lines_of(around(middle))
    assert kept[3:8] == [
        "Two boats, one captain",
        "I sleep on deck.",
        "- the Dove carries forty people",
        "- the Heron carries twelve and a cow",
        "Boat | Built",
    ]
    assert kept[8:] == ["Dove | 1987", *STORY[3:]]


@pytest.mark.parametrize(
    "before",
    [
        "<p class='standfirst'>Two years after the bridge fell, boats cross the river every half hour.</p>",
        "<div class='header'><div>Two years after the bridge fell, boats cross the river every half hour.</div></div>",
        "<h2 class='subtitle'>Two years after the bridge fell, boats cross the river every half hour.</h2>",
    ],
)
def test_the_standfirst_opens_the_text(before: str) -> None:
    standfirst = "Two years after the bridge fell, boats cross the river every half hour."
    assert lines_of(paragraphs(), before=before) == [standfirst, *STORY]


def test_a_description_that_the_page_does_not_show_is_not_in_the_text() -> None:
    head = "<meta name='description' content='Boats cross the river again, and what that means for trade.'>"
    assert lines_of(paragraphs(), head=head) == list(STORY)


def test_a_text_in_several_parts_with_advertising_between_is_whole() -> None:
    parts = "".join(
        f"<div class='text-part'>{paragraphs(STORY[n : n + 2])}</div><div class='slot-{n}'>Advertisement</div>"
        for n in (0, 2, 4, 6)
    )
    assert lines_of(parts) == list(STORY)


def test_a_copy_for_small_screens_does_not_double_the_text() -> None:
    assert lines_of(paragraphs() + f"<div class='mobile'>{paragraphs()}</div>") == list(STORY)


def test_two_line_breaks_part_paragraphs() -> None:
    assert lines_of(f"<p>{'<br><br>'.join(STORY)}</p>") == list(STORY)


def state(texts: tuple[str, ...]) -> str:
    story = {"props": {"page": {"story": [{"kind": "p", "text": text} for text in texts], "menu": [{"text": "Sport"}]}}}
    return json.dumps(story)


@pytest.mark.parametrize(
    "script",
    [
        f"<script id='__NEXT_DATA__' type='application/json'>{state(STORY)}</script>",
        f"<script>window.__STATE__ = {state(STORY)}; window.later = 1;</script>",
    ],
)
def test_text_that_stands_only_in_a_scripts_data_is_read(script: str) -> None:
    page = f"<html><head><title>{HEADLINE}</title></head><body><h1>{HEADLINE}</h1><div id='app'></div>{script}</body>"
    document = extract_document(page.encode(), "https://paper.example/2018/ferries")
    assert (document.body or "").splitlines() == list(STORY)


def json_ld(body: str) -> str:
    article = {"@type": "NewsArticle", "headline": HEADLINE, "articleBody": body}
    return f"<script type='application/ld+json'>{json.dumps(article)}</script>"


def test_of_a_page_that_shows_the_beginning_the_whole_text_in_json_ld_is_read() -> None:
    assert lines_of(paragraphs(STORY[:1]), head=json_ld("\n".join(STORY))) == list(STORY)


def test_json_ld_of_another_text_is_not_believed() -> None:
    other = " ".join(f"Sentence {n} of a text about something else, from another page of the site." for n in range(40))
    assert lines_of(paragraphs(STORY), head=json_ld(other)) == list(STORY)


def blocks_of(inside: str) -> list[Block]:
    tree = html.document_fromstring(f"<html><body>{inside}</body></html>")
    break_lines(tree)
    return read_blocks(tree)


def test_an_answer_with_little_of_the_articles_paragraphs_gives_way_to_them() -> None:
    blocks = blocks_of(f"{paragraphs()}<div>Comments (2)</div>")
    kept = [*([False] * len(STORY)), True]
    assert judge(blocks, kept, [*([True] * len(STORY)), False], None) == "paragraphs"
    assert kept == [*([True] * len(STORY)), False]


def test_an_answer_that_json_ld_bears_out_stands() -> None:
    blocks = blocks_of(paragraphs())
    only_first = [True, *([False] * (len(STORY) - 1))]
    kept = list(only_first)
    longer = STORY[0] + " And much more that this page does not show, told at length and in many words. " * 4
    assert judge(blocks, kept, [True] * len(STORY), longer) == "trafilatura"
    assert kept == only_first


@pytest.mark.parametrize(
    ("text", "links", "asks"),
    [
        ("Follow our reporters on Google News for more", True, True),
        ("Abonnez-vous pour lire la suite", True, True),
        ("Подпишитесь на наш канал", True, True),
        ("اشترك في القناة", True, True),
        ("Il vous reste 57.09% de cet article à lire. La suite est réservée aux abonnés.", False, True),
        ("この記事は有料会員のみご覧いただけます", False, True),
        ("Lesen Sie auch:", False, True),
        ("They read the newsletter of the guild aloud.", False, False),
        ("Like most captains, he follows the law.", True, False),
        ("The army urged residents to follow its orders on the radio.", True, False),
        ("Regulators fined the owner of Google News 500 million euros on Tuesday.", True, False),
        ("The company said its newsletter had reached two million readers.", True, False),
        ("Полиция сообщила, что мошенники начали массовую рассылку писем.", True, False),
        ("وقال الوزير إن مصر اشتركت في المناورات البحرية.", True, False),
        ("O candidato que assine o contrato terá direito à vaga, disse a secretária.", True, False),
        ("Families subscribe to a relief fund run by the mosque.", True, False),
    ],
)
def test_prompts_are_told_from_sentences(text: str, *, links: bool, asks: bool) -> None:
    assert is_prompt(text, links=links) is asks
