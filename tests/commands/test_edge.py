"""What a command says when what it speaks to, or what it needs, is gone."""

import errno

import pytest
from flask import Flask
from sqlalchemy import text

from views.base.database import db
from views.commands.edge import Failure, session_of_command, speaking

_LIMITS = ("statement_timeout", "idle_in_transaction_session_timeout", "lock_timeout")


def test_who_stops_reading_is_told_nothing(app: Flask) -> None:
    """`flask mdo backup … | head`: click ends the command, as it does for every command of the system."""
    with app.app_context(), pytest.raises(BrokenPipeError), speaking():
        raise BrokenPipeError(errno.EPIPE, "Broken pipe")


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (PermissionError(errno.EACCES, "Permission denied", "/x"), "/x ne peut pas être ouvert"),
        (OSError(errno.EIO, "Input/output error"), "Le système refuse : Input/output error."),
    ],
)
def test_what_the_system_refuses_is_told_by_its_name_or_its_reason(app: Flask, error: OSError, words: str) -> None:
    with app.app_context(), pytest.raises(Failure) as told, speaking():
        raise error
    assert words in told.value.format_message().replace("\xa0", " ")


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_what_a_command_asks_takes_as_long_as_it_needs_and_pages_keep_their_limit(
    app: Flask,
) -> None:
    """A register of a million is written by statements of a minute; a lock is waited for no longer."""
    with app.app_context():
        with session_of_command("a demo") as session:
            limits = [session.scalar(text(f"SHOW {name}")) for name in _LIMITS]
        assert limits == ["0", "0", "5s"]
        assert [db.session.scalar(text(f"SHOW {name}")) for name in _LIMITS] == ["30s", "1min", "5s"]
