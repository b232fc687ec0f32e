"""The demo that pictures are taken of: a server of its own, and a page for each account that signs in."""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, StorageState, ViewportSize

ROOT = Path(__file__).parents[2]
SIZE = ViewportSize(width=1180, height=680)
# Words of no language that a person speaks: the demo lives for a minute, on this machine alone.
_PASSWORD = "brindille-quai-lanterne-71"  # noqa: S105  # of an invented account, in a folder that is then deleted
_START_SECONDS = 120
_LONGEST_WAIT = 15_000  # milliseconds: what a page does not show by then it will not show


@contextmanager
def demo() -> Iterator[str]:
    """The address of a server with the demo, on a free port; its data goes with it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("MDO_")},
            "FLASK_APP": "app",
            "MDO_DATA_DIR": folder,
            "MDO_PORT": str(port),
            "MDO_DEMO_PASSWORD": _PASSWORD,
        }
        command = [sys.executable, "-m", "flask", "mdo", "start"]
        with subprocess.Popen(command, cwd=ROOT, env=environment) as server:  # noqa: S603  # our own command
            try:
                address = f"http://127.0.0.1:{port}"
                _wait_for(address, server)
                yield address
            finally:
                server.terminate()


def _wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    limit = time.monotonic() + _START_SECONDS
    while time.monotonic() < limit and server.poll() is None:
        try:
            urllib.request.urlopen(f"{address}/login/", timeout=5).close()  # noqa: S310  # this machine's own server
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit("The demo server did not start.")


class Visitor:
    """Opens pages of the demo; each account signs in once."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.address = address
        self._browser = browser
        self._signed_in: dict[str, StorageState] = {}

    def as_(self, username: str) -> Page:
        """A page of its own for this account, before it is sent anywhere."""
        known = self._signed_in.get(username)
        page = self._browser.new_context(
            base_url=self.address,
            viewport=SIZE,
            locale="fr-FR",
            timezone_id="Europe/Paris",
            reduced_motion="reduce",
            storage_state=known,
        ).new_page()
        page.set_default_timeout(_LONGEST_WAIT)
        if known is None:
            self._sign_in(page, username)
        return page

    def at(self, username: str, address: str) -> Page:
        """The same, at this address."""
        page = self.as_(username)
        page.goto(address)
        return page

    def close(self) -> None:
        """Closes all pages that were opened."""
        for context in self._browser.contexts:
            context.close()

    def _sign_in(self, page: Page, username: str) -> None:
        page.goto("/login/")
        page.get_by_label("Identifiant ou courriel").fill(username)
        page.get_by_label("Mot de passe").fill(_PASSWORD)
        page.get_by_role("button", name="Se connecter").click()
        page.get_by_role("heading", level=1).wait_for()
        self._signed_in[username] = page.context.storage_state()
