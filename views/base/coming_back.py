"""Where a reader came from: a form leads back there once it is saved or given up, a record to its list as it was.

An address to come back to is a page of this site: its path is one of ours that shows something, and is no form. It is
that of a field of the form that was sent (`back`), of the address of the page (`?back=`), else what the browser tells.
"""

from typing import Any
from urllib.parse import parse_qs, urlsplit

from flask import current_app, g, request
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

BACK = "back"
# Where a page that is no list opens again, at the height where it was left.
HERE = "#back"
_LONGEST = 4_000
_SIGN_IN = "AuthView"


def came_from() -> str:
    """The address to come back to from this page; empty where there is none."""
    if "came_from" not in g:
        g.came_from = _found()
    found: str = g.came_from
    return found


def _found() -> str:
    if request.method == "POST":
        sent = g.get("typed_again") or request.form  # what was typed before the session ended, by views.base.kept
        return local(sent.get(BACK, ""))
    if BACK in request.args:
        return local(request.args[BACK])
    return referred()


def referred() -> str:
    """The page of this site that the browser says that the request came from; empty where it says none."""
    told = urlsplit(request.referrer or "")
    if told.netloc != request.host or told.path == request.path:
        return ""
    return local(f"{told.path}?{told.query}" if told.query else told.path)


def local(address: str) -> str:
    """A page of this site that shows something, as it was asked for; empty for any other address."""
    if not address.startswith("/") or address.startswith("//") or len(address) > _LONGEST:
        return ""
    if "\\" in address or not address.isprintable():
        return ""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    if parts.scheme or parts.netloc or not parts.path.startswith(request.script_root):
        return ""
    adapter = current_app.create_url_adapter(request)
    assert adapter is not None
    try:
        endpoint, _values = adapter.match(parts.path.removeprefix(request.script_root), method="GET")
    except (HTTPException, RequestRedirect):
        return ""
    is_form = getattr(current_app.view_functions[endpoint], "keeps_typing", False)
    if is_form or endpoint.partition(".")[0] in {_SIGN_IN, "static"}:
        return ""
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def list_asked(view: Any, address: str) -> str | None:
    """What the list of a view was asked for, where an address is of it or of a record opened from it; None else."""
    parts = urlsplit(address)
    if "list" in view.exclude_route_methods or not address:
        return None
    if parts.path == view.url("list"):
        return parts.query
    of_record = parse_qs(parts.query).get(BACK, [""])[0]
    has_page = "show" not in view.exclude_route_methods
    if of_record and has_page and parts.path.startswith(view.url("show", pk=0)[:-1]):
        return list_asked(view, local(of_record))
    return None


def address_of_list(view: Any, asked: str) -> str:
    """The list of a view as it was asked for."""
    url: str = view.url("list")
    return f"{url}?{asked}" if asked else url


def onward(view: Any, row_id: int) -> dict[str, str]:
    """What the address of a form opened from a record carries, so that one comes back to it in its list."""
    asked = list_asked(view, came_from())
    if asked is None:
        return {}
    return {BACK: view.url("show", pk=row_id, **{BACK: address_of_list(view, asked)})}


def at_row(view: Any, address: str, row_id: int) -> str:
    """An address to come back to, at the line of a row in the list of its view, else where one was."""
    return f"{address}#r{row_id}" if urlsplit(address).path == view.url("list") else f"{address}{HERE}"
