"""Copies of one text are found by their keys, told from texts that only share words, and grouped under one of them."""

import random
import subprocess
import sys
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest

from models.events.items import Copy, CopyKind
from pipelines.events.copies import Alike, Compared, Printed, bands, compare, group
from pipelines.events.copies.words import LONGEST, read_words
from tests.unit.events.copies_cases import MARKS, Pair, article, copies, no_copies, quotation, sentence

# Own words, so that no generator's phrases are in them.
MOSQUE = """Iraqi soldiers walked across the rubble of the great mosque on Thursday, three years after its pulpit had
been used to proclaim a state that no longer holds a single street of the old city. The leaning minaret, which gave the
banknote its picture, was a stump of brick no taller than a bus.
Engineers with the antiquities board said they would first clear the unexploded shells, then number the stones that
could be told apart. A mason who had worked on the dome as a boy stood behind the tape and named the parts of it that
he could see, one after the other, as if he were reading from a list.
Two kilometres to the south, families were still coming out through a gap between two burnt lorries. Most carried
nothing. A doctor at the collection point had treated forty people for thirst since the morning and had run out of
salts by noon."""
CHINESE = (
    "周四清晨,救援人员在被洪水冲毁的村庄里找到了最后两名失踪者。当地官员说,连日暴雨使河水上涨了近三米,"
    "通往县城的唯一一座桥已经垮塌。数百名居民被转移到山坡上的小学,志愿者整夜为他们煮粥、分发棉被。"
    "气象部门预计降雨将在周末减弱,但警告山体仍有滑坡的危险。一位老人说他在这里住了七十年,从未见过这么大的水。"
    "电力公司正在抢修线路,预计两天后可以恢复供电。"
)
THAI = (
    "เจ้าหน้าที่กู้ภัยพบผู้สูญหายสองรายสุดท้ายในหมู่บ้านที่ถูกน้ำท่วมเมื่อเช้าวันพฤหัสบดี ฝนที่ตกหนักหลายวันทำให้ระดับน้ำในแม่น้ำ"
    "สูงขึ้นเกือบสามเมตรและสะพานเพียงแห่งเดียวที่เชื่อมไปยังตัวอำเภอพังลง ชาวบ้านหลายร้อยคนถูกย้ายไปอยู่ในโรงเรียนบนเนินเขา "
    "อาสาสมัครต้มข้าวต้มและแจกผ้าห่มตลอดทั้งคืน กรมอุตุนิยมวิทยาคาดว่าฝนจะเบาลงในช่วงสุดสัปดาห์แต่เตือนว่าดินบนภูเขายังอาจถล่มได้"
)
ARABIC = (
    "عبر جنود عراقيون أنقاض الجامع الكبير يوم الخميس بعد ثلاث سنوات من إعلان دولة لم تعد تسيطر على شارع واحد "
    "في المدينة القديمة. "
    "وقال مهندسون من هيئة الآثار إنهم سيزيلون أولا القذائف التي لم تنفجر ثم يرقمون الحجارة التي يمكن التعرف عليها. "
    "وعلى بعد كيلومترين إلى الجنوب كانت العائلات لا تزال تخرج من فجوة بين شاحنتين محترقتين ولم يحمل معظمها شيئا. "
    "وعالج طبيب في نقطة التجمع أربعين شخصا من العطش منذ الصباح ونفدت منه الأملاح عند الظهر."
)


def bases(count: int = 40) -> list[str]:
    chance = random.Random(11)  # noqa: S311
    return [article(chance) for _ in range(count)]


def told(pair: Pair) -> CopyKind | None:
    found = compare(pair.a, pair.b)
    return found and found.kind


def test_copies_share_a_key() -> None:
    pairs = list(copies(bases()))
    missed = [pair.case for pair in pairs if not set(bands(pair.a)) & set(bands(pair.b))]
    assert len(missed) <= len(pairs) * 0.01, missed


def test_copies_are_told() -> None:
    by_case = defaultdict(list)
    for pair in copies(bases()):
        by_case[pair.case].append(told(pair) is not None)
    shares = {case: sum(found) / len(found) for case, found in by_case.items()}
    assert min(shares.values()) >= 0.9, shares
    assert sum(shares.values()) / len(shares) >= 0.98, shares


@pytest.mark.parametrize("case", ["other page", "other lead", "cut to a third", "passage of 70 words"])
def test_the_kind_of_copy_is_told(case: str) -> None:
    pairs = [pair for pair in copies(bases()) if pair.case == case]
    assert sum(told(pair) == pair.kind for pair in pairs) >= len(pairs) * 0.95


def test_texts_that_only_share_words_are_no_copies() -> None:
    assert [pair.case for pair in no_copies(bases()) if told(pair)] == []


def test_a_text_in_quotation_marks_of_any_style_does_not_join_two_articles() -> None:
    chance = random.Random(3)  # noqa: S311
    statement = quotation(chance)
    own = [" ".join(sentence(chance) for _ in range(3)) for _ in MARKS]
    printed = [f"{text}\n{mark(statement)} she said." for text, mark in zip(own, MARKS, strict=True)]
    for a, b in permutations(printed, 2):
        assert compare(a, b) is None


def test_a_statement_quoted_over_several_paragraphs_is_speech_to_its_end() -> None:
    chance = random.Random(4)  # noqa: S311
    paragraphs = [quotation(chance) for _ in range(3)]
    statement = "\n".join(f"“{paragraph}" for paragraph in paragraphs) + "”"
    a, b = ("\n".join([*(sentence(chance) for _ in range(4)), statement]) for _ in range(2))
    assert compare(a, b) is None


def test_what_one_article_quotes_and_the_other_passes_off_as_its_own_does_not_join_them() -> None:
    chance = random.Random(5)  # noqa: S311
    said = quotation(chance)
    a, b = (" ".join(sentence(chance) for _ in range(5)) for _ in range(2))
    assert compare(f"{a}\n“{said}”", f"{b}\n{said}") is None


def test_an_interview_of_hardly_anything_but_speech_is_found_again() -> None:
    said = quotation(random.Random(6))  # noqa: S311
    text = f"“{said},” the governor told reporters on the steps of the court.\nHe took no questions."
    found = compare(text, text.replace("“", "«").replace("”", "»"))
    assert found is not None
    assert found.kind == "same"
    other = f"“{said},” read a paper handed out at the airport.\nIt was not signed."
    assert compare(text, other) is None


def test_an_updated_toll_is_an_edit_and_a_form_filled_in_twice_is_no_copy() -> None:
    updated = MOSQUE.replace("forty people", "65 people").replace("no taller than a bus", "hardly taller than a man")
    found = compare(MOSQUE, updated)
    assert found is not None
    assert found.kind in ("same", "edited")
    form = (
        "The {0} County sheriff's office said {1} was found on {2} by a neighbour who had a key to the house. "
        "The cause of death is not known and a report is expected within weeks. {1} had lived in {3} since {4} "
        "and worked for the railway. Funeral arrangements will be announced by the family in due course."
    )
    a = form.format("Marlow", "Ines Prado", "Tuesday", "Belovo", "1998")
    b = form.format("Quill", "Jon Aske", "Sunday", "Tillos", "2003")
    assert compare(a, b) is None


def test_passages_are_given_as_offsets_in_both_texts() -> None:
    chance = random.Random(7)  # noqa: S311
    lines = MOSQUE.split("\n")
    excerpt = "\n".join([sentence(chance), *lines[3:7]])
    found = compare(MOSQUE, excerpt)
    assert found is not None
    run = max(found.runs, key=lambda run: run.a_end - run.a_start)
    assert MOSQUE[run.a_start : run.a_end] == "\n".join(lines[3:7]).rstrip(".")
    assert excerpt[run.b_start : run.b_end] == MOSQUE[run.a_start : run.a_end]
    assert found.shared == found.b_part > found.a_part


@pytest.mark.parametrize(
    "printed",
    [
        f"MOSUL, Iraq (AP) — {MOSQUE}",
        f"MOSSOUL, 22 juin (AFP) - {MOSQUE}\n(Reporting by our bureau; Editing by the desk)",
        f"World\nOld city regained\n{MOSQUE}\nAFP contributed to this report.\n© 2017 The Paper. All rights reserved.",
        MOSQUE.upper(),
        MOSQUE.replace(" ", "\N{NO-BREAK SPACE}").replace("\n", "\r\n\r\n"),
        MOSQUE.replace("the ", "the\N{SOFT HYPHEN} ")
        .replace("great", "<b>great</b>")
        .replace(" a ", " &#8203;a&nbsp;"),
    ],
)
def test_datelines_tails_case_and_markup_do_not_matter(printed: str) -> None:
    found = compare(MOSQUE, printed)
    assert found is not None
    assert found.kind == "same"
    assert set(bands(MOSQUE)) & set(bands(printed))


@pytest.mark.parametrize("text", [CHINESE, THAI, ARABIC], ids=["Chinese", "Thai", "Arabic"])
def test_texts_in_other_scripts_are_found(text: str) -> None:
    excerpt = text[len(text) // 4 :]
    found = compare(text, excerpt)
    assert found is not None
    assert found.kind == "excerpt"
    assert set(bands(text)) & set(bands(excerpt))
    assert compare(text, text.replace("。", " ").replace(".", "\n")) is not None
    assert not any(compare(text, other) for other in (CHINESE, THAI, ARABIC) if other != text)


def test_arabic_vowel_signs_are_not_read() -> None:
    assert read_words("الْمَوْصِل المـــوصل").words == ["الموصل", "الموصل"]


def test_keys_are_the_same_in_every_process_and_version() -> None:
    # A change here means that what was filed cannot be found: raise BANDS_VERSION.
    expected = bands(MOSQUE)
    assert (len(expected), expected[0], expected[-1]) == (21, 10327464811509343, 8961642025499344576)
    script = f"from pipelines.events.copies import bands; print(bands({MOSQUE!r}))"
    printed = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert printed.stdout.strip() == str(expected)


def test_keys_fit_a_bigint_and_are_not_many() -> None:
    chance = random.Random(8)  # noqa: S311
    for words in (60, 400, 5000):
        keys = bands(article(chance, words))
        assert len(keys) <= 60
        assert all(0 <= key < 2**63 for key in keys)
    assert len(bands(article(chance, 400))) <= 45


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n ",
        "\0" * 1000,
        "word " * 100_000,
        "“" * 100_000,
        "‘a 'b «c " * 50_000,
        "(" * 100_000,
        "<a " * 50_000,
        "中" * 200_000,
        "ab cd\n" * 50_000,
        "KHARAT - " * 20_000,
        "\ud800 lone " * 100,
    ],
    ids=lambda text: repr(text[:8]),
)
def test_hostile_texts_are_bounded(text: str) -> None:
    assert len(bands(text)) <= 60
    assert len(read_words(text).text) <= LONGEST
    for a, b in ((text, text), (text, MOSQUE), (text, f"{text}\nand more {text}")):
        found = compare(a, b)
        assert found is None or isinstance(found, Compared)


NOON = datetime(2017, 6, 22, 12, tzinfo=UTC)


def printed(id: int, hours: float | None = 0, words: int = 400) -> Printed:
    return Printed(id=id, published=None if hours is None else NOON + timedelta(hours=hours), words=words)


def same(a: int, b: int) -> Alike:
    return Alike(a=a, b=b, kind="same", a_part=1.0, b_part=1.0)


def edit(a: int, b: int, part: float = 0.8) -> Alike:
    return Alike(a=a, b=b, kind="edited", a_part=part, b_part=part)


def within(a: int, b: int, of_a: float = 1.0, of_b: float = 0.3) -> Alike:
    return Alike(a=a, b=b, kind="excerpt", a_part=of_a, b_part=of_b)


def shown(found: tuple[Copy, ...]) -> dict[int | str, tuple[int | str, str]]:
    return {copy.id: (copy.of, copy.kind) for copy in found}


def test_the_earliest_article_stands_for_its_copies() -> None:
    articles = [printed(1, 3), printed(2, 1), printed(3, 2), printed(4, None)]
    pairs = [same(1, 2), edit(2, 3), same(4, 1)]
    assert shown(group(articles, pairs)) == {1: (2, "same"), 3: (2, "edited"), 4: (2, "same")}


def test_of_articles_printed_at_one_time_the_fullest_then_the_smaller_id_stands_for_them() -> None:
    assert shown(group([printed(1), printed(2, words=500)], [same(1, 2)])) == {1: (2, "same")}
    assert shown(group([printed(12), printed(9)], [same(9, 12)])) == {12: (9, "same")}


def test_the_order_of_arrival_does_not_matter() -> None:
    articles = [printed(1, 0), printed(2, 1), printed(3, 2), printed(4, 3, words=100)]
    pairs = [same(1, 2), edit(1, 3), within(4, 1), within(4, 3, of_a=0.9)]
    expected = group(articles, pairs)
    for ordered in permutations(pairs):
        assert group(articles[::-1], ordered) == expected


def test_an_earlier_article_that_arrives_late_stands_for_the_group() -> None:
    articles, pairs = [printed(1, 2), printed(2, 3)], [same(1, 2)]
    assert shown(group(articles, pairs)) == {2: (1, "same")}
    found = group([*articles, printed(3, 0)], [*pairs, edit(3, 1), edit(3, 2)])
    assert shown(found) == {1: (3, "edited"), 2: (3, "edited")}


def test_a_group_outlives_its_representative() -> None:
    pairs = [same(1, 2), same(1, 3), same(2, 3)]
    assert shown(group([printed(2, 1), printed(3, 2)], pairs)) == {3: (2, "same")}


def test_edits_of_edits_do_not_chain() -> None:
    articles = [printed(id, id) for id in (1, 2, 3, 4)]
    found = group(articles, [edit(1, 2), edit(2, 3), edit(3, 4)])
    assert shown(found) == {2: (1, "edited"), 4: (3, "edited")}


def test_an_excerpt_belongs_to_the_text_it_shares_most_with_even_if_it_was_first() -> None:
    articles = [printed(1, 1), printed(2, 2), printed(3, 0, words=90)]
    found = group(articles, [within(3, 1, of_a=0.6), within(3, 2, of_a=1.0)])
    assert shown(found) == {3: (2, "excerpt")}


def test_two_excerpts_of_one_text_belong_to_it() -> None:
    articles = [printed(1, 0), printed(2, 1, words=90), printed(3, 2, words=90)]
    assert shown(group(articles, [within(2, 1), within(3, 1)])) == {2: (1, "excerpt"), 3: (1, "excerpt")}


def test_a_report_that_grew_is_an_edit_of_its_first_version() -> None:
    articles = [printed(1, 0, words=240), printed(2, 4, words=400)]
    assert shown(group(articles, [within(1, 2, of_b=0.6)])) == {2: (1, "edited")}


@pytest.mark.parametrize("hour", [-1, 9], ids=["dated before them", "dated after them"])
def test_a_page_of_five_articles_joins_none_of_them(hour: int) -> None:
    articles = [*(printed(id, id) for id in range(1, 6)), printed(6, hour, words=2000)]
    assert group(articles, [within(id, 6, of_b=0.2) for id in range(1, 6)]) == ()


def test_articles_without_pairs_stand_for_themselves() -> None:
    assert group([printed(1), printed(2)], [same(1, 99)]) == ()
    assert group([], []) == ()
