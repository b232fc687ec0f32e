"""What the journal says of a password: who gave or changed it, and when; never what it is."""

from collections.abc import Callable

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from mdo.accounts.rules import set_password
from models.accounts import User
from models.journal import ChangeAction, JournalChange
from tests.base.pages import document
from tests.support import factories as make
from tests.support.forms import post

OLD, NEW = "une longue phrase de passe", "encore une autre longue phrase"


def changes(session: Session, user_id: int) -> list[JournalChange]:
    session.rollback()
    of_account = (JournalChange.model == "User", JournalChange.row_id == user_id)
    updates = JournalChange.action == ChangeAction.UPDATE
    return list(session.scalars(select(JournalChange).where(*of_account, updates).order_by(JournalChange.id)))


def account(session: Session, **values: object) -> User:
    user = make.UserFactory(roles=["mission"], **values)
    set_password(user, OLD)
    session.commit()
    return user


def test_a_password_given_by_an_administrator_is_in_the_journal(
    session: Session, client_as: Callable[..., FlaskClient]
) -> None:
    user_id = account(session, first_name="Claire", last_name="Colin").id
    before = len(changes(session, user_id))
    admin = client_as("admin")
    answer = post(admin, f"/comptes/password/{user_id}")
    assert answer.status_code == 200
    [change] = changes(session, user_id)[before:]
    assert change.fields == {"password": [None, "changed"], "must_change_password": [False, True]}
    by = session.scalars(select(User).filter_by(username="admin")).one()
    assert change.entry.actor_id == by.id
    assert "Claire Colin" in change.entry.summary
    entry_id = change.entry_id
    session.rollback()
    page = document(admin.get(f"/journal/show/{entry_id}")).text_content()
    assert "Mot de passe" in page
    assert "un nouveau" in page
    assert "un nouveau" in admin.get(f"/comptes/show/{user_id}?tab=history").text


def test_a_password_changed_by_its_owner_is_in_the_journal(
    session: Session, client_as: Callable[..., FlaskClient]
) -> None:
    user = account(session)
    user_id = user.id
    before = len(changes(session, user_id))
    client = client_as(user)
    data = {"current": OLD, "password": NEW, "repeated": NEW}
    assert post(client, "/mon-compte/mot-de-passe", data).status_code == 303
    [change] = changes(session, user_id)[before:]
    assert (change.fields, change.entry.actor_id) == ({"password": [None, "changed"]}, user_id)
    assert change.entry.summary
    assert NEW not in repr([one.fields for one in changes(session, user_id)])


def test_signing_in_and_other_changes_say_nothing_of_the_password(
    session: Session, client_as: Callable[..., FlaskClient]
) -> None:
    user = account(session)
    user.first_name = "Ana"
    session.commit()
    assert list(changes(session, user.id)[-1].fields) == ["first_name"]
