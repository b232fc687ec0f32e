"""An address that came back is known to whoever writes to it next, wherever it was said."""

import datetime as dt

from mdo.kernel.base.periods import today_in_paris
from mdo.meetings.attendance import freeze
from mdo.meetings.states import enter
from models.base import utc_now
from models.mail import RecipientState
from models.meetings import MeetingState
from tests.documents.rows import body, meeting, member
from tests.support import ON_SQLITE
from tests.support import paper_factories as papers
from tests.support.application import account


@ON_SQLITE
def test_who_writes_in_the_5th_knows_what_came_back_in_the_7th(session, client_as):
    """One member of two councils: the référent of the 5th reads nothing of the 7th, and calls her all the same."""
    account("ref5")
    start = utc_now() + dt.timedelta(days=20)
    here, there = (
        meeting(session, body(number, f"Conseil du {number}e"), start_at=start, end_at=start + dt.timedelta(hours=2))
        for number in (5, 7)
    )
    mandate = member(here, "Colin", first_name="Ana")
    mandate.person.email = "ana@example.org"
    other = member(here, "Morel", first_name="Zoé")
    other.person.email = "zoe@example.org"
    sent = papers.OutgoingMailFactory(meeting=there, subject="Convocation")
    papers.MailRecipientFactory(
        mail=sent,
        name="Colin Ana",
        address="ana@example.org",
        state=RecipientState.FAILED,
        returned_on=today_in_paris(),
    )
    freeze(session, here, today_in_paris(), now=utc_now())
    enter(here, MeetingState.CONVENED, now=utc_now(), user_id=None)
    session.commit()
    staff = client_as("ref5")
    assert staff.get(f"/reunions/show/{there.id}").status_code == 404
    page = staff.get(f"/presences/{here.id}/reponses").text
    called = page.partition("call-title")[2].partition("<table")[0]
    assert "Colin Ana" in called
    assert "l’adresse est revenue" in called
    assert "Morel" not in called
    reminded = staff.get(f"/courrier/convocation/{here.id}?about=reminder").text.partition("mail-people")[2]
    assert "zoe@example.org" in reminded
    assert "ana@example.org" not in reminded
