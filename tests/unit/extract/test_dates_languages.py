"""Dates in the forms, scripts and calendars of the world's press."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from models.items import Hints
from pipelines.extract.dates import cldr
from pipelines.extract.dates.calendars import day_of
from pipelines.extract.dates.find import parse_date
from pipelines.extract.dates.names import month_number

CAPTURED = datetime(2026, 11, 1, 12, tzinfo=UTC)
ROWS = [
    (row[:6].strip(), row[6:32].strip(), row[32:])
    for row in Path(__file__).with_name("printed_dates.txt").read_text("utf-8").splitlines()
    if not row.startswith("#")
]


def test_the_table_is_of_forty_languages_and_more() -> None:
    assert len(ROWS) >= 150
    assert len({language.partition("-")[0] for language, _, _ in ROWS}) >= 40


@pytest.mark.parametrize(("language", "expected", "printed"), ROWS, ids=[f"{row[0]}-{row[2]}" for row in ROWS])
def test_a_printed_date(language: str, expected: str, printed: str) -> None:
    reading = parse_date(printed, Hints(language=language, fetched_at=CAPTURED), "text")
    assert reading is not None
    assert f"{reading.at:%Y-%m-%dT%H:%M} {reading.precision}" == expected
    assert (reading.raw, reading.origin) == (printed, "text")


@pytest.mark.parametrize(
    ("printed", "hints", "zone", "basis"),
    [
        ("22/06/2017 15:31 +05:30", {}, "UTC+05:30", "offset"),
        ("22 June 2017 15:31 (UTC-3)", {}, "UTC-03:00", "offset"),
        ("22 June 2017 15:31 GMT+7", {}, "UTC+07:00", "offset"),
        ("22 June 2017 15:31 GMT", {}, "UTC", "abbreviation"),
        ("22 June 2017 15:31 IST", {"country": "IN"}, "Asia/Kolkata", "abbreviation"),
        ("22 June 2017 15:31 IST", {"country": "IL"}, "Asia/Jerusalem", "abbreviation"),
        ("22 June 2017 15:31 IST", {"country": "IE"}, "Europe/Dublin", "abbreviation"),
        ("22 June 2017 15:31 CST", {"country": "TW"}, "Asia/Taipei", "abbreviation"),
        ("22 June 2017 15:31 AST", {"country": "KW"}, "Asia/Kuwait", "abbreviation"),
        ("22 июня 2017, 15:31 МСК", {}, "Europe/Moscow", "abbreviation"),
        ("22 June 2017 15:31", {"country": "KE"}, "Africa/Nairobi", "source"),
        ("22 June 2017 15:31", {"country": "US", "timezone": "America/Denver"}, "America/Denver", "source"),
        ("22 June 2017 15:31", {}, "UTC", "assumed_utc"),
    ],
)
def test_the_zone_and_its_ground(printed: str, hints: dict[str, str], zone: str, basis: str) -> None:
    reading = parse_date(printed, Hints(fetched_at=CAPTURED, **hints), "text")  # type: ignore[arg-type]
    assert reading is not None
    assert (reading.zone, reading.zone_basis) == (zone, basis)


@pytest.mark.parametrize(
    "printed",
    [
        "الخميس 27 رمضان 1438 هـ - 22 يونيو 2017 م - 15:31",
        "22 يونيو 2017 م الموافق 27 رمضان 1438 هـ الساعة 15:31",
        "۱ تیر ۱۳۹۶ ۱۵:۳۱ / ۲۲ ژوئن ۲۰۱۷",
    ],
)
def test_a_day_in_two_calendars_is_the_gregorian_one(printed: str) -> None:
    reading = parse_date(printed, Hints(fetched_at=CAPTURED), "text")
    assert reading is not None
    assert (f"{reading.at:%Y-%m-%dT%H:%M}", reading.precision) == ("2017-06-22T15:31", "minute")


@pytest.mark.parametrize(
    ("printed", "start", "precision"),
    [
        ("15 رجب 1442", "2021-02-01", "year"),  # 27 February, or a day more
        ("10 محرم 1440 هـ", "2018-09-01", "month"),
        ("27 Ramadan 1438 AH", "2017-06-01", "month"),
        ("1 محرم 1440", "2018-09-01", "month"),
        ("20 ذو الحجة 1439", "2018-01-01", "year"),  # 31 August or 1 September
    ],
)
def test_an_islamic_date_alone_is_known_to_the_month_or_less(printed: str, start: str, precision: str) -> None:
    reading = parse_date(printed, Hints(language="ar", fetched_at=CAPTURED), "text")
    assert reading is not None
    assert reading.precision == precision
    assert f"{reading.at:%Y-%m-%d}" == (start if precision == "month" else f"{start[:4]}-01-01")


@pytest.mark.parametrize(
    ("printed", "language"),
    [
        ("30 اسفند 1400", "fa"),  # no leap year
        ("31 مهر 1399", "fa"),
        ("1403/04/12", "en"),  # no language that dates so
        ("22 июня 2560", "ru"),
        ("ጳጉሜን 6 ቀን 2014", "am"),
        ("13月1日", "ja"),
        ("17年6月22日", "ja"),
        ("二〇一七年十三月一日", "zh"),
        ("31 محرم 1440", "ar"),
        ("33 असार 2072", "ne"),
        ("22 tháng 13 năm 2017", "vi"),
        ("9999年1月1日", "zh"),
    ],
)
def test_days_that_no_calendar_has(printed: str, language: str) -> None:
    assert parse_date(printed, Hints(language=language, fetched_at=CAPTURED), "text") is None


def test_new_years_days_of_other_calendars() -> None:
    latest = CAPTURED.date()
    starts = {
        year: day_of("persian", year, 1, 1, latest=latest) for year in (1357, 1375, 1391, 1396, 1400, 1403, 1404, 1405)
    }
    assert {year: found[0].isoformat() for year, found in starts.items() if found} == {
        1357: "1978-03-21", 1375: "1996-03-20", 1391: "2012-03-20", 1396: "2017-03-21",
        1400: "2021-03-21", 1403: "2024-03-20", 1404: "2025-03-21", 1405: "2026-03-21",
    }  # fmt: skip
    new_years = [day_of("ethiopian", year, 1, 1, latest=latest) for year in (2008, 2009, 2012, 2016)]
    assert [found[0].isoformat() for found in new_years if found] == [
        "2015-09-12", "2016-09-11", "2019-09-12", "2023-09-12",
    ]  # fmt: skip


def test_the_table_of_names_is_that_of_the_installed_babel() -> None:
    table = Path(cldr.__file__).with_name("names.tsv").read_text("utf-8")
    assert table == cldr.table(), "run: make names"


def test_a_month_is_known_with_and_without_its_accents_and_in_its_cases() -> None:
    names = [("février", "fr"), ("fevrier", "fr"), ("FÉVR.", None), ("फ़रवरी", "hi"), ("फरवरी", None), ("أغسطس", "ar")]
    assert [month_number(name, language) for name, language in names] == [2, 2, 2, 2, 2, 8]
    assert [month_number("اغسطس", None), month_number("junija", "sl"), month_number("junija", None)] == [8, 6, None]
