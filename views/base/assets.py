"""Style sheets, scripts and icons: joined at start, named by their content, served from memory for a year.

The sources stay small and readable under static/; a page asks for four files. A changed source changes the name, so
nothing is ever stale. Bootstrap's style sheet and icons come from the Bootstrap-Flask package.
"""

import gzip
import hashlib
import importlib.util
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask, request

PREFIX = "/assets/"
CONTENT_TYPES = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
    "png": "image/png",
}
STYLE_SHEETS = (
    "tokens",
    "base",
    "layout",
    "menu",
    "topbar",
    "palette",
    "account",
    "controls",
    "lists",
    "tables",
    "in-place",
    "in-bulk",
    "forms",
    "combobox",
    "records",
    "step",
    "one-line",
    "panels",
    "meeting",
    "readiness",
    "plan",
    "history",
    "matrix",
    "guide",
    "home",
    "week",
    "week-phone",
    "trends",
    "members",
    "deadlines",
    "calendar",
    "calendar-modes",
    "places",
    "evenings",
    "point",
    "imports",
    "reports",
    "jobs",
    "attendance",
    "network",
    "papers",
    "contract",
    "projects",
    "thumb",
    "print",
)
SCRIPTS = (
    "menus",
    "sidebar",
    "waiting",
    "theme-switch",
    "palette",
    "panels",
    "confirm",
    "tables",
    "bulk",
    "list-form",
    "in-place",
    "point",
    "grid",
    "rows",
    "files",
    "combobox",
    "narrow",
    "phone",
    "meeting-form",
    "dates",
    "lines",
    "cells",
    "agenda-conflicts",
    "calendar",
    "copy",
    "guard",
    "resume",
    "coming-back",
    "focus",
    "messages",
    "one-line",
    "tabs",
    "jobs",
    "kept",
    "notes",
    "parts",
    "papers",
    "print",
)
# The script of the pages of attendance, one block.
ATTENDANCE = ("attendance-queue", "attendance")
# Cut from a sprite of 1.1 MB: a name used by a screen and absent here fails when the page is rendered.
ICONS = frozenset(
    """
    123 alarm archive bar-chart-steps boxes briefcase calendar-check hourglass list-check shop signpost-split
    box-arrow-in-down envelope-check envelope-open file-earmark-x
    arrow-return-left broadcast file-earmark-plus pen send-check star-half
    arrow-counterclockwise arrow-down arrow-left arrow-repeat arrow-up award bookmark box-arrow-right
    box-arrow-up-right building calendar-event calendar-range calendar-x calendar3 calendar4-week chat-left-text
    check-circle check-lg check2-circle check2-square chevron-down chevron-expand chevron-left chevron-right
    circle-half clock-history collection copy diagram-3 display download envelope exclamation-circle
    exclamation-triangle eye file-earmark-arrow-up file-earmark-bar-graph file-earmark-spreadsheet file-earmark-text
    file-earmark-word funnel geo-alt grid-3x3-gap hourglass-split house inbox info-circle key layout-sidebar
    layout-three-columns lightbulb list lock mailbox moon pencil people person person-badge
    person-exclamation person-gear person-plus phone play-circle plus-lg printer question-circle search send
    shield-check shield-lock sliders sun tags three-dots translate trash universal-access upload
    x-circle x-lg
    arrow-left-right calendar-plus
    link-45deg pin-angle pin-angle-fill
    plus-circle
    bell envelope-x reply telephone
    box-seam cart megaphone paperclip pause-circle percent receipt
    """.split()  # noqa: SIM905  # a paragraph of names reads better than ninety lines
)
YEAR_SECONDS = 365 * 24 * 3600

_SYMBOL = re.compile(r"<symbol [^>]*?id=\"([^\"]+)\">.*?</symbol>", re.DOTALL)


@dataclass(frozen=True)
class Asset:
    """A file in memory, plain and compressed (empty for a picture, which is so already)."""

    content_type: str
    body: bytes
    compressed: bytes


def package_folder() -> Path:
    """Where Bootstrap-Flask keeps Bootstrap 5 and its icons."""
    found = importlib.util.find_spec("flask_bootstrap")
    if found is None or found.origin is None:
        raise FileNotFoundError("Bootstrap-Flask is not installed: pip install -r requirements.txt")
    return Path(found.origin).parent / "static" / "bootstrap5"


def icon_sprite(names: Iterable[str]) -> str:
    """The packaged sprite cut to these icons. Raises KeyError for a name that the package does not have."""
    whole = (package_folder() / "icons" / "bootstrap-icons.svg").read_text(encoding="utf-8")
    symbols = {found.group(1): found.group(0) for found in _SYMBOL.finditer(whole)}
    chosen = "".join(symbols[name] for name in sorted(names))
    return f'<svg xmlns="http://www.w3.org/2000/svg">{chosen}</svg>'


def style_sheet(folder: Path) -> str:
    """Bootstrap's sheet, without its source map, then ours."""
    bootstrap = (package_folder() / "css" / "bootstrap.min.css").read_text(encoding="utf-8")
    ours = (folder / "css" / f"{name}.css" for name in STYLE_SHEETS)
    return "\n".join(
        [bootstrap.split("/*# sourceMappingURL", maxsplit=1)[0], *(path.read_text("utf-8") for path in ours)]
    )


def script(folder: Path, names: Sequence[str] = SCRIPTS) -> str:
    """Our scripts, each in a block of its own: they share nothing but the page."""
    sources = ((folder / "js" / f"{name}.js").read_text(encoding="utf-8") for name in names)
    return "\n".join(f"{{\n{source}}}" for source in sources)


class Assets:
    """A WSGI middleware: answers for the assets, passes the rest on; no session, no statement."""

    def __init__(self, app: Callable[..., Iterable[bytes]], folder: Path, guide_pictures: Iterable[Path] = ()) -> None:
        self.app = app
        self.paths: dict[str, str] = {}
        self.files: dict[str, Asset] = {}
        self._add("app.css", style_sheet(folder))
        self._add("theme.js", (folder / "js" / "theme.js").read_text(encoding="utf-8"))
        self._add("app.js", script(folder))
        self._add("attendance.js", "\n".join((folder / "js" / f"{name}.js").read_text("utf-8") for name in ATTENDANCE))
        self._add("icons.svg", icon_sprite(ICONS))
        self._add("favicon.svg", (folder / "favicon.svg").read_text(encoding="utf-8"))
        for path in guide_pictures:
            self._add(f"guide/{path.name}", path.read_bytes())

    def _add(self, name: str, content: str | bytes) -> None:
        body = content.encode() if isinstance(content, str) else content
        stem, _, suffix = name.rpartition(".")
        path = f"{PREFIX}{stem}.{hashlib.sha256(body).hexdigest()[:12]}.{suffix}"
        self.paths[name] = path
        self.files[path] = Asset(
            CONTENT_TYPES[suffix], body, gzip.compress(body, mtime=0) if isinstance(content, str) else b""
        )

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        asset = self.files.get(environ.get("PATH_INFO", ""))
        if asset is None or environ["REQUEST_METHOD"] not in {"GET", "HEAD"}:
            return self.app(environ, start_response)
        is_compressed = bool(asset.compressed) and "gzip" in environ.get("HTTP_ACCEPT_ENCODING", "")
        body = asset.compressed if is_compressed else asset.body
        headers = [
            ("Content-Type", asset.content_type),
            ("Content-Length", str(len(body))),
            ("Cache-Control", f"public, max-age={YEAR_SECONDS}, immutable"),
            ("Vary", "Accept-Encoding"),
            ("X-Content-Type-Options", "nosniff"),
        ]
        if is_compressed:
            headers.append(("Content-Encoding", "gzip"))
        start_response("200 OK", headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]

    def url(self, name: str) -> str:
        """The address of an asset by its plain name (app.css)."""
        return request.script_root + self.paths[name]

    def icon_url(self, name: str) -> str:
        """The address of an icon in the sprite. Raises KeyError for an icon that ICONS does not list."""
        if name not in ICONS:
            raise KeyError(f"Icon {name}: add it to views/base/assets.py")
        return f"{self.url('icons.svg')}#{name}"


def install(app: Flask, guide_pictures: Iterable[Path]) -> None:
    """Serves the assets in front of the application and gives the templates their addresses."""
    assets = Assets(app.wsgi_app, Path(app.root_path) / "static", guide_pictures)
    app.wsgi_app = assets  # type: ignore[method-assign]  # how Flask documents a WSGI middleware

    @lru_cache(maxsize=2 * len(ICONS))
    def drawn(url: str) -> str:
        return app.jinja_env.get_template("base/icon.html").make_module({"url": url}).__html__()

    app.jinja_env.globals.update(
        asset_url=assets.url, icon_url=assets.icon_url, icon=lambda name: drawn(assets.icon_url(name))
    )
