"""What the address of a live link answers, without a session: its owner's rights and scope are asked each time."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from flask import Response, current_app, request, url_for
from flask_appbuilder import BaseView, expose

from mdo.kernel.base.periods import today_in_paris
from mdo.kernel.rights.addresses import opened_by
from mdo.kernel.rights.identity import Identity, identity_of
from mdo.kernel.rights.roles import PERSONAL_DATA
from mdo.kernel.workbook.csv_table import CsvStream, json_value, safe_csv_text
from mdo.kernel.workbook.names import unique_headers
from mdo.live_links.links import MOST_ROWS, VIEW, is_over, note_read, seconds_to_wait
from models.base import utc_now
from models.live_links import LinkFormat, LiveLink
from views.base.catalogues import gettext, number_in_words
from views.base.database import db
from views.base.exporting import as_attachment
from views.base.live import LiveTable, is_answered, place_named, read_query
from views.base.words import language
from views.security.gate import acting_as, require_identity
from views.security.storage import reading, recording

_TYPES = {LinkFormat.CSV: "text/csv; charset=utf-8", LinkFormat.JSON: "application/json; charset=utf-8"}
_MOST_PAGES = 100_000
_READ = "LiveLinkFileView.read"


class RefusedReading(Exception):
    """What an address is refused for, in a sentence that Excel shows as it is."""

    def __init__(self, status: int, sentence: str, link_id: int | None = None, retry_after: int = 0) -> None:
        super().__init__(sentence)
        self.status, self.sentence, self.link_id, self.retry_after = status, sentence, link_id, retry_after


@dataclass(frozen=True)
class AskedPage:
    """The page that is asked for, from 1, and how many rows it has at most; `is_said`: the reader knows of pages."""

    number: int
    size: int
    is_said: bool

    @property
    def first(self) -> int:
        return (self.number - 1) * self.size


class LiveLinkFileView(BaseView):
    """A list or a report as text or JSON; nothing is kept of who asks."""

    route_base = "/liens"
    default_view = "read"

    @expose("/<string:token>.<string:kind>")
    def read(self, token: str, kind: str) -> Response:
        """A page of rows; a refusal is one sentence."""
        link_id: int | None = None
        try:
            link, identity = _opened(token, kind)
            link_id = link.id
            with acting_as(identity, today_in_paris()):
                answer = _answer(link, token, _page_asked())
        except RefusedReading as refusal:
            # The log tells which link, never its address.
            link_id = link_id or refusal.link_id
            current_app.logger.info("live-link status=%s link=%s", refusal.status, link_id)
            answer = Response(f"{refusal.sentence}\n", refusal.status, content_type="text/plain; charset=utf-8")
            if refusal.retry_after:
                answer.headers["Retry-After"] = str(refusal.retry_after)
        answer.headers["X-Robots-Tag"] = "noindex"
        return answer


def _opened(token: str, kind: str) -> tuple[LiveLink, Identity]:
    """The link of a secret, and its owner with the rights that it reads with. Raises RefusedReading."""
    today, now = today_in_paris(), utc_now()
    with reading() as everything:
        found = opened_by(everything, LiveLink, token, today)
        if found is None or found[0].format != kind:
            raise RefusedReading(404, gettext("No such link: it was revoked or made anew, or its account is closed."))
        link, owner = found
        if is_over(link, today):
            raise RefusedReading(410, gettext("The last day of this link is over: make a new one."), link.id)
        wait = seconds_to_wait(everything, owner.id, now)
        if wait:
            sentence = gettext("Read too often: try again in %(seconds)s seconds.", seconds=wait)
            raise RefusedReading(429, sentence, link.id, wait)
        identity = identity_of(everything, owner, today, now, link.locale)
    if not link.with_personal:
        # Nothing that is read asks again: its owner's right to contact details is left aside.
        pairs = identity.rights.pairs - {PERSONAL_DATA}
        identity = replace(identity, rights=replace(identity.rights, pairs=pairs))
    if not identity.has_access("can_list", VIEW):
        raise RefusedReading(403, gettext("The account of this link no longer has the right to live links."), link.id)
    return link, identity


def _page_asked() -> AskedPage:
    """Raises RefusedReading for what is no page, or more rows than one holds: nothing is cut without a word."""
    number = _number("page", 1, _MOST_PAGES)
    return AskedPage(number, _number("size", MOST_ROWS, MOST_ROWS), "page" in request.args)


def _number(name: str, default: int, most: int) -> int:
    text = request.args.get(name, str(default))
    if not (text.isascii() and text.isdigit() and len(text) < 10 and 1 <= int(text) <= most):
        raise RefusedReading(
            400, gettext("“%(name)s” is a number from 1 to %(most)s.", name=name, most=number_in_words(most))
        )
    return int(text)


def _answer(link: LiveLink, token: str, page: AskedPage) -> Response:
    place = place_named(link.list_name)
    if place is None:
        raise RefusedReading(410, gettext("The list of this link is no longer there: make another link."))
    if not is_answered(place):
        raise RefusedReading(
            403,
            gettext(
                "The account of this link no longer has the right to export “%(name)s”.", name=gettext(place.plural)
            ),
        )
    table: LiveTable = place.live_table(read_query(link.query))
    if table.wrong:
        sentence = gettext(
            "This link asks for what is no longer there: %(what)s Open the list, choose again and make another link.",
            what=" ".join(table.wrong),
        )
        raise RefusedReading(422, sentence)
    rows = table.rows(page.first, page.size + 1)  # one more tells whether a page follows
    write = _csv if link.format is LinkFormat.CSV else _json
    return write(link, token, page, table, rows)


def _csv(link: LiveLink, token: str, page: AskedPage, table: LiveTable, rows: Any) -> Response:
    stream = CsvStream(
        columns=table.columns,
        rows=islice(rows, page.size),
        today=table.today,
        translate=gettext,
        language=language(),
        has_iso_days=True,
    )
    body = b"".join(stream)
    following = _next(token, link.format, page, is_last=not list(rows))
    if following and not page.is_said:
        # Who does not know of pages would take this one for the whole.
        sentence = gettext("This is not all: more rows follow, at the same address with “?page=2”.")
        body += f"{safe_csv_text(sentence)}\r\n".encode()
    return _sent(link, page, table, body, stream.count, following)


def _json(link: LiveLink, token: str, page: AskedPage, table: LiveTable, rows: Any) -> Response:
    names = unique_headers([gettext(column.label) for column in table.columns])
    found = [dict(zip(names, _values(table, row), strict=True)) for row in islice(rows, page.size)]
    following = _next(token, link.format, page, is_last=not list(rows))
    told = {
        "name": link.name,
        "list": table.title,
        "filters": table.words(),
        "page": page.number,
        "size": page.size,
        "count": len(found),
        "next": following,
        "rows": found,
    }
    body = json.dumps(told, ensure_ascii=False).encode("utf-8", "replace")
    return _sent(link, page, table, body, len(found), following)


def _values(table: LiveTable, row: Any) -> Sequence[Any]:
    return [json_value(column.kind, column.value(row, table.today), gettext) for column in table.columns]


def _next(token: str, kind: str, page: AskedPage, *, is_last: bool) -> str | None:
    if is_last:
        return None
    size = page.size if page.size != MOST_ROWS else None
    address: str = url_for(_READ, token=token, kind=kind, page=page.number + 1, size=size, _external=True)
    return address


def _sent(
    link: LiveLink, page: AskedPage, table: LiveTable, body: bytes, count: int, following: str | None
) -> Response:
    """The answer, noted before it leaves; HEAD takes nothing away."""
    if request.method != "HEAD":
        words = gettext(
            "Link “%(name)s”, page %(page)s – %(filters)s", name=link.name, page=page.number, filters=table.words()
        )
        # What was read ends first: SQLite lets no transaction write that read before somebody else saved (ADR 0006).
        db.session.rollback()
        with recording(actor_id=link.user_id, actor_name=require_identity().full_name) as log:
            note_read(log, link.id, link.list_name, words, count, utc_now())
    answer = as_attachment(Response(body, content_type=_TYPES[link.format]), link.name, link.format)
    if following:
        answer.headers["Link"] = f'<{following}>; rel="next"'
    return answer
