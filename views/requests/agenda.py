"""A request put on the agenda of a meeting: the next one by a button, another one from a page."""

from typing import Any

from flask import abort, flash, redirect, request

from mdo.kernel.base.periods import PARIS
from mdo.requests.agenda import meetings_to_come, put_on_agenda
from views.base.catalogues import gettext
from views.base.database import db
from views.base.fields import posted_ids
from views.base.pages import Crumb
from views.base.rendering import render
from views.base.undoing import written
from views.base.words import date_in_words, moment_in_words


def put_on(view: Any, pk: int) -> Any:
    """Adds the item and keeps the link, as one operation; comes back to the request."""
    row = view.fetch(pk, for_update=True)
    if not view.may_change(row):
        abort(403)
    chosen = posted_ids(request.form.getlist("meeting"))[:1]
    offered = {meeting.id: meeting for meeting in meetings_to_come(db.session, row.instance_id)}
    meeting = offered.get(chosen[0]) if chosen else None
    if meeting is None:
        flash(gettext("Choose a meeting of this body that is still to come."), "danger")
        return redirect(view.url("choose_agenda", pk=pk))
    day = date_in_words(meeting.start_at.astimezone(PARIS).date())

    def write() -> str:
        put_on_agenda(db.session, row, meeting)
        return gettext("On the agenda of %(day)s: %(what)s.", day=day, what=row)

    written(gettext("On the agenda of %(day)s: %(what)s", day=day, what=row), write)
    return redirect(view.url("show", pk=pk))


def choose_meeting(view: Any, pk: int) -> Any:
    """The meetings to come of the body of a request."""
    row = view.fetch(pk)
    if not view.may_change(row):
        abort(403)
    meetings = meetings_to_come(db.session, row.instance_id)
    title = gettext("Put on the agenda of a meeting")
    return render(
        "requests/choose_meeting.html",
        title=title,
        crumbs=(*view.crumbs(), Crumb(str(row), view.url("show", pk=pk)), Crumb(title)),
        request_name=str(row),
        instance=row.instance.name,
        meetings=tuple(
            (meeting.id, str(meeting), moment_in_words(meeting.start_at), meeting.place or "") for meeting in meetings
        ),
        action_url=view.url("put_on_agenda", pk=pk),
        cancel_url=view.url("show", pk=pk),
    )
