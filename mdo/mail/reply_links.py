"""The links of a convocation as the list of a mail merge: for mail that leaves by another way than from here."""

import dataclasses
import datetime as dt

from mdo.kernel.base.context import AnySession
from mdo.kernel.base.messages import N_, Translate
from mdo.kernel.base.periods import day_of
from mdo.kernel.fields.columns import Column, Kind
from mdo.mail.addressees import Addressee, LeftOut, Mailing, mailing_from, written_to
from mdo.mail.files import COLUMNS, merge_workbook
from mdo.mail.replies import REPLY_PATH
from mdo.meetings.attendance import lines_of
from mdo.meetings.replies import answers_of, ended_among, of_day, secret_of
from models.meetings import Meeting
from models.replies import ReplyAnswer


@dataclasses.dataclass(frozen=True)
class Asked(Addressee):
    """Someone convened, with the link by which one replies for them, and what was answered already."""

    url: str = ""
    answer: ReplyAnswer | None = None


LINK_COLUMNS = (
    *(column for column in COLUMNS if column.name not in {"body", "function", "place"}),
    Column("reply_url", N_("Reply link"), lambda row, today: row.url, Kind.URL, width=60),
    Column("reply", N_("Reply"), lambda row, today: row.answer, Kind.ENUM, width=18),
)


def mailing_of_links(session: AnySession, meeting: Meeting, site: str, key: str, today: dt.date) -> Mailing:
    """One row for each who is convened and may be written to, by e-mail or by post; the links were given before.

    `site` is what an address begins with, `key` that of the server. A minor's link is for the guardian.
    """
    lines, replies = [line for line in lines_of(session, meeting) if line.is_convened], of_day(session, meeting)
    gone, answers = ended_among(session, lines, day_of(meeting.start_at)), answers_of(session, meeting, lines)
    found: list[Addressee | LeftOut] = []
    for line in lines:
        item = written_to(line, today)
        if line.id in gone or line.id not in replies or isinstance(item, LeftOut):
            continue
        url = f"{site}{REPLY_PATH}{secret_of(replies[line.id], key)}"
        said = answers[line.id].answer if line.id in answers else None
        found.append(Asked(**dataclasses.asdict(item), url=url, answer=said))
    return mailing_from(found)


def links_workbook(mailing: Mailing, title: str, today: dt.date, translate: Translate, author: str) -> bytes:
    """The list of a mail merge, each row with its link."""
    return merge_workbook(mailing, title, today, translate, author, LINK_COLUMNS)
