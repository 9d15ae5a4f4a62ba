"""What workers of a test's pool do with a page: as bad pages make them do. Imported by the workers."""

import os
import time

from models.items import Document, Hints, Rejected


def misread(body: bytes, url: str, hints: Hints) -> Document:
    """``body`` says how to go wrong; anything else is read as a headline."""
    match body:
        case b"hang":
            time.sleep(60)
        case b"crash":
            os._exit(11)
        case b"eat":
            bytearray(1 << 40)
        case b"err":
            raise LookupError("no such thing")
        case b"reject":
            raise Rejected("not_html", "this is a PDF")
    return Document(url=url, headline=body.decode())
