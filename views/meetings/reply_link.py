"""The page of the link of a convocation: a first name, the meeting, one button; nobody signs in.

Reading it, whoever or whatever opens it, writes nothing. An answer is written in a session that reads the rows of one
convocation and writes one reply; what follows on the list is the product's own work, in the same entry of the journal.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from flask import Response, abort, redirect, request, url_for
from flask_appbuilder import BaseView, expose
from flask_wtf.csrf import validate_csrf
from sqlalchemy import select
from sqlalchemy.orm import joinedload
from wtforms.validators import ValidationError

from mdo.accounts.sign_in import TooManyAttempts, note_public_act
from mdo.kernel.base.context import Context
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.base.periods import day_of, today_in_paris
from mdo.kernel.journal.recorder import current_entry_id, join_entry
from mdo.kernel.rights.identity import hash_of_token
from mdo.kernel.scope.limits import Scope
from mdo.meetings.called import whose
from mdo.meetings.replies import LONGEST_NAME, Standing, answer, answers_taken, follow, standing_of
from models.attendance import Attendance
from models.base import utc_now
from models.journal import Door
from models.meetings import Meeting
from models.replies import MeetingReply, ReplyAnswer, ReplyWay
from views.base.catalogues import gettext
from views.base.rendering import render
from views.base.words import full_date, hour_in_words
from views.meetings.page import when_in_words, where_in_words
from views.security.storage import reading, reading_as, recording, recording_as

_BY_LINK = N_("Reply link")
_CHOICES = {
    ReplyAnswer.COMING: N_("I am coming"),
    ReplyAnswer.AWAY: N_("I am not coming"),
    ReplyAnswer.REPLACED: N_("Somebody replaces me"),
}
_STATUS = {Standing.OPEN: 200}
_GONE = 410


@dataclass(frozen=True)
class _Found:
    """The reply of a secret, where it stands, and the rows of its convocation."""

    id: int
    standing: Standing
    rows: frozenset[tuple[str, int]]

    def context(self) -> Context:
        scope = Scope.of_rows(self.rows, frozenset({("MeetingReply", self.id)}))
        return Context(scope=scope, today=today_in_paris(), door=Door.REPLY, actor_name=gettext(_BY_LINK))


class ReplyView(BaseView):
    """What the personal link of a convocation opens."""

    route_base = "/reponse"
    default_view = "page"

    @expose("/<string:token>", methods=["GET", "POST"])
    def page(self, token: str) -> Any:
        """The meeting and what one answers: nothing is written before it is sent."""
        if request.method == "POST":
            return self._send(token)
        found = _found(token)
        return _unknown() if found is None else _page(token, found)

    def _send(self, token: str) -> Any:
        """Writes the answer: sent twice it is one, and the last one wins."""
        try:
            validate_csrf(request.form.get("csrf_token"))
        except ValidationError:
            abort(400)
        found, now = _found(token), utc_now()
        try:
            with recording() as recorder:
                what = "reply of nobody" if found is None else f"reply {found.id}"
                note_public_act(recorder, what, request.remote_addr or "?", now)
        except TooManyAttempts as refusal:
            limited = _unknown() if found is None else _page(token, found, refusal.text(gettext))
            limited.status_code = 429
            limited.headers["Retry-After"] = str(refusal.retry_after)
            return limited
        if found is None:
            return _unknown()
        said = request.form.get("answer", "")
        if found.standing is not Standing.OPEN:
            return _page(token, found)
        if said not in set(ReplyAnswer):
            return _page(token, found, gettext("Choose an answer."))
        try:
            _write(found, ReplyAnswer(said), request.form.get("replaced_by", ""), now)
        except RuleViolation as refusal:
            return _page(token, found, refusal.text(gettext))
        return redirect(url_for("ReplyView.page", token=token, done=1), 303)


def _found(token: str) -> _Found | None:
    """The reply of a secret, found by its hash: how long that takes tells nothing about it."""
    with reading() as everything:
        asked = select(MeetingReply).where(MeetingReply.token_hash == hash_of_token(token))
        reply = everything.scalars(
            asked.options(joinedload(MeetingReply.attendance), joinedload(MeetingReply.meeting))
        ).one_or_none()
        if reply is None:
            return None
        line, meeting = reply.attendance, reply.meeting
        named = {
            ("MeetingReply", reply.id),
            ("Attendance", line.id),
            ("Meeting", meeting.id),
            ("Person", line.person_id),
            ("User", line.user_id),
            ("Organisation", line.organisation_id),
            ("Instance", meeting.instance_id),
            ("Event", meeting.event_id),
        }
        rows = frozenset((name, number) for name, number in named if number is not None)
        return _Found(reply.id, standing_of(everything, reply, utc_now()), rows)


def _write(found: _Found, said: ReplyAnswer, name: str, now: dt.datetime) -> None:
    """The answer by who gives it, then what it makes of the list by the product, as one entry of the journal."""
    with recording_as(found.context()) as session:
        asked = select(MeetingReply).where(MeetingReply.id == found.id).with_for_update()
        reply = session.scalars(asked).one()
        if not answer(reply, said, ReplyWay.LINK, now, name):
            return
        session.flush()
        entry_id = current_entry_id(session)
    with recording(actor_name=gettext(_BY_LINK)) as session:
        if entry_id is not None:
            join_entry(session, entry_id)
        follow(session, session.get_one(MeetingReply, found.id, options=[joinedload(MeetingReply.attendance)]))


def _unknown() -> Response:
    """The same page for a secret that was never given and for one that is no more."""
    words = gettext(
        "It may be cut, or older than your last convocation. Open the link of the last message that you received, "
        "or answer to the address that sent it."
    )
    return render("meetings/reply_unknown.html", 404, title=gettext("This link opens nothing"), words=words)


def _page(token: str, found: _Found, error: str = "") -> Response:
    with reading_as(found.context()) as session:
        reply = session.get_one(MeetingReply, found.id)
        meeting, line = session.get_one(Meeting, reply.meeting_id), session.get_one(Attendance, reply.attendance_id)
        choices = tuple((one.value, gettext(_CHOICES[one])) for one in answers_taken(meeting))
        values: dict[str, Any] = {
            "title": gettext("Your reply"),
            "first_name": _first_name(line),
            "meeting": meeting.title,
            "body": whose(meeting),
            "when": when_in_words(meeting),
            "where": where_in_words(meeting),
            "mailbox": meeting.instance.mailbox if meeting.instance is not None else "",
            "told_for": full_date(reply.meeting_on),
            "told_on": _told_on(reply),
            "said": gettext(_CHOICES[reply.answer]) if reply.answer is not None else "",
            "replaced_by": request.form.get("replaced_by", reply.replaced_by or ""),
            "chosen": request.form.get("answer", reply.answer.value if reply.answer is not None else ""),
        }
    status = _STATUS.get(found.standing, _GONE) if not error else 422
    return render(
        "meetings/reply.html",
        status,
        **values,
        standing=found.standing.value,
        choices=choices,
        longest=LONGEST_NAME,
        error=error,
        is_done=request.args.get("done") == "1" and not error,
        action_url=url_for("ReplyView.page", token=token),
    )


def _told_on(reply: MeetingReply) -> str:
    if reply.replied_at is None:
        return ""
    day = full_date(day_of(reply.replied_at))
    return gettext("%(day)s at %(time)s", day=day, time=hour_in_words(reply.replied_at))


def _first_name(line: Attendance) -> str:
    """What one is greeted by: never the last name."""
    if line.person is not None:
        return line.person.first_name or ""
    if line.user is not None:
        return line.user.first_name or ""
    return line.organisation.name if line.organisation is not None else ""
