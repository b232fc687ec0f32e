"""CPU of whole requests in one process: what a page costs before a server, a socket or a disk has its say."""

import gc
import statistics
import time
from collections.abc import Mapping
from dataclasses import dataclass

from flask.testing import FlaskClient

from app import create_app
from bench.browsing import token_in
from bench.data import Data
from config import load_settings

READERS = ("mission", "ref5")
_STEPS = 60_000


@dataclass(frozen=True)
class Bar:
    """A page, and the milliseconds that it may take each reader; None where nobody has said."""

    name: str
    path: str
    most: tuple[float | None, float | None]


@dataclass(frozen=True)
class Cost:
    """The median milliseconds of a page for a reader, beside those of the fixed loop at the same time."""

    bar: Bar
    reader: str
    milliseconds: float
    loop: float


def bars_of(data: Data) -> tuple[Bar, ...]:
    """The pages that are timed."""
    return (
        Bar("people", "/personnes/list/", (6, 8)),
        Bar("mandates", "/mandats/list/", (6, 8)),
        Bar("bodies", "/instances/list/", (6, 8)),
        Bar("meetings", "/reunions/list/?f_to_come=1&order=start_at", (6, 8)),
        Bar("record", f"/instances/show/{data.body_id}", (None, None)),
        Bar("home", "/", (25, 25)),
        Bar("deadlines", "/echeances/list/", (25, 25)),
    )


def measure_cpu(data: Data, rounds: int) -> list[Cost]:
    """Every page for every reader in turn, so that what else the machine does touches them alike."""
    app = create_app(load_settings(data.environ))
    clients = {name: _signed_in(app.test_client(), name, data.password) for name in READERS}
    asked = [(bar, name) for bar in bars_of(data) for name in READERS]
    for bar, name in asked * 3:
        _milliseconds(clients, bar, name)  # what is made once is not counted
    taken: dict[tuple[Bar, str], list[float]] = {pair: [] for pair in asked}
    loops = []
    gc.collect()
    gc.freeze()
    for _ in range(rounds):
        loops.append(_loop())
        for bar, name in asked:
            taken[bar, name].append(_milliseconds(clients, bar, name))
    loop = statistics.median(loops)
    return [Cost(bar, name, statistics.median(times), loop) for (bar, name), times in taken.items()]


def _milliseconds(clients: Mapping[str, FlaskClient], bar: Bar, reader: str) -> float:
    begun = time.process_time()
    answer = clients[reader].get(bar.path)
    taken = (time.process_time() - begun) * 1000
    if answer.status_code not in {200, 404}:  # a référent has no record of a body of nowhere
        raise RuntimeError(f"{bar.path} answers {answer.status_code} to {reader}.")
    return taken


def _loop() -> float:
    """The same steps on every machine: what a millisecond is worth here."""
    begun = time.process_time()
    total = 0
    for number in range(_STEPS):
        total += number & 3
    return (time.process_time() - begun) * 1000


def _signed_in(client: FlaskClient, username: str, password: str) -> FlaskClient:
    token = token_in(client.get("/login/").get_data(as_text=True))
    answer = client.post("/login/", data={"username": username, "password": password, **token})
    if answer.status_code != 303:
        raise RuntimeError(f"{username} is not let in.")
    return client


def report(costs: list[Cost], people: int) -> None:
    """The table, with the fixed loop that tells one machine from another."""
    print(f"\n{people:,} people, SQLite, one process: median CPU of a request, ms")
    print(f"(a fixed loop of {_STEPS:,} steps takes {costs[0].loop:.1f} ms beside it)\n")
    for cost in costs:
        print(f"{cost.bar.name:<10} {cost.reader:<8} {cost.milliseconds:>7.1f}")


def verdicts(costs: list[Cost]) -> list[tuple[str, bool, bool]]:
    """The bars, in words; none is a gate, for a machine may be half as fast."""
    bars = [(cost, cost.bar.most[READERS.index(cost.reader)]) for cost in costs]
    return [
        (
            f"CPU of {cost.bar.name} for {cost.reader}: {cost.milliseconds:.1f} ms, wished {most}",
            cost.milliseconds <= most,
            False,
        )
        for cost, most in bars
        if most is not None
    ]
