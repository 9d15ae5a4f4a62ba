"""Documents and fetches for tests of storage: plain ones, to be changed with ``dataclasses.replace``."""

from datetime import UTC, datetime

from models.items import Author, Credit, CreditLine, DateReading, Document, Fetch, Photo

NOON = datetime(2017, 6, 22, 12, 0, tzinfo=UTC)

PUBLISHED = DateReading(
    raw="22/06/2017 3:31 AM IST",
    at=datetime.fromisoformat("2017-06-22T03:31:00+05:30"),
    precision="minute",
    zone="Asia/Kolkata",
    zone_basis="abbreviation",
    origin="text",
)

FOREIGN_DESK = Author(name="Foreign Desk", kind="organization")

CREDIT = CreditLine(
    raw="Fadel Senna/AFP via Getty Images)",
    credits=(
        Credit(name="Fadel Senna", role="photographer", kind="person"),
        Credit(name="AFP", role="agency", kind="agency"),
        Credit(name="Getty Images", role="distributor", kind="agency"),
    ),
    confidence=1.0,
)

PHOTO = Photo(
    url="https://paper.example/img/patrol-1200x800.jpg",
    position=0,
    alt="soldiers in a street",
    caption="A patrol in the Shifa quarter.",
    caption_source="figcaption",
    credit=CREDIT,
    credit_source="caption-tail",
    width=1200,
    height=800,
)


def document(path: str = "a", **changes: object) -> Document:
    """An article on a fictional paper's site, with one photo."""
    fields: dict[str, object] = {
        "url": f"https://paper.example/2017/{path}",
        "headline": f"The battle, part {path}",
        "body": "The first paragraph.\nThe second one.",
        "word_count": 6,
        "authors": (FOREIGN_DESK,),
        "published": PUBLISHED,
        "language": "en",
        "photos": (PHOTO,),
    }
    return Document(**(fields | changes))  # type: ignore[arg-type]


def fetch(article: Document | None = None, **changes: object) -> Fetch:
    """The fetch that gave ``article``."""
    article = article or document()
    fields: dict[str, object] = {
        "url": article.url,
        "source": "paper.example",
        "discovered_via": "https://paper.example/feed",
        "fetched_at": NOON,
        "final_url": article.url,
        "status": 200,
        "content_type": "text/html",
        "size": 1000,
        "sha256": bytes(32),
        "elapsed_ms": 20,
        "document": article,
    }
    return Fetch(**(fields | changes))  # type: ignore[arg-type]
