"""The list of mandates as a workbook: ours, the bare limit, and the export buttons of others, in turn.

Each answers as it is served, by one gunicorn worker; CPU is what the worker itself took, user and system.
"""

import io
import os
import statistics
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from python_calamine import CalamineWorkbook

from bench.browsing import Server, Visitor, served
from bench.data import ROOT, Data
from bench.export_apps import COLUMNS
from bench.peers.environment import peers_python

OURS, LIMIT, OPENPYXL = "ours", "the bare limit", "openpyxl alone"
OURS_BY_INDEX = "ours, list of people"  # in the order of an index: nothing is sorted before the first row
PEERS = DJANGO, FLASK_ADMIN = "django-import-export", "Flask-Admin"
TIMES_LESS = 12
MANY = 100_000  # rows; of a short list, the page around the rows costs more than they do
MOST_OF_LIMIT, WISHED_OF_LIMIT, WISHED_OF_OPENPYXL = 2.0, 1.3, 5
MOST_MEMORY, WISHED_FIRST = 16, 0.1
_SHEET = b"xl/worksheets/sheet1.xml"
_MEBIBYTE = 1024 * 1024
_CHUNK = 65_536


@dataclass(frozen=True)
class Taken:
    """One export: CPU and wall seconds, seconds until the first byte of the sheet, bytes."""

    cpu: float
    seconds: float
    first: float
    size: int


@dataclass
class Exporter:
    """Who makes the workbook, and what it took, round by round; memory in MiB."""

    name: str
    server: Server
    visitor: Visitor
    path: str
    idle: float = 0.0
    peak: float = 0.0
    names: list[str] = field(default_factory=list)
    taken: list[Taken] = field(default_factory=list)

    @property
    def cpu(self) -> float:
        """The median of the CPU seconds."""
        return statistics.median(item.cpu for item in self.taken)

    @property
    def first(self) -> float:
        """The median of the seconds until the first byte of the sheet."""
        return statistics.median(item.first for item in self.taken)

    def take(self) -> None:
        """Reads the workbook once more."""
        worker = self.server.worker
        if not self.taken:
            Path(f"/proc/{worker}/clear_refs").write_text("5")  # its peak is now what it holds
            self.idle = _memory(worker, "VmRSS")
        before, begun = _cpu_seconds(worker), time.perf_counter()
        first, parts = 0.0, []
        with self.visitor.open(self.path) as answer:
            while chunk := answer.read1(_CHUNK):
                parts.append(chunk)
                if not first and _SHEET in b"".join(parts[-2:]):
                    first = time.perf_counter() - begun
        seconds = time.perf_counter() - begun
        body = b"".join(parts)
        self.taken.append(Taken(_cpu_seconds(worker) - before, seconds, first or seconds, len(body)))
        self.peak = _memory(worker, "VmHWM")
        if not self.names:
            rows = CalamineWorkbook.from_filelike(io.BytesIO(body)).get_sheet_by_index(0).to_python()
            self.names = sorted(str(row[0]) for row in rows[1:])


def _cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _memory(pid: int, name: str) -> float:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name)) / 1024


@contextmanager
def exporters(data: Data) -> Iterator[list[Exporter]]:
    """All of them, each with its server."""
    python = peers_python()
    stock = data.folder / "stock.sqlite"
    bare = {**data.environ, "BENCH_DATABASE_URL": f"sqlite:///{stock}"}
    of_peers = {"PATH": os.environ.get("PATH", ""), "PYTHONPATH": str(ROOT), "BENCH_DATABASE": str(stock)}
    of_peers["DJANGO_SETTINGS_MODULE"] = "bench.peers.in_django.settings"
    with ExitStack() as stack:

        def start(application: str, environ: dict[str, str], name: str, python: str | None = None) -> Server:
            log = data.folder / f"export-{name}.log"
            options = (python,) if python else ()
            return stack.enter_context(served(application, environ, log, *options))

        ours = start("bench.ours:create_app()", data.environ, "ours")
        limit = start("bench.export_apps:create_app()", bare, "limit")
        # A server of its own: what openpyxl leaves in memory is not the limit's.
        openpyxl = start("bench.export_apps:create_app()", bare, "openpyxl")
        django = start("django.core.wsgi:get_wsgi_application()", of_peers, "django", python)
        flask_admin = start("bench.peers.with_flask_admin:create_app()", of_peers, "flask-admin", python)
        by_index = start("bench.ours:create_app()", data.environ, "ours-by-index")
        visitor, other = Visitor(ours.url), Visitor(by_index.url)
        visitor.sign_in("admin", data.password)
        other.sign_in("admin", data.password)
        columns = "&".join(f"cols={name}" for name in COLUMNS)
        yield [
            Exporter(OURS, ours, visitor, f"/mandats/export?{columns}"),
            Exporter(OURS_BY_INDEX, by_index, other, "/personnes/export"),
            Exporter(LIMIT, limit, Visitor(limit.url), "/limit"),
            Exporter(OPENPYXL, openpyxl, Visitor(openpyxl.url), "/openpyxl"),
            Exporter(DJANGO, django, Visitor(django.url), "/export"),
            Exporter(FLASK_ADMIN, flask_admin, Visitor(flask_admin.url), "/mandate/export/xlsx/"),
        ]


def measure_exports(data: Data, rounds: int) -> list[Exporter]:
    """Everyone in turn, so that what else the machine does touches all alike."""
    with exporters(data) as found:
        for number in range(1, rounds + 1):
            for item in found:
                item.take()
            print(f"export, round {number} of {rounds}", flush=True)
    return found


def report(found: list[Exporter]) -> None:
    """The table."""
    ours = found[0]
    rows = len(ours.names)
    print(f"\nThe list of {rows:,} mandates as a workbook, {len(COLUMNS)} columns; medians, one worker each, in turn\n")
    print(
        f"{'':<22} {'CPU s':>7} {'[least–most]':>14} {'of ours':>8} {'1st byte':>11} {'MiB idle → peak':>17} {'MB':>6}"
    )
    for item in found:
        least, most = min(one.cpu for one in item.taken), max(one.cpu for one in item.taken)
        print(
            f"{item.name:<22} {item.cpu:>7.2f} {f'{least:.2f}–{most:.2f}':>14} {item.cpu / ours.cpu:>7.1f}x"
            f" {item.first:>11.3f} {f'{item.idle:.0f} → {item.peak:.0f}':>17} {item.taken[-1].size / 1e6:>6.1f}"
        )


def verdicts(found: list[Exporter]) -> list[tuple[str, bool, bool]]:
    """The bars: in words, whether it is met, whether it is a gate."""
    by_name = {item.name: item for item in found}
    ours, limit = by_name[OURS], by_name[LIMIT]
    best = min((by_name[name] for name in PEERS), key=lambda item: item.cpu)
    less, of_limit = best.cpu / ours.cpu, ours.cpu / limit.cpu
    of_openpyxl = by_name[OPENPYXL].cpu / ours.cpu
    by_index = by_name[OURS_BY_INDEX]
    memory, sorted_memory = by_index.peak - by_index.idle, ours.peak - ours.idle
    is_same = all(item.names == ours.names for item in found if item.name != OURS_BY_INDEX)
    return [
        (f"export: all five files hold the same {len(ours.names):,} mandates", is_same, True),
        (
            f"export: {less:.1f} times less CPU than {best.name}, at least {TIMES_LESS}",
            less >= TIMES_LESS,
            len(ours.names) >= MANY,
        ),
        (f"T1 export: {of_limit:.2f} times the bare limit, at most {MOST_OF_LIMIT:g}", of_limit <= MOST_OF_LIMIT, True),
        (f"T1 export: the same, wished {WISHED_OF_LIMIT}", of_limit <= WISHED_OF_LIMIT, False),
        (
            f"T1 export: {of_openpyxl:.1f} times less CPU than openpyxl, wished {WISHED_OF_OPENPYXL}",
            of_openpyxl >= WISHED_OF_OPENPYXL,
            False,
        ),
        (f"T2 list of people: {memory:.1f} MiB above idle, at most {MOST_MEMORY}", memory <= MOST_MEMORY, True),
        # The database sorts these first: the bare limit, which asks the same of it, is above idle too.
        (
            f"T2 list of mandates: {sorted_memory:.1f} MiB above idle (limit {limit.peak - limit.idle:.1f}), wished 16",
            sorted_memory <= MOST_MEMORY,
            False,
        ),
        *(_first_byte(words, item) for words, item in (("list of people", by_index), ("list of mandates", ours))),
    ]


def _first_byte(words: str, item: Exporter) -> tuple[str, bool, bool]:
    found, wished = item.first * 1000, WISHED_FIRST * 1000
    return f"T2 {words}: first byte of the sheet after {found:.0f} ms, wished {wished:.0f}", found <= wished, False
