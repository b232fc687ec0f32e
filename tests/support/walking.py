"""A walk through the application as a person goes: from page to page, by what each page offers.

What is alike is asked once: pages of one route, whatever the row, and an argument of an address or a form that the same
code reads. What a form writes is taken back once all that it led to was walked, so that each form is met on the same
rows, and what stands behind it is walked as it was left.
"""

import io
import re
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Table, func, select, union_all
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from models.accounts import LoginAttempt, UserSession
from models.base import Model
from models.journal import AccessLog, JournalChange, JournalEntry
from models.sent_forms import SentForm
from tests.support.application import do_waiting_jobs
from tests.support.databases import SqliteDatabase
from tests.support.offers import BIS, CHANGED, Ask, Page
from tests.support.routes import FILES

Kind = tuple[object, ...]
Look = Callable[[Ask, str, TestResponse, Page | None, int], None]

# Arguments whose value decides what a page is.
_TELLING = frozenset({"tab", "fragment", "format", "action", "confirmed", "only_valid", "then", "state", "reread"})
# Pages that answer 422 by GET: what was sent before them is not right yet.
NOT_RIGHT_YET = frozenset({"ImportView.columns", "ImportView.preview", "OpenDataView.preview", "ReportView.show"})
# Rows whose next act depends on their state, on one tab.
_EACH_ROW = frozenset(
    {"AmendmentView.show", "ContractView.show", "ProjectView.show", "RequestView.show"}
    | {"SubcontractView.show", "ApplicationView.show", "CallView.show", "CallScenarioView.show"}
)
SENT_ON = frozenset({301, 302, 303, 308})
OPENS = frozenset({200}) | SENT_ON
# Rows that are no one's work: the journal tells of each form that it was sent.
_OF_THE_MACHINE = (JournalEntry, JournalChange, AccessLog, SentForm, UserSession, LoginAttempt)
_HELD = union_all(
    *(
        select(func.count()).select_from(mapper.local_table)
        for mapper in Model.registry.mappers
        if isinstance(mapper.local_table, Table) and mapper.class_ not in _OF_THE_MACHINE
    )
)
IS_TAKEN_OR_REFUSED = frozenset({200, 302, 303, 409, 422})


@dataclass
class Walk:
    """A walk of one reader. `writes` sends forms; `whole` asks what is alike again.

    `files` are the files that a form may be given, by the address or the endpoint that takes them. `look` is shown each
    answer, with its page if it is one; `depth` is how many forms were sent before it.
    """

    client: FlaskClient
    app: Flask
    database: SqliteDatabase
    files: dict[str, tuple[tuple[str, bytes], ...]] = field(default_factory=dict)
    writes: bool = True
    whole: bool = False
    look: Look | None = None

    faults: dict[str, str] = field(default_factory=dict, init=False)
    met: set[tuple[str, str]] = field(default_factory=set, init=False)
    made: set[str] = field(default_factory=set, init=False)
    statuses: set[tuple[str, int]] = field(default_factory=set, init=False)
    kinds: set[Kind] = field(default_factory=set, init=False)
    _addresses: set[str] = field(default_factory=set, init=False)
    _rows: dict[str, str] = field(default_factory=dict, init=False)
    _depth: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        self._map = self.app.url_map.bind("")

    def run(self, *starts: str) -> "Walk":
        """Walks from these addresses on."""
        self._explore([Ask("GET", start) for start in starts or ("/",)])
        return self

    def _explore(self, asks: list[Ask]) -> None:
        """First all pages, then each form by itself, with what it leads to."""
        waiting, forms = deque(asks), deque[Ask]()
        while waiting or forms:
            if waiting:
                for found in self._answers(waiting.popleft()):
                    (waiting if found.method == "GET" else forms).append(found)
            else:
                with self._taken_back():
                    self._explore([forms.popleft()])

    @contextmanager
    def _taken_back(self) -> Iterator[None]:
        with self.client.session_transaction() as cookie:
            before = dict(cookie)
        self._depth += 1
        with self.database.taken_back(), self._files_taken_back():
            yield
        self._depth -= 1
        with self.client.session_transaction() as cookie:
            cookie.clear()
            cookie.update(before)

    @contextmanager
    def _files_taken_back(self) -> Iterator[None]:
        """Imports under way: what one form decides of a file is not what the next one of its page meets."""
        folder = Path(self.app.extensions["mdo_settings"].data_dir, "imports")
        before = {path: path.read_bytes() for path in folder.glob("*")}
        yield
        for path in folder.glob("*"):
            if path not in before:
                path.unlink()
        for path, content in before.items():
            path.write_bytes(content)

    # ---- Answers ------------------------------------------------------------------------------------------------

    def _answers(self, ask: Ask) -> list[Ask]:
        """Asks, says what is wrong with the answer, and gives what it leads to that is new."""
        endpoint = self._endpoint(ask)
        answer = self._open(ask) if ask.method == "GET" else self._sent_twice(ask)
        status = answer.status_code
        self.met.add((ask.method, endpoint))
        self.statuses.add((endpoint, status))
        if not self._is_right(ask, endpoint, status):
            self.faults[str(ask)] = str(status)
        is_page = answer.mimetype == "text/html" and status not in SENT_ON and bool(answer.data)
        page = Page(endpoint, ask.address, answer.text) if is_page else None
        if self.look is not None:
            self.look(ask, endpoint, answer, page, self._depth)
        if status in SENT_ON:
            return self._sent_on(ask, endpoint, answer)
        found = [] if page is None else self._found(ask, page)
        if ask.method == "POST" and status == 200 and ask.page:
            found.append(Ask("GET", ask.page, by=endpoint, manner="once the form was sent"))
        return found

    def _sent_twice(self, ask: Ask) -> TestResponse:
        """The answer to a form; one that makes rows is sent again, and must lead on without making more."""
        held = self._held()
        answer = self._open(ask)
        after = self._held()
        self.made |= {self._endpoint(ask)} if after > held else set()
        if after > held:
            again = self._open(ask)
            is_file = again.status_code == 200 and "attachment" in again.headers.get("Content-Disposition", "")
            if not (is_file or again.status_code in SENT_ON) or self._held() > after:
                self.faults[str(ask)] = "makes its rows twice"
            elif not is_file:
                there = Ask("GET", again.location)
                if not self._is_right(there, self._endpoint(there), self.client.get(there.address).status_code):
                    self.faults[str(ask)] = f"sent again leads to {again.location}"
        return answer

    def _held(self) -> int:
        """How many rows the tables hold, but for those of the machine."""
        with self.database.engine.connect() as connection:
            return sum(connection.execute(_HELD).scalars())

    @staticmethod
    def _is_right(ask: Ask, endpoint: str, status: int) -> bool:
        if ask.is_unknown:
            return False
        if ask.method == "GET":
            return status in OPENS or (status == 422 and endpoint in NOT_RIGHT_YET)
        return status in IS_TAKEN_OR_REFUSED

    def _sent_on(self, ask: Ask, endpoint: str, answer: TestResponse) -> list[Ask]:
        place = Page(endpoint, ask.address, "").resolved(answer.location)
        if place is None:
            self.faults[str(ask)] = f"leads to {answer.location}"
            return []
        is_known = ask.method == "GET" and place in self._addresses
        self._addresses.add(place)
        found = [] if is_known else [Ask("GET", place, by=f"{endpoint}, sent on")]
        if ask.manner == CHANGED:
            found.append(_sent_late(ask))
        return found

    def _found(self, ask: Ask, page: Page) -> list[Ask]:
        found = [new for new in page.asks(self._row_of, self._files_for) if self._is_new(new)]
        if page.root.xpath("boolean(//@data-job)") and self._depth:
            do_waiting_jobs(self.app)
            found.append(Ask("GET", ask.address, by=page.endpoint, manner="once the work is done"))
        return found

    def _open(self, ask: Ask) -> TestResponse:
        headers = {"Accept": "application/json"} if ask.wants_json else {}
        if ask.method == "GET":
            return self.client.get(ask.address, headers=headers)
        data: dict[str, object] = {}
        for name in dict(ask.values):
            data[name] = [value for other, value in ask.values if other == name]
        if ask.file is not None:
            field_name, name, content = ask.file
            data[field_name] = (io.BytesIO(content), name)
        return self.client.post(ask.address, data=data, headers=headers)

    def _row_of(self, lookup: str) -> str:
        """A row that a field searches on the server."""
        if lookup not in self._rows:
            answer = self.client.get(lookup, headers={"Accept": "application/json"})
            rows = answer.json["results"] if answer.is_json and answer.json else []
            self._rows[lookup] = str(rows[0]["id"]) if rows else ""
        return self._rows[lookup]

    def _files_for(self, address: str) -> tuple[tuple[str, bytes], ...]:
        return self.files.get(address) or self.files.get(self._endpoint(Ask("POST", address)), ())

    # ---- What is alike ------------------------------------------------------------------------------------------

    def _is_new(self, ask: Ask) -> bool:
        if ask.method == "GET":
            if ask.address in self._addresses:
                return False
            self._addresses.add(ask.address)
        elif not self.writes:
            return False
        new = set(self._kinds_of(ask)) - self.kinds
        self.kinds |= new
        return bool(new)

    def _matched(self, ask: Ask) -> tuple[str, dict[str, object]] | None:
        try:
            endpoint, values = self._map.match(urlsplit(ask.address).path, method=ask.method)
        except HTTPException:
            return None
        return str(endpoint), dict(values)

    def _endpoint(self, ask: Ask) -> str:
        matched = self._matched(ask)
        return matched[0] if matched else ""

    def code_of(self, endpoint: str) -> str:
        """The function that answers: views that declare alone share those of the base view."""
        return getattr(self.app.view_functions[endpoint], "__qualname__", endpoint)

    def _kinds_of(self, ask: Ask) -> Iterator[Kind]:
        """What an ask is made of: it is new when a part of it is."""
        matched = self._matched(ask)
        if matched is None:
            yield ask.method, ask.address
            return
        endpoint, values = matched
        query = urlsplit(ask.address).query
        if endpoint in _EACH_ROW and not self._depth:
            yield endpoint, *values.values(), *(tab for name, tab in parse_qsl(query) if name == "tab")
        path = frozenset((name, self._kind_of(name, value, ask)) for name, value in values.items())
        place: Kind = (ask.method, endpoint, path)
        code = self.code_of(endpoint)
        is_alike = not self.whole and code != endpoint
        if ask.method == "GET":
            alike: Kind = ("GET", code) if is_alike else place
            # A workbook of a list is made by the code of all; tests/kernel/workbook/test_every_file.py opens them all.
            is_file = not self.whole and endpoint.rsplit(".", 1)[-1] in FILES
            yield alike if is_file else place
            asked = [] if is_file else parse_qsl(query, keep_blank_values=True)
        else:
            is_first_row = ask.manner == "filled" and code.endswith(".add")
            alike = ("POST", code) if is_alike and not is_first_row else place
            yield (*alike, ask.manner, ask.file and ask.file[:2])
            yield "POST", code if is_alike else place, ask.button[0]
            asked = list(ask.values)
        for name, value in asked:
            is_telling = name in _TELLING and not value.isdecimal()
            if is_telling or ask.method == "GET" or not is_alike:
                yield (*alike, re.sub(r"\d+", "#", name), value if is_telling else "")

    def _kind_of(self, name: str, value: object, ask: Ask) -> str:
        if not isinstance(value, str):
            return ""
        is_step = name in ("kind", "token") and (ask.method == "POST" or ask.address.count("/") > 2)
        return "" if name == "token" or (is_step and not self.whole) else value


def _sent_late(ask: Ask) -> Ask:
    """The same form, opened before the change and sent after it, with another text: it meets the page of a conflict."""
    values = tuple(
        (name, value.removesuffix(BIS) + " ter" if value.endswith(BIS) else value) for name, value in ask.values
    )
    return replace(ask, values=values, manner="changed, then sent late")
