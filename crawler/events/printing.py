"""Events as ``scrapy events`` prints them."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from crawler.columns import plain
from models.events.explaining import Explained
from models.events.listing import Found, ShownEvent
from pipelines.events.clusters.partition import JOIN, JOIN_MANY

COLUMNS = ("id", "when", "where", "kind", "articles", "sources", "title")


def row(event: Found) -> tuple[str, ...]:
    """The cells of an event under ``COLUMNS``."""
    return (
        str(event["id"]),
        _days(event["first_day"], event["last_day"]),
        _place(event),
        str(event["kind"]),
        str(event["articles"]),
        str(event["sources"]),
        plain(event["title"]),
    )


def in_full(shown: ShownEvent) -> Iterator[str]:
    """Everything about one event, a line a fact."""
    event = shown.event
    yield f"event {event['id']}: {plain(event['title'])}"
    if event["status"] != "current":
        yield f"  {'status':<10}{_status(shown)}"
    yield from (f"  {name:<10}{said}" for name, said in _facts(shown).items() if said)
    yield from _part("figures", (_figure(each) for each in shown.figures))
    yield from _part("actors", (_actor(each) for each in shown.actors))
    yield from _part("photos", (_photo(each) for each in shown.photos))
    head = f"articles ({len(shown.articles)}): id, when published (UTC), source, headline, how central of 1"
    yield from _part(head, (_article(each) for each in shown.articles))
    yield from _part("history", (_change(each) for each in shown.history))
    yield from _part("rulings", (ruling_line(each) for each in shown.rulings))


def explanation(explained: Explained, shared: Mapping[int, Mapping[str, Sequence[str]]], most: int) -> Iterator[str]:
    """Why an article is in its event; ``shared``: what it has in common with others, by their id; ``most``: links that
    are shown of each event."""
    article = explained.article
    yield f"article {article['id']}: {plain(article['headline'])}"
    if article["problem"]:
        yield f"  could not be read: {plain(article['problem'])}; scrapy events update --failed tries it again"
    elif article["is_due"]:
        yield "  it has changed, and is read at the next update: scrapy events update"
    if article["event_id"] is None:
        yield "  it is in no event yet"
        return
    within, beyond = explained.within, explained.beyond
    yield f"  in event {article['event_id']}, centrality {article['centrality']:.2f}"
    asked = f"two are put together that are {JOIN} alike, many that are {JOIN_MANY} alike on average"
    head = f"linked in it with {_count(len(within), 'article')} ({asked})"
    yield from _links(head, within[:most], shared)
    if not within:
        yield "  no link to another article of it: it stands alone, or a ruling or a copy put it there"
    if beyond:
        head = f"the nearest event that it is not in: {beyond[0]['event_id']}, {_count(len(beyond), 'link')}"
        yield from _links(head, beyond[:most], shared)
    yield from _part("copies", (_copy(each) for each in explained.copies))
    yield from _part("rulings", (ruling_line(each) for each in explained.rulings))


def ruling_line(ruling: Found) -> str:
    """A ruling in a line."""
    by = f" by {plain(ruling['made_by'])}" if ruling["made_by"] else ""
    note = f": {plain(ruling['note'])}" if ruling["note"] else ""
    side = f", side {ruling['side']}" if ruling.get("side") and ruling["kind"] == "apart" else ""
    gone = f" (withdrawn {_at(ruling['withdrawn_at'])})" if ruling["withdrawn_at"] else ""
    return f"ruling {ruling['id']}, {ruling['kind']}{side}, {_at(ruling['made_at'])}{by}{note}{gone}"


def _facts(shown: ShownEvent) -> dict[str, str]:
    """The single values, each with the words that it stands on."""
    event = shown.event
    grounds = {ground["about"]: ground for ground in shown.grounds}
    when = _days(event["first_day"], event["last_day"])
    where = _place(event)
    if event["lat"] is not None:
        where += f" ({event['lat']:.4f}, {event['lon']:.4f}; {event['geo_precision']})"
    reports = (
        f"{_at(event['first_report_at'])} to {_at(event['last_report_at'])} UTC" if event["first_report_at"] else ""
    )
    precise = f" ({event['time_precision']})" if event["time_precision"] else ""
    shown_already: set[str] = set()

    def stands(about: str) -> str:
        return _stands(grounds.get(about), shown_already)

    return {
        "when": when and f"{when}{precise}{stands('occurred')}",
        "where": where and f"{where}{stands('place')}",
        "kind": f"{event['kind']}{stands('kind')}",
        "reports": f"{event['articles']} articles, {event['sources']} independent sources"
        + (f", {', '.join(event['languages'])}" if event["languages"] else ""),
        "reported": reports,
    }


def _status(shown: ShownEvent) -> str:
    match shown.event["status"]:
        case "merged":
            return f"merged into event {shown.into}: scrapy events show {shown.into}"
        case "emptied":
            return "emptied: its last article is gone"
        case _:
            return "rejected: an analyst ruled that it is no event"


def _stands(ground: Found | None, shown_already: set[str]) -> str:
    if ground is None:
        return ""
    quoted = f"“{plain(ground['text'])}” (article {ground['article_id']}, {ground['field']})"
    said = "(the same sentence)" if quoted in shown_already else quoted
    shown_already.add(quoted)
    return f"\n{'':12}{said}"


def _part(head: str, lines: Iterator[str]) -> Iterator[str]:
    found = list(lines)
    if found:
        yield f"  {head}"
        yield from (f"    {line}" for line in found)


def _figure(each: Found) -> str:
    return f"{each['kind']}: {plain(each['printed'])} ({_count(each['sources'], 'source')}){_quoted(each)}"


def _actor(each: Found) -> str:
    return f"{plain(each['name'])}, {each['kind']} ({_count(each['sources'], 'source')}){_quoted(each)}"


def _quoted(each: Found) -> str:
    return f"\n{'':6}“{plain(each['text'])}” (article {each['article_id']}, {each['field']})"


def _photo(each: Found) -> str:
    said = plain(each["caption"]) if each["caption"] else "(no caption)"
    credit = f"\n{'':6}Credit: {plain(each['credit_raw'])}" if each["credit_raw"] else ""
    archive = " [file photo]" if each["is_file_photo"] else ""
    return f"{said}{archive}{credit}\n{'':6}{plain(each['url'])} (article {each['article_id']})"


def _article(each: Found) -> str:
    copy = f", {each['copy_kind']} copy of {each['representative_id']}" if each["representative_id"] else ""
    when = _at(each["published_at"]) if each["published_at"] else "undated"
    return f"{each['id']}  {when}  {plain(each['source'])}: {plain(each['headline'])} [{each['centrality']:.2f}{copy}]"


def _change(each: Found) -> str:
    other = ""
    if each["other_event_id"]:
        other = {"merged": " into", "split": " from"}.get(
            each["fate"], ", with articles of"
        ) + f" {each['other_event_id']}"
    moved = [f"{word} {_ids(each[name])}" for word, name in (("came", "came"), ("went", "went")) if each[name]]
    return f"{_at(each['at'])}  {each['fate']}{other}" + (f": {'; '.join(moved)}" if moved else "")


def _copy(each: Found) -> str:
    return f"{each['article_id']} is {each['kind']} as {each['representative_id']} (shared: {each['shared']:.0%})"


def _links(head: str, links: Sequence[Found], shared: Mapping[int, Mapping[str, Sequence[str]]]) -> Iterator[str]:
    if not links:
        return
    yield f"  {head}"
    for link in links:
        yield f"    {link['weight']:.2f}  {link['article_id']}  {plain(link['source'])}: {plain(link['headline'])}"
        for section, words in shared.get(link["article_id"], {}).items():
            yield f"           {section}: {plain(', '.join(words))}"


def _ids(ids: Sequence[int]) -> str:
    more = f" and {len(ids) - 10} more" if len(ids) > 10 else ""
    return ", ".join(map(str, ids[:10])) + more


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _place(event: Mapping[str, Any]) -> str:
    return plain(", ".join(part for part in (event["place"], event["admin1"], event["country"]) if part))


def _days(first: date | None, last: date | None) -> str:
    if first is None:
        return ""
    return f"{first}" if last in (None, first) else f"{first} to {last}"


def _at(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M")
