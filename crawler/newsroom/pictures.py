"""Pictures drawn when they are asked for, so that a browser shows something and the tree holds no binary files."""

import colorsys
import re
import struct
import zlib
from hashlib import sha256

PICTURE = re.compile(r"(?P<stem>.+?)(?:-(?P<width>\d{1,4})(?:x(?P<height>\d{1,4}))?)?\.(?P<kind>jpg|png|webp|gif|svg)")
"""A picture's path: ``/pictures/minaret-640x427.jpg``; a width alone means three to two."""

DEFAULT_WIDTH = 640
LARGEST_SIDE = 2400
Colour = tuple[int, int, int]


def draw(path: str) -> tuple[str, bytes] | None:
    """The picture at a URL path, as media type and bytes; null if the path does not look like a picture's.

    Renditions of one picture (same stem, other size) share their colours. Raster pictures are PNG whatever the name
    ends with, and say so in the media type, as many image servers do.
    """
    match = PICTURE.fullmatch(path)
    if match is None:
        return None
    width = min(int(match["width"] or DEFAULT_WIDTH), LARGEST_SIDE) or 1
    height = min(int(match["height"] or width * 2 // 3), LARGEST_SIDE) or 1
    sky, ground = _colours(match["stem"])
    if match["kind"] == "svg":
        return "image/svg+xml", _svg(sky, ground)
    return "image/png", _png(width, height, sky, ground)


def _colours(stem: str) -> tuple[Colour, Colour]:
    """A light and a dark shade of a hue that the stem decides."""
    hue = sha256(stem.encode()).digest()[0] / 256
    light, dark = (colorsys.hls_to_rgb(hue, lightness, 0.3) for lightness in (0.75, 0.35))
    return _eight_bit(light), _eight_bit(dark)


def _eight_bit(colour: tuple[float, float, float]) -> Colour:
    red, green, blue = (int(255 * share) for share in colour)
    return red, green, blue


def _svg(sky: Colour, ground: Colour) -> bytes:
    """A round mark, for logos and icons."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="32" height="32" viewBox="0 0 32 32">'
        f'<rect width="32" height="32" fill="rgb{sky}"/><circle cx="16" cy="16" r="10" fill="rgb{ground}"/></svg>'
    ).encode()


def _png(width: int, height: int, sky: Colour, ground: Colour) -> bytes:
    """An RGB picture: sky above, ground below."""
    horizon = height * 3 // 5
    rows = (b"\0" + bytes(sky) * width) * horizon + (b"\0" + bytes(ground) * width) * (height - horizon)
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = (_chunk(b"IHDR", header), _chunk(b"IDAT", zlib.compress(rows, 1)), _chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def _chunk(kind: bytes, payload: bytes) -> bytes:
    return struct.pack(">I", len(payload)) + kind + payload + struct.pack(">I", zlib.crc32(kind + payload))
