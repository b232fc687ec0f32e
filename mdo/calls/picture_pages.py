"""The pictures of a project at the end of its public sheet, each with what is seen on it."""

import io
from collections.abc import Sequence
from typing import Any

from docx import Document
from docx.image.exceptions import InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError
from docx.shared import Cm

from mdo.calls.photos import picture_of
from mdo.calls.picture_files import UNREADABLE
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.workbook.cells import safe_text
from models.photos import ApplicationPhoto

_WIDTH = Cm(14)
_UNREAD = (InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError)


def with_pictures(content: bytes, photos: Sequence[ApplicationPhoto], heading: str) -> bytes:
    """The same Word file with these pictures after its text. Raises RuleViolation where one cannot be read."""
    if not photos:
        return content
    document: Any = Document(io.BytesIO(content))
    style = "Heading 2" if "Heading 2" in document.styles else None  # a template of the city may have none
    document.add_paragraph(heading, style=style)
    for photo in photos:
        try:
            shape = document.add_picture(io.BytesIO(picture_of(photo)), width=_WIDTH)
        except _UNREAD as error:
            raise RuleViolation(UNREADABLE) from error
        caption = safe_text(photo.caption)
        shape._inline.docPr.set("descr", caption)  # noqa: SLF001  # python-docx has no other way to the alternative text
        document.add_paragraph(caption)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()
