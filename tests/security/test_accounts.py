"""Accounts: names told apart, an administrator that always remains, passwords, sessions ended by others."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from mdo.accounts.passwords import is_password
from mdo.accounts.rules import check_account, check_admin_remains, check_deletable, create_account, refuse_demo_accounts
from mdo.kernel.base.errors import RuleViolation
from models.accounts import Role, User
from models.journal import JournalChange
from tests.support import ON_SQLITE, TODAY
from tests.support import factories as make
from tests.support.application import account, quickly_hashed
from tests.support.forms import post

PASSWORD = "quatre mots sans lien"
STORED = quickly_hashed(PASSWORD)
TOMORROW = TODAY + dt.timedelta(days=1)


def field_refused(check: Callable[[], object]) -> str | None:
    """The field at fault; None when nothing is refused."""
    try:
        check()
    except RuleViolation as violation:
        return violation.field or ""
    return None


# ---- The rules --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("username", "email", "field"),
    [
        ("anne.roy", "anne@lyon.example", None),
        ("a1", "anne@lyon.example", None),
        ("a", "anne@lyon.example", "username"),
        ("a" * 64, "anne@lyon.example", None),
        ("a" * 65, "anne@lyon.example", "username"),
        ("Anne.Roy", "Anne@Lyon.example", None),
        ("anne@lyon.example", "anne@lyon.example", "username"),
        ("anné", "anne@lyon.example", "username"),
        ("anne roy", "anne@lyon.example", "username"),
        (".anne", "anne@lyon.example", "username"),
        ("", "anne@lyon.example", "username"),
        ("anne", "anne", "email"),
        ("anne", "anne@lyon", "email"),
        ("anne", "", "email"),
        ("taken", "anne@lyon.example", "username"),
        ("TAKEN", "anne@lyon.example", "username"),
        ("anne", "Taken@Lyon.example", "email"),
    ],
)
def test_the_names_of_an_account(session: Session, username: str, email: str, field: str | None) -> None:
    make.UserFactory(username="taken", email="taken@lyon.example")
    user = User(username=username, email=email, first_name="Anne", last_name="Roy", active=True)
    assert field_refused(lambda: check_account(session, user, TODAY)) == field
    assert user.username == username.lower()


@pytest.mark.parametrize(
    ("change", "others", "field"),
    [
        ({"roles": []}, 0, "roles"),
        ({"active": False}, 0, "active"),
        ({"ends_on": TOMORROW}, 0, "ends_on"),
        ({"last_name": "Roy"}, 0, None),
        ({"roles": []}, 1, None),
        ({"active": False}, 1, None),
        ({"ends_on": TOMORROW}, 1, None),
    ],
)
def test_the_last_administrator_remains(
    session: Session, change: dict[str, Any], others: int, field: str | None
) -> None:
    user = make.UserFactory(roles=["admin"])
    make.UserFactory(roles=["mission"])
    for _ in range(others):
        make.UserFactory(roles=["admin"])
    for name, value in change.items():
        setattr(user, name, value)
    assert field_refused(lambda: check_admin_remains(session, user, TODAY)) == field


@pytest.mark.parametrize("values", [{"active": False}, {"ends_on": TOMORROW}])
def test_an_administrator_who_is_closed_or_leaving_does_not_count(session: Session, values: dict[str, Any]) -> None:
    user = make.UserFactory(roles=["admin"])
    make.UserFactory(roles=["admin"], **values)
    user.roles = []
    assert field_refused(lambda: check_admin_remains(session, user, TODAY)) == "roles"


def test_the_last_administrator_is_not_deleted(session: Session) -> None:
    assert field_refused(lambda: check_deletable(session, make.UserFactory(roles=["admin"]), TODAY)) is not None


def wrote_something(user: User) -> None:
    make.JournalEntryFactory(actor=user)


def signed_in_once(user: User) -> None:
    make.UserSessionFactory(user=user)


def answers_for_an_arrondissement(user: User) -> None:
    make.ReferentFactory(user=user)


@pytest.mark.parametrize(
    "trace",
    [None, wrote_something, signed_in_once, answers_for_an_arrondissement],
    ids=lambda trace: getattr(trace, "__name__", "none"),
)
def test_an_account_that_left_traces_is_not_deleted(session: Session, trace: Callable[[User], None] | None) -> None:
    user = make.UserFactory(roles=["referent"])
    if trace is not None:
        trace(user)
    assert (field_refused(lambda: check_deletable(session, user, TODAY)) is not None) is (trace is not None)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({}, None),
        ({"password": "trop court"}, "password"),
        ({"role_codes": ["admin"], "password": "seize car. ou +"}, "password"),
        ({"role_codes": ["admin"]}, None),
        ({"role_codes": ["nobody"]}, "roles"),
        ({"username": "x"}, "username"),
    ],
)
def test_an_account_made_by_a_command_follows_the_same_rules(
    session: Session, values: dict[str, Any], field: str | None
) -> None:
    given = {
        "username": "Anne.Roy",
        "password": PASSWORD,
        "role_codes": ["mission"],
        "first_name": "Anne",
        "last_name": "Roy",
        "email": "anne@lyon.example",
        "today": TODAY,
    }
    assert field_refused(lambda: create_account(session, **{**given, **values})) == field
    if field is None:
        assert session.scalars(select(User).filter_by(username="anne.roy")).one().version == 1


def test_production_refuses_a_database_with_an_open_demo_account(session: Session) -> None:
    refuse_demo_accounts(session)
    user = make.UserFactory(username="ref5", email="ref5@demo.example")
    with pytest.raises(RuleViolation) as caught:
        refuse_demo_accounts(session)
    assert "ref5" in str(caught.value)
    user.active = False
    session.flush()
    refuse_demo_accounts(session)


# ---- The screens ------------------------------------------------------------------------------------------------


@ON_SQLITE
def test_a_limited_role_and_a_wide_one_are_refused_on_one_account(
    session: Session, client_as: Callable[..., FlaskClient]
) -> None:
    client = client_as("admin")
    roles = session.scalars(select(Role).where(Role.name.in_(["referent", "dpo"]))).all()
    data = {"first_name": "Anne", "last_name": "Roy", "email": "a@lyon.example", "username": "anne.roy", "active": "1"}
    answer = post(client, "/comptes/add", data | {"roles": [str(role.id) for role in roles]})
    assert answer.status_code == 422
    assert "ne se cumule pas avec un rôle qui voit toute la ville" in answer.text
    session.rollback()
    assert session.scalars(select(User).filter_by(username="anne.roy")).all() == []


@ON_SQLITE
def test_an_administrator_opens_an_account(session: Session, client_as: Callable[..., FlaskClient]) -> None:
    client = client_as("admin")
    role = session.scalars(select(Role).filter_by(name="referent")).one()
    data = {
        "first_name": "Anne",
        "last_name": "Roy",
        "email": "Anne@Lyon.example",
        "username": "Anne.Roy",
        "roles": [str(role.id)],
        "active": "1",
        "ends_on": "31/12/2026",
    }
    answer = post(client, "/comptes/add", data)
    assert answer.status_code == 302, answer.text
    session.rollback()
    user = session.scalars(select(User).filter_by(username="anne.roy")).one()
    assert (user.email, user.ends_on, user.active) == ("anne@lyon.example", dt.date(2026, 12, 31), True)
    assert [role.name for role in user.roles] == ["referent"]
    page = client.get(f"/comptes/show/{user.id}").text
    assert "Anne Roy" in page
    assert ">referent<" not in page
    # Nobody signs in without a password: to give one is among the buttons in sight, not under « ⋯ ».
    head = page[page.index("page-head") :]
    assert head.index("Nouveau mot de passe") < head.index("Ce que ce compte peut faire")


@ON_SQLITE
def test_a_refusal_keeps_what_was_typed(session: Session, client_as: Callable[..., FlaskClient]) -> None:
    client = client_as("admin")
    answer = post(
        client, "/comptes/add", {"first_name": "Anne", "last_name": "Roy", "email": "a@b.example", "username": "x"}
    )
    assert answer.status_code == 422
    assert 'value="Anne"' in answer.text


@ON_SQLITE
def test_a_given_password_is_shown_once_ends_the_sessions_and_is_never_journalled(
    session: Session, client_as: Callable[..., FlaskClient]
) -> None:
    admin, user = client_as("admin"), account("ref5")
    session.commit()
    signed_in = client_as(user)
    answer = post(admin, f"/comptes/password/{user.id}")
    password = re.findall(r"<code[^>]*>([a-z0-9-]{24})</code>", answer.text)[0]
    session.rollback()
    session.refresh(user)
    assert is_password(user.password, password)
    assert password not in admin.get(f"/comptes/show/{user.id}").text
    assert signed_in.get("/").status_code == 302
    journal = repr([change.fields for change in session.scalars(select(JournalChange))])
    assert password not in journal
    assert "scrypt" not in journal


@ON_SQLITE
def test_a_given_password_opens_nothing_but_the_page_that_changes_it(
    app: Flask, session: Session, client_as: Callable[..., FlaskClient]
) -> None:
    admin, user = client_as("admin"), account("ref5")
    session.commit()
    button = re.findall(r'action="(/comptes/password/\d+)"', admin.get(f"/comptes/show/{user.id}").text)
    given = re.findall(r"<code[^>]*>([a-z0-9-]{24})</code>", post(admin, button[0]).text)[0]
    holder = app.test_client()
    page, names = "/mon-compte/mot-de-passe", ("current", "password", "repeated")
    assert post(holder, "/login/", {"username": user.username, "password": given}).status_code == 303
    for address in ("/", "/personnes/list/", "/mon-compte/"):
        answer = holder.get(address)
        assert (answer.status_code, answer.location) == (303, page), address
    assert post(holder, "/personnes/add", {"last_name": "Roy"}).location == page
    assert "donné par quelqu’un d’autre" in holder.get(page).text
    asked = holder.get(page).text
    assert ">Annuler</a>" not in asked  # it led back to this page
    assert "Se déconnecter sans le changer" in asked
    assert "choisissez-en un autre" in post(holder, page, dict.fromkeys(names, given)).text
    chosen = "trois péniches sous la lune"
    assert post(holder, page, dict(zip(names, (given, chosen, chosen), strict=True))).location == "/"
    assert holder.get("/personnes/list/").status_code == 200


@ON_SQLITE
def test_an_administrator_ends_the_sessions_of_an_account(
    session: Session, client_as: Callable[..., FlaskClient]
) -> None:
    admin, user = client_as("admin"), account("mission")
    first, second = client_as(user), client_as(user)
    assert post(admin, f"/comptes/end-sessions/{user.id}").status_code == 303
    assert [client.get("/personnes/list/").status_code for client in (first, second, admin)] == [302, 302, 200]


@pytest.mark.parametrize(
    ("values", "status"),
    [({}, 200), ({"active": False}, 302), ({"ends_on": dt.date(2020, 1, 1)}, 302), ({"roles": []}, 403)],
)
def test_a_change_of_the_account_holds_at_the_next_page(
    session: Session, client_as: Callable[..., FlaskClient], values: dict[str, Any], status: int
) -> None:
    user = account("mission")
    client = client_as(user)
    assert client.get("/personnes/list/").status_code == 200
    for name, value in values.items():
        setattr(user, name, value)
    session.commit()
    assert client.get("/personnes/list/").status_code == status


@ON_SQLITE
def test_changing_the_password_ends_the_other_sessions(session: Session, client_as: Callable[..., FlaskClient]) -> None:
    user = account("mission")
    user.password = STORED
    here, elsewhere = client_as(user), client_as(user)
    new = "cinq autres mots bien choisis"
    answer = post(here, "/mon-compte/mot-de-passe", {"current": PASSWORD, "password": new, "repeated": new})
    assert answer.status_code == 303
    assert here.get("/personnes/list/").status_code == 200
    assert elsewhere.get("/personnes/list/").status_code == 302
    session.rollback()
    session.refresh(user)
    assert is_password(user.password, new)


@ON_SQLITE
@pytest.mark.parametrize(
    ("current", "new", "repeated", "status"),
    [
        ("wrong", "cinq autres mots bien choisis", "cinq autres mots bien choisis", 422),
        (PASSWORD, "cinq autres mots bien choisis", "cinq autres mots", 422),
        (PASSWORD, "court", "court", 422),
        (PASSWORD, "", "", 422),
        ("", "cinq autres mots bien choisis", "cinq autres mots bien choisis", 422),
    ],
)
def test_the_password_stays_when_the_form_is_wrong(
    session: Session, client_as: Callable[..., FlaskClient], current: str, new: str, repeated: str, status: int
) -> None:
    user = account("mission")
    user.password = STORED
    client = client_as(user)
    data = {"current": current, "password": new, "repeated": repeated}
    answer = post(client, "/mon-compte/mot-de-passe", data)
    assert answer.status_code == status
    assert "field__error" in answer.text
    session.rollback()
    session.refresh(user)
    assert is_password(user.password, PASSWORD)


@ON_SQLITE
def test_a_borrowed_session_does_not_guess_the_password(
    session: Session, client_as: Callable[..., FlaskClient]
) -> None:
    user = account("mission")
    user.password = STORED
    client = client_as(user)
    data = {
        "current": "wrong",
        "password": "cinq autres mots bien choisis",
        "repeated": "cinq autres mots bien choisis",
    }
    answers = [post(client, "/mon-compte/mot-de-passe", data).status_code for _ in range(11)]
    assert answers == [422] * 10 + [429]


@ON_SQLITE
def test_the_list_of_accounts_says_roles_in_words(client_as: Callable[..., FlaskClient]) -> None:
    client = client_as("admin")
    account("saisie5")
    client_as("saisie5")
    page = client.get("/comptes/list/").text
    assert "saisie5" in page
    assert ">saisie<" not in page
    assert client.get("/roles/list/").status_code == 200


@ON_SQLITE
def test_every_role_is_shown_in_words(session: Session, client_as: Callable[..., FlaskClient]) -> None:
    client = client_as("admin")
    for role in session.scalars(select(Role)):
        answer = client.get(f"/roles/show/{role.id}")
        assert answer.status_code == 200, role.name
        assert "can_" not in answer.text
        assert "View" not in re.sub(r"<head.*?</head>|href=\"[^\"]*\"", "", answer.text, flags=re.DOTALL)


@ON_SQLITE
@pytest.mark.parametrize(
    ("role", "lacks"),
    [
        ("mission", ["Mot de passe"]),
        ("referent", ["Mot de passe", "Arrondissement"]),
        ("elu", ["Mot de passe", "Instance"]),
    ],
)
def test_a_new_account_says_what_it_still_needs(
    session: Session, client_as: Callable[..., FlaskClient], role: str, lacks: list[str]
) -> None:
    client = client_as("admin")
    found = session.scalars(select(Role).where(Role.name == role)).one()
    new = User(username="zoe", first_name="Zoé", last_name="Roux", email="zoe@example.org", active=True, roles=[found])
    session.add(new)
    session.commit()

    def told() -> str:
        session.rollback()
        page = " ".join(client.get(f"/comptes/show/{new.id}").get_data(as_text=True).split())
        return page.partition("À compléter")[2].partition("</p>")[0]

    assert ", ".join(lacks) in told()
    given = post(client, f"/comptes/password/{new.id}").get_data(as_text=True)
    assert "Copier le mot de passe" in given
    assert "Mot de passe" not in told()
    if role == "referent":
        make.ReferentFactory(user=session.get_one(User, new.id), start_on=TODAY)
        session.commit()
        assert told() == ""
