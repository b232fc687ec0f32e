"""Rows of series that fill all the columns of text of its lists: see tests/kernel/search/rows.py."""

from collections.abc import Callable
from typing import Any

from models.network import MeetingKind, MeetingSeries
from tests.support import factories as make

ROWS: dict[type, tuple[Callable[[], Any], ...]] = {
    MeetingSeries: (
        lambda: make.MeetingSeriesFactory(
            title="Série d’été", instance=make.InstanceFactory(name="Comité d’hiver"), kind=MeetingKind.PLENARY
        ),
    ),
}
