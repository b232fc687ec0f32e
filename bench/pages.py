"""Our pages beside those of stock Flask-AppBuilder and of Django's admin, on the same rows in the same order."""

import os
import shutil
import statistics
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import quote

from bench import stock_fab
from bench.browsing import Answer, Visitor, served
from bench.data import RELATED, ROOT, Data
from bench.peers.environment import admin_python

MAX_HTML = 100 * 1024
MAX_FORM_HTML = 64 * 1024
MAX_OPTIONS = 200


STOCK, DJANGO = "stock Flask-AppBuilder", "Django's admin"
PEERS = (STOCK, DJANGO)
LISTS = ("people", "mandates", "bodies")
LIST_TIMES, RECORD_TIMES = 3, 6


@dataclass(frozen=True)
class Page:
    """A page of ours and its like in each of the peers, with the bar on our statements (T5)."""

    name: str
    ours: str
    peers: tuple[str, str]
    max_statements: int
    rounds: int


@dataclass(frozen=True)
class Measure:
    """The medians of all."""

    page: Page
    ours: Answer
    peers: tuple[Answer, ...]

    @property
    def ratios(self) -> tuple[float, ...]:
        """How many times faster ours is than each."""
        return tuple(peer.seconds / self.ours.seconds for peer in self.peers)


def pages_of(data: Data, rounds: int) -> tuple[Page, ...]:
    """The pages compared: lists in their default order, search, filter, form, record with 200 related rows."""
    few = max(rounds // 10, 3)  # a stock form takes seconds
    word, body = quote(data.last_name), data.body_id
    return (
        Page("people", "/personnes/list/", ("/stockpersonview/list/", "/in_admin/person/"), 6, rounds),
        Page("mandates", "/mandats/list/", ("/stockmandateview/list/", "/in_admin/mandate/"), 6, rounds),
        Page("bodies", "/instances/list/", ("/stockinstanceview/list/", "/in_admin/instance/"), 6, rounds),
        Page(
            "search",
            f"/personnes/list?q={word}",
            (f"/stockpersonview/list/?_flt_2_last_name={word}", f"/in_admin/person/?q={word}"),
            6,
            rounds,
        ),
        Page(
            "filter",
            f"/mandats/list?f_instance={body}",
            (f"/stockfilteredview/list/?_flt_0_instance={body}", f"/in_admin/mandate/?instance__id__exact={body}"),
            6,
            rounds,
        ),
        Page(
            "form",
            f"/mandats/edit/{data.mandate_id}",
            (f"/stockmandateview/edit/{data.mandate_id}", f"/in_admin/mandate/{data.mandate_id}/change/"),
            8,
            few,
        ),
        Page(
            "record",
            f"/instances/show/{body}",
            (f"/stockinstanceview/show/{body}", f"/in_admin/instance/{body}/change/"),
            8,
            rounds,
        ),
    )


def measure(page: Page, ours: Visitor, peers: tuple[Visitor, ...]) -> Measure:
    """All in turn, so that what else the machine does touches all alike; the first visit of each is not counted."""
    visits = [(ours, page.ours), *zip(peers, page.peers, strict=True)]
    for visitor, path in visits:
        visitor.get(path)
    rounds = [[visitor.get(path) for visitor, path in visits] for _ in range(page.rounds)]
    own, *others = (_median(list(answers)) for answers in zip(*rounds, strict=True))
    return Measure(page, own, tuple(others))


def _median(answers: list[Answer]) -> Answer:
    return Answer(
        statistics.median(answer.seconds for answer in answers),
        max(answer.statements for answer in answers),
        max(answer.size for answer in answers),
        max(answer.longest_select for answer in answers),
    )


def report(measures: list[Measure], people: int) -> None:
    """The table: ours | stock Flask-AppBuilder | Django's admin."""
    print(f"\n{people:,} people, one worker each, median of the visits (ours | {' | '.join(PEERS)})\n")
    print(f"{'page':<9} {'SQL':>18} {'ms':>28} {'faster':>15} {'HTML KiB':>24} {'longest select':>22}")
    for item in measures:
        every = (item.ours, *item.peers)
        print(
            f"{item.page.name:<9} {_row([f'{answer.statements:>4}' for answer in every]):>18}"
            f" {_row([f'{answer.seconds * 1000:>7.1f}' for answer in every]):>28}"
            f" {_row([f'{ratio:.1f}x' for ratio in item.ratios]):>15}"
            f" {_row([f'{answer.size / 1024:>6.1f}' for answer in every]):>24}"
            f" {_row([f'{answer.longest_select:>5}' for answer in every]):>22}"
        )


def _row(cells: list[str]) -> str:
    return " | ".join(cells)


def verdicts(measures: list[Measure]) -> list[tuple[str, bool, bool]]:
    """The bars: in words, whether it is met, whether it is a gate."""
    by_name = {item.page.name: item for item in measures}
    found = [
        (
            f"T5 {name}: {item.ours.statements} statements, at most {item.page.max_statements}",
            item.ours.statements <= item.page.max_statements,
            True,
        )
        for name, item in by_name.items()
    ]
    form = by_name["form"]
    times = form.ratios[PEERS.index(STOCK)]
    found += [
        (f"T8 form: {form.ours.size} bytes, at most {MAX_FORM_HTML}", form.ours.size <= MAX_FORM_HTML, True),
        (f"T8 form: {times:.1f} times faster, at least 25", times >= 25, True),
    ]
    found += [
        (
            f"T8 {name}: {item.ours.size} bytes (at most {MAX_HTML}), {item.ours.longest_select} options (at most 200)",
            item.ours.size <= MAX_HTML and item.ours.longest_select <= MAX_OPTIONS,
            True,
        )
        for name, item in by_name.items()
    ]
    for name, wished in (*((name, LIST_TIMES) for name in LISTS), ("record", RECORD_TIMES)):
        what = f"T9 record with {RELATED} related rows" if name == "record" else f"T4 {name}"
        found += [
            (f"{what}: {ratio:.1f} times as fast as {peer}, wished {wished}", ratio >= wished, False)
            for peer, ratio in zip(PEERS, by_name[name].ratios, strict=True)
        ]
    return found


def measure_pages(data: Data, rounds: int) -> list[Measure]:
    """Every page of all."""
    with (
        served("bench.ours:create_app()", data.environ, data.folder / "ours.log") as our_server,
        served("bench.stock_fab:create_app()", data.environ, data.folder / "stock.log") as stock_server,
        _django(data) as django,
    ):
        ours, stock = Visitor(our_server.url), Visitor(stock_server.url)
        ours.sign_in("admin", data.password)
        stock.sign_in(stock_fab.USERNAME, stock_fab.PASSWORD)
        return [measure(page, ours, (stock, django)) for page in pages_of(data, rounds)]


@contextmanager
def _django(data: Data) -> Iterator[Visitor]:
    """Someone signed in to Django's admin, on a copy of the rows with Django's own tables beside them."""
    python, copy = admin_python(), data.folder / "django.sqlite"
    shutil.copyfile(data.folder / "stock.sqlite", copy)
    environ = {
        "PATH": os.environ.get("PATH", ""),
        "PYTHONPATH": str(ROOT),
        "BENCH_DATABASE": str(copy),
        "DJANGO_SETTINGS_MODULE": "bench.peers.in_admin.settings",
        "DJANGO_SUPERUSER_PASSWORD": stock_fab.PASSWORD,
    }
    account = ("--username", stock_fab.USERNAME, "--email", "stock@bench.example")
    for command in (("migrate", "--no-input"), ("createsuperuser", "--no-input", *account)):
        subprocess.run([python, "-m", "django", *command], cwd=ROOT, env=environ, check=True, stdout=subprocess.DEVNULL)
    application = "django.core.wsgi:get_wsgi_application()"
    with served(application, environ, data.folder / "django.log", python) as server:
        visitor = Visitor(server.url)
        visitor.sign_in(stock_fab.USERNAME, stock_fab.PASSWORD)
        yield visitor
