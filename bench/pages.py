"""Our pages beside those of stock Flask-AppBuilder."""

import statistics
from dataclasses import dataclass
from urllib.parse import quote

from bench import stock_fab
from bench.browsing import Answer, Visitor, served
from bench.data import RELATED, Data

MAX_HTML = 100 * 1024
MAX_FORM_HTML = 64 * 1024
MAX_OPTIONS = 200


@dataclass(frozen=True)
class Page:
    """A page of ours and its like in stock Flask-AppBuilder, with the bar on our statements (T5)."""

    name: str
    ours: str
    stock: str
    max_statements: int
    rounds: int


@dataclass(frozen=True)
class Measure:
    """The medians of both."""

    page: Page
    ours: Answer
    stock: Answer

    @property
    def ratio(self) -> float:
        """How many times faster ours is."""
        return self.stock.seconds / self.ours.seconds


def pages_of(data: Data, rounds: int) -> tuple[Page, ...]:
    """The pages compared: list with three relations, search, filter, form, record with 200 related rows."""
    few = max(rounds // 10, 3)  # a stock form takes seconds
    word = quote(data.last_name)
    return (
        Page("list", "/mandats/list", "/stockmandateview/list/", 6, rounds),
        Page("search", f"/personnes/list?q={word}", f"/stockpersonview/list/?_flt_2_last_name={word}", 6, rounds),
        Page(
            "filter",
            f"/mandats/list?f_instance={data.body_id}",
            f"/stockfilteredview/list/?_flt_0_instance={data.body_id}",
            6,
            rounds,
        ),
        Page("form", f"/mandats/edit/{data.mandate_id}", f"/stockmandateview/edit/{data.mandate_id}", 8, few),
        Page("record", f"/instances/show/{data.body_id}", f"/stockinstanceview/show/{data.body_id}", 8, rounds),
    )


def measure(page: Page, ours: Visitor, stock: Visitor) -> Measure:
    """Both in turn, so that what else the machine does touches both alike; the first visit of each is not counted."""
    ours.get(page.ours), stock.get(page.stock)
    pairs = [(ours.get(page.ours), stock.get(page.stock)) for _ in range(page.rounds)]
    return Measure(page, _median([pair[0] for pair in pairs]), _median([pair[1] for pair in pairs]))


def _median(answers: list[Answer]) -> Answer:
    return Answer(
        statistics.median(answer.seconds for answer in answers),
        max(answer.statements for answer in answers),
        max(answer.size for answer in answers),
        max(answer.longest_select for answer in answers),
    )


def report(measures: list[Measure], people: int) -> None:
    """The table: ours | stock."""
    print(f"\n{people:,} people, one worker each, median of the visits (ours | stock Flask-AppBuilder)\n")
    print(f"{'page':<8} {'SQL':>11} {'ms':>17} {'faster':>8} {'HTML KiB':>15} {'longest select':>16}")
    for item in measures:
        ours, stock = item.ours, item.stock
        print(
            f"{item.page.name:<8} {ours.statements:>4} | {stock.statements:>4}"
            f" {ours.seconds * 1000:>7.1f} | {stock.seconds * 1000:>7.1f} {item.ratio:>7.1f}x"
            f" {ours.size / 1024:>6.1f} | {stock.size / 1024:>6.1f}"
            f" {ours.longest_select:>6} | {stock.longest_select:>7}"
        )


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
    found += [
        (f"T8 form: {form.ours.size} bytes, at most {MAX_FORM_HTML}", form.ours.size <= MAX_FORM_HTML, True),
        (f"T8 form: {form.ratio:.1f} times faster, at least 25", form.ratio >= 25, True),
    ]
    found += [
        (
            f"T8 {name}: {item.ours.size} bytes (at most {MAX_HTML}), {item.ours.longest_select} options (at most 200)",
            item.ours.size <= MAX_HTML and item.ours.longest_select <= MAX_OPTIONS,
            True,
        )
        for name, item in by_name.items()
    ]
    found += [
        (f"T4 list: {by_name['list'].ratio:.1f} times faster, wished 4", by_name["list"].ratio >= 4, False),
        (
            f"T9 record with {RELATED} related rows: {by_name['record'].ratio:.1f} times faster, wished 6",
            by_name["record"].ratio >= 6,
            False,
        ),
    ]
    return found


def measure_pages(data: Data, rounds: int) -> list[Measure]:
    """Every page of both."""
    with (
        served("bench.ours:create_app()", data.environ, data.folder / "ours.log") as our_server,
        served("bench.stock_fab:create_app()", data.environ, data.folder / "stock.log") as stock_server,
    ):
        ours, stock = Visitor(our_server.url), Visitor(stock_server.url)
        ours.sign_in("admin", data.password)
        stock.sign_in(stock_fab.USERNAME, stock_fab.PASSWORD)
        return [measure(page, ours, stock) for page in pages_of(data, rounds)]
