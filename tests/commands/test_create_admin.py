"""`flask mdo create-admin` opens the first account, with a password worthy of it."""

import pytest
from flask import Flask
from flask_appbuilder.cli import fab
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mdo.accounts.passwords import MINIMUM_LENGTH_ADMIN, is_password
from models.accounts import User
from tests.support import factories as make

_WORDS = ["--username", "chef", "--first-name", "Léa", "--last-name", "Roux", "--email", "lea@example.org"]


def test_generated_password_is_told_once_and_opens_the_account(app: Flask, session: Session) -> None:
    result = app.test_cli_runner().invoke(args=["mdo", "create-admin", *_WORDS])
    assert result.exit_code == 0, result.output
    password = result.output.strip().rsplit(" ", 1)[-1]
    user = session.scalars(select(User).where(User.username == "chef")).one()
    assert len(password) >= MINIMUM_LENGTH_ADMIN
    assert is_password(user.password, password)
    assert [role.name for role in user.roles] == ["admin"]


def test_asks_for_what_is_not_given(app: Flask, session: Session) -> None:
    result = app.test_cli_runner().invoke(
        args=["mdo", "create-admin", "--password", "corail-velours-girafe-92"],
        input="chef\nLéa\nRoux\nlea@example.org\n",
    )
    assert result.exit_code == 0, result.output
    assert session.scalar(select(User.email).where(User.username == "chef")) == "lea@example.org"


@pytest.mark.parametrize(
    "words",
    [
        [*_WORDS, "--password", "velours-girafe1"],
        [*_WORDS, "--password", "aaaaaaaaaaaaaaaa"],
        [*_WORDS, "--email", "not an address"],
        [*_WORDS, "--username", "Léa Roux"],
    ],
    ids=["15 characters", "easy", "e-mail", "user name"],
)
def test_refused(app: Flask, session: Session, words: list[str]) -> None:
    result = app.test_cli_runner().invoke(args=["mdo", "create-admin", *words])
    assert result.exit_code == 1
    assert isinstance(result.exception, SystemExit)
    assert session.scalar(select(func.count(User.id))) == 0


def test_same_name_twice_is_refused(app: Flask, session: Session) -> None:
    runner = app.test_cli_runner()
    assert runner.invoke(args=["mdo", "create-admin", *_WORDS]).exit_code == 0
    assert runner.invoke(args=["mdo", "create-admin", *_WORDS]).exit_code == 1
    assert session.scalar(select(func.count(User.id))) == 1


@pytest.mark.parametrize(
    "words",
    [
        ["reset-password", "--username", "chef"],
        ["create-user", "--username", "x", "--firstname", "x", "--lastname", "y", "--email", "x@y.fr", "--role", "elu"],
    ],
    ids=["reset", "create"],
)
def test_no_command_of_the_framework_goes_round_the_rules_of_passwords(
    app: Flask, session: Session, words: list[str]
) -> None:
    user = make.UserFactory(username="chef")
    session.commit()
    before = user.password
    result = app.test_cli_runner().invoke(fab, [*words, "--password", "a"])
    assert result.exit_code == 1
    assert "Rien n’a été changé" in result.output
    session.expire_all()
    assert [row.password for row in session.scalars(select(User))] == [before]
