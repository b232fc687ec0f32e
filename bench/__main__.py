"""Prints statements, times, sizes, CPU and their ratios; status 1 when a gate is missed."""

import argparse

from bench import cpu, exports, growth, pages
from bench.data import prepare

PARTS = ("cpu", "pages", "exports", "growth")


def main() -> int:
    """Prepares, measures, prints; returns the status."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=30, help="visits of each page")
    parser.add_argument("--exports", type=int, default=5, help="exports of each")
    parser.add_argument("--only", choices=PARTS, help="one part alone")
    parser.add_argument("--sizes", default="10000,100000", help="numbers of people that growth compares (or 1000000)")
    parser.add_argument("--engines", default=",".join(growth.ENGINES), help="those that growth asks")
    parser.add_argument("--readers", default=",".join(growth.READERS), help="those for whom growth asks")
    arguments = parser.parse_args()
    if arguments.only == "growth":
        engines, readers = arguments.engines.split(","), arguments.readers.split(",")
        sizes = [int(size) for size in arguments.sizes.split(",")]
        grown = growth.measure_growth(sizes, arguments.rounds, engines, readers)
        growth.report(grown)
        return told(growth.verdicts(grown))
    data = prepare(arguments.people)
    results = []
    if arguments.only in {None, "cpu"}:
        costs = cpu.measure_cpu(data, arguments.rounds)
        cpu.report(costs, arguments.people)
        results += cpu.verdicts(costs)
    if arguments.only in {None, "pages"}:
        measures = pages.measure_pages(data, arguments.rounds)
        pages.report(measures, arguments.people)
        results += pages.verdicts(measures)
    if arguments.only in {None, "exports"}:
        taken = exports.measure_exports(data, arguments.exports)
        exports.report(taken)
        results += exports.verdicts(taken)
    return told(results)


def told(results: list[tuple[str, bool, bool]]) -> int:
    """Prints the bars; returns the status."""
    print()
    for words, is_met, is_gate in results:
        print(f"{'met   ' if is_met else 'MISSED'} {words}{'' if is_gate else ' (no gate)'}")
    return int(any(is_gate and not is_met for _, is_met, is_gate in results))


if __name__ == "__main__":
    raise SystemExit(main())
