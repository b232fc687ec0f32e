"""Who reads the files of a call, and who writes there: sets of rows, by reader, at each step."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mdo.kernel.base.errors import OutOfScope
from mdo.kernel.scope.clauses import writable_clause
from mdo.kernel.scope.limits import Scope
from models.applications import (
    Application,
    ApplicationHelp,
    ApplicationOpinion,
    ApplicationState,
    OpinionKind,
    Subsidy,
)
from models.calls import CallJuror, CallState, ProjectCall
from models.judging import ApplicationMark, CallResult, CallScenario, JurorInterest, ScenarioLine
from models.photos import PhotoConsent
from tests.support import TODAY
from tests.support import calls as make
from tests.support import factories as base

City = dict[str, Any]


@pytest.fixture
def city(session: Session) -> City:
    """A call that is examined: files of two arrondissements and of both, and référents of which one judges."""
    places = {number: base.ArrondissementFactory(number=number) for number in (3, 5, 7)}
    councils = {number: base.InstanceFactory(arrondissements=[number]) for number in (3, 5, 7)}
    users = {number: base.UserFactory() for number in (3, 5, 7)}
    call = make.ProjectCallFactory()
    files = {
        "own": make.ApplicationFactory(call=call, instance=councils[5]),
        "both": make.ApplicationFactory(call=call, instance=councils[7], partners=[councils[5]]),
        "other": make.ApplicationFactory(call=call, instance=councils[7]),
        "late": make.ApplicationFactory(call=call, instance=councils[7], state=ApplicationState.FILED),
    }
    juror = make.CallJurorFactory(call=call, user=users[3])
    for row in files.values():
        make.ApplicationHelpFactory(application=row)
        make.ApplicationOpinionFactory(application=row)
        make.SubsidyFactory(application=row)
        make.ScenarioLineFactory(application=row, scenario=make.CallScenarioFactory(call=call))
    session.commit()
    return {**files, "call": call, "juror": juror, "users": users, "places": places, "councils": councils}


def scope_of(city: City, number: int) -> Scope:
    return Scope.arrondissements(city["users"][number].id, frozenset({city["places"][number].id}))


def reads(as_reader: Any, city: City, number: int) -> Session:
    found: Session = as_reader(scope_of(city, number))
    return found


def files(city: City, *names: str) -> set[int]:
    return {city[name].id for name in names}


@pytest.mark.parametrize(("number", "names"), [(5, ("own", "both")), (7, ("both", "other", "late")), (3, ())])
def test_a_referent_reads_the_files_of_her_councils_and_what_hangs_on_them(
    as_reader: Any, city: City, number: int, names: tuple[str, ...]
) -> None:
    reader, expected = reads(as_reader, city, number), files(city, *names)
    assert set(reader.scalars(select(Application.id))) == expected
    assert reader.scalar(select(func.count(Application.id))) == len(expected)
    for model in (ApplicationHelp, ApplicationOpinion):
        assert set(reader.scalars(select(model.application_id))) == expected
    for model in (Subsidy, CallScenario, ScenarioLine, ApplicationMark):
        assert reader.scalars(select(model)).all() == []
    assert city["call"].id in reader.scalars(select(ProjectCall.id)).all()


def test_an_elected_official_and_who_has_no_place_read_none(as_reader: Any, session: Session, city: City) -> None:
    user = base.UserFactory()
    city["councils"][5].elected_user = user
    session.commit()
    for scope in (Scope.elected(user.id), Scope.nothing()):
        assert as_reader(scope).scalars(select(Application.id)).all() == []


def said(session: Session, city: City, name: str, *, is_concerned: bool) -> None:
    reason = "Voisin" if is_concerned else None
    make.JurorInterestFactory(
        juror=city["juror"],
        application=city[name],
        is_concerned=is_concerned,
        reason=reason,
    )
    session.commit()


def test_who_agreed_to_be_seen_is_read_by_the_councils_and_by_no_juror(
    as_reader: Any, session: Session, city: City
) -> None:
    consent = make.PhotoConsentFactory(application=city["both"])
    said(session, city, "both", is_concerned=False)
    assert reads(as_reader, city, 3).get(Application, city["both"].id) is not None
    found = {number: reads(as_reader, city, number).scalars(select(PhotoConsent.id)).all() for number in (3, 5, 7)}
    assert found == {3: [], 5: [consent.id], 7: [consent.id]}


def test_a_juror_reads_a_file_once_she_said_that_she_has_no_interest(
    as_reader: Any, session: Session, city: City
) -> None:
    said(session, city, "other", is_concerned=False)
    said(session, city, "own", is_concerned=True)
    assert set(reads(as_reader, city, 3).scalars(select(Application.id))) == files(city, "other")


@pytest.mark.parametrize("state", [state for state in CallState if state is not CallState.EXAMINED])
def test_files_are_open_to_jurors_while_the_call_is_examined_alone(
    as_reader: Any, session: Session, city: City, state: CallState
) -> None:
    said(session, city, "other", is_concerned=False)
    city["call"].state = state
    session.commit()
    assert set(reads(as_reader, city, 3).scalars(select(Application.id))) == set()


def test_a_juror_reads_no_file_that_was_not_admitted(as_reader: Any, session: Session, city: City) -> None:
    said(session, city, "late", is_concerned=False)
    assert set(reads(as_reader, city, 3).scalars(select(Application.id))) == set()


def test_who_is_concerned_opens_nothing_of_a_file_of_her_own_council_while_it_is_judged(
    as_reader: Any, session: Session, city: City
) -> None:
    city["juror"].user = city["users"][7]
    said(session, city, "other", is_concerned=True)
    reader = reads(as_reader, city, 7)
    assert reader.get(Application, city["other"].id) is None
    assert set(reader.scalars(select(ApplicationOpinion.application_id))) == files(city, "both", "late")
    reader.close()
    city["call"].state = CallState.DECIDED
    session.commit()
    assert reads(as_reader, city, 7).get(Application, city["other"].id) is not None


def test_a_juror_reads_her_own_marks_and_declarations_alone(as_reader: Any, session: Session, city: City) -> None:
    said(session, city, "other", is_concerned=False)
    criterion = make.CallCriterionFactory(call=city["call"])
    mine = make.ApplicationMarkFactory(juror=city["juror"], application=city["other"], criterion=criterion)
    colleague = make.CallJurorFactory(call=city["call"])
    make.JurorInterestFactory(juror=colleague, application=city["other"])
    make.ApplicationMarkFactory(juror=colleague, application=city["other"], criterion=criterion)
    session.commit()
    reader = reads(as_reader, city, 3)
    assert reader.scalars(select(ApplicationMark.id)).all() == [mine.id]
    assert set(reader.scalars(select(JurorInterest.juror_id))) == {city["juror"].id}
    assert reader.scalars(select(CallJuror.id)).all() == [city["juror"].id]
    assert reads(as_reader, city, 7).scalars(select(ApplicationMark.id)).all() == []


def test_results_are_read_by_all(as_reader: Any, session: Session, city: City) -> None:
    result = make.CallResultFactory(application=city["other"])
    session.commit()
    for number in (3, 5, 7):
        assert reads(as_reader, city, number).scalars(select(CallResult.id)).all() == [result.id]


# ---- Writing ---------------------------------------------------------------------------------------------------------


def test_she_writes_what_her_own_council_asks(as_reader: Any, city: City) -> None:
    scope = scope_of(city, 5)
    reader = reads(as_reader, city, 5)
    assert set(reader.scalars(select(Application.id).where(writable_clause(Application, scope, TODAY)))) == files(
        city, "own"
    )
    reader.get_one(Application, city["own"].id).summary = "Autrement"
    reader.flush()
    reader.rollback()
    reader.get_one(Application, city["both"].id).summary = "Autrement"
    with pytest.raises(OutOfScope):
        reader.flush()


@pytest.mark.parametrize(("number", "passes"), [(5, True), (7, False)])
def test_she_files_for_a_council_of_hers(as_reader: Any, city: City, number: int, passes: bool) -> None:
    reader = reads(as_reader, city, 5)
    council = city["councils"][number].id
    reader.add(
        Application(call_id=city["call"].id, number=90, title="Neuf", instance_id=council, state=ApplicationState.DRAFT)
    )
    if passes:
        reader.flush()
        return
    with pytest.raises(OutOfScope):
        reader.flush()


@pytest.mark.parametrize(
    ("name", "kind", "passes"),
    [
        ("own", OpinionKind.MAIRIE, True),
        ("own", OpinionKind.ARRONDISSEMENT_COUNCIL, True),
        ("own", OpinionKind.TECHNICAL, False),
        ("both", OpinionKind.MAIRIE, False),
    ],
)
def test_the_opinion_of_her_mairie_is_hers_to_write(
    as_reader: Any, city: City, name: str, kind: OpinionKind, passes: bool
) -> None:
    reader = reads(as_reader, city, 5)
    reader.add(ApplicationOpinion(application_id=city[name].id, kind=kind, author="Mairie du 5e"))
    if passes:
        reader.flush()
        return
    with pytest.raises(OutOfScope):
        reader.flush()


def declaration(city: City, name: str, **values: Any) -> JurorInterest:
    told = {"juror_id": city["juror"].id, "is_concerned": False, "declared_on": TODAY}
    return JurorInterest(application_id=city[name].id, **{**told, **values})


def test_a_juror_declares_herself_and_marks_what_does_not_concern_her(
    as_reader: Any, session: Session, city: City
) -> None:
    criterion = make.CallCriterionFactory(call=city["call"])
    session.commit()
    reader = reads(as_reader, city, 3)
    reader.add(declaration(city, "other"))
    reader.flush()
    reader.add(
        ApplicationMark(juror_id=city["juror"].id, application_id=city["other"].id, criterion_id=criterion.id, mark=4)
    )
    reader.flush()
    reader.add(
        ApplicationMark(juror_id=city["juror"].id, application_id=city["own"].id, criterion_id=criterion.id, mark=4)
    )
    with pytest.raises(OutOfScope):
        reader.flush()


def test_she_declares_for_nobody_else_nor_of_what_is_not_judged(as_reader: Any, session: Session, city: City) -> None:
    colleague = make.CallJurorFactory(call=city["call"])
    session.commit()
    for row in (declaration(city, "other", juror_id=colleague.id), declaration(city, "late")):
        reader = reads(as_reader, city, 3)
        reader.add(row)
        with pytest.raises(OutOfScope):
            reader.flush()
        reader.rollback()


@pytest.mark.parametrize(("state", "passes"), [(CallState.EXAMINED, True), (CallState.DECIDED, False)])
@pytest.mark.parametrize("was", [True, False])
def test_what_she_declared_changes_until_the_call_is_decided(
    as_reader: Any, session: Session, city: City, state: CallState, passes: bool, was: bool
) -> None:
    said(session, city, "other", is_concerned=was)
    city["call"].state = state
    session.commit()
    reader = reads(as_reader, city, 3)
    row = reader.scalars(select(JurorInterest)).one()
    row.is_concerned, row.reason = not was, "Autre chose"
    if passes:
        reader.flush()
        return
    with pytest.raises(OutOfScope):
        reader.flush()


def test_no_referent_writes_the_rules_the_jury_or_the_money_of_a_call(as_reader: Any, city: City) -> None:
    rows = (
        CallJuror(call_id=city["call"].id, user_id=city["users"][5].id),
        CallScenario(call_id=city["call"].id, name="À moi", cut=1),
        CallResult(call_id=city["call"].id, application_id=city["own"].id, title="À moi", council="Moi",
                   amount_incl_tax=Decimal(1), notified_on=dt.date(2026, 11, 2)),
    )  # fmt: skip
    for row in rows:
        reader = reads(as_reader, city, 5)
        reader.add(row)
        with pytest.raises(OutOfScope):
            reader.flush()
        reader.rollback()
