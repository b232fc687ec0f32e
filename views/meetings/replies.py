"""The replies to a convocation, as the staff follow them: who answered, who is to be called, which names wait."""

from collections.abc import Iterable, Sequence
from typing import Any

from flask import current_app, redirect, request, url_for
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from sqlalchemy.exc import SQLAlchemyError
from wtforms import SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional

from mdo.kernel.base.context import context_of, through
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.periods import PARIS
from mdo.kernel.labels import FIELD_LABELS, enum_label
from mdo.mail.replies import (
    ToCall,
    is_reminded,
    last_site_url,
    mailing_to_remind,
    reminder_day,
    reminder_days,
    to_call,
)
from mdo.meetings.attendance import lines_of
from mdo.meetings.called import called
from mdo.meetings.marking import representatives
from mdo.meetings.replies import (
    LONGEST_NAME,
    answer,
    answers_of,
    answers_taken,
    follow,
    is_waiting,
    reply_of,
    settle,
    substitutes_on,
)
from mdo.meetings.reply_counts import counts_of
from models.attendance import Attendance, Presence
from models.base import utc_now
from models.journal import Door
from models.meetings import Meeting, MeetingState
from models.replies import MeetingReply, ReplyAnswer, ReplyWay
from models.text import fold
from views.base.catalogues import gettext, ngettext
from views.base.database import db
from views.base.editing import add_violation
from views.base.fields import ChoiceField
from views.base.integrity import violation_of
from views.base.kept import typed_again
from views.base.pages import Crumb, FormSection, Link, Panel
from views.base.rendering import render
from views.base.undoing import commit_undoable, flash_undoable
from views.base.words import full_date, moment_of
from views.meetings.attendance_forms import form_page
from views.meetings.attendance_words import VIEW, crumbs_of, may, name_of, names_of, quality_of, subtitle_of
from views.meetings.reply_words import count_in_words, reply_in_words

_TONES = {ReplyAnswer.COMING: "ok", ReplyAnswer.AWAY: "warn", ReplyAnswer.REPLACED: "info"}


def label_of(name: str) -> Any:
    """The label of a field of a reply."""
    return lazy_gettext(FIELD_LABELS[MeetingReply][name])


class ReplyForm(FlaskForm):
    """An answer that came by telephone or on a slip."""

    answer = ChoiceField(
        label_of("answer"), [InputRequired(lazy_gettext("Choose an answer."))], enum=ReplyAnswer, id="reply-answer"
    )
    by = SelectField(
        lazy_gettext("Replaced by (member)"),
        [Optional()],
        choices=[],
        validate_choice=False,
        description=lazy_gettext("A substitute, or another member who was convened and is there."),
    )
    replaced_by = StringField(
        lazy_gettext("Replaced by (name to check)"),
        [Length(max=LONGEST_NAME)],
        description=lazy_gettext("A name that the list does not hold: it waits until you say who it is."),
    )
    way = ChoiceField(label_of("way"), [InputRequired(lazy_gettext("Say how."))], enum=ReplyWay, id="reply-way")


def replies_page(meeting: Meeting, *, is_writable: bool) -> Any:
    """Who answered and how, who is to be called, which names wait."""
    may_change = is_writable and may("can_edit")
    lines = [line for line in lines_of(db.session, meeting) if line.is_convened]
    answers, names, today = answers_of(db.session, meeting, lines), names_of(lines), context_of(db.session).today
    by_name = {number: place for place, number in enumerate(_by_name(names, names))}
    lines.sort(key=lambda line: by_name[line.id])
    calls = to_call(db.session, meeting, today) if _is_to_come(meeting) else []
    represents = {line.represented_by_id for line in lines}
    to_check = [line for line in lines if line.id in answers and is_waiting(answers[line.id])]
    title = gettext("Replies to the convocation")
    return render(
        "meetings/replies.html",
        title=title,
        crumbs=crumbs_of(meeting, Crumb(title)),
        named=called(meeting),
        meeting=meeting,
        subtitle=subtitle_of(meeting),
        told=count_in_words(counts_of(db.session, [meeting]).get(meeting.id)),
        rows=tuple(_row(line, answers.get(line.id), names) for line in lines),
        calls=tuple(_call(one, names) for one in sorted(calls, key=lambda one: by_name[one.line.id])),
        waiting=tuple(_row(line, answers[line.id], names) for line in to_check),
        stuck=tuple(names[line.id] for line in lines if _is_stuck(line, answers.get(line.id), represents)),
        may_change=may_change and _is_to_come(meeting),
        letters=_letters(meeting, calls),
        actions=(*remind_links(meeting), *reply_links(meeting)) if may_change else (),
        reminder=_reminder_in_words(meeting),
    )


def answer_page(meeting: Meeting, line: Attendance) -> Any:
    """An answer typed by the staff: by telephone, on a slip, or the name of a link that they check."""
    everyone = lines_of(db.session, meeting)
    names, typed = names_of(everyone), typed_again()
    known = answers_of(db.session, meeting, everyone).get(line.id)
    form = ReplyForm() if typed is None else ReplyForm(formdata=typed)
    offered = {other.id: other for other in (*substitutes_on(db.session, line), *representatives(everyone, line))}
    form["by"].choices = [("", "—"), *((str(number), names[number]) for number in _by_name(offered, names))]
    by_hand = (ReplyWay.PHONE, ReplyWay.SLIP)
    form["answer"].offered = answers_taken(meeting)
    form["way"].offered = (*by_hand, known.way) if known and known.way not in (None, *by_hand) else by_hand
    if request.method == "POST" and typed is None:
        if form.validate() and _is_saved(form, meeting, line, offered):
            said = reply_in_words(reply_of(db.session, line))
            text = gettext("Reply of %(name)s: %(said)s.", name=names[line.id], said=said)
            flash_undoable(text, commit_undoable())
            return redirect(url_for(f"{VIEW}.replies", meeting_id=meeting.id, _anchor=f"line-{line.id}"))
    elif typed is None:
        form["answer"].data = known.answer if known is not None else None
        form["way"].data = known.way if known is not None else ReplyWay.PHONE
        form["replaced_by"].data = known.replaced_by if known is not None else ""
        form["by"].data = str(line.represented_by_id or "")
    title = gettext("Reply of %(name)s", name=names[line.id])
    sections = (FormSection(called(meeting), ("answer", "by", "replaced_by", "way")),)
    replies = Crumb(gettext("Replies to the convocation"), url_for(f"{VIEW}.replies", meeting_id=meeting.id))
    return form_page(
        meeting, form, title, sections, url_for(f"{VIEW}.reply", meeting_id=meeting.id, pk=line.id), back=replies
    )


def _by_name(lines: Iterable[int], names: dict[int, str]) -> list[int]:
    return sorted(lines, key=lambda number: fold(names[number]))


def _is_saved(form: ReplyForm, meeting: Meeting, line: Attendance, offered: dict[int, Attendance]) -> bool:
    through(db.session, Door.FORM, gettext("Reply to the convocation: %(meeting)s", meeting=called(meeting)))
    chosen = next((other for number, other in offered.items() if str(number) == form["by"].data), None)
    said: ReplyAnswer = form["answer"].data
    try:
        reply = reply_of(db.session, line)
        name = form["replaced_by"].data or (name_of(chosen) if chosen is not None else "")
        answer(reply, said, form["way"].data, utc_now(), name, context_of(db.session).actor_id)
        db.session.flush()
        if chosen is not None and said is ReplyAnswer.REPLACED:
            settle(db.session, reply, chosen)
        else:
            follow(db.session, reply)
    except (RuleViolation, SQLAlchemyError) as error:
        db.session.rollback()
        add_violation(form, error if isinstance(error, RuleViolation) else violation_of(error, MeetingReply.__table__))
        return False
    return True


def _is_to_come(meeting: Meeting) -> bool:
    return meeting.state in (MeetingState.PREPARED, MeetingState.CONVENED) and meeting.start_at > utc_now()


def _row(line: Attendance, reply: MeetingReply | None, names: dict[int, str]) -> dict[str, Any]:
    today = context_of(db.session).today
    return {
        "id": line.id,
        "name": names[line.id],
        "quality": quality_of(line),
        "said": reply_in_words(reply) if reply is not None else "",
        "tone": _TONES[reply.answer] if reply is not None and reply.answer is not None else "muted",
        "way": gettext(enum_label(reply.way)) if reply is not None and reply.way is not None else "",
        "when": moment_of(reply.replied_at, today).words if reply is not None and reply.replied_at is not None else "",
        "who": str(reply.user) if reply is not None and reply.user is not None else "",
        "is_waiting": reply is not None and is_waiting(reply),
        "url": url_for(f"{VIEW}.reply", meeting_id=line.meeting_id, pk=line.id),
    }


def _is_stuck(line: Attendance, reply: MeetingReply | None, represents: set[int | None]) -> bool:
    """Who will not come, and is still expected since she represents somebody."""
    is_away = reply is not None and reply.answer is not ReplyAnswer.COMING
    return is_away and line.presence is Presence.EXPECTED and line.id in represents


def _call(one: ToCall, names: dict[int, str]) -> dict[str, Any]:
    phone = one.phone if may("can_read", "PersonalData") else ""
    return {
        "name": names[one.line.id],
        "reason": gettext(one.reason),
        "phone": phone,
        "tel": "".join(letter for letter in phone if letter.isdigit() or letter == "+"),
        "url": url_for(f"{VIEW}.reply", meeting_id=one.line.meeting_id, pk=one.line.id),
    }


def _letters(meeting: Meeting, calls: Sequence[ToCall]) -> Link | None:
    """Labels and mail merge of those whom no e-mail reaches."""
    if not (calls and may("can_export", "MailView") and may("can_export") and may("can_read", "PersonalData")):
        return None
    url = url_for("MailView.write_to_meeting", pk=meeting.id, only="call")
    return Link(gettext("Labels and mail merge for them"), url, "envelope")


def remind_links(meeting: Meeting) -> tuple[Link, ...]:
    """« Rappeler », with how many would get it: the page shows who before anything leaves."""
    if meeting.state is not MeetingState.CONVENED or not _is_to_come(meeting) or not may("can_edit", "MailView"):
        return ()
    count = len(mailing_to_remind(db.session, meeting, context_of(db.session).today).emails)
    if not count:
        return ()
    words = gettext("Remind (%(count)d)", count=count)
    return (Link(words, url_for("MailView.compose", pk=meeting.id, about="reminder"), "bell"),)


def links_are_given(meeting: Meeting) -> bool:
    """Whether there is somebody to give a link to: the list is settled, and the meeting is to come."""
    return meeting.convened_at is not None and _is_to_come(meeting)


def reply_links(meeting: Meeting) -> tuple[Link, ...]:
    """The link of each as the list of a mail merge, for who may send and take addresses along."""
    rights = (("can_edit", "MailView"), ("can_export", VIEW), ("can_read", "PersonalData"))
    if not (links_are_given(meeting) and all(may(permission, view) for permission, view in rights)):
        return ()
    words, url = gettext("Mail merge with the reply links (Excel)"), url_for("MailView.reply_links", pk=meeting.id)
    return (Link(words, url, "file-earmark-spreadsheet", is_post=True),)


def _reminder_in_words(meeting: Meeting) -> str:
    """When who did not answer is reminded without anybody doing anything; empty where nothing leaves."""
    if not _is_to_come(meeting) or current_app.extensions["mdo_settings"].mail_server is None:
        return ""
    if is_reminded(db.session, meeting):
        return gettext("The reminder of this meeting has left.")
    days = reminder_days(meeting)
    if not days:
        return gettext("No reminder leaves by itself: the rule of the body says 0 days.")
    if last_site_url(db.session, meeting) is not None:
        day = reminder_day(db.session, meeting, utc_now().astimezone(PARIS))
        if day is None:
            return gettext("No reminder leaves by itself any more: the meeting is too near.")
        return gettext("A reminder leaves by itself on %(day)s, to who did not answer.", day=full_date(day))
    if meeting.state is MeetingState.CONVENED:
        return gettext("No reminder leaves by itself: no message of this meeting asked for a reply.")
    return ngettext(
        "A reminder leaves by itself %(num)d day before the meeting, on a working day, to who did not answer.",
        "A reminder leaves by itself %(num)d days before the meeting, on a working day, to who did not answer.",
        days,
    )


def replies_part(meeting: Meeting, may_change: bool) -> Panel | None:
    """What the replies add up to, beside the quorum; nothing before a list is settled, or once the meeting was held."""
    count = counts_of(db.session, [meeting]).get(meeting.id)
    if count is None or not may("can_show"):
        return None
    links = [Link(gettext("Replies to the convocation"), url_for(f"{VIEW}.replies", meeting_id=meeting.id), "reply")]
    if may_change:
        links.extend(remind_links(meeting))
    return Panel(
        gettext("Replies to the convocation"),
        "meetings/panels/replies.html",
        {"told": count_in_words(count), "waiting": count.waiting, "links": tuple(links)},
    )


def lines_by_hand(meeting: Meeting) -> list[int]:
    """The ids of the lines of those to call."""
    return [one.line.id for one in to_call(db.session, meeting, context_of(db.session).today)]


def answered_lines(meeting: Meeting, lines: Sequence[Attendance]) -> dict[int, str]:
    """What each line of a meeting answered, in words."""
    return {number: reply_in_words(reply) for number, reply in answers_of(db.session, meeting, lines).items()}
