"""A server of one worker and someone signed in to it, one page at a time."""

import html
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPResponse
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode

from bench.counting import HEADER
from bench.data import ROOT

_TOKEN = re.compile(r'name="(csrf_token|csrfmiddlewaretoken)"[^>]*value="([^"]+)"')
_START_SECONDS = 60


@dataclass(frozen=True)
class Answer:
    """One page: seconds until its last byte, SQL statements, bytes of HTML, options of its longest select."""

    seconds: float
    statements: int
    size: int
    longest_select: int


@dataclass(frozen=True)
class Server:
    """A server of one worker: its address, the process that it started as."""

    url: str
    pid: int

    @property
    def worker(self) -> int:
        """The process that answers."""
        (only,) = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
        return int(only)


class Visitor:
    """Someone signed in."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))

    def sign_in(self, username: str, password: str) -> None:
        """Passes by the sign-in form. Raises RuntimeError when it comes back."""
        with self._open("/login/") as page:
            fields = {"username": username, "password": password, "next": "/", **token_in(page.read().decode())}
        with self._open("/login/", urlencode(fields).encode()) as answer:
            if answer.url.endswith("/login/"):
                raise RuntimeError(f"{self.url} does not let {username} in.")

    def get(self, path: str) -> Answer:
        """Reads a page. Raises HTTPError for anything but success, RuntimeError when it was another page."""
        begun = time.perf_counter()
        with self._open(path) as answer:
            body = answer.read()
            seconds = time.perf_counter() - begun
            if "/login" in answer.url:
                raise RuntimeError(f"{path} asks to sign in.")
            statements = int(answer.headers[HEADER])
        selects = re.findall(rb"<select\b.*?</select>", body, re.DOTALL)
        longest = max((select.count(b"<option") for select in selects), default=0)
        return Answer(seconds, statements, len(body), longest)

    def open(self, path: str) -> HTTPResponse:
        """A page that is still to be read."""
        return self._open(path)

    def _open(self, path: str, data: bytes | None = None) -> HTTPResponse:
        answer: HTTPResponse = self._opener.open(self.url + path, data, timeout=600)
        return answer


def token_in(page: str) -> dict[str, str]:
    """The field of a form that proves where it comes from. Raises RuntimeError when the page has none."""
    found = _TOKEN.search(page)
    if found is None:
        raise RuntimeError("The sign-in page has no form.")
    return {found[1]: html.unescape(found[2])}


@contextmanager
def served(application: str, environ: dict[str, str], log: Path, python: str = sys.executable) -> Iterator[Server]:
    """Serves an application with gunicorn, one sync worker, on a free port of this machine."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    command = [python, "-m", "gunicorn", "-w", "1", "-t", "600", "-b", address, application]
    command += ["--no-control-socket"]
    with log.open("w") as output:
        process = subprocess.Popen(command, cwd=ROOT, env=environ, stdout=output, stderr=output)
        try:
            _wait_for(f"http://{address}/login/", process, log)
            yield Server(f"http://{address}", process.pid)
        finally:
            process.terminate()
            process.wait()


def _wait_for(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    limit = time.monotonic() + _START_SECONDS
    while process.poll() is None and time.monotonic() < limit:
        try:
            urllib.request.urlopen(url, timeout=10).close()
        except HTTPError:
            return  # it answers, though it has no such page
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"The server did not start:\n{log.read_text()}")
