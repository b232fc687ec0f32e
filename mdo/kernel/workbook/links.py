"""Links from cells to web and e-mail addresses: Excel keeps them apart from the cells, after the rows."""

import re
from urllib.parse import quote

from mdo.kernel.fields.columns import Kind
from mdo.kernel.workbook.cells import MAX_TEXT, safe_text

# They wait in memory until the rows have left, and Excel takes 65,530 at most: beyond, an address is mere text.
MAX_LINKS = 10_000
_MAX_ADDRESS = 2_000
_WEB = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_MAIL = re.compile(r"[^\s<>\"@:?&]+@[^\s<>\"@:?&]+")
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_BEFORE = re.compile(rb"<(?:printOptions|pageMargins)")
_EMPTY_RELATIONS = f'<Relationships xmlns="{_PACKAGE}"></Relationships>'.encode()


def escaped(text: str) -> str:
    """Text as XML holds it, also between double quotes."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def target_of(kind: Kind, text: str) -> str | None:
    """The address that a cell of this kind leads to: only http, https and mailto; None for any other text."""
    if not 0 < len(text) <= min(_MAX_ADDRESS, MAX_TEXT):
        return None
    if kind is Kind.URL and _WEB.fullmatch(text):
        return quote(safe_text(text), safe=":/?#[]@!$&'()*+,;=%~")
    if kind is Kind.EMAIL and _MAIL.fullmatch(text):
        return "mailto:" + quote(safe_text(text), safe="@+.-_")
    return None


class Links:
    """The links of one sheet."""

    def __init__(self) -> None:
        self._cells: list[tuple[str, str]] = []

    @property
    def is_full(self) -> bool:
        """Whether one more would be too many."""
        return len(self._cells) >= MAX_LINKS

    def add(self, cell: str, target: str) -> None:
        """A cell, by its reference, leads to an address."""
        self._cells.append((cell, target))

    def into_sheet(self, tail: bytes) -> bytes:
        """What follows the rows, with these links at their place."""
        if not self._cells:
            return tail
        links = "".join(f'<hyperlink ref="{cell}" r:id="link{n}"/>' for n, (cell, _) in enumerate(self._cells))
        match = _BEFORE.search(tail)
        if match is None:
            raise ValueError("A sheet without margins.")
        at = match.start()
        return tail[:at] + f'<hyperlinks xmlns:r="{_RELATION}">{links}</hyperlinks>'.encode() + tail[at:]

    def into_relations(self, part: bytes | None) -> bytes | None:
        """The relations of the sheet, with these addresses; None where it has none at all."""
        if not self._cells:
            return part
        added = "".join(
            f'<Relationship Id="link{n}" Type="{_RELATION}/hyperlink" Target="{escaped(target)}"'
            ' TargetMode="External"/>'
            for n, (_, target) in enumerate(self._cells)
        )
        head, end, tail = (part or _EMPTY_RELATIONS).rpartition(b"</")
        return head + added.encode() + end + tail
