"""An account that closes owns nothing: its page says who takes what, by every way it closes; one undo gives back."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_babel import force_locale
from lxml import html
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mdo.handover.closing import left_by
from mdo.kernel.base.context import Context, bind
from mdo.kernel.rights.identity import context_for_user
from mdo.kernel.scope.limits import Scope
from mdo.point.digest import DAY as DAY_DIGEST
from mdo.point.digest import digest_of, readers
from mdo.point.fortnight import point_of_day
from mdo.topics.rules import schedule
from models.accounts import User
from models.base import Model
from models.calendar import CalendarFeed, FeedContent
from models.instances import Instance
from models.journal import JournalEntry
from models.meetings import ActionItem, AgendaItem, Meeting, MeetingKind
from models.network import Absence, Referent
from models.topics import Topic
from tests.support import TODAY
from tests.support import factories as make
from tests.support.application import account
from tests.support.forms import csrf_token, post
from views.base.catalogues import gettext
from views.handover.closing import release_closed
from views.point.digests import _words, links

ONE_DAY = dt.timedelta(days=1)
SOON = dt.datetime(2026, 12, 8, 17, 30, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _today(server_today: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is the day of the tests for the server too, and for its tasks."""
    monkeypatch.setattr("views.security.storage.today_in_paris", lambda: TODAY)


@pytest.fixture
def ana(session: Session) -> User:
    """Ana follows a body, an action and a meeting, answers for the 5th, covers Cy, and proposed a topic."""
    user: User = make.UserFactory(username="ana", first_name="Ana", last_name="Roux", roles=["mission"])
    make.UserFactory(username="bo", first_name="Bo", last_name="Faure", roles=["mission"])
    make.InstanceFactory(agent=user, name="Conseil de la Guillotière")
    make.ActionItemFactory(owner=user, text="Rappeler la salle")
    make.MeetingFactory(organiser=user, facilitators=[user], start_at=SOON)
    make.ReferentFactory(user=user, arrondissement=make.ArrondissementFactory(number=5))
    make.AbsenceFactory(user=make.UserFactory(), replacement=user, start_on=TODAY, end_on=TODAY + ONE_DAY)
    make.TopicFactory(proposer=user)
    session.commit()
    return user


def owners(session: Session) -> dict[str, Any]:
    """The names of those who answer for each thing of the fixture."""
    session.rollback()
    session.expire_all()
    (meeting,) = session.scalars(select(Meeting).where(Meeting.start_at == SOON)).unique()
    return {
        "body": session.scalars(select(Instance).where(Instance.name.contains("Guillotière"))).one().agent,
        "action": session.scalars(select(ActionItem).where(ActionItem.text == "Rappeler la salle")).one().owner,
        "organiser": meeting.organiser,
        "facilitators": [user.username for user in meeting.facilitators],
        "until": session.scalars(select(Referent.end_on)).one(),
        "cover": session.scalars(select(Absence)).one().replacement,
    }


TEAM = {"body": None, "action": None, "organiser": None, "facilitators": [], "until": TODAY, "cover": None}


def form_of(client: FlaskClient, user: User) -> tuple[str, dict[str, Any], str]:
    """The page of the account leads to that of its closing: the address, fields and words of its form."""
    page = html.fromstring(client.get(f"/comptes/show/{user.id}").data)
    (address,) = set(page.xpath("//a[contains(@href, '/comptes/close/')]/@href"))
    answer = client.get(address)
    form = html.fromstring(answer.data).xpath("//form[@class='form-page']")[0]
    return form.action, dict(form.form_values()), answer.get_data(as_text=True)


def test_all_goes_to_the_team_and_one_undo_gives_it_back(session: Session, client_as: Any, ana: User) -> None:
    client = client_as("admin")
    action, sent, words = form_of(client, ana)
    for told in ("Conseil de la Guillotière", "Rappeler la salle", "Vide\u00a0: l’équipe"):
        assert told in words
    # She who leaves is not offered to herself.
    assert f'<option value="{ana.id}"' not in words
    before = owners(session)
    entries = session.scalar(select(func.count(JournalEntry.id)))
    session.rollback()
    page = client.post(action, data=sent, follow_redirects=True)
    assert "Compte fermé\u00a0: Ana Roux" in page.get_data(as_text=True)
    assert owners(session) == TEAM
    assert session.get_one(User, ana.id).active is False
    assert session.scalars(select(Topic.proposer_id)).all() == [ana.id]
    assert session.scalar(select(func.count(JournalEntry.id))) == (entries or 0) + 1
    session.rollback()
    (undo,) = html.fromstring(page.data).xpath("//form[contains(@action, '/undo') or contains(@action, 'annuler')]")
    assert client.post(undo.action, data=dict(undo.form_values())).status_code in {302, 303}
    assert owners(session) == before
    assert session.get_one(User, ana.id).active is True


def test_a_person_takes_what_is_chosen_for_her_and_the_team_the_rest(
    session: Session, client_as: Any, ana: User
) -> None:
    client = client_as("admin")
    action, sent, _ = form_of(client, ana)
    bo = session.scalars(select(User.id).filter_by(username="bo")).one()
    session.rollback()
    answer = client.post(action, data=sent | {"to_bodies": str(bo)}, follow_redirects=True)
    assert "Bo Faure (1), L’équipe (5)" in answer.get_data(as_text=True)
    found = owners(session)
    assert found.pop("body").username == "bo"
    assert found == {name: value for name, value in TEAM.items() if name != "body"}


@pytest.mark.parametrize("change", [{"active": "0"}, {"ends_on": (TODAY - ONE_DAY).isoformat()}])
def test_the_form_of_the_account_leads_to_the_page(
    session: Session, client_as: Any, ana: User, change: dict[str, str]
) -> None:
    client = client_as("admin")
    page = html.fromstring(client.get(f"/comptes/edit/{ana.id}").data)
    form = next(form for form in page.forms if form.method == "POST" and "username" in form.fields)
    answer = client.post(f"/comptes/edit/{ana.id}", data=dict(form.form_values()) | change)
    assert answer.status_code == 422
    assert "«\u00a0Fermer le compte\u00a0» dit qui reprend quoi" in answer.get_data(as_text=True)
    assert owners(session)["body"].username == "ana"


@pytest.mark.parametrize(("ends_on", "is_left"), [(TODAY, False), (TODAY - ONE_DAY, True)])
def test_what_an_account_owned_is_the_teams_the_day_after_its_last(
    app: Flask, session: Session, ana: User, ends_on: dt.date, is_left: bool
) -> None:
    session.get_one(User, ana.id).ends_on = ends_on
    session.commit()
    with app.app_context():
        release_closed()
        release_closed()
    found = owners(session)
    assert (found["body"] is None) is is_left
    assert (found["until"] is None) is not is_left
    names = session.scalars(select(JournalEntry.summary).where(JournalEntry.summary.startswith("Fin d’accès"))).all()
    assert names == (["Fin d’accès\u00a0: Ana Roux"] if is_left else [])
    kinds = [kind.name for kind, _ in left_by(session, session.get_one(User, ana.id), TODAY)]
    assert kinds == (["topics"] if is_left else kinds)


def test_who_writes_no_account_does_not_open_one_again_by_an_undo(
    session: Session, client_as: Callable[..., FlaskClient], ana: User
) -> None:
    admin = client_as("admin")
    action, sent, _ = form_of(admin, ana)
    admin.post(action, data=sent)
    session.rollback()
    entry = session.scalars(select(JournalEntry.id).order_by(JournalEntry.id.desc())).first()
    mission = client_as("mission")
    post(mission, f"/journal/undo/{entry}", {"csrf_token": csrf_token(mission)})
    session.expire_all()
    assert session.get_one(User, ana.id).active is False


def test_what_changed_meanwhile_is_shown_again(session: Session, client_as: Any, ana: User) -> None:
    client = client_as("admin")
    action, sent, _ = form_of(client, ana)
    make.ActionItemFactory(owner=session.get_one(User, ana.id))
    session.commit()
    assert client.post(action, data=sent).status_code == 409
    account("mission")
    assert owners(session)["body"].username == "ana"


def test_a_topic_on_an_agenda_to_come_is_presented_by_nobody_who_left(
    session: Session, client_as: Any, ana: User
) -> None:
    meeting = make.MeetingFactory(instance=None, kind=MeetingKind.NETWORK, start_at=SOON + ONE_DAY)
    topic = session.scalars(select(Topic)).one()
    context = Context(Scope.everything(), TODAY)
    bind(session, context)
    item_id = schedule(session, topic, meeting).id
    session.add(CalendarFeed(user=ana, label="Agenda", holds=FeedContent.MINE, token_hash="a" * 64, issued_at=SOON))
    session.commit()
    client = client_as("admin")
    action, sent, words = form_of(client, ana)
    for told in ("Sujets à présenter à des réunions à venir", "S’arrête avec le compte", "Adresses de calendriers"):
        assert told in words
    assert session.get_one(AgendaItem, item_id).rapporteur == "Ana Roux"
    session.rollback()
    client.post(action, data=sent)
    session.expire_all()
    assert session.get_one(AgendaItem, item_id).rapporteur is None
    # Who has left presents no other topic.
    other = make.TopicFactory(proposer=session.get_one(User, ana.id))
    assert schedule(session, other, meeting).rapporteur is None


# What becomes of each column that names an account when it closes, and why what stays may.
_GIVEN = {
    "absence.replacement_id", "action_item.owner_id", "action_item_team.user_id", "contract.responsible_id",
    "council_request.responsible_id", "instance.agent_id", "meeting.organiser_id", "meeting_facilitator.user_id",
    "milestone.owner_id", "procurement_step.responsible_id", "project.lead_id", "project_call.responsible_id",
    "event.lead_id", "project_team.user_id", "referent.replacement_id", "referent.user_id",
}  # fmt: skip
_STAYS = {
    "who wrote, did or said it: history": {
        "access_log.user_id", "application.filed_by_id", "application_help.helper_id", "attendance.user_id",
        "call_juror.user_id", "call_scenario.adopted_by_id", "confirmation.user_id", "digest_sending.user_id",
        "document.made_by_id", "evaluation.author_id", "evening_hours.user_id", "journal_entry.actor_id",
        "meeting_check.user_id", "meeting_reply.user_id", "meeting_step.user_id", "morning_line.user_id",
        "open_data_release.released_by_id", "outgoing_mail.user_id", "paper_template.made_by_id",
        "person.created_by_id", "put_off.user_id", "tender_mark.assessor_id", "ab_user.created_by_fk",
        "ab_user.changed_by_fk",
    },
    "one's own, which nobody waits for": {
        "ab_api_key.user_id", "ab_user_group.user_id", "ab_user_role.user_id", "ab_user_search.id", "absence.user_id",
        "import_answer.user_id", "import_mapping.user_id", "job.user_id", "preference.user_id", "saved_view.user_id",
        "upload.user_id", "user_session.user_id",
    },
    "an address that holds the rights of its owner: it stops, and the page says so": {
        "calendar_feed.user_id", "live_link.user_id",
    },
    "who proposed a topic, which the mission answers; what is to be presented is given": {"topic.proposer_id"},
    "the élu·e of a body, who is replaced by the body": {"instance.elected_user_id"},
}  # fmt: skip


def test_each_column_that_names_an_account_is_given_or_stays_for_a_reason() -> None:
    named = {
        f"{table.name}.{column.name}"
        for table in Model.metadata.sorted_tables
        for column in table.c
        for key in column.foreign_keys
        if key.column.table is User.__table__
    }
    assert named == _GIVEN | {column for columns in _STAYS.values() for column in columns}


def digest_words(session: Session, as_reader: Any, app: Flask, name: str, today: dt.date) -> str:
    """The digest of the day of an account, as it is mailed in French."""
    user = session.scalars(select(User).filter_by(username=name)).one()
    context = context_for_user(session, user, today)
    reader = as_reader(context.scope, actor_id=user.id, rights=context.rights, today=today)
    with app.test_request_context(), force_locale("fr"):
        digest = digest_of(point_of_day(reader), DAY_DIGEST, "b@x.fr", "Bo", today, gettext, _words, links(""))
    return "" if digest is None else digest.plain


def test_who_leaves_for_good_gets_no_digest_and_the_teams_names_what_was_hers(
    session: Session, client_as: Any, as_reader: Any, app: Flask, ana: User
) -> None:
    action = session.scalars(select(ActionItem).where(ActionItem.text == "Rappeler la salle")).one()
    action.due_on, action.meeting.organiser = TODAY + ONE_DAY, None
    session.commit()
    assert "ana" in {user.username for user in readers(session, TODAY)}
    assert "Rappeler la salle" not in digest_words(session, as_reader, app, "bo", TODAY)
    session.rollback()
    client = client_as("admin")
    address, sent, _ = form_of(client, ana)
    client.post(address, data=sent)
    session.rollback()
    assert "ana" not in {user.username for user in readers(session, TODAY)}
    (line,) = [
        line for line in digest_words(session, as_reader, app, "bo", TODAY).splitlines() if "Rappeler la salle" in line
    ]
    assert "L’équipe" in line


def test_until_it_is_the_teams_the_digest_says_whose_account_is_closed(
    session: Session, as_reader: Any, app: Flask, ana: User
) -> None:
    action = session.scalars(select(ActionItem).where(ActionItem.text == "Rappeler la salle")).one()
    action.due_on, action.meeting.organiser, ana.ends_on = TODAY + ONE_DAY, None, TODAY - ONE_DAY
    session.commit()
    assert "Ana Roux, compte fermé : l’équipe en répond" in digest_words(session, as_reader, app, "bo", TODAY)
