"""Who asks: an open session gives its account's rights of the day, in one statement, or nothing."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from mdo.accounts.sign_in import touch_session
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.rights.identity import context_for_user, hash_of_token, read_identity
from mdo.kernel.rights.roles import PERSONAL_DATA, ROLES, pairs_of, sync_roles
from mdo.kernel.scope.limits import Reach, Scope
from models.accounts import PermissionView, Role, User, UserSession
from tests.support import TODAY
from tests.support import factories as make
from tests.support.databases import Database
from tests.support.forms import csrf_token
from tests.support.statements import count_statements
from views.base.database import db

NOW = dt.datetime(2026, 11, 24, 10, 0, tzinfo=dt.UTC)
SECRET = hash_of_token("secret")
SECOND = dt.timedelta(seconds=1)


def open_session(user: User, **values: Any) -> UserSession:
    found: UserSession = make.UserSessionFactory(
        user=user, sid_hash=SECRET, **{"created_at": NOW, "seen_at": NOW, **values}
    )
    return found


def test_an_open_session_tells_who_asks(session: Session) -> None:
    user = make.UserFactory(username="ref5", roles=["referent"], first_name="Anne", last_name="Roy", locale="en")
    place = make.ReferentFactory(user=user).arrondissement_id
    open_session(user)
    identity = read_identity(session, SECRET, now=NOW, today=TODAY)
    assert identity is not None
    assert (identity.id, identity.full_name, identity.locale) == (user.id, "Anne Roy", "en")
    assert identity.rights.role_codes == {"referent"}
    assert identity.rights.pairs == pairs_of("referent")
    assert identity.rights.scope == Scope.arrondissements(user.id, frozenset({place}))
    assert identity.context(TODAY).actor_name == "Anne Roy"


@pytest.mark.parametrize(
    ("session_values", "user_values", "is_known"),
    [
        ({}, {}, True),
        ({"seen_at": NOW - dt.timedelta(minutes=30) + SECOND}, {}, True),
        ({"seen_at": NOW - dt.timedelta(minutes=30)}, {}, False),
        ({"created_at": NOW - dt.timedelta(hours=10) + SECOND}, {}, True),
        ({"created_at": NOW - dt.timedelta(hours=10)}, {}, False),
        ({"revoked_at": NOW}, {}, False),
        ({}, {"active": False}, False),
        ({}, {"ends_on": TODAY}, True),
        ({}, {"ends_on": TODAY - dt.timedelta(days=1)}, False),
    ],
)
def test_what_ends_a_session(
    session: Session, session_values: dict[str, Any], user_values: dict[str, Any], is_known: bool
) -> None:
    open_session(make.UserFactory(roles=["mission"], **user_values), **session_values)
    assert (read_identity(session, SECRET, now=NOW, today=TODAY) is not None) is is_known


def test_another_secret_opens_nothing(session: Session) -> None:
    open_session(make.UserFactory(roles=["admin"]))
    assert read_identity(session, hash_of_token("Secret"), now=NOW, today=TODAY) is None
    assert read_identity(session, "secret", now=NOW, today=TODAY) is None


@pytest.mark.parametrize("roles", [["elu"], [role.code.value for role in ROLES]], ids=["one role", "every role"])
def test_it_takes_one_statement_whatever_the_roles(database: Database, session: Session, roles: list[str]) -> None:
    user = make.UserFactory(roles=roles)
    for number in range(1, 10):
        make.ReferentFactory(user=user, arrondissement=make.ArrondissementFactory(number=number))
    open_session(user)
    session.commit()
    with count_statements(database.engine) as sent:
        read_identity(session, SECRET, now=NOW, today=TODAY)
    assert len(sent) == 1


@pytest.mark.parametrize(
    ("start_on", "end_on", "is_in_force"),
    [
        (TODAY, None, True),
        (TODAY + dt.timedelta(days=1), None, False),
        (TODAY, TODAY, True),
        (TODAY - dt.timedelta(days=9), TODAY - dt.timedelta(days=1), False),
    ],
)
def test_only_a_referent_in_force_gives_an_arrondissement(
    session: Session, start_on: dt.date, end_on: dt.date | None, is_in_force: bool
) -> None:
    user = make.UserFactory(roles=["referent"])
    row = make.ReferentFactory(user=user, start_on=start_on, end_on=end_on)
    make.ReferentFactory(arrondissement=make.ArrondissementFactory(number=3))
    scope = context_for_user(session, user, TODAY).scope
    assert scope.arrondissement_ids == ({row.arrondissement_id} if is_in_force else frozenset())


def test_to_be_named_as_a_replacement_gives_nothing(session: Session) -> None:
    user = make.UserFactory(roles=["referent"])
    make.ReferentFactory(replacement=user)
    assert context_for_user(session, user, TODAY).scope.arrondissement_ids == frozenset()


def test_an_account_without_a_role_sees_nothing(session: Session) -> None:
    context = context_for_user(session, make.UserFactory(), TODAY)
    assert (context.scope.reach, context.rights) == (Reach.NOTHING, frozenset())


def test_rights_add_up(session: Session) -> None:
    user = make.UserFactory(roles=["direction", "donnees_personnelles"])
    context = context_for_user(session, user, TODAY)
    assert PERSONAL_DATA in context.rights
    assert context.scope.is_unlimited


def test_a_right_taken_off_a_role_is_gone_the_next_time_one_asks(session: Session) -> None:
    open_session(make.UserFactory(roles=["mission"]))
    role = session.query(Role).filter_by(name="mission").one()
    taken = role.permissions[0]
    pair = (taken.view_menu.name, taken.permission.name)

    def has_it() -> bool:
        identity = read_identity(session, SECRET, now=NOW, today=TODAY)
        return identity is not None and identity.has_access(pair[1], pair[0])

    assert has_it()
    role.permissions.remove(taken)
    session.flush()
    assert not has_it()


@pytest.mark.parametrize("limited", ["referent", "saisie", "elu"])
@pytest.mark.parametrize("wide", ["dpo", "direction", "stagiaire", "mission"])
def test_a_limited_role_gives_nothing_beside_one_that_sees_the_whole_city(
    session: Session, limited: str, wide: str
) -> None:
    """Such an account is refused; one that was stored before, or by hand, writes no further than either role."""
    context = context_for_user(session, make.UserFactory(roles=[limited, wide]), TODAY)
    assert context.scope.is_unlimited
    assert context.rights == pairs_of(wide)


def test_a_role_without_reach_adds_its_rights_to_any(session: Session) -> None:
    context = context_for_user(session, make.UserFactory(roles=["elu", "donnees_personnelles"]), TODAY)
    assert context.rights == pairs_of("elu") | {PERSONAL_DATA}


def test_a_command_is_not_run_as_a_closed_account(session: Session) -> None:
    with pytest.raises(RuleViolation):
        context_for_user(session, make.UserFactory(roles=["admin"], active=False), TODAY)


@pytest.mark.parametrize(("seconds", "is_noted"), [(59, False), (60, True)])
def test_the_use_of_a_session_is_noted_once_a_minute(session: Session, seconds: int, is_noted: bool) -> None:
    row = open_session(make.UserFactory())
    later = NOW + dt.timedelta(seconds=seconds)
    touch_session(session, row.id, later, "PersonView-1")
    session.refresh(row)
    assert row.seen_at == (later if is_noted else NOW)


def stored_pairs(session: Session) -> dict[str, set[tuple[str, str]]]:
    return {
        role.name: {(pair.view_menu.name, pair.permission.name) for pair in role.permissions}
        for role in session.query(Role)
    }


def test_stored_roles_are_those_of_the_code_and_stay_so(session: Session) -> None:
    role = session.query(Role).filter_by(name="elu").one()
    stray = session.query(PermissionView).filter(~PermissionView.id.in_([pair.id for pair in role.permissions])).first()
    role.permissions = [stray]
    session.flush()
    versions: list[dict[str, int]] = []
    for _ in range(2):
        sync_roles(session)
        session.flush()
        versions.append({role.name: role.version for role in session.query(Role)})
        assert dict(stored_pairs(session)) == {spec.code.value: set(pairs_of(spec.code)) for spec in ROLES}
    assert versions[0] == versions[1]


@pytest.mark.parametrize("verb", ["GET", "POST"])
def test_a_page_that_asks_nothing_else_costs_one_statement(
    app: Flask, client_as: Callable[..., FlaskClient], verb: str
) -> None:
    client = client_as("ref5")
    token = csrf_token(client)
    with app.app_context():
        engine = db.engine
    with count_statements(engine) as sent:
        address = "/aide" if verb == "GET" else "/personnes/bulk"
        client.open(address, method=verb, data={"csrf_token": token} if verb == "POST" else None)
    assert len(sent) == 1
