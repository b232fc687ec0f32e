"""A contract signed before the end of its standstill (R2182-1): proposed nowhere, told wherever the day is written."""

import datetime as dt
from decimal import Decimal

import pytest

from mdo.kernel.imports.run import apply, plan
from models.contracts import Contract, ContractState, StepState
from models.procurement import ProcedureCode, StepCode
from tests.base.pages import document, opened, save
from tests.kernel.imports.sheets import workbook
from tests.support import ON_SQLITE, TODAY
from tests.support import procurement as buy
from tests.support import tenders as bid
from tests.support.prepared import prepared

pytestmark = ON_SQLITE
S = ContractState
FIRST = "05/12/2026"  # eleven days from 24 November, which is the first of them
TOO_EARLY = "avant la fin du délai de suspension"


@prepared
def lot(session) -> Contract:
    """A lot of an appel d'offres ouvert, awarded today among three tenders; no calendar was established."""
    buy.ProcedureTemplateFactory(code=ProcedureCode.OPEN)
    common = {"procedure": ProcedureCode.OPEN, "launch_on": dt.date(2026, 10, 1), "state": S.AWARDED}
    file = buy.ContractFactory(awarded_on=TODAY, **common)
    row = buy.ContractFactory(
        number="AOO-1", title="Lot", allotment=file, lot_number=1, awarded_on=TODAY, amount_excl_tax=Decimal(150000),
        firm_months=12, tenders_received=3, **common,
    )  # fmt: skip
    buy.ContractHolderFactory(contract=row)
    session.commit()
    return row


def act_of(client, contract: Contract) -> str:
    """The address of the act that the page leads to."""
    page = document(client.get(f"/marches/show/{contract.id}"))
    (link, *_) = page.xpath('//a[contains(@href, "/acte/notify")]/@href')
    return link


def text(answer) -> str:
    return " ".join(document(answer).text_content().replace("\u00a0", " ").split())


def alerts(answer) -> str:
    found = document(answer).xpath('//*[contains(@class, "danger")]')
    return " ".join(" ".join(item.text_content().split()) for item in found)


def test_the_form_proposes_no_day_of_the_standstill_and_says_the_first(lot, client_as) -> None:
    client = client_as("mission")
    address = act_of(client, lot)
    assert FIRST in text(client.get(address))
    values = opened(client, address)
    assert [values.get(name) or None for name in ("signed_on", "notified_on", "starts_on")] == [None, None, None]


def test_once_over_today_is_proposed(session, lot, client_as) -> None:
    lot.awarded_on = lot.letters_on = TODAY - dt.timedelta(days=11)
    session.commit()
    client = client_as("mission")
    assert opened(client, act_of(client, lot))["notified_on"] == "2026-11-24"
    lot.wished_start_on = TODAY + dt.timedelta(days=70)
    session.commit()
    assert opened(client, act_of(client, lot))["starts_on"] == "2027-02-02", (
        "the start that is wished, when it is later"
    )


@pytest.mark.parametrize(("awarded", "told"), [(10, True), (11, False)])
def test_an_earlier_signature_stays_under_what_to_look_at(session, lot, client_as, awarded, told) -> None:
    lot.awarded_on = TODAY - dt.timedelta(days=awarded)
    session.commit()
    client = client_as("mission")
    days = dict.fromkeys(("signed_on", "notified_on", "starts_on"), "2026-11-24")
    answer = save(client, act_of(client, lot), **days)
    assert answer.status_code in (302, 303)
    shown = client.get(answer.location)
    assert (TOO_EARLY in alerts(shown)) is told
    assert ("25/11/2026" in alerts(shown)) is told


def test_the_letters_count_where_their_step_says_when_they_left(session, lot, client_as) -> None:
    lot.awarded_on = TODAY - dt.timedelta(days=30)
    buy.ProcurementStepFactory(
        contract=lot.allotment, step=StepCode.REJECTIONS, actual_on=TODAY, state=StepState.DONE
    )  # fmt: skip
    session.commit()
    client = client_as("mission")
    assert FIRST in text(client.get(act_of(client, lot)))


@pytest.mark.parametrize("values", [
    {"procedure": ProcedureCode.ADAPTED}, {"tenders_received": 1},
])  # fmt: skip
def test_nothing_is_said_where_there_is_no_standstill(session, lot, client_as, values) -> None:
    for name, value in values.items():
        setattr(lot, name, value)
    session.commit()
    client = client_as("mission")
    assert opened(client, act_of(client, lot))["notified_on"] == "2026-11-24"
    lot.signed_on = TODAY
    session.commit()
    assert TOO_EARLY not in text(client.get(f"/marches/show/{lot.id}"))


def test_an_import_says_it_too(session, lot) -> None:
    headers = ("N°", "Objet", "Signature", "Notification", "Fin", "État")
    line = ("AOO-1", "Lot", "24/11/2026", "24/11/2026", "23/11/2027", "En exécution")
    found = plan(session, "contracts", workbook(headers, line), today=TODAY, name="suivi.xlsx")
    assert [remark[1] for remark in found.remarks if "standstill" in remark[1]]
    apply(session, found)
    assert lot.signed_on == TODAY


def test_a_tender_alone_registered_here_has_none(session, lot, client_as) -> None:
    lot.tenders_received = None
    bid.TenderFactory(contract=lot, is_retained=True)
    session.commit()
    client = client_as("mission")
    assert opened(client, act_of(client, lot))["notified_on"] == "2026-11-24"
