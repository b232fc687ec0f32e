"""The registers of messages: those that left for meetings, and what became of each for its recipients."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from flask import redirect, url_for
from flask_appbuilder import expose, has_access
from sqlalchemy import ColumnElement

from mdo.kernel.base.messages import N_
from mdo.kernel.labels import FIELD_LABELS
from mdo.mail.columns import MESSAGE_COLUMNS
from mdo.mail.fields import MAIL_RECIPIENT, OUTGOING_MAIL
from models.mail import MailRecipient, OutgoingMail, RecipientState
from views.base.catalogues import gettext
from views.base.filters import BooleanFilter, DateFilter, filters_of
from views.base.pages import Cell, Link
from views.base.record import TabSource
from views.base.view import BackofficeView
from views.base.words import value_in_words
from views.mail.pages import TONES
from views.meetings.registers import OfMeetings, of_bodies, to_meeting

_READ_ONLY = {*BackofficeView.exclude_route_methods, "add", "edit", "delete"}
_TO_LOOK_AT = (RecipientState.FAILED, RecipientState.UNSURE)


def _is_to_look_at(wanted: bool, today: dt.date) -> ColumnElement[bool]:
    found = OutgoingMail.recipients.any(MailRecipient.state.in_(_TO_LOOK_AT))
    return found if wanted else ~found


class MessageView(OfMeetings):
    """The messages that left for meetings; one opens on what became of it for each recipient."""

    model = OutgoingMail
    route_base = "/messages"
    exclude_route_methods = _READ_ONLY
    columns = MESSAGE_COLUMNS
    order = ("created_at", "desc")
    filters = (
        *filters_of(OUTGOING_MAIL, "state"),
        BooleanFilter("failed", N_("With a recipient to look at"), build=_is_to_look_at),
        DateFilter("created_at", N_("Written on"), OutgoingMail.created_at),
        *of_bodies(OutgoingMail),
    )
    intro = N_("The convocations that left by e-mail. One is written on the page of its meeting, under « Documents ».")
    empty_text = N_("No message yet: a convocation is sent from the page of a meeting, under « Documents ».")

    @expose("/show/<int:pk>")
    @has_access
    def show(self, pk: int) -> Any:
        """A message has its page under its meeting."""
        row: OutgoingMail = self.fetch(pk, with_facts=False)
        return redirect(url_for("MailView.message", pk=row.meeting_id, message=row.id))

    def list_actions(self) -> Sequence[Link]:
        if not self.may("can_list", "RecipientView"):
            return ()
        return (Link(gettext("Recipients of messages"), url_for("RecipientView.list"), "people"),)


class RecipientView(OfMeetings):
    """To whom messages left, and what became of each."""

    model = MailRecipient
    route_base = "/destinataires"
    exclude_route_methods = _READ_ONLY
    order = ("sent_at", "desc")
    filters = (
        *filters_of(MAIL_RECIPIENT, "state", "sent_at"),
        *of_bodies(MailRecipient),
    )
    empty_text = N_("Nobody yet: a convocation is sent from the page of a meeting, under « Documents ».")

    def status(self, row: MailRecipient) -> Cell:
        label = gettext(FIELD_LABELS[MailRecipient]["state"])
        return Cell("state", label, value_in_words(row.state), tone=TONES[row.state])

    def tabs(self, row: MailRecipient) -> tuple[TabSource, ...]:
        """No history: what becomes of a message is not written in the journal."""
        return ()

    def record_actions(self, row: MailRecipient) -> tuple[Link, ...]:
        links = []
        if self.may("can_show", "MailView"):
            message_url = url_for("MailView.message", pk=row.meeting_id, message=row.mail_id)
            links.append(Link(gettext("See the message"), message_url, "envelope", "primary"))
        return (*links, to_meeting(row)) if self.may("can_show", "MeetingView") else tuple(links)
