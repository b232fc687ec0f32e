"""The members of a body who never followed a training: a list to invite."""

from typing import Any

from flask import abort, request, url_for
from sqlalchemy import select

from mdo.events.followed import courses, never_followed
from mdo.kernel.base.context import context_of
from models.instances import Instance, InstanceState
from models.people import Person
from views.base.catalogues import gettext
from views.base.database import db
from views.base.fields import posted_ids
from views.base.pages import Crumb
from views.base.rendering import render
from views.base.view import BackofficeView


def never_page(view: BackofficeView) -> Any:
    """Asked by GET: a training and a body."""
    if not (view.may("can_list", "PersonView") and view.may("can_list", "MandateView")):
        abort(403)
    known = courses(db.session)
    course = request.args.get("course", "")
    bodies = db.session.scalars(
        select(Instance).where(Instance.state == InstanceState.ACTIVE).order_by(Instance.sort_key)
    ).all()
    wanted = posted_ids(request.args.getlist("body")[:1])
    body = next((row for row in bodies if row.id in wanted), None)
    people: Any = None
    if course in known and body is not None:
        people = never_followed(db.session, course, body.id, context_of(db.session).today)
    title = gettext("Who never followed a training")
    return render(
        "events/never.html",
        title=title,
        crumbs=(*view.crumbs(), Crumb(title)),
        courses=known,
        bodies=[(row.id, row.name) for row in bodies],
        chosen_course=course,
        chosen_body=body.id if body is not None else None,
        people=None if people is None else [_person(row, view) for row in people],
        url=view.url("never"),
    )


def _person(row: Person, view: BackofficeView) -> tuple[str, str]:
    return str(row), url_for("PersonView.show", pk=row.id) if view.may("can_show", "PersonView") else ""
