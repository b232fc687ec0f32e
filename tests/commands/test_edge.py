"""What a command says when what it speaks to, or what it needs, is gone."""

import errno

import pytest
from flask import Flask

from views.commands.edge import Failure, speaking


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
