"""What a page leads to: its links, its forms as they stand and as someone fills them, what its scripts fetch."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from lxml import html
from lxml.html import HtmlElement

Values = tuple[tuple[str, str], ...]
Files = tuple[tuple[str, bytes], ...]
RowOf = Callable[[str], str]
FilesFor = Callable[[str], Files]

# Attributes whose address a script fetches, with what it adds. One that is missing here is a fault of the walk.
FETCHED = frozenset(
    {"data-lookup", "data-palette", "data-conflicts", "data-job", "data-url", "data-cells", "data-paste"}
    | {"data-cell-url", "data-back", "data-address", "data-narrow", "data-usual", "data-counts", "data-worker"}
    | {"data-alike", "data-phone"}
)
_NAVIGATED = frozenset({"href", "src", "action", "formaction", "value"})
_ADDRESSES = "//@*[starts-with(., '/') or starts-with(., '?') or starts-with(., '#') or contains(., '://')]"
_SCHEMES = ("", "http", "https", "webcal")
_HOST = "localhost"  # that of Flask's client
_WORDS = "conseil"
CHANGED, BIS = "changed", " bis"
_TYPICAL = {
    "search": _WORDS,
    "date": "2026-12-08",
    "datetime-local": "2026-12-08T18:30",
    "time": "18:30",
    "month": "2026-12",
    "number": "1",
    "email": "essai@example.org",
    "url": "https://example.org/",
    "tel": "0400000000",
}


@dataclass(frozen=True)
class Ask:
    """One thing that a page offers to ask: an address by GET, or a form by POST, and who offers it.

    `button` is the one that sends the form, `file` the field, the name and the content of a file; `manner` says how the
    form was filled, `by` and `page` are the endpoint and the address of the page.
    """

    method: str
    address: str
    values: Values = ()
    button: tuple[str, str] = ("", "")
    file: tuple[str, str, bytes] | None = None
    manner: str = ""
    by: str = ""
    page: str = ""
    is_unknown: bool = False
    wants_json: bool = False

    def __str__(self) -> str:
        words = (self.method, self.address, "=".join(self.button).strip("="), self.manner, self.by and f"on {self.by}")
        return " ".join(filter(None, words))


@dataclass(frozen=True)
class Page:
    """A page as it came: the endpoint that answered, its address, its source."""

    endpoint: str
    address: str
    source: str

    @cached_property
    def root(self) -> HtmlElement:
        """The elements; a part of a page has them too."""
        return html.fromstring(self.source)

    def asks(self, row_of: RowOf, files_for: FilesFor) -> Iterator[Ask]:
        """All that it offers.

        `row_of` gives a row of the table that a field searches at an address, `files_for` what may be sent to one.
        """
        yield from self._links()
        for form in self.root.iter("form"):
            # A dialog sends nothing itself: its script sends the form, or opens the link, that it was opened from.
            if form.get("method") != "dialog" and not (form.get("action") is None and form.getparent().tag == "dialog"):
                yield from _Form(self, form).asks(row_of, files_for)

    def resolved(self, written: str) -> str | None:
        """An address of this application, without its host and anchor; None for one of elsewhere."""
        return _resolved("" if written.startswith("/") else self.address, written)

    def _links(self) -> Iterator[Ask]:
        for written in self.root.xpath(_ADDRESSES):
            name, element = written.attrname, written.getparent()
            is_sent_or_typed = name in ("action", "formaction") or (name == "value" and not _is_told(element))
            if is_sent_or_typed or written.startswith("#"):
                continue
            # A text that lxml found holds its whole page, and addresses are remembered.
            address = self.resolved(str(written))
            if address is None:
                continue
            if name in _NAVIGATED:
                yield Ask("GET", address, by=self.endpoint)
                if name == "href" and element.xpath("boolean(ancestor::*[@data-tabs])"):
                    yield Ask("GET", _with(address, [("fragment", "1")]), by=self.endpoint)
            elif name.startswith("data-"):
                yield from self._fetched(name, address, element)

    def _fetched(self, name: str, address: str, element: HtmlElement) -> Iterator[Ask]:
        match name:
            case "data-lookup" | "data-palette" | "data-narrow":
                key, asked = ("of", "1") if name == "data-narrow" else ("q", _WORDS)
                for value in ("", asked):
                    yield Ask("GET", _with(address, [(key, value)]), by=self.endpoint, manner=name)
            case "data-conflicts":
                form = next(element.iterancestors("form"))
                known = dict(_Form(self, form).controls())
                asked = [(key, known[key]) for key in element.get("data-fields").split() if known.get(key)]
                yield Ask("GET", address, by=self.endpoint, manner=name)
                yield Ask("GET", _with(address, asked), by=self.endpoint, manner=name)
            case "data-job":
                yield Ask("GET", address, by=self.endpoint, manner=name, wants_json=True)
            case "data-cells":
                token = self.root.xpath("string((//input[@name='csrf_token'])[1]/@value)")
                for field in element.xpath("(.//*[@data-cell]//*[starts-with(@name, 'cell-')])[1]/@name"):
                    cell = (("csrf_token", token), ("cell", str(field)), ("text", _WORDS))
                    yield Ask("POST", address, cell, by=self.endpoint, manner="data-cells", wants_json=True)
            case "data-back" | "data-address" | "data-usual" | "data-worker" | "data-counts" | "data-phone":
                yield Ask("GET", address, by=self.endpoint, manner=name)
            case "data-alike":
                token = self.root.xpath("string((//input[@name='csrf_token'])[1]/@value)")
                line = (("csrf_token", token), ("line", "1"), ("last_name", _WORDS))
                yield Ask("POST", address, line, by=self.endpoint, manner=name)
            case "data-cell-url" | "data-paste":
                yield from self._cells(name, address, element)
            case "data-url":
                token = self.root.xpath("string((//input[@name='csrf_token'])[1]/@value)")
                for line in element.xpath("(.//*[@data-line])[1]"):
                    mark = (("csrf_token", token), ("presence", "present"), ("by", ""))
                    seen = (("seen", line.get("data-presence")), ("seen_by", line.get("data-by")))
                    at = re.sub(r"0$", line.get("data-line"), address)
                    yield Ask("POST", at, (*mark, *seen), by=self.endpoint, manner=name, wants_json=True)
            case _:
                yield Ask("GET", address, by=self.endpoint, manner=f"unknown attribute {name}", is_unknown=True)

    def _cells(self, name: str, address: str, table: HtmlElement) -> Iterator[Ask]:
        """The first cell that is changed in a list, sent as it stands: by itself, or pasted over."""
        token = self.root.xpath("string((//input[@name='csrf_token'])[1]/@value)")
        rows = table.xpath(".//tbody/tr[.//a[contains(@href, '/edit/')]]")[:1]
        heads = table.xpath(".//thead//th")
        at = next((place for place, head in enumerate(heads) if head.get("data-cell")), None)
        if not rows or at is None:
            return
        row_id = re.findall(r"/edit/(\d+)", rows[0].xpath("string(.//a[contains(@href, '/edit/')][1]/@href)"))[0]
        text, field = " ".join(rows[0].xpath("./*")[at].text_content().split()), heads[at].get("data-cell")
        if name == "data-paste":
            values = (("rowid", row_id), ("column", field), ("cells", text or _WORDS))
            yield Ask("POST", address, (("csrf_token", token), *values), by=self.endpoint, manner=name)
            return
        address = re.sub(r"0$", row_id, address)
        values = (("field", field), ("seen", text), ("value", text))
        yield Ask("POST", address, (("csrf_token", token), *values), by=self.endpoint, manner=name, wants_json=True)


# Those of the menu come back on each page.
@lru_cache(maxsize=20_000)
def _resolved(base: str, written: str) -> str | None:
    parts = urlsplit(urljoin(base, written))
    if parts.netloc not in ("", _HOST) or parts.scheme not in _SCHEMES:
        return None
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _is_told(element: HtmlElement) -> bool:
    """Whether the value of a control is the page's own: where to go on to, an address to copy."""
    return element.tag == "input" and (element.get("type") == "hidden" or element.get("readonly") is not None)


def _with(address: str, more: list[tuple[str, str]]) -> str:
    path, _, query = address.partition("?")
    asked = [*parse_qsl(query, keep_blank_values=True), *more]
    return f"{path}?{urlencode(asked)}" if asked else path


class _Form:
    """A form of a page, with its controls wherever they stand."""

    def __init__(self, page: Page, form: HtmlElement) -> None:
        self.page, self.form = page, form
        inside = [item for item in form.iter("input", "select", "textarea", "button") if item.get("form") is None]
        name = form.get("id")
        outside = page.root.xpath("//*[@form=$name]", name=name) if name else []
        self._all = [item for item in (*inside, *outside) if item.get("disabled") is None]
        self._buttons = [item for item in self._all if _sends(item)]

    def controls(self) -> Iterator[tuple[str, str]]:
        """Names and values as a browser would send them, without a button."""
        for item in self._all:
            yield from _as_given(item)

    def asks(self, row_of: RowOf, files_for: FilesFor) -> Iterator[Ask]:
        """The form sent by each of its buttons, as it stands, filled, and with each file."""
        given = tuple(self.controls())
        filled = tuple(self._filled(row_of))
        takes = next((item.get("name") for item in self._all if item.get("type") == "file"), None)
        for button in self._buttons or [None]:
            yield self._ask(button, given, "as given")
            if filled != given:
                yield self._ask(button, filled, "filled")
            if (changed := tuple(self._changed(given))) != given:
                yield self._ask(button, changed, CHANGED)
            if takes is not None:
                for name, content in files_for(self._address(button)):
                    yield replace(self._ask(button, filled, "with a file"), file=(takes, name, content))

    def _changed(self, given: Values) -> Iterator[tuple[str, str]]:
        """The form of a record as it stands, with another end to its first text."""
        texts = [item.get("name") for item in self._all if item.tag == "textarea" or item.get("type", "") == "text"]
        is_of_a_record = any(name == "opened" for name, _value in given)
        done = not is_of_a_record
        for name, value in given:
            yield name, value if done or name not in texts or not value else value + BIS
            done = done or (name in texts and bool(value))

    def _address(self, button: HtmlElement | None) -> str:
        over = button.get("formaction") if button is not None else None
        return self.page.resolved(over or self.form.get("action") or self.page.address) or ""

    def _ask(self, button: HtmlElement | None, values: Values, manner: str) -> Ask:
        address, sent = self._address(button), ("", "")
        if button is not None and button.get("name"):
            sent = (button.get("name"), button.get("value", ""))
            values = (*values, sent)
        if self.form.get("method", "get").lower() == "get":
            if self.form.get("data-skip-empty") is not None:
                values = tuple((name, value) for name, value in values if value)
            return Ask("GET", _with(address.partition("?")[0], list(values)), by=self.page.endpoint, manner=manner)
        return Ask("POST", address, values, sent, None, manner, self.page.endpoint, self.page.address)

    def _filled(self, row_of: RowOf) -> Iterator[tuple[str, str]]:
        """The same, with a typical value in each field that is empty; the first rows of a table are ticked."""
        chosen = {item.get("name") for item in self._all if item.get("checked") is not None}
        rows = [item for item in self._all if item.get("type") == "checkbox" and item.get("name") in _ROWS - chosen]
        for item in self._all:
            name, given = item.get("name"), list(_as_given(item))
            if not name or item.tag == "button" or any(value for _, value in given) or item.get("readonly") is not None:
                yield from given
            elif item in rows[:2] or (item.get("type") == "radio" and name not in chosen):
                chosen.add(name)
                yield name, item.get("value", "on")
            elif (value := _typical(item, row_of)) is not None:
                yield name, value
            else:
                yield from given


_ROWS = frozenset({"rowid", "take", "recipient", "holder", "record", "period"})


def _sends(item: HtmlElement) -> bool:
    kinds = {"button": "submit", "input": "text"}
    return item.tag in kinds and item.get("type", kinds[item.tag]) in ("submit", "image")


def _as_given(item: HtmlElement) -> Iterator[tuple[str, str]]:
    name, kind = item.get("name"), item.get("type", "text")
    if not name or item.tag == "button" or kind in ("submit", "button", "reset", "image", "file"):
        return
    if item.tag == "select":
        chosen = item.xpath(".//option[@selected]")
        if not chosen and item.get("multiple") is None:
            chosen = item.xpath("(.//option)[1]")
        for option in chosen:
            yield name, option.get("value", option.text or "")
    elif item.tag == "textarea":
        yield name, item.text or ""
    elif kind not in ("checkbox", "radio") or item.get("checked") is not None:
        yield name, item.get("value", "on" if kind in ("checkbox", "radio") else "")


def _typical(item: HtmlElement, row_of: RowOf) -> str | None:
    """What someone would type in an empty field; None where it stays empty."""
    kind, lookup = item.get("type", "text"), item.get("data-lookup")
    if item.tag == "select":
        offered = [value for value in item.xpath(".//option/@value", smart_strings=False) if value]
        return offered[0] if offered else row_of(lookup) if lookup else None
    if item.tag == "textarea":
        return "Un texte d’essai."
    if kind in ("radio", "checkbox", "hidden", "password", "file", "submit", "button"):
        return None
    return _TYPICAL.get(kind) or ("1" if item.get("inputmode") in ("numeric", "decimal") else "Essai")
