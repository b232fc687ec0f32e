"""A page becomes a picture that is small enough to be kept."""

import io
from pathlib import Path

from PIL import Image
from playwright.sync_api import FloatRect, Page

_MAXIMUM_BYTES = 100_000


class TooLarge(ValueError):
    """A picture that weighs too much to be kept."""


def take(page: Page, path: Path, clip: FloatRect | None = None) -> None:
    """Writes what the page shows, or this part of it. Raises TooLarge; the picture is then left as it was."""
    picture = Image.open(io.BytesIO(page.screenshot(clip=clip)))
    # Screens have few colours: with 128 of them a picture weighs a third and looks the same.
    few = picture.convert("RGB").quantize(128, dither=Image.Dither.NONE)
    written = io.BytesIO()
    if path.suffix == ".webp":  # there are hundreds of them: a third less still
        few.convert("RGB").save(written, "WEBP", lossless=True, quality=100, method=4)
    else:
        few.save(written, "PNG", optimize=True)
    if written.tell() > _MAXIMUM_BYTES:
        raise TooLarge(f"{path.name} would weigh {written.tell()} bytes, more than {_MAXIMUM_BYTES}: show less of it.")
    path.write_bytes(written.getvalue())
