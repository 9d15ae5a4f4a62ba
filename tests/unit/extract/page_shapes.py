"""Article pages of several markups made from one story, and ways to break their bytes: for property tests."""

from collections.abc import Callable
from dataclasses import dataclass
from html import escape

from hypothesis import strategies as st


@dataclass(frozen=True)
class Story:
    """What an article page says."""

    headline: str
    paragraphs: tuple[str, ...]
    photos: tuple[tuple[str, str], ...]
    """Caption and photographer of each."""

    @property
    def captions(self) -> list[str]:
        """The captions in page order."""
        return [caption for caption, _ in self.photos]


_PLACES = ("Kessel", "Dorran", "Ash Valley", "Port Liman", "Ouled Sidra", "Nagyhida", "Ölmestad", "Żuraw")
_DEEDS = ("reopens after the flood", "waits for the first train", "counts its votes again", "buries its dead")
_SAID = (
    "The road into town was closed on {day} while engineers looked at the bridge and measured its piers.",
    "Nobody was hurt, the mayor said on {day}, but it will take until autumn before trucks can cross again.",
    "Farmers on the far bank had to drive their cattle forty kilometres upstream to reach the market by {day}.",
    "A second team arrived on {day} with pumps, cables and a crane that had been waiting in the harbour.",
)
_SEEN = ("Men carry sandbags past the school in {place}", "A girl looks at the river in {place}",
         "Rescuers rest beside their boat near {place}", "Cattle stand on a dyke in {place}")  # fmt: skip
_WHO = ("Ana Morel", "Jonas Petersen", "Leyla Demir", "Tomáš Novák")


@st.composite
def stories(draw: st.DrawFn) -> Story:
    """Stories with four paragraphs and up to three photos."""
    place = draw(st.sampled_from(_PLACES))
    days = draw(st.lists(st.sampled_from(("Monday", "Tuesday", "Friday", "Sunday")), min_size=4, max_size=4))
    text = tuple(said.format(day=day) for said, day in zip(_SAID, days, strict=False))
    seen = draw(st.lists(st.sampled_from(_SEEN), max_size=3, unique=True))
    photos = tuple((f"{line.format(place=place)}, 22 June 2017.", _WHO[i]) for i, line in enumerate(seen))
    return Story(f"{place} {draw(st.sampled_from(_DEEDS))}", text, photos)


def _figure(number: int, caption: str, who: str) -> str:
    return (
        f'<figure><img src="/p/{number}-1200.jpg" width="1200" height="800" alt="">'
        f"<figcaption>{escape(caption)} <span class='credit'>Photo: {who}/AP</span></figcaption></figure>"
    )


def _captioned(number: int, caption: str, who: str) -> str:
    return (
        f'<div class="wp-caption"><a href="/p/{number}"><img data-src="/p/{number}.jpg" srcset="/p/{number}.jpg 640w, '
        f'/p/{number}-l.jpg 1280w"></a><p class="wp-caption-text">{escape(caption)} (AP Photo/{who})</p></div>'
    )


def _pictured(number: int, caption: str, who: str) -> str:
    return (
        f'<div class="article-image"><picture><source srcset="//cdn.example.org/{number}.webp 900w">'
        f'<img src="https://cdn.example.org/{number}.jpg"></picture><div class="image-caption">{escape(caption)}</div>'
        f'<div class="image-credit">{who}/Reuters</div></div>'
    )


_PHOTO: tuple[Callable[[int, str, str], str], ...] = (_figure, _captioned, _pictured)


def render(story: Story, markup: int) -> str:
    """The story as a page, in one of three markups; published 22 June 2017, 10:01 UTC in each."""
    photos = [_PHOTO[markup](number, *photo) for number, photo in enumerate(story.photos)]
    text = [f"<p>{escape(paragraph)}</p>" for paragraph in story.paragraphs]
    inner = "".join(part for at, paragraph in enumerate(text) for part in (*photos[at : at + 1], paragraph))
    title = escape(story.headline)
    json_ld = f'{{"@type":"NewsArticle","headline":"{title}","datePublished":"2017-06-22T10:01:00Z"}}'
    head = (
        f"<title>{title} | The Courier</title><meta property='article:published_time' content='2017-06-22T10:01:00Z'>",
        f"<title>{title}</title><script type='application/ld+json'>{json_ld}</script>",
        f"<title>{title}</title><meta property='og:title' content='{title}'>",
    )[markup]
    time = "<time datetime='2017-06-22T10:01Z'>22 June</time>"
    line = f"<div class='meta'>By <a rel='author' href='/by/x'>Ida Holm</a> {time}</div>"
    nav = "<nav><ul><li><a href='/'>Home</a></li><li><a href='/world'>World</a></li></ul></nav>"
    return (
        f"<!doctype html><html lang='en'><head><meta charset='utf-8'>{head}</head><body><header>{nav}</header>"
        f"<main><article><h1>{title}</h1>{line}<div class='body'>{inner}</div></article></main>"
        f"<footer><p>All rights reserved.</p></footer></body></html>"
    )


_SPLINTERS = (
    b"<", b">", b'"', b"'", b"</div>", b"</article>", b"<div>" * 300, b"<table><tr>", b"<!--", b"-->", b"<script>",
    b"</script>", b"<style>", b"<textarea>", b"<svg>", b"\0", b"\xff\xfe", b"\xed\xa0\x80", b"&#xd800;", b"&#0;",
    b"\x1b$B", b"\xef\xbf\xbf", "\u202eabc".encode(), "\u2028".encode(), b"<p>" * 50, b"<li>" * 300, b"<a href='",
    b"<img src='javascript:x'>", b"<img src=data:image/png;base64,AAAA>", b"<base href='ftp://x/'>", b"[caption]",
    b"<plaintext>", b"<![CDATA[", b"<?xml version='1.0' encoding='utf-16'?>", b"<meta charset=utf-7>", b"<frameset>",
    b" " * 3000, b"(" * 3000, b"by " * 1000, b"1/" * 2000, b"22 June 2017 " * 300, b"http://[",
)  # fmt: skip
_CHARSETS = (None, "text/html; charset=iso-8859-1", "text/html; charset=utf-16", "text/html; charset=shift_jis",
             "text/html; charset=nonsense", "application/xhtml+xml", "text/plain; charset=gb18030")  # fmt: skip


@st.composite
def broken(draw: st.DrawFn, page: bytes) -> bytes:
    """The page after one to four accidents: cut, doubled, swapped, splintered, one byte changed."""
    for _ in range(draw(st.integers(1, 4))):
        one, two = sorted(draw(st.tuples(st.integers(0, len(page)), st.integers(0, len(page)))))
        accident = draw(st.sampled_from(("cut", "drop", "double", "swap", "splinter", "byte", "unclose", "attributes")))
        if accident == "cut":
            page = page[:two]
        elif accident == "drop":
            page = page[:one] + page[min(two, one + 200) :]
        elif accident == "double":
            page = page[:two] + page[one:two] + page[two:]
        elif accident == "swap":
            page = page[two:] + page[one:two] + page[:one]
        elif accident == "splinter":
            page = page[:one] + draw(st.sampled_from(_SPLINTERS)) + page[one:]
        elif accident == "byte":
            page = page[:one] + bytes([draw(st.integers(0, 255))]) + page[one + 1 :]
        elif accident == "unclose":
            page = page.replace(draw(st.sampled_from((b"</p>", b"</div>", b"</figure>", b"</span>", b"</a>"))), b"")
        else:
            page = page.replace(draw(st.sampled_from((b"='", b'="', b" class", b"src"))), b"=")
    return page


content_types = st.sampled_from(_CHARSETS)
encodings = st.sampled_from(("utf-8", "utf-8-sig", "utf-16", "cp1252", "iso8859-2", "utf-32"))
