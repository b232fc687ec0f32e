"""« Mes calendriers »: the addresses that telephones and desks read, and what they are answered."""

from collections.abc import Iterable
from typing import Any

from flask import Response, abort, current_app, make_response, redirect, url_for
from flask_appbuilder import BaseView, expose, has_access
from flask_appbuilder.security.decorators import permission_name
from flask_babel import force_locale, lazy_gettext
from flask_wtf import FlaskForm
from sqlalchemy import select
from wtforms.validators import DataRequired, InputRequired, Length

from mdo.calendar.feeds import PAST_MONTHS, avoided_of, feeds_of, meetings_of, new_feed, opened_by
from mdo.kernel.base.context import context_of, through
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.periods import add_months, today_in_paris
from mdo.kernel.labels import FIELD_LABELS, enum_label
from mdo.kernel.rights.addresses import give_secret
from mdo.kernel.scope.limits import Reach
from mdo.meetings import body_calendar
from mdo.meetings.ics import CONTENT_TYPE, calendar_of, event_of_days, event_of_meeting
from mdo.meetings.needs import open_needs
from mdo.projects.calendar_days import called, milestones_between
from models.base import utc_now
from models.bounds import LAST_DAY
from models.calendar import CalendarFeed, FeedContent
from models.instances import Instance
from models.journal import Door
from views.base.catalogues import gettext
from views.base.database import db
from views.base.fields import MAX_ID, ChoiceField, TextField
from views.base.pages import Crumb
from views.base.rendering import render
from views.base.undoing import commit_undoable, flash_undoable
from views.base.words import moment_in_words
from views.meetings.ready import named
from views.security.gate import require_identity
from views.security.storage import reading, reading_as

_NAME, _CONTENT = (FIELD_LABELS[CalendarFeed][name] for name in ("label", "holds"))
_LONGEST = 80


class ContentField(ChoiceField):
    """Which meetings a calendar holds."""

    render_kind = "radio"


class FeedForm(FlaskForm):
    """A new calendar."""

    label = TextField(
        lazy_gettext(_NAME),
        [
            DataRequired(lazy_gettext("Fill this field.")),
            Length(max=_LONGEST, message=lazy_gettext("At most %(max)d characters.")),
        ],
        description=lazy_gettext("As your telephone will show it: “MDO meetings”, “My evenings”…"),
    )
    content = ContentField(
        lazy_gettext(_CONTENT),
        [InputRequired(lazy_gettext("Choose an item of the list."))],
        enum=FeedContent,
        choices=(),
        id="feed-content",  # `content` is that of the page
    )


class CalendarFeedView(BaseView):
    """The addresses of the reader: made, made anew, deleted. An address is shown once, when it is made."""

    route_base = "/mes-calendriers"
    default_view = "list"

    @expose("/")
    @has_access
    def list(self) -> Any:
        return _page(_form())

    @expose("/add", methods=["POST"])
    @has_access
    def add(self) -> Any:
        """Makes an address and shows it."""
        form = _form()
        if not form.validate():
            return _page(form, 422)
        through(db.session, Door.FORM, gettext("Creation: %(what)s", what=gettext("Calendar address")))
        try:
            feed, token = new_feed(db.session, form.label.data, form.content.data, utc_now())
        except RuleViolation as violation:
            db.session.rollback()
            form.form_errors = [*form.form_errors, violation.text(gettext)]
            return _page(form, 422)
        flash_undoable(gettext("Saved: %(what)s.", what=feed), commit_undoable())
        return _shown_once(feed.label, token)

    @expose("/renew/<int:pk>", methods=["POST"])
    @has_access
    @permission_name("edit")
    def renew(self, pk: int) -> Any:
        """Makes the address anew and shows it; the former one is dead."""
        feed = _own(pk)
        through(db.session, Door.FORM, gettext("New address: %(what)s", what=feed))
        token = give_secret(feed, utc_now())
        db.session.commit()
        return _shown_once(feed.label, token)

    @expose("/delete/<int:pk>", methods=["POST"])
    @has_access
    def delete(self, pk: int) -> Any:
        """Deletes a calendar: its address is dead, even when the deletion is taken back."""
        feed = _own(pk)
        text = gettext("Deleted: %(what)s.", what=feed)
        through(db.session, Door.FORM, gettext("Delete: %(what)s", what=feed))
        db.session.delete(feed)
        flash_undoable(text, commit_undoable())
        return redirect(url_for("CalendarFeedView.list"), 303)


def _form() -> FeedForm:
    form = FeedForm(data={"content": FeedContent.MINE})
    if context_of(db.session).scope.reach is Reach.ELECTED:
        form.content.offered = (FeedContent.MINE, FeedContent.ALL)
    return form


def _own(pk: int) -> CalendarFeed:
    """A calendar of the reader; 404 for any other, whatever her scope."""
    own = select(CalendarFeed).where(CalendarFeed.id == min(pk, MAX_ID), CalendarFeed.user_id == require_identity().id)
    feed = db.session.scalars(own).one_or_none()
    if feed is None:
        abort(404)
    return feed


def _page(form: FeedForm, status: int = 200) -> Any:
    title = gettext("My calendars")
    feeds = tuple(
        {
            "id": feed.id,
            "label": feed.label,
            "content": gettext(enum_label(feed.holds)),
            "issued": moment_in_words(feed.issued_at) if feed.token_hash else "",
        }
        for feed in feeds_of(db.session, require_identity().id)
    )
    return render("preferences/calendars.html", status, title=title, crumbs=(Crumb(title),), form=form, feeds=feeds)


def _shown_once(label: str, token: str) -> Any:
    title = gettext("Address of your calendar")
    return render(
        "preferences/calendar_address.html",
        title=title,
        crumbs=(Crumb(gettext("My calendars"), url_for("CalendarFeedView.list")), Crumb(title)),
        label=label,
        address=url_for("FeedFileView.read", token=token, _external=True),
    )


def _left_to_prepare(labels: Iterable[str]) -> str:
    """« Reste à préparer : salle confirmée, clés »; nothing where all is ready."""
    words = named(labels)
    return gettext("Still to prepare: %(what)s", what=words) if words else ""


class FeedFileView(BaseView):
    """What an address gives, without a session: the rights and the scope are those of its owner, asked each time."""

    route_base = "/calendrier"
    default_view = "read"

    @expose("/<string:token>.ics")
    def read(self, token: str) -> Response:
        """The calendar; 404 for an address that is unknown, revoked, or whose owner has lost the right to it."""
        today = today_in_paris()
        with reading() as everything:
            opened = opened_by(everything, token, today)
            if opened is None:
                abort(404)
            feed, context = opened
            label, content = feed.label, feed.holds
            locale = feed.user.locale or current_app.config["BABEL_DEFAULT_LOCALE"]
        may_open = ("MeetingView", "can_show") in context.rights
        with reading_as(context) as session, force_locale(locale):
            meetings = meetings_of(session, content)
            left = open_needs(session, meetings, today) if may_open else {}
            events = [
                event_of_meeting(
                    meeting,
                    url=url_for("MeetingView.show", pk=meeting.id, _external=True) if may_open else "",
                    description=_left_to_prepare(left.get(meeting.id, ())),
                )
                for meeting in meetings
            ]
            events += [
                event_of_days(f"date-{row.id}", row.label, row.start_on, row.end_on or row.start_on, row.updated_at)
                for row in avoided_of(session, content)
            ]
            if ("MilestoneView", "can_list") in context.rights:
                since = add_months(context.today, -PAST_MONTHS)
                owner_id = context.actor_id if content is FeedContent.MINE else None
                events += [
                    event_of_days(f"milestone-{row.id}", called(row), row.due_on, row.due_on, row.updated_at)
                    for row in milestones_between(session, since, LAST_DAY, owner_id)
                ]
            file = calendar_of(events, name=label)
        answer = make_response(file)
        answer.content_type = CONTENT_TYPE
        answer.headers.set("Content-Disposition", "inline", filename="mdo.ics")
        answer.headers["X-Robots-Tag"] = "noindex"
        return answer

    @expose("/instance/<string:token>.ics")
    def of_body(self, token: str) -> Response:
        """The calendar of a body for its members: title, day and place; 404 for an address that is no more."""
        with reading() as everything:
            instance_id = body_calendar.opened_by(everything, token)
            if instance_id is None:
                abort(404)
            body = everything.get_one(Instance, instance_id)
            found = body_calendar.meetings_of(everything, instance_id, today_in_paris())
            file = calendar_of([event_of_meeting(meeting) for meeting in found], name=body.name)
        answer = make_response(file)
        answer.content_type = CONTENT_TYPE
        answer.headers.set("Content-Disposition", "inline", filename="mdo.ics")
        answer.headers["X-Robots-Tag"] = "noindex"
        return answer
