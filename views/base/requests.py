"""What each request needs around it: a writing transaction when it may write, a clean session afterwards."""

from urllib.parse import urlsplit

from flask import Flask, request, url_for

from mdo.kernel.base.database import begin_request, end_request

_READING = frozenset({"GET", "HEAD", "OPTIONS"})


def page_number() -> int:
    """The page that the address asks for, from 1; anything else is the first one."""
    text = request.args.get("page", "")
    return max(int(text), 1) if text.isascii() and text.isdigit() and len(text) < 6 else 1


def safe_target(target: str) -> str:
    """An address of this site to go back to: its path and query alone, else the home page."""
    try:
        parts = urlsplit(target)
    except ValueError:
        return url_for("HomeView.index")
    is_ours = not parts.netloc and not parts.scheme
    is_path = target.startswith("/") and not target.startswith("//")
    if not is_ours or not is_path or "\\" in target or not target.isprintable():
        return url_for("HomeView.index")
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def install(app: Flask) -> None:
    """On SQLite a request that may write takes the write lock before it reads."""

    def _before() -> None:
        begin_request(is_writing=request.method not in _READING)

    def _after(_error: BaseException | None) -> None:
        end_request()

    # First of all: the identity of the reader is the first thing read.
    app.before_request_funcs.setdefault(None, []).insert(0, _before)
    app.teardown_request(_after)
