"""Rows of mail that fill all the columns of text of its lists: see tests/kernel/search/rows.py."""

from collections.abc import Callable
from typing import Any

from models.mail import MailRecipient, OutgoingMail
from tests.accounts.search_rows import account_row
from tests.meetings.search_rows import meeting_row
from tests.support import paper_factories as papers


def mail_row() -> OutgoingMail:
    return papers.OutgoingMailFactory(
        meeting=meeting_row(),
        subject="Convocation à l’été",
        from_address="théâtre@ça.example",
        user=account_row("Åsa", "Brûlé"),
    )


def recipient_row() -> MailRecipient:
    return papers.MailRecipientFactory(
        mail=mail_row(), name="Zoë Brûlé", address="zoë@ça.example", reason="Boîte pleine"
    )


ROWS: dict[type, tuple[Callable[[], Any], ...]] = {
    OutgoingMail: (mail_row,),
    MailRecipient: (recipient_row,),
}
