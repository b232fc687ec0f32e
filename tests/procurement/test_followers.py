"""Files follow the rows of the law: what a change does to them is asked first, and nothing typed is lost meanwhile."""

import datetime as dt
from decimal import Decimal

import pytest
from sqlalchemy import select

from mdo.reference import load
from models.contracts import ContractState
from models.procurement import FigureCode, LegalFigure, Threshold, ThresholdCode
from tests.base.pages import document, save
from tests.support import TODAY
from tests.support import procurement as buy
from tests.support.forms import post

pytestmark = pytest.mark.db
DAY = dt.timedelta(days=1)


@pytest.fixture
def threshold(session) -> Threshold:
    load(session)
    session.commit()
    asked = select(Threshold).where(Threshold.code == ThresholdCode.NO_COMPETITION, Threshold.valid_to.is_(None))
    return session.scalars(asked).one()


@pytest.mark.parametrize(
    ("file", "values", "is_asked"),
    [
        ({"launch_on": TODAY}, {"amount_excl_tax": "70 000,00"}, True),
        ({"launch_on": None, "state": ContractState.NEED}, {"amount_excl_tax": "70 000,00"}, True),
        ({"launch_on": TODAY}, {"notes": "Relu"}, False),
        ({"launch_on": TODAY}, {"amount_excl_tax": "60 000,00"}, False),
        # Of another law, over, or given up.
        ({"launch_on": dt.date(2026, 3, 31)}, {"amount_excl_tax": "70 000,00"}, False),
        ({"launch_on": TODAY, "state": ContractState.ENDED}, {"amount_excl_tax": "70 000,00"}, False),
        ({"launch_on": TODAY, "state": ContractState.ABANDONED}, {"amount_excl_tax": "70 000,00"}, False),
        # It would become that of the file.
        ({"launch_on": dt.date(2026, 3, 31)}, {"valid_from": "31/03/2026"}, True),
    ],
)
def test_a_change_that_files_follow_is_asked_first(session, client_as, threshold, file, values, is_asked) -> None:
    buy.ContractFactory(number="SUIT-1", **file)
    client = client_as("admin")
    address = f"/seuils/edit/{threshold.id}"
    answer = save(client, address, **values)
    assert (answer.status_code == 200) is is_asked
    session.rollback()
    session.expire_all()
    if not is_asked:
        return
    assert threshold.amount_excl_tax == Decimal(60_000)
    assert "SUIT-1" in answer.get_data(as_text=True)
    (form,) = document(answer).xpath(f'//form[@action="{address}"]')
    assert post(client, address, dict(form.form_values())).status_code in (302, 422)
    if "amount_excl_tax" in values:
        session.rollback()
        session.expire_all()
        assert threshold.amount_excl_tax == Decimal(70_000)


def test_a_new_figure_is_asked_about_and_its_deletion_says_how_many_follow(session, client_as, threshold) -> None:
    buy.ContractFactory(number="SUIT-1", launch_on=dt.date(2015, 6, 1))
    client = client_as("admin")
    values = {
        "code": FigureCode.FRAMEWORK_MONTHS.value,
        "number": "36",
        "valid_from": "01/01/2015",
        "valid_to": "31/12/2015",
        "legal_basis": "Ancien texte",
    }
    answer = save(client, "/chiffres-de-la-loi/add", **values)
    assert answer.status_code == 200
    (form,) = document(answer).xpath('//form[@action="/chiffres-de-la-loi/add"]')
    assert post(client, "/chiffres-de-la-loi/add", dict(form.form_values())).status_code == 302
    session.rollback()
    row = session.scalars(select(LegalFigure).where(LegalFigure.legal_basis == "Ancien texte")).one()
    assert "1 dossier" in client.get(f"/chiffres-de-la-loi/delete/{row.id}").get_data(as_text=True)
