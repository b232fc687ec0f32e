"""What a database of an earlier version lacks is added once by `init`; what was edited or deleted there stays so."""

import datetime as dt
from decimal import Decimal

import pytest
from sqlalchemy import select

from mdo.procurement.reference_services import SERVICES
from mdo.reference import load
from models.procurement import (
    DelayCondition,
    FigureCode,
    LegalDelay,
    LegalFigure,
    ProcedureCode,
    ProcedureTemplate,
    SpecificService,
    StepCode,
    Threshold,
    ThresholdCode,
)

pytestmark = pytest.mark.db
DAY = dt.date(2020, 1, 1)


@pytest.fixture
def older(session):
    """As an earlier version left it."""
    load(session)
    for row in session.scalars(select(SpecificService)):
        session.delete(row)
    for row in session.scalars(select(Threshold)):
        if row.valid_to is not None and row.valid_to < dt.date(2015, 10, 1):
            session.delete(row)
        elif row.code is ThresholdCode.ADVANCE:
            row.valid_from = DAY
    for row in session.scalars(select(LegalDelay).where(LegalDelay.procedure == ProcedureCode.NEGOTIATED)):
        if row.step is StepCode.CANDIDATES_DUE and row.condition is DelayCondition.URGENT:
            session.delete(row)
    end = session.scalars(select(LegalFigure).where(LegalFigure.code == FigureCode.REPAYMENT_END)).one()
    end.valid_to = None
    template = session.scalars(select(ProcedureTemplate).filter_by(code=ProcedureCode.ADAPTED)).one()
    template.steps = [step for step in template.steps if step.step is not StepCode.LEGALITY]
    session.flush()
    return template


def test_it_gets_the_law_of_before_the_urgent_delay_and_the_step_of_the_review(session, older) -> None:
    load(session)
    session.expire_all()
    first = min(
        row.valid_from for row in session.scalars(select(Threshold).filter_by(code=ThresholdCode.NO_COMPETITION))
    )
    assert first == dt.date(2012, 1, 1)
    advance = session.scalars(select(Threshold).filter_by(code=ThresholdCode.ADVANCE)).one()
    assert advance.valid_from == dt.date(2012, 1, 1)
    end = session.scalars(select(LegalFigure).filter_by(code=FigureCode.REPAYMENT_END)).one()
    assert end.valid_to == dt.date(2024, 12, 31)
    urgent = select(LegalDelay).filter_by(
        procedure=ProcedureCode.NEGOTIATED, step=StepCode.CANDIDATES_DUE, condition=DelayCondition.URGENT
    )
    assert session.scalars(urgent).one().amount == 15
    order = [step.step for step in older.steps]
    assert order[order.index(StepCode.LEGALITY) + 1] is StepCode.NOTIFICATION
    assert len(session.scalars(select(SpecificService)).all()) == len(SERVICES)


def test_later_families_of_annex_3_come_once_beside_what_was_edited(session) -> None:
    """As a version left it that had the first families, one of them renamed; another was added by hand."""
    load(session)
    later = {row.first_cpv for row in SERVICES if row.is_later}
    for row in session.scalars(select(SpecificService)):
        if row.first_cpv in later:
            session.delete(row)
        elif row.first_cpv == "80000000-4":
            row.label = "Formation, confirmé"
    session.flush()
    session.add(SpecificService(label="Avocats", first_cpv="79110000-8", last_cpv="79110000-8", article="R2123-1"))
    session.flush()
    load(session)
    labels = {row.first_cpv: row.label for row in session.scalars(select(SpecificService))}
    assert labels["80000000-4"] == "Formation, confirmé"
    assert labels["79700000-1"] == "Enquêtes et sécurité"
    assert "79100000-5" not in labels, "the row of the administrator stands for it"
    assert len(labels) == len(SERVICES)
    session.delete(session.scalars(select(SpecificService).filter_by(first_cpv="79700000-1")).one())
    session.flush()
    load(session)
    assert session.scalars(select(SpecificService).filter_by(first_cpv="79700000-1")).one_or_none() is None


def test_what_was_edited_or_deleted_stays_so(session, older) -> None:
    advance = session.scalars(select(Threshold).filter_by(code=ThresholdCode.ADVANCE)).one()
    advance.amount_excl_tax = Decimal(1)
    end = session.scalars(select(LegalFigure).filter_by(code=FigureCode.REPAYMENT_END)).one()
    end.number = Decimal(75)
    session.flush()
    load(session)
    assert (advance.valid_from, end.valid_to) == (DAY, None)
    row = session.scalars(select(SpecificService)).first()
    session.delete(row)
    before = len(session.scalars(select(Threshold)).all())
    load(session)
    assert len(session.scalars(select(SpecificService)).all()) == len(SERVICES) - 1
    assert len(session.scalars(select(Threshold)).all()) == before
