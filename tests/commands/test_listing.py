"""The list of the commands, and what starts with them."""

import subprocess
import sys
from importlib import import_module

import click
import pytest
from flask import Flask
from flask.testing import FlaskCliRunner

from views.commands import _COMMANDS

_TELL = """
import sys
from flask.cli import main
try:
    main()
finally:
    print("SCREENS" if "views.screens" in sys.modules else "NONE")
"""


@pytest.mark.parametrize("name", _COMMANDS)
def test_the_list_says_of_a_command_how_its_help_begins(app: Flask, name: str) -> None:
    place, summary = _COMMANDS[name]
    module, _, attribute = place.partition(":")
    command = getattr(import_module(f"views.commands.{module}"), attribute)
    assert isinstance(command, click.Command)
    assert command.name == name
    assert command.help is not None
    assert summary
    assert " ".join(command.help.split()).startswith(summary)


def test_help_lists_every_command_and_an_unknown_one_is_refused(command_line: FlaskCliRunner) -> None:
    listed = command_line.invoke(args=["mdo", "--help"]).output
    assert [name for name in _COMMANDS if f"  {name} " not in listed] == []
    refused = command_line.invoke(args=["mdo", "nothing"])
    assert refused.exit_code != 0
    assert "nothing" in refused.output


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (["mdo", "init"], "NONE"),
        pytest.param(["db", "heads"], "NONE", marks=pytest.mark.slow),
        (["routes"], "SCREENS"),  # by day: nothing else imports the screens in a process that has imported nothing
    ],
)
def test_a_command_that_shows_no_screen_starts_without_them(tmp_path, command: list[str], said: str) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", _TELL, *command],
        env={"PATH": "", "FLASK_APP": "app", "MDO_DATA_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.splitlines()[-1] == said
