"""`flask mdo digest`: one message an account that answers for an arrondissement, of its own records alone."""

import dataclasses
import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.accounts import User
from models.digest import DigestSending, DigestState
from models.instances import Instance
from models.journal import JournalEntry
from models.meetings import MeetingState
from tests.mail.servers import Mailbox, mail_server
from tests.support import TODAY
from tests.support import factories as make
from tests.support.application import account

Run = Callable[..., Result]
DAY = dt.timedelta(days=1)


@pytest.fixture
def run(app: Flask, session: Session) -> Run:
    """Runs the command on the day of the tests, on two arrondissements of which one account each answers."""
    for name in ("ref5", "ref7", "mission", "elu5"):
        account(name)
    for number in (5, 7):
        body = make.InstanceFactory(name=f"Comité du {number}e <&>", arrondissements=[number])
        make.SeatFactory(instance=body)
        make.CouncilRequestFactory(instance=body, number=f"V-{number}", subject="Un banc", due_on=TODAY - DAY)
        start = dt.datetime.combine(TODAY + 7 * DAY, dt.time(17, 30), dt.UTC)
        make.MeetingFactory(instance=body, title=f"Plénière du {number}e", start_at=start)
        make.MeetingFactory(instance=body, title=f"Tenue au {number}e", state=MeetingState.HELD)
        make.MandateFactory(
            instance=body, person=make.PersonFactory(last_name=f"Durand{number}"), planned_end_on=TODAY + DAY
        )
    session.query(Instance).update({"updated_at": dt.datetime(2026, 1, 5, tzinfo=dt.UTC)})
    runner = app.test_cli_runner()

    def command(*words: Any) -> Result:
        session.commit()
        return runner.invoke(args=["mdo", "digest", "--date", "24/11/2026", *map(str, words)])

    return command


def test_each_referent_is_told_of_the_own_arrondissement_alone(run: Run) -> None:
    result = run("--to", "ref5")
    assert result.exit_code == 0, result.output
    for words in (
        "ref5@mairie-lyon.example",
        "Votre point de la quinzaine, le 24/11/2026",
        "Instances à siège vacant (1)",
        "Comité du 5e <&> – 1 siège vacant",
        "Mandats à échéance (1)",
        "Durand5",
        "Réunions à préparer (1)",
        "Plénière du 5e",
        "Réunions à clore (1)",
        "Tenue au 5e",
        "Demandes en attente de réponse (1)",
        "V-5 – Un banc – Comité du 5e <&> – En retard",
        "Fiches à confirmer",
        "1 résumé",
    ):
        assert words in result.output, words
    assert "7e" not in result.output
    assert "Durand7" not in result.output


def test_all_who_answer_for_an_arrondissement_get_one_and_nothing_is_written(run: Run, session: Session) -> None:
    entries = session.scalar(select(func.count(JournalEntry.id)))
    output = run().output
    assert [name for name in ("ref5@", "ref7@", "mission@", "elu5@") if name in output] == ["ref5@", "ref7@"]
    session.rollback()
    assert session.scalar(select(func.count(JournalEntry.id))) in {entries, (entries or 0) + 1}


def test_who_turned_it_off_or_has_nothing_to_see_gets_none(run: Run, session: Session) -> None:
    make.PreferenceFactory(user=account("ref3"), receives_digest=False)
    account("ref9")  # an arrondissement without any record
    output = run().output
    assert "ref3@" not in output
    assert "ref9@" not in output


def test_who_stands_in_for_someone_away_receives_her_deadlines_and_those_alone(run: Run, session: Session) -> None:
    """The mission has no point of its own; a référent reads them beside hers, as far as her own arrondissement goes."""
    accounts = {user.username: user for user in session.scalars(select(User))}
    for standing_in, days in (("mission", 0), ("ref7", 0), ("elu5", -1)):
        make.AbsenceFactory(
            user=accounts["ref5"],
            replacement=accounts[standing_in],
            start_on=TODAY - 3 * DAY,
            end_on=TODAY + days * DAY,
        )
    for number, name in ((5, "ref5"), (7, "ref5"), (7, "ref7")):
        meeting = make.MeetingFactory(instance=make.InstanceFactory(arrondissements=[number]))
        make.ActionItemFactory(meeting=meeting, text=f"Au {number}e de {name}", owner=accounts[name], due_on=TODAY)
    message = run("--to", "mission", "--url", "https://mdo.example/").output
    assert "Échéances des personnes que vous remplacez, le 24/11/2026" in message
    # What nobody answers for in her arrondissement too.
    assert all(words in message for words in ("Au 5e de ref5", "Au 7e de ref5", "Durand5", "V-5")), message
    assert "https://mdo.example/echeances/" in message
    assert "Au 7e de ref7" not in message
    assert "arrondissement" not in message
    beside = run("--to", "ref7").output
    assert "Votre point de la quinzaine" in beside
    assert [words in beside for words in ("remplacez (1)", "Au 7e de ref5", "Au 5e de ref5")] == [True, True, False]
    assert run("--to", "elu5").output.startswith("0")


@pytest.fixture
def box(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Mailbox]:
    """A real mail server, and the application that sends through it."""
    with mail_server() as found:
        settings = dataclasses.replace(app.extensions["mdo_settings"], mail_server=found.server)
        monkeypatch.setitem(app.extensions, "mdo_settings", settings)
        yield found


def test_messages_leave_through_the_mail_server_with_links_and_escaped_words(run: Run, box: Mailbox) -> None:
    result = run("--send", "--url", "https://mdo.example/")
    assert (result.exit_code, len(box.messages)) == (0, 2), result.output
    message = next(found for address, found in box.messages if address.startswith("ref5"))
    plain, html = (message.get_body((kind,)).get_content() for kind in ("plain", "html"))
    assert message["Subject"] == "Votre point de la quinzaine, le 24/11/2026"
    assert message["Auto-Submitted"] == "auto-generated"
    assert "https://mdo.example/mon-point/" in plain
    assert '<a href="https://mdo.example/instances/show/' in html
    assert "Comité du 5e &lt;&amp;&gt;" in html
    assert "<&>" not in html
    assert "2 résumés envoyés" in result.output


def test_one_that_the_server_refuses_is_told_of_and_the_others_leave(run: Run, box: Mailbox) -> None:
    box.refused.add("ref5@mairie-lyon.example")
    result = run("--send")
    assert (result.exit_code, len(box.messages)) == (1, 1)
    assert "ref5@mairie-lyon.example" in result.output


def test_run_twice_on_one_day_it_sends_once_and_again_only_what_was_not_taken(
    run: Run, box: Mailbox, session: Session
) -> None:
    box.refused.add("ref5@mairie-lyon.example")
    assert run("--send").exit_code == 1
    session.rollback()
    box.refused.clear()
    box.lost.add("ref5@mairie-lyon.example")
    assert run("--send").exit_code == 1  # left, or not: nobody knows
    session.rollback()
    again = run("--send")
    session.rollback()
    assert (again.exit_code, box.addresses) == (0, ["ref7@mairie-lyon.example", "ref5@mairie-lyon.example"])
    assert "0 résumé envoyé" in again.output
    assert "2 résumés" in again.output
    entries = session.scalars(select(DigestSending).order_by(DigestSending.user_id)).all()
    assert {(row.user.username, row.state) for row in entries} == {
        ("ref5", DigestState.SENDING),
        ("ref7", DigestState.SENT),
    }
    session.rollback()
    run("--send", "--date", "25/11/2026")
    assert box.addresses[2:] == ["ref5@mairie-lyon.example", "ref7@mairie-lyon.example"]


def test_printing_marks_nothing_as_sent(run: Run, box: Mailbox, session: Session) -> None:
    run()
    session.rollback()
    run("--send")
    assert len(box.messages) == 2


def test_without_a_sender_sending_is_refused(run: Run) -> None:
    result = run("--send")
    assert result.exit_code == 1
    assert "n’est pas activé" in result.output


def test_a_day_that_is_none_is_refused(app: Flask, session: Session) -> None:
    session.commit()
    result = app.test_cli_runner().invoke(args=["mdo", "digest", "--date", "31/02/2026"])
    assert result.exit_code == 1
