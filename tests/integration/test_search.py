"""Analysts find what they look for: in every language, in articles, captions and events, as it reads now."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import psycopg
import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from models import db
from tests.conftest import scratch_database
from tests.documents import PHOTO
from tests.newsstand import article, credited, found, on, rows, sql, store

MINARET = "Militants blew up the Great Mosque of al-Nuri and its leaning minaret on Wednesday, the army said."
ARTICLES = (
    article("minaret", "Mosul loses its minaret", MINARET, published=on("2017-06-22")),
    article("prayer", "Prayers in a tent", "Worshippers without mosques pray in tents.", published=on("2017-07-03")),
    article("bridge", "Fifth bridge falls", "The bridge over the Tigris was bombed twice.", published=on("2016-12-27")),
    article("undated", "Undated: the mosque of a village", published=None),
    article("fr", "La mosquée détruite", "Les combattants ont détruit les mosquées de la vieille ville.", "fr"),
    article("de", "Kämpfe um die Moschee", "Die Moscheen der Altstadt wurden zerstört.", "de-AT"),
    article("es", "La mezquita destruida", "Los combatientes destruyeron las mezquitas de la ciudad.", "es"),
    article("tr", "Musul'da cami yıkıldı", "Şırnak'tan gelen haberlere göre camiler yıkıldı.", "tr"),
    article("ar", "تدمير المسجد في الموصل", "دمر المقاتلون المساجد القديمة في المدينة.", "ar"),
    article("ru", "Взорвана мечеть в Мосуле", "Боевики взорвали старые мечети города.", "ru"),
    article("zh", "摩苏尔大清真寺被炸毁", "伊拉克军队说，武装分子炸毁了努里大清真寺。", "zh"),
    article("ko", "모술 모스크 파괴", "무장세력이 모술에서 모스크를 파괴했다.", "ko"),
    article("kept", "A name with accents", "Diyarbakır’s mayor met “Erdoğan” — and left.", "en"),
    article(
        "captioned",
        "Scenes of a city",
        "Pictures of the week.",
        photos=(
            replace(PHOTO, caption="A soldier beside the al-Nuri mosque.", credit=credited("Ivor Prickett")),
            replace(PHOTO, url="https://paper.example/img/b.jpg", position=1, caption=None, alt="a child with a kite"),
        ),
    ),
)  # fmt: skip


@pytest.fixture(scope="module")
def corpus(server: str, migrated_template: str) -> Iterator[Engine]:
    """A database with these articles, which no test changes."""
    with scratch_database(server, migrated_template) as url, db.engine_on(url) as engine:
        store(engine, *ARTICLES)
        yield engine


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ('mosque AND (minaret OR "al nuri")', {"minaret", "caption captioned"}),
        ("mosque minaret", {"minaret"}),
        ('"great mosque"', {"minaret"}),
        ('"mosque great"', set()),
        ("“leaning minaret”", {"minaret"}),
        ("mosque NOT minaret", {"prayer", "undated", "caption captioned"}),
        ('mosque NOT "al nuri"', {"prayer", "undated"}),
        ("NOT (mosque OR picture) bridge", {"bridge"}),
        ("bridge OR tent", {"bridge", "prayer"}),
        ("worship*", {"prayer"}),
        ("al-Nuri", {"minaret", "caption captioned"}),
        ("alnuri", set()),
        ('"al nur*', None),
        ("prickett", {"caption captioned"}),
        ("kite", {"caption captioned"}),
        ("BOMBING", {"bridge"}),
    ],
)
def test_a_query_is_understood_as_it_is_meant(corpus: Engine, query: str, names: set[str] | None) -> None:
    if names is None:
        with pytest.raises(DBAPIError, match="The quotation mark at character 1 is never closed"):
            found(corpus, query, "en")
    else:
        assert set(found(corpus, query, "en")) == names


@pytest.mark.parametrize(
    ("language", "one", "many"),
    [
        ("en", "mosque", "mosques"),
        ("fr", "mosquée", "mosquées"),
        ("de", "Moschee", "Moscheen"),
        ("es", "mezquita", "mezquitas"),
        ("tr", "cami", "camiler"),
        ("ar", "مسجد", "المساجد"),
        ("ru", "мечеть", "МЕЧЕТИ"),
    ],
)
def test_words_are_found_in_the_forms_of_their_language(corpus: Engine, language: str, one: str, many: str) -> None:
    assert found(corpus, one, language)
    assert language in found(corpus, many, language) or language == "en"
    assert found(corpus, many, "xx") == []
    assert set(found(corpus, one, language)) <= set(found(corpus, one))  # without a language, all are looked in


def test_accents_may_be_left_out_and_set(corpus: Engine) -> None:
    assert found(corpus, "mosquees detruites") == found(corpus, "mosquées détruites") == ["fr"]
    assert found(corpus, "Kampfe") == found(corpus, "Kämpfe") == ["de"]
    assert found(corpus, "sirnak") == found(corpus, "Şırnak") == ["tr"]
    assert found(corpus, "diyarbakir") == found(corpus, "Diyarbakır") == found(corpus, "Erdogan mayor") == ["kept"]


def test_signs_of_print_belong_to_no_word(corpus: Engine) -> None:
    assert found(corpus, "erdoğan", "en") == ["kept"]
    assert found(corpus, "努里", "zh") == ["zh"]


def test_scripts_without_spaces_are_found_by_their_letters_in_a_row(corpus: Engine) -> None:
    assert found(corpus, "清真寺") == ["zh"]
    assert found(corpus, "清寺真") == []
    assert found(corpus, "모스크*") == ["ko"]
    ((snippet,),) = rows(corpus, "select snippet from analyst.search('努里')")
    assert "«努里»大清真寺" in snippet


def test_dates_bound_what_is_found_with_both_days_in(corpus: Engine) -> None:
    assert "minaret" in found(corpus, "mosque", since=date(2017, 6, 22), until=date(2017, 6, 22))
    assert "prayer" not in found(corpus, "mosque", since=date(2017, 6, 22), until=date(2017, 7, 2))
    assert "prayer" in found(corpus, "mosque", until=date(2017, 7, 3))
    assert found(corpus, "bridge", since=date(2016, 12, 28)) == []
    assert "undated" in found(corpus, "mosque")
    assert "undated" not in found(corpus, "mosque", since=date(1900, 1, 1))


def test_a_row_says_what_and_where_it_is(corpus: Engine) -> None:
    query = "select kind, title, snippet, source, language, published_date, url, rank > 0, article_id = id from"
    assert rows(corpus, f"{query} analyst.search('leaning', most => 1)") == [
        (
            "article",
            "Mosul loses its minaret",
            MINARET.replace("leaning", "«leaning»").rstrip("."),
            "paper.example",
            "en",
            date(2017, 6, 22),
            "https://paper.example/2017/minaret",
            True,
            True,
        )
    ]


def test_a_snippet_marks_the_words_and_never_holds_html(engine: Engine) -> None:
    hostile = "He wrote <script>alert('mosque')</script> and <b>minarets</b> fell."
    store(engine, article("hostile", "A <i>headline</i>", hostile))
    ((snippet,),) = rows(engine, "select snippet from analyst.search('minaret OR mosque')")
    assert "«minarets»" in snippet
    assert "«mosque»" in snippet
    assert "<" not in snippet
    assert ">" not in snippet


def test_a_headline_ranks_before_a_body_and_what_is_said_often_before_what_is_said_once(engine: Engine) -> None:
    filler = "Nothing else of note happened in the city on that day. " * 10
    store(
        engine,
        article("once", "One", f"{filler} A convoy came. {filler}"),
        article("often", "Two", f"{filler} A convoy, a convoy and a convoy came: the convoy of convoys. {filler}"),
        article("headline", "A convoy arrives", filler),
    )
    assert found(engine, "convoy") == ["headline", "often", "once"]


def test_what_is_revised_is_found_as_it_reads_now(engine: Engine) -> None:
    first = article(
        "a", "A raid", "They spoke of a warehouse.", photos=(replace(PHOTO, caption="An orchard at dawn."),)
    )
    store(engine, first)
    assert (found(engine, "warehouse"), found(engine, "orchard")) == (["a"], ["caption a"])
    store(
        engine,
        replace(first, body="They spoke of a hospital.", photos=(replace(PHOTO, caption="A vineyard at dawn."),)),
        hours=1,
    )
    assert found(engine, "warehouse OR orchard") == []
    assert set(found(engine, "hospital OR vineyard")) == {"a", "caption a"}


def test_what_a_person_corrects_or_deletes_in_psql_is_found_as_it_reads_now(engine: Engine) -> None:
    store(engine, article("a", "A raid", "They spoke of a warehouse.", photos=(PHOTO,)))
    sql(
        engine,
        "update news.articles set body = 'Les entrepôts ont brûlé.', language = 'fr', published_date = '2017-01-01'",
    )
    sql(engine, "update news.captions set caption = 'Des patrouilles de nuit.'")
    assert found(engine, "warehouse") == []
    assert set(found(engine, "entrepôt OR patrouille", "fr", until=date(2017, 1, 1))) == {"a", "caption a"}
    sql(engine, "update news.urls set article_id = null")
    sql(engine, "update news.fetches set article_id = null, outcome = 'dropped', reason = 'asked'")
    sql(engine, "delete from news.articles")
    assert rows(engine, "select * from news.search_entries") == []


def test_events_are_found_by_title_place_and_who_is_named(engine: Engine) -> None:
    store(engine, article("a", "A bridge is bombed", published=on("2017-06-22")))
    made = (
        "insert into news.reports (article_id, content_hash, sketch, facts, version)"
        " select id, content_hash, '', '{}', '1' from news.articles",
        "insert into news.events (title, title_article_id, place, languages, first_report_at)"
        " select headline, id, 'Tal Afar', '{en}', published_at from news.articles",
        "insert into news.event_actors"
        " (event_id, position, name, kind, sources, article_id, field, start, stop, text)"
        " select id, 0, 'Ninth Armoured Division', 'group', 1, title_article_id, 'body', 0, 1, '' from news.events",
    )
    for statement in made:
        sql(engine, statement)
    assert set(found(engine, "bridges bombing")) == {"a", "event a"}
    assert found(engine, '"tal afar" armoured') == ["event a"]
    assert found(engine, "armoured", since=date(2017, 6, 23)) == []
    sql(engine, "update news.events set title = 'A ferry is sunk'")
    assert found(engine, "ferry") == ["event a"]
    sql(engine, "update news.events set status = 'rejected'")
    assert found(engine, "ferry OR armoured") == []


def test_only_the_newest_of_very_many_are_ranked_and_a_notice_says_so(server: str, migrated_template: str) -> None:
    with scratch_database(server, migrated_template) as url, psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            "insert into news.search_entries (kind, id, language, published_date, words)"
            " select 'article', n, 'en', day, array_to_tsvector(array['war', to_char(day, '\"=\"YYYY-MM')])"
            " || case when n % 2 = 0 then 'truce' else '' end::tsvector"
            " from generate_series(1, 20500) as n, lateral (select date '2017-01-01' + n / 30 as day) as days"
        )
        said: list[str] = []
        connection.add_notice_handler(lambda notice: said.append(str(notice.message_primary)))
        matches = "select max(id), min(id), count(*) from analyst.search_matches('{word %s}', null, null, %s, 100000)"
        assert connection.execute(matches % ("war", "null")).fetchone() == (20500, 15501, 5000)
        assert connection.execute(matches % ("truce", "'2017-03-01'")).fetchone() == (1798, 2, 899)
    assert said == ["So many match that only the newest 5000 of them were ranked: add a word, or name dates."]
