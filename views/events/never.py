"""The members of a body who never followed a training: a list to invite."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Response, abort, request, url_for
from sqlalchemy import select

from mdo.events.followed import courses, never_followed
from mdo.kernel.base.context import context_of
from mdo.kernel.fields.columns import columns_named, loading_options
from mdo.people.columns import PERSON_COLUMNS
from models.instances import Instance, InstanceState
from models.people import Person
from views.base.catalogues import gettext
from views.base.database import db
from views.base.exporting import send_table
from views.base.fields import posted_ids
from views.base.pages import Crumb, Link
from views.base.rendering import render
from views.base.view import BackofficeView

_COLUMNS = columns_named(PERSON_COLUMNS, "last_name", "first_name", "organisation", "email", "phone")


@dataclass(frozen=True)
class _Asked:
    """What an address asks for; `people` is None as long as a training and a body are not chosen."""

    courses: Sequence[str]
    bodies: Sequence[Instance]
    course: str
    body: Instance | None
    people: Sequence[Person] | None


def _asked(view: BackofficeView) -> _Asked:
    if not (view.may("can_list", "PersonView") and view.may("can_list", "MandateView")):
        abort(403)
    known = courses(db.session)
    course = request.args.get("course", "")
    bodies = db.session.scalars(
        select(Instance).where(Instance.state == InstanceState.ACTIVE).order_by(Instance.sort_key)
    ).all()
    wanted = posted_ids(request.args.getlist("body")[:1])
    body = next((row for row in bodies if row.id in wanted), None)
    people = None
    if course in known and body is not None:
        people = never_followed(db.session, course, body.id, context_of(db.session).today, loading_options(_COLUMNS))
    return _Asked(known, bodies, course, body, people)


def never_page(view: BackofficeView) -> Any:
    """Asked by GET: a training and a body."""
    asked, title = _asked(view), gettext("Who never followed a training")
    people = asked.people
    return render(
        "events/never.html",
        title=title,
        crumbs=(*view.crumbs(), Crumb(title)),
        courses=asked.courses,
        bodies=[(row.id, row.name) for row in asked.bodies],
        chosen_course=asked.course,
        chosen_body=asked.body.id if asked.body is not None else None,
        people=None if people is None else [_person(row, view) for row in people],
        url=view.url("never"),
        export=_export_link(view, asked) if people else None,
    )


def never_file(view: BackofficeView) -> Response:
    """The same people as an Excel file, with how to reach them for who reads personal data."""
    asked = _asked(view)
    if not view.may("can_export", "PersonView"):
        abort(403)
    if asked.people is None or asked.body is None:
        abort(404)
    return send_table(
        title=gettext("Who never followed a training"),
        columns=view.visible_columns(_COLUMNS),
        rows=asked.people,
        what="PersonView",
        filters=f"{asked.course} – {asked.body.name}",
    )


def _export_link(view: BackofficeView, asked: _Asked) -> Link | None:
    if asked.body is None or not (view.may("can_export") and view.may("can_export", "PersonView")):
        return None
    address = view.url("never_export", course=asked.course, body=asked.body.id)
    return Link(gettext("Excel"), address, "file-earmark-spreadsheet", is_file=True)


def _person(row: Person, view: BackofficeView) -> tuple[str, str]:
    return str(row), url_for("PersonView.show", pk=row.id) if view.may("can_show", "PersonView") else ""
