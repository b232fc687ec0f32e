"""The calls of the demo obey the rules, tell what the guide tells, and fit their envelopes."""

import io
from decimal import Decimal

import pytest
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session

from mdo import demo
from mdo.accounts import rules as accounts
from mdo.calls.budget_cells import total_of
from mdo.calls.granting import is_late, is_over_ceiling
from mdo.calls.photos import picture_of, uses_of
from mdo.calls.ranking import ranking_of
from mdo.calls.results import tell
from mdo.calls.scenarios import adopted_of, simulated
from mdo.documents.files import content_of
from mdo.kernel.rules.row_rules import check_row
from models.applications import (
    Application,
    ApplicationExpense,
    ApplicationOpinion,
    ApplicationState,
    OpinionKind,
    Subsidy,
)
from models.base import Record
from models.calls import CallJuror, CallState, ProjectCall
from models.judging import ApplicationMark, CallResult, CallScenario, JurorInterest
from models.photos import ApplicationPhoto, PhotoConsent, PhotoUse
from tests.support import TODAY
from tests.support.settings import DEMO_PASSWORD

_TOLD: tuple[type[Record], ...] = (
    *(ProjectCall, Application, ApplicationExpense, ApplicationOpinion, Subsidy, JurorInterest, ApplicationMark),
    *(CallJuror, ApplicationPhoto, PhotoConsent),
)


@pytest.fixture(autouse=True)
def _quick_hash(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(accounts, "hash_of", lambda password: "scrypt:not-a-hash")


def call_in(session: Session, state: CallState) -> ProjectCall:
    return session.scalars(select(ProjectCall).where(ProjectCall.state == state)).one()


def test_a_year_of_calls_is_told_and_obeys_the_rules(session: Session) -> None:
    demo.write(session, people=1, seed=1, today=TODAY, password=DEMO_PASSWORD)
    session.commit()
    for model in _TOLD:
        for row in session.scalars(select(model)).all():
            check_row(session, row, TODAY)
    assert not [row for row in session.dirty if session.is_modified(row)], "what the rules complete is written already"

    for row in session.scalars(select(Application)):
        assert total_of(row.expenses) == row.asked_incl_tax
        assert len(row.expenses) > 1
    pictures_are_shown_for_what_was_agreed_to(session)

    now = call_in(session, CallState.EXAMINED)
    files = session.scalars(select(Application).where(Application.call_id == now.id)).all()
    assert {place.number for row in files for place in row.instance.arrondissements} == {3, 5, 7, 8}
    assert sum(is_late(row.filed_on, now.closes_on) for row in files) == 1
    assert sum(is_over_ceiling(row.asked_incl_tax, now.ceiling_incl_tax) for row in files) == 1
    given = select(ApplicationOpinion).where(ApplicationOpinion.given_on.is_not(None))
    of_now = [row for row in session.scalars(given) if row.application.call_id == now.id]
    assert {row.author for row in of_now if row.kind is OpinionKind.MAIRIE} == {"Mairie du 3e", "Mairie du 5e"}
    assert len({row.author for row in of_now if row.kind is OpinionKind.TECHNICAL}) == 1
    assert [juror.user_id is None for juror in now.jurors] == [False, False, True]
    ranking = ranking_of(session, now)
    assert [len(row.concerned) for row in ranking if row.concerned] == [1]
    scenarios = session.scalars(select(CallScenario).where(CallScenario.call_id == now.id)).all()
    assert len(scenarios) == 3
    assert len({simulated(session, row).total for row in scenarios}) == 3
    assert all(simulated(session, row).total <= now.envelope_incl_tax for row in scenarios)

    last = call_in(session, CallState.NOTIFIED)
    rows = session.scalars(select(Application).where(Application.call_id == last.id)).all()
    states = {row.state for row in rows}
    assert states >= {
        ApplicationState.REPORTED,
        ApplicationState.ABANDONED,
        ApplicationState.REFUSED,
        ApplicationState.WAITING,
        ApplicationState.INADMISSIBLE,
    }
    assert sum((row.granted_incl_tax or Decimal(0) for row in rows), Decimal(0)) <= last.envelope_incl_tax
    told = {row.application_id: row.amount_incl_tax for row in session.scalars(select(CallResult))}
    tell(session, rows)
    assert told == {row.id: row.granted_incl_tax for row in rows if row.granted_incl_tax is not None}
    assert adopted_of(session, last.id) is not None
    bought = [row.contract for row in rows if row.contract is not None]
    assert len(bought) == 2
    family = bought[0].family
    assert family is not None
    assert {contract.family_id for contract in bought} == {family.id}


def pictures_are_shown_for_what_was_agreed_to(session: Session) -> None:
    """Each consent is of a picture; one was withdrawn for the web, one picture waits for those who are seen on it."""
    assert all(consent.photo is not None for consent in session.scalars(select(PhotoConsent)))
    photos = session.scalars(select(ApplicationPhoto)).all()
    shown = {photo.caption: set(uses_of(photo, TODAY)) for photo in photos}
    assert shown == {
        "Trois des six boîtes, le jour de la pose": set(PhotoUse),
        "La carte dépliée": set(PhotoUse),
        "Une habitante dépose les premiers livres": {PhotoUse.PRINT, PhotoUse.WEB},
        "Un lecteur devant la boîte du square": {PhotoUse.PRINT},
        "Deux élèves lisent leurs propositions": set(),
    }
    for photo in photos:
        assert picture_of(photo) == content_of(photo.document)
        assert Image.open(io.BytesIO(picture_of(photo))).size == (320, 200)
