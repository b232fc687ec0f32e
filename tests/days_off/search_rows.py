"""Rows of days off that fill all the columns of text of its lists: see tests/kernel/search/rows.py."""

from collections.abc import Callable
from typing import Any

from models.days_off import DateToAvoid
from models.network import SchoolHoliday
from tests.support import factories as make
from tests.territory.search_rows import place_row

ROWS: dict[type, tuple[Callable[[], Any], ...]] = {
    SchoolHoliday: (lambda: make.SchoolHolidayFactory(label="Semaine des neiges"),),
    DateToAvoid: (
        lambda: make.DateToAvoidFactory(label="Vœux dü maire", arrondissement=place_row(), note="Salle prîse"),
    ),
}
