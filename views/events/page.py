"""The parts of the page of an event: where its list stands, who came, what they said, what it cost."""

import datetime as dt
from collections import Counter
from typing import Any

from flask import url_for
from sqlalchemy import select

from mdo.events.followed import (
    NO_SPENDING,
    Came,
    cost_of,
    cost_per_participant,
    followed_by,
    hours_by_year,
    marks_of,
    mean_of,
    rate_of,
    who_came,
    who_missed,
)
from mdo.events.hours import HOURS_RULE, in_hours
from mdo.events.places import SEATED, is_promoting
from mdo.events.registering import asked_of, places_of, rank_of, starts_at, to_call
from mdo.kernel.base.context import AnySession, context_of
from mdo.kernel.base.messages import N_
from mdo.kernel.fields.columns import Kind
from mdo.kernel.labels import FIELD_LABELS
from models.base import utc_now
from models.events import Event, EventEvaluation, EventRegistration, EventState, RegistrationState
from models.people import Person
from views.base.catalogues import gettext, ngettext
from views.base.database import db
from views.base.pages import Cell, Panel, TabContent
from views.base.record import TabSource
from views.base.view import BackofficeView
from views.base.words import date_in_words, moment_in_words, value_in_words
from views.contracts.panels import euros, number_head, panel_row, rows_panel

QUESTIONS = ("overall", "content", "organisation")


def standing_tab(view: BackofficeView, event: Event) -> TabSource:
    """Where the list stands, who is to be called, and what is known of those who came."""
    title = gettext("Where it stands")

    def fill() -> TabContent:
        panels = [_places(view, event)]
        calls = _calls(view, event)
        if calls is not None:
            panels.append(calls)
        if view.may("can_list", "EventRegistrationView") and reads_who_came():
            came = who_came(db.session, event)
            if came or event.state is EventState.HELD:
                panels.append(_came(view, event, came))
        return TabContent("standing", title, tuple(panels))

    return TabSource("standing", title, fill)


def state_in_words(session: AnySession, row: EventRegistration) -> str:
    """Where a registration stands, with the rank of who waits."""
    words, rank = value_in_words(row.state), rank_of(session, row)
    return words if rank is None else gettext("%(state)s, rank %(rank)s", state=words, rank=rank)


def reads_who_came() -> bool:
    """Whether the reader has the lists of the sessions: who has limits has none, and would read « 0 » for many."""
    return context_of(db.session).scope.is_unlimited


def _places(view: BackofficeView, event: Event) -> Panel:
    asked, places = asked_of(db.session, event.id), places_of(db.session, event.id)
    states = Counter(one.state for one in asked)
    # Who has limits reads some of those who registered: these figures are of all of them.
    taken = gettext("Places taken") if reads_who_came() else gettext("Places taken, in the whole city")
    facts = [
        *_project(view, event),
        Cell("seated", taken, str(sum(states[state] for state in SEATED))),
        *(
            Cell(f"left-{pool or 'others'}", _pool_in_words(pool, bool(places.kept)), str(left))
            for pool, left in places.left(asked).items()
            if left is not None
        ),
        *(
            Cell(state.value, value_in_words(state), str(states[state]))
            for state in (RegistrationState.WAITING, RegistrationState.OFFERED, RegistrationState.UNCONFIRMED)
            if states[state]
        ),
    ]
    if _gives_a_place(event, places.promoted(asked)):
        words = gettext("Within a minute, by itself, to the first who wait for it.")
        facts.append(Cell("given", gettext("Place that came free"), words))
    if event.is_public and event.state is EventState.OPEN:
        url = url_for("EventPageView.page", slug=event.slug, _external=True) if event.site_url else None
        words = url or gettext("Save the event once more: its page then opens, with the address of this application.")
        facts.append(Cell("public", gettext("Public page"), words, url=url))
    if event.needs_erased_at is not None:
        facts.append(Cell("needs", gettext("Needs (access, food)"), _erased(event)))
    return Panel(gettext("Places (event)"), "base/panels/facts.html", {"facts": tuple(facts)})


def _project(view: BackofficeView, event: Event) -> list[Cell]:
    """Whose tasks and money are those of the event."""
    if event.project is None:
        return []
    url = url_for("ProjectView.show", pk=event.project_id) if view.may("can_show", "ProjectView") else None
    label = FIELD_LABELS[Event]["project"]
    return [Cell("project", gettext(label), event.project.title, url=url)]


def _gives_a_place(event: Event, promoted: list[int]) -> bool:
    """Whether a place waits for the worker: whoever freed it does not see who comes next."""
    is_going_on = event.state in (EventState.OPEN, EventState.CLOSED)
    now = utc_now()
    return bool(promoted) and is_going_on and is_promoting(starts_at(db.session, event.id, now), event.stop_hours, now)


def _pool_in_words(pool: Any, has_kept: bool) -> str:
    if pool is not None:
        return gettext("Places left: %(audience)s", audience=value_in_words(pool))
    return gettext("Places left for the others") if has_kept else gettext("Places left")


def _erased(event: Event) -> str:
    """The line that says that what people needed is nowhere any more."""
    assert event.needs_erased_at is not None
    words = ngettext(
        "erased on %(day)s, of %(num)d person; backups made before keep them until they are purged",
        "erased on %(day)s, of %(num)d people; backups made before keep them until they are purged",
        event.needs_erased or 0,
        day=moment_in_words(event.needs_erased_at),
    )
    return str(words)


def _calls(view: BackofficeView, event: Event) -> Panel | None:
    """Those who wait once promotion has stopped, in the order in which one calls them."""
    if event.state not in (EventState.OPEN, EventState.CLOSED) or not view.may("can_list", "EventRegistrationView"):
        return None
    waiting = to_call(db.session, event, utc_now())
    if not waiting:
        return None
    has_numbers = view.reads_personal()
    may_come = set(places_of(db.session, event.id).promoted(asked_of(db.session, event.id)))
    rows = [
        panel_row(
            row.name,
            {"text": row.name, "url": url_for("EventRegistrationView.show", pk=row.id)},
            value_in_words(row.quality),
            gettext("free (event)") if row.id in may_come else gettext("none left (event)"),
            *((row.phone or row.email or gettext("no number"),) if has_numbers else ()),
        )
        for row in waiting
    ]
    labels = FIELD_LABELS[EventRegistration]
    note = gettext("It is too late for the list to go on by itself: call, then confirm the place of who comes.")
    if not has_numbers:
        note = gettext(
            "It is too late for the list to go on by itself: who reads contact details calls them, in this order."
        )
    headers = (
        labels["name"],
        labels["quality"],
        N_("Place for this audience"),
        *((N_("Phone or e-mail"),) if has_numbers else ()),
    )
    return rows_panel(gettext("Waiting list to call"), headers, rows, (), "", note=note)


def _came(view: BackofficeView, event: Event, came: list[Came]) -> Panel:
    silent, excused = who_missed(db.session, event)
    answers = len(event.evaluations)
    rate = rate_of(answers, len(came))
    facts = [
        Cell("present", gettext("Came"), str(len(came))),
        Cell("absent", gettext("Had a place and did not come, without a word"), ", ".join(silent) or "0"),
        *((Cell("excused", gettext("Excused (event)"), ", ".join(excused)),) if excused else ()),
        Cell("hours", gettext("Hours followed, in all"), in_hours(sum((one.time for one in came), dt.timedelta()))),
        Cell("rate", gettext("Answers among those present"), value_in_words(rate, Kind.PERCENT) or "—"),
    ]
    if event.project_id is not None and view.may("can_list", "ProjectSpendingView"):
        cost = cost_of(db.session, event)
        each = cost_per_participant(cost, len(came))
        words = euros(cost) if cost is not None else gettext(NO_SPENDING)
        facts.append(Cell("cost", gettext("Cost, with tax (project)"), words))
        if each is not None:
            facts.append(Cell("each", gettext("Cost by participant, with tax"), euros(each)))
    return Panel(gettext("Who came"), "base/panels/facts.html", {"facts": tuple(facts)})


# ---- What they said --------------------------------------------------------------------------------------------------


def evaluation_panel(event: Event) -> Panel:
    """The marks as charts, and what was written."""
    rows = db.session.scalars(
        select(EventEvaluation).where(EventEvaluation.event_id == event.id).order_by(EventEvaluation.id)
    ).all()
    labels = FIELD_LABELS[EventEvaluation]
    charts = []
    for name in QUESTIONS:
        marks = marks_of(rows, name)
        most, mean = max(marks.values()), mean_of(marks)
        if mean is None:
            continue
        charts.append(
            {
                "title": gettext(labels[name]),
                "mean": value_in_words(mean, Kind.DECIMAL),
                "bars": [
                    {"label": str(mark), "share": number / most, "text": str(number), "count": number}
                    for mark, number in marks.items()
                ],
            }
        )
    comments = [row.comment for row in rows if row.comment]
    data = {"charts": charts, "comments": comments, "count": len(rows)}
    return Panel(gettext("What they said"), "events/evaluation.html", data)


def evaluation_tab(view: BackofficeView, event: Event) -> TabSource | None:
    """Its charts, for who reads evaluations."""
    if not view.may("can_list", "EventEvaluationView") or not event.evaluations:
        return None
    title = gettext("What they said")
    return TabSource("said", title, lambda: TabContent("said", title, (evaluation_panel(event),)))


# ---- The page of a person --------------------------------------------------------------------------------------------


def trainings_tab(view: BackofficeView, person: Person) -> tuple[TabSource, ...]:
    """The events that somebody came to, and their hours by year, for who reads attendance."""
    if not (view.may("can_show", "EventView") and view.may("can_show", "AttendanceView")):
        return ()
    title = gettext("Trainings followed")

    def fill() -> TabContent:
        followed = followed_by(db.session, person.id)
        rows = [
            panel_row(
                one.event.title,
                {"text": one.event.title, "url": url_for("EventView.show", pk=one.event.id)},
                value_in_words(one.event.kind),
                date_in_words(one.on),
                in_hours(one.time),
            )
            for one in followed
        ]
        headers = (N_("Event"), N_("Kind of event"), N_("Day"), number_head(N_("Hours (followed)")))
        empty = gettext("No event or training followed yet.")
        note = gettext(HOURS_RULE) if rows else ""
        years = [panel_row(str(year), str(year), in_hours(time)) for year, time in hours_by_year(followed).items()]
        panels = [rows_panel(title, headers, rows, (), empty, note=note)]
        if years:
            panels.append(
                rows_panel(gettext("Hours by year"), (N_("Year"), number_head(N_("Hours (followed)"))), years, (), "")
            )
        return TabContent("trainings", title, tuple(panels))

    return (TabSource("trainings", title, fill),)
