"""The ranking of a call on its page: mean, spread and place of each application, who is concerned, who is missing."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from flask import url_for
from flask_babel import format_decimal
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from mdo.calls.marking import Marked, in_hundredths
from mdo.calls.ranking import jurors_of, ranking_of
from mdo.kernel.base.context import context_of
from mdo.kernel.base.messages import N_
from models.applications import Application
from models.calls import CallJuror, ProjectCall
from views.base.catalogues import gettext, ngettext
from views.base.database import db
from views.base.pages import Panel, TabContent
from views.base.record import TabSource
from views.base.view import BackofficeView
from views.contracts.panels import euros, number_head, panel_row, rows_panel

RANKING = "CallScenarioView"


def ranking_tab(view: BackofficeView, call: ProjectCall) -> TabSource | None:
    """The ranking, for who reads what juries say."""
    if not view.may("can_list", RANKING):
        return None
    title = gettext("Ranking")
    return TabSource("ranking", title, lambda: TabContent("ranking", title, (ranking_panel(view, call, title),)))


def ranking_panel(view: BackofficeView, call: ProjectCall, title: str) -> Panel:
    """One line an application, the first in the ranking first; a reader who is concerned reads no mark of hers."""
    found = ranking_of(db.session, call)
    jurors = {juror.id: juror for juror in jurors_of(db.session, call.id)}
    asked = select(Application).where(Application.id.in_([row.candidate.id for row in found]))
    applications = {row.id: row for row in db.session.scalars(asked.options(selectinload(Application.instance)))}
    me = next((juror.id for juror in jurors.values() if juror.user_id == _reader()), None)
    rows = [_row(view, row, applications[row.candidate.id], jurors, me) for row in found]
    headers = (
        number_head(N_("Place (rank)")),
        N_("Application"),
        N_("Council"),
        number_head(N_("Asked, with tax")),
        number_head(N_("Mean of the jury")),
        number_head(N_("Spread")),
        N_("Told of the jury"),
    )
    return rows_panel(title, headers, rows, (), gettext("No application is judged yet."), note=_note(jurors.values()))


def _reader() -> int | None:
    return context_of(db.session).actor_id


def _row(
    view: BackofficeView, row: Marked, application: Application, jurors: dict[int, CallJuror], me: int | None
) -> dict[str, Any]:
    hides = me is not None and me in row.concerned
    url = url_for("ApplicationView.show", pk=application.id) if view.may("can_show", "ApplicationView") else ""
    words = gettext("You are concerned: its marks are not shown to you.") if hides else _told(row, jurors)
    return panel_row(
        application.title,
        "" if row.rank is None or hides else str(row.rank),
        {"text": f"{application.number} – {application.title}", "url": "" if hides else url},
        application.instance.name if application.instance is not None else "",
        euros(application.asked_incl_tax),
        "" if hides else two_decimals(row.mean),
        "" if hides else two_decimals(row.spread),
        words,
    )


def two_decimals(exact: Fraction | None) -> str:
    """A mean as it is read; nothing where there is none, which is not 0."""
    mean = in_hundredths(exact)
    return "" if mean is None else str(format_decimal(mean, format="0.00"))


def _told(row: Marked, jurors: dict[int, CallJuror]) -> str:
    parts = []
    if row.concerned:
        who = (_away(jurors[juror], row.set_aside.get(juror, 0)) for juror in sorted(row.concerned))
        parts.append(gettext("déport: %(who)s", who=", ".join(who)))
    if row.missing:
        parts.append(gettext("missing: %(who)s", who=", ".join(str(jurors[juror]) for juror in sorted(row.missing))))
    return " – ".join(parts)


def _away(juror: CallJuror, aside: int) -> str:
    """Who is concerned, with the marks that she had given before she said so."""
    return gettext("%(who)s (marks set aside: %(count)d)", who=juror, count=aside) if aside else str(juror)


def _note(jurors: Sequence[CallJuror] | Any) -> str:
    """Of how many the means are; of a call of before, whose jury was not written down, that alone."""
    count = len(list(jurors))
    if not count:
        return gettext("Who sat on the jury of this call is not written here.")
    return ngettext(
        "Of %(num)d juror; who is concerned by a project is no part of its mean.",
        "Of %(num)d jurors; who is concerned by a project is no part of its mean.",
        count,
    )
