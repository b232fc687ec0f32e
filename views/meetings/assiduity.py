"""The assiduity of a person, of a body and of an arrondissement, as a tab of their records."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from flask import request, url_for

from mdo.kernel.base.context import context_of
from mdo.kernel.fields.columns import Kind
from mdo.kernel.labels import enum_label
from mdo.meetings.assiduity import Assiduity, last_twelve_months, of_arrondissements, of_body, of_person
from mdo.reports.catalogue.assiduity import REPORT
from mdo.reports.declaration import may_read
from models.attendance import Presence
from models.instances import Instance
from models.people import Person
from models.territory import Arrondissement
from views.base.catalogues import gettext
from views.base.database import db
from views.base.fields import parse_date
from views.base.pages import Panel, TabContent
from views.base.record import TabSource
from views.base.words import value_in_words
from views.meetings.attendance_words import may

_TAB = "assiduity"
Found = Callable[[dt.date, dt.date], Assiduity]


def assiduity_tab(row: Person | Instance | Arrondissement) -> tuple[TabSource, ...]:
    """The tab, for a reader who may see attendance."""
    if not may("can_show"):
        return ()
    title = gettext("Assiduity")
    return (TabSource(_TAB, title, lambda: TabContent(_TAB, title, (_panel(row),))),)


def _panel(row: Person | Instance | Arrondissement) -> Panel:
    first, last = _period()
    found = _found(row)(first, last)
    rate = found.rate
    return Panel(
        gettext("Present or represented ÷ convened"),
        "meetings/panels/assiduity.html",
        {
            "tab": _TAB,
            "first": first.isoformat(),
            "last": last.isoformat(),
            "rate": value_in_words(rate, Kind.PERCENT) if rate is not None else "",
            "figures": (
                (gettext("Meetings held"), found.meetings),
                (gettext("Convocations"), found.convened),
                *(
                    (gettext(enum_label(presence)), number)
                    for presence, number in (
                        (Presence.PRESENT, found.present),
                        (Presence.REPRESENTED, found.represented),
                        (Presence.EXCUSED, found.excused),
                        (Presence.ABSENT, found.absent),
                        (Presence.EXPECTED, found.unmarked),
                    )
                ),
            ),
            "unmarked": found.unmarked,
            "convened": found.convened,
            "report_url": _report_url(row, first, last),
        },
    )


def _found(row: Person | Instance | Arrondissement) -> Found:
    match row:
        case Person():
            return lambda first, last: of_person(db.session, row.id, first, last)
        case Instance():
            return lambda first, last: of_body(db.session, row.id, first, last)
    return lambda first, last: of_arrondissements(db.session, first, last, [row.id]).get(row.id, Assiduity())


def _period() -> tuple[dt.date, dt.date]:
    """What the address asks for; the last twelve months where it asks for nothing, or for no period."""
    first, last = last_twelve_months(context_of(db.session).today)
    asked_first, asked_last = parse_date(request.args.get("from", "")), parse_date(request.args.get("to", ""))
    found = (asked_first or first, asked_last or last)
    return found if found[0] <= found[1] else (first, last)


def _report_url(row: Person | Instance | Arrondissement, first: dt.date, last: dt.date) -> str:
    """The report of the same period and place; a person is in no parameter of it."""
    if isinstance(row, Person) or not may_read(REPORT, may):
        return ""
    name = "body" if isinstance(row, Instance) else "arrondissement"
    period: dict[str, Any] = {f"f_{name}": row.id, "f_period_from": first.isoformat(), "f_period_to": last.isoformat()}
    return url_for("ReportView.show", name=REPORT.name, **period)
