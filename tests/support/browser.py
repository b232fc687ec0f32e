"""Chromium in front of a real server with the demo, given back clean to each test."""

import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright
from sqlalchemy import select
from werkzeug.serving import ThreadedWSGIServer

from mdo.kernel.sessions.factory import unlimited_session
from models.accounts import User
from tests.support import TODAY, factories
from tests.support.application import application_on, open_web_session
from tests.support.chromium import FLAGS, chromium_path
from tests.support.databases import Database, SqliteDatabase, folder_in_memory, template_in
from tests.support.once import made_once
from tests.support.schema import add_demo
from views.security.gate import TOKEN_KEY

DESK = {"width": 1366, "height": 768}
PHONE = {"width": 390, "height": 844}
# Milliseconds: how long a condition may take on a machine that does much else; never a wait.
PATIENCE = 30_000
_AXE = Axe().axe_script
# What slides under a bar that stays at the bottom is as small as what is left of it: bars are looked at in their place.
_VIOLATIONS = """(options) => {
  const bars = document.querySelectorAll(".thumb-bar, .form-bar");
  const place = (position) => bars.forEach((bar) => (bar.style.position = position));
  place("static");
  return axe.run(document, options).finally(() => place("")).then((found) => found.violations.flatMap((rule) =>
    rule.nodes.map((node) => `${rule.id}: ${rule.help} – ${node.html.slice(0, 160)}`)));
}"""
# Rows with nothing but what the rows before them have: half of what axe looks at on a list. Two always stay.
_LEAVE_ROWS_OUT = """() => document.querySelectorAll("tbody").forEach((body) => {
  const seen = new Set();
  Array.from(body.rows).forEach((row, index) => {
    const kinds = [row, ...row.querySelectorAll("*")].map((element) =>
      ["class", "type", "role"].reduce((all, name) => `${all} ${element.getAttribute(name)}`, element.tagName));
    if (index > 1 && kinds.every((kind) => seen.has(kind))) row.remove();
    else kinds.forEach((kind) => seen.add(kind));
  });
})"""
Asked = Literal["all", "colours", "all but colours"]
_COLOURS = ["color-contrast", "link-in-text-block"]
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


class Server(ThreadedWSGIServer):
    """A server on a free port of this machine, which tells when it answers nobody any more."""

    def __init__(self, app: Flask) -> None:
        self._connections = 0
        self._changed = threading.Condition()
        super().__init__("127.0.0.1", 0, app)

    def process_request(self, request: Any, client_address: Any) -> None:
        """In the thread that accepts connections."""
        self._count(1)
        super().process_request(request, client_address)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """In a thread of the connection, to its end."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._count(-1)

    def _count(self, more: int) -> None:
        with self._changed:
            self._connections += more
            self._changed.notify_all()

    def wait(self) -> None:
        """Waits for the last connection to end."""
        with self._changed:
            is_over = self._changed.wait_for(lambda: self._connections == 0, PATIENCE / 1000)
            assert is_over, f"{self._connections} connections are still open"


@dataclass(frozen=True)
class LiveServer:
    """A server on this machine and the database behind it."""

    url: str
    app: Flask
    database: Database
    server: Server

    def restore(self) -> None:
        """Puts the demo back, once what a page left behind it is answered: an answer reads and writes the database."""
        self.server.wait()
        self.database.restore()

    def session_cookie(self, username: str) -> dict[str, Any]:
        """The cookie of an open session of this account, without passing by the sign-in form."""
        with unlimited_session(self.database.engine, today=TODAY) as session, factories.writing_to(session):
            token = open_web_session(session.scalars(select(User).filter_by(username=username)).one())
            session.commit()
        signer = SecureCookieSessionInterface().get_signing_serializer(self.app)
        assert signer is not None
        name = self.app.config["SESSION_COOKIE_NAME"]
        return {"name": name, "value": signer.dumps({TOKEN_KEY: token}), "url": self.url}


@contextmanager
def serving(database: Database) -> Iterator[LiveServer]:
    """A server of this database, for the time of the block."""
    database.restore()
    app = application_on(database)
    server = Server(app)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield LiveServer(f"http://127.0.0.1:{server.server_port}", app, database, server)
    finally:
        server.shutdown()
        thread.join()
        server.wait()  # an answer under way holds a connection, which nobody would close
        server.server_close()


@pytest.fixture(scope="session")
def _demo_server(sqlite_database: SqliteDatabase, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    def make(folder: Path) -> None:
        sqlite_database.copy_to(template_in(folder))
        add_demo(template_in(folder), folder)

    made = made_once(tmp_path_factory, "demo", make)
    with folder_in_memory() as folder:
        shutil.copytree(made, folder, dirs_exist_ok=True)
        with closing(SqliteDatabase(folder)) as database, serving(database) as server:
            yield server


@pytest.fixture
def live_server(_demo_server: LiveServer) -> LiveServer:
    """The server, its demo as new."""
    _demo_server.restore()
    return _demo_server


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests of this process."""
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium_path(), args=list(FLAGS))
        yield launched
        launched.close()


@pytest.fixture
def page_as(browser: Browser, live_server: LiveServer) -> Iterator[Callable[..., Page]]:
    """Opens a page of its own browser profile: `page_as("ref5")` signed in, `page_as(None)` not.

    Keyword arguments go to Playwright's `new_context` (viewport, color_scheme, java_script_enabled, …). The test fails
    when a page had an error of script, policy or server, or asked anything of another host.
    """
    errors: list[str] = []
    with ExitStack() as stack:

        def opened(username: str | None, **options: Any) -> Page:
            context = _new_context(browser, live_server, options)
            stack.callback(context.close)
            if username is not None:
                context.add_cookies([live_server.session_cookie(username)])  # type: ignore[list-item]  # a plain dict
            context.on("console", lambda message: _keep_error(message, errors))
            context.on("request", lambda request: _keep_stranger(request.url, live_server.url, errors))
            context.on("weberror", lambda error: errors.append(str(error.error)))
            return context.new_page()

        yield opened
    assert errors == []


@pytest.fixture
def page(page_as: Callable[..., Page]) -> Page:
    """A page where nobody has signed in."""
    return page_as(None)


def _new_context(browser: Browser, live_server: LiveServer, options: dict[str, Any]) -> BrowserContext:
    return browser.new_context(
        **{
            "base_url": live_server.url,
            "locale": "fr-FR",
            "timezone_id": "Europe/Paris",
            "viewport": DESK,
            "reduced_motion": "reduce",
            **options,
        }
    )


def _keep_stranger(url: str, own: str, errors: list[str]) -> None:
    if not url.startswith((f"{own}/", "data:", "blob:")):
        errors.append(f"another host was asked: {url}")


def _keep_error(message: ConsoleMessage, errors: list[str]) -> None:
    # An answer 4xx is what a refusal is: the test looks at the page that comes with it.
    # What is sent while a test keeps the network cut fails as it should: no other test meets this error.
    is_told = any(words in message.text for words in ("status of 4", "net::ERR_INTERNET_DISCONNECTED"))
    is_refusal = message.text.startswith("Failed to load resource") and is_told
    if message.type == "error" and not is_refusal:
        errors.append(f"{message.text} ({message.location.get('url', '')})")


def cut_network(page: Page) -> None:
    """Cuts the network of the phone page of an attendance once its device keeps it.

    Cut while Chromium fetches the worker of the page, that fetch fails as it should, and Chromium calls it an error.
    """
    expect(page.locator("[data-note=kept-until]")).to_be_visible()
    page.context.set_offline(True)


def violations(page: Page, asked: Asked = "all") -> list[str]:
    """What axe finds on the page as it stands, best practice and target size included: rule, help, element."""
    rules: dict[str, Any] = {
        "runOnly": {"type": "tag", "values": _RULES},
        "rules": {"target-size": {"enabled": True}},
    }
    if asked == "colours":
        rules = {"runOnly": {"type": "rule", "values": _COLOURS}}
    elif asked == "all but colours":
        rules["rules"] |= {name: {"enabled": False} for name in _COLOURS}
    if not page.evaluate("'axe' in window"):  # half a megabyte: once a page, however often it is looked at
        page.evaluate(_AXE)
    # A target that the top bar covers half, where the page was left scrolled, is not a small one.
    page.evaluate("scrollTo({top: 0, behavior: 'instant'})")
    # Style sheets are not read beforehand: only an experimental rule looks at them, and it is not asked.
    told = {"resultTypes": ["violations"], "preload": {"assets": ["media"]}}
    found: list[str] = page.evaluate(_VIOLATIONS, {**rules, **told})
    return found


def leave_rows_out(page: Page) -> None:
    """Takes out of each table the rows that show nothing of a kind of their own: others of the page stand for them."""
    page.evaluate(_LEAVE_ROWS_OUT)
