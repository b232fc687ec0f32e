"""Error pages: what happened and what to do, with a number that leads to the log; never SQL, never a traceback.

The template stands alone: it must render without a database and without a known reader.
"""

import logging
import re
import secrets
import traceback
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, current_app, make_response, render_template, request
from flask_babel import get_locale
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, IntegrityError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from mdo.kernel.base.database import is_full, is_locked
from mdo.kernel.base.errors import OutOfScope, RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.jobs.quotas import TooMuchSent
from views.base import refusals
from views.base.catalogues import gettext
from views.base.database import db
from views.base.deleted import Deleted
from views.base.kept import typing_of_request
from views.base.refused_record import ways_out

# Status: title, sentence.
PAGES: dict[int, tuple[str, str]] = {
    400: (
        N_("Request not understood"),
        N_("Something in this address or form is not readable. Go back and try again."),
    ),
    403: (N_("Access refused"), N_("Your account has no right to this page. Ask the mission if you need it.")),
    404: (N_("Page not found"), N_("This page does not exist, or it is outside your arrondissements.")),
    405: (N_("Not possible this way"), N_("This address is not opened directly. Start again from the home page.")),
    409: (N_("Changed meanwhile"), N_("Someone changed this at the same moment: nothing was saved. Open it again.")),
    413: (
        N_("Too large"),
        N_("What you send is too large: nothing was saved. A file has 20 MB at most, what is typed or pasted 2 MB."),
    ),
    429: (N_("Too many attempts"), N_("Wait a few minutes, then try again.")),
    500: (N_("Error on our side"), N_("Nothing was saved. Try again; if it comes back, give the number below.")),
    507: (
        N_("No room left"),
        N_("The server has no room left: nothing was saved. Tell the administrator; pages can still be read."),
    ),
    503: (N_("Busy for a moment"), N_("The database does not answer: nothing was saved. Try again in a minute.")),
}
_READ_ONLY = N_("You may read this record but not change it. Ask the mission if it must change.")
_KEPT_TITLE = N_("What you typed is kept")
_KEPT = N_("This page stayed open for too long: nothing was saved, but what you typed is kept. Go back to it and save.")
_OLD_FORM = N_("This form is too old, or cookies are refused: nothing was saved. Reload the page and send it again.")
_NUMBER = N_(
    "Error %(status)s, number %(incident)s. Give this number if you report the problem: it leads to what happened."
)
# A zero byte, half a character, or bytes that were no text.
_NO_TEXT = re.compile(r"[\x00\ufffd\ud800-\udfff]")
# What an address holds instead of a session: that of a calendar, of a file that waits to be imported.
_SECRET = re.compile(r"[\w-]{24,}")
_LONG_NUMBER = re.compile(r"[0-9]{10,4000}")
_LARGEST = 2**31 - 1
_LONGEST_ADDRESS = 10_000
_RETRY_SECONDS = 30
_WORTH_ASKING_AGAIN = (500, 503)
# What was typed can be sent again after these; after a refusal of rights it could not.
_WITH_WHAT_WAS_TYPED = frozenset({400, 409, 429, 500, 503, 507})


def install(app: Flask) -> None:
    """Answers every error by a page."""
    app.register_error_handler(HTTPException, _on_http)
    app.register_error_handler(Exception, _on_any)


def _on_http(error: HTTPException) -> Response:
    if error.code is None or error.code < 400:
        return error.get_response()
    if error.code not in PAGES:
        return _page(error, 500 if error.code >= 500 else 400)
    if isinstance(error, Deleted):
        response = _page(error, 404, error.sentence, N_("Deleted meanwhile"))
    elif not isinstance(error, CSRFError):
        is_read = error.code == 403 and ways_out()
        response = _page(error, error.code, _READ_ONLY if is_read else None)
    elif typing_of_request():
        response = _page(error, error.code, _KEPT, _KEPT_TITLE)
    else:
        response = _page(error, error.code, _OLD_FORM)
    kept = error.get_response().headers
    for name in ("Allow", "Retry-After"):
        if name in kept:
            response.headers[name] = kept[name]
    return response


def _on_any(error: Exception) -> Response:
    db.session.rollback()
    sentence = None
    if isinstance(error, RuleViolation):
        sentence = error.text(gettext)
    elif is_locked(getattr(error, "orig", None)):
        sentence = refusals.busy().text(gettext)
    response = _page(error, _status_of(error), sentence)
    if response.status_code == 507:
        refusals.note_full()
    if response.status_code == 503:
        response.headers["Retry-After"] = str(_RETRY_SECONDS)
    return response


def _status_of(error: Exception) -> int:
    if is_full(getattr(error, "orig", error)):
        return 507
    if isinstance(error, OutOfScope):
        return 403
    if isinstance(error, TooMuchSent):
        return 429
    if isinstance(error, RuleViolation):
        return 400
    if isinstance(error, DataError | OverflowError | UnicodeError) and _is_sent_beyond_limits():
        return 400
    if isinstance(error, StaleDataError | IntegrityError):
        return 409
    if isinstance(error, OperationalError | PoolTimeout):
        return 503
    return 500


def _is_sent_beyond_limits() -> bool:
    """Whether what was sent holds what no column can; otherwise the value is ours, and so is the fault.

    The numbers of a form have their own limits before they come near the database: those of the address alone count.
    """
    address = [request.path, *_texts(request.args)]
    return any(_NO_TEXT.search(text) for text in (*address, *_texts(request.form))) or any(
        int(digits) > _LARGEST for text in address for digits in _LONG_NUMBER.findall(text[:_LONGEST_ADDRESS])
    )


def _texts(values: MultiDict[str, str]) -> Iterator[str]:
    for name, value in values.items(multi=True):
        yield name
        yield value


def _page(error: Exception, status: int, sentence: str | None = None, title: str | None = None) -> Response:
    incident = secrets.token_hex(4)
    level = "error" if status >= 500 else "info"
    getattr(current_app.logger, level)(
        "incident=%s status=%s method=%s path=%r error=%s%s",
        incident,
        status,
        request.method,
        _SECRET.sub("…", request.path)[:200],
        type(error).__name__,
        f" at={_where(error)}" if status >= 500 else "",
    )
    usual_title, usual = PAGES[status]
    words = {
        "status": status,
        "title": gettext(title or usual_title),
        "sentence": (sentence and gettext(sentence)) or gettext(usual),
        "number": gettext(_NUMBER, status=status, incident=incident),
    }
    return make_response(_in_frame(status, words) or _plain(words), status)


def _in_frame(status: int, words: dict[str, Any]) -> str:
    """The page; nothing when the frame itself fails, since an error must not hide behind another."""
    try:
        return render_template(
            "errors/error.html",
            **words,
            kept=typing_of_request() if status in _WITH_WHAT_WAS_TYPED else "",
            ways_out=ways_out() if status == 403 else {},
            back_url=_back_url(),
            is_retry=status in _WORTH_ASKING_AGAIN and request.method == "GET",
        )
    except Exception as error:  # noqa: BLE001  # whatever fails, the error that came first must be told
        # Not logger.exception: a traceback may hold what was stored.
        current_app.logger.log(logging.ERROR, "frame-failed error=%s at=%s", type(error).__name__, _where(error))
        return ""


def _plain(words: dict[str, Any]) -> str:
    template = current_app.jinja_env.get_template("errors/plain.html")
    home = {"home_url": f"{request.script_root}/", "home_label": gettext("Home page"), "lang": str(get_locale())}
    return template.render(**words, **home)


def _back_url() -> str | None:
    """The page of this site that one came from; not the one that failed, nor one that only a form leads to."""
    came_from = urlsplit(request.referrer or "")
    if came_from.netloc != request.host or came_from.path == request.path:
        return None
    path = came_from.path.removeprefix(request.script_root)
    if not current_app.url_map.bind(request.host).test(path, "GET"):
        return None
    return f"{came_from.path}?{came_from.query}" if came_from.query else came_from.path


def _where(error: Exception) -> str:
    """The calls that led to an error; its own words too, save those of SQLAlchemy, which hold the values written."""
    calls = " < ".join(
        f"{'/'.join(frame.filename.split('/')[-2:])}:{frame.lineno}"
        for frame in reversed(traceback.extract_tb(error.__traceback__)[-12:])
    )
    return calls if isinstance(error, SQLAlchemyError) else f"{calls} words={str(error)[:300]!r}"
