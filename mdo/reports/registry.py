"""The reports by name, found in `catalogue/`. Two of one name, or a module without report, stop the start."""

import importlib
import pkgutil
from collections.abc import Iterable, Mapping

from mdo.reports import catalogue
from mdo.reports.declaration import May, Report, may_read
from mdo.reports.themes import Theme


def registered(reports: Iterable[Report]) -> Mapping[str, Report]:
    """Reports by name, by theme then in the order given.

    Raises ValueError for a name that two bear, and for two columns of one name.
    """
    found: dict[str, Report] = {}
    for report in reports:
        if report.name in found:
            raise ValueError(f"Two reports are named {report.name!r}: rename one.")
        names = [column.name for column in report.columns]
        if len(set(names)) < len(names):
            raise ValueError(f"The report {report.name!r} has two columns of one name.")
        found[report.name] = report
    order = list(Theme)
    return dict(sorted(found.items(), key=lambda item: order.index(item[1].theme)))


def declared() -> Iterable[Report]:
    """The reports of the modules of the catalogue. Raises TypeError for a module without one."""
    for module in sorted(pkgutil.iter_modules(catalogue.__path__), key=lambda module: module.name):
        report = importlib.import_module(f"{catalogue.__name__}.{module.name}").REPORT
        if not isinstance(report, Report):
            raise TypeError(f"The module {module.name!r} of the catalogue declares no report.")
        yield report


REPORTS: Mapping[str, Report] = registered(declared())


def by_theme(may: May) -> tuple[tuple[Theme, tuple[Report, ...]], ...]:
    """The reports of a reader, by theme; a theme without any is left out."""
    readable = [report for report in REPORTS.values() if may_read(report, may)]
    groups = ((theme, tuple(report for report in readable if report.theme is theme)) for theme in Theme)
    return tuple((theme, reports) for theme, reports in groups if reports)
