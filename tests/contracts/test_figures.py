"""What a contract allows, what was ordered, invoiced and paid; and that orders never pass its maximum."""

import datetime as dt
from decimal import Decimal

import pytest

from mdo.contracts.figures import Balance, Use, balance_of, balance_of_file, balances_of
from mdo.contracts.lowering import check_lowering
from mdo.contracts.portfolio import running_portfolio
from mdo.execution.orders import check_order
from mdo.kernel.base.errors import RuleViolation
from models.contracts import ContractState, PriceForm, Technique
from models.execution import OrderState, PurchaseOrder, PurchaseOrderLine, with_tax
from tests.support import TODAY
from tests.support import orders as make
from tests.support.amendments import AmendmentFactory
from tests.support.statements import count_statements

pytestmark = pytest.mark.db
CENT = Decimal("0.01")


@pytest.mark.parametrize(
    ("ordered", "share", "use"),
    [
        ("0", "0.00", Use.ROOM),
        ("7999.99", "80.00", Use.ROOM),
        ("7999.00", "79.99", Use.ROOM),
        ("8000.00", "80.00", Use.WATCHED),
        ("9999.99", "100.00", Use.WATCHED),
        ("10000.00", "100.00", Use.FULL),
        ("10001.00", "100.01", Use.EXCEEDED),
    ],
)
def test_a_contract_is_watched_from_eighty_per_cent_and_exceeded_over_a_hundred(ordered, share, use) -> None:
    balance = Balance(ceiling=Decimal(10_000), ordered=Decimal(ordered))
    assert (balance.share, balance.use) == (Decimal(share), use)


def test_without_an_amount_nothing_is_said_of_what_is_left() -> None:
    balance = Balance(ordered=Decimal(500))
    assert (balance.left, balance.share, balance.use) == (None, None, Use.UNKNOWN)


@pytest.mark.parametrize(
    ("amount", "rate", "total"),
    [
        ("100.00", "20", "120.00"),
        ("0.02", "20", "0.02"),
        ("0.03", "20", "0.04"),
        ("10.45", "5.5", "11.02"),
        ("33.33", "5.5", "35.16"),
        ("100.00", "0", "100.00"),
        ("-0.03", "20", "-0.04"),
    ],
)
def test_vat_is_rounded_on_each_line_half_up(amount, rate, total) -> None:
    assert with_tax(Decimal(amount), Decimal(rate)) == Decimal(total)


def test_the_figures_hold_orders_issued_invoices_payments_and_opening_balances(session) -> None:
    contract = make.RunningContractFactory(
        opening_ordered_excl_tax=Decimal(1000),
        opening_invoiced_excl_tax=Decimal(800),
        opening_paid_excl_tax=Decimal("700.50"),
    )
    order = make.order_of(contract, "2000")
    make.PurchaseOrderLineFactory(
        order=order, quantity=Decimal("2.5"), unit_price_excl_tax=Decimal("33.33"), vat_rate=Decimal("5.5")
    )
    make.order_of(contract, "4000", state=OrderState.DRAFT, ordered_on=None)
    make.order_of(contract, "4000", state=OrderState.CANCELLED)
    make.invoice_of(contract, "600")
    make.invoice_of(contract, "-100")
    make.invoice_of(contract, "250", paid_on=dt.date(2026, 11, 20))
    session.flush()
    balance = balance_of(session, contract)
    assert (balance.ceiling, balance.ordered, balance.invoiced, balance.paid) == (
        Decimal(10_000),
        Decimal("3083.33"),
        Decimal(1550),
        Decimal("950.50"),
    )
    assert (balance.left, balance.share) == (Decimal("6916.67"), Decimal("30.83"))
    assert (balance.ordered_incl_tax, balance.invoiced_incl_tax, balance.paid_incl_tax) == (
        Decimal("2487.91"),
        Decimal(900),
        Decimal(300),
    )
    assert balance.has_opening


def test_a_contract_without_orders_uses_what_it_is_invoiced(session) -> None:
    contract = make.RunningContractFactory(
        technique=Technique.NONE, maximum_excl_tax=None, amount_excl_tax=Decimal(5000), has_purchase_orders=False
    )
    make.invoice_of(contract, "4000")
    balance = balance_of(session, contract)
    assert (balance.ceiling, balance.used, balance.left, balance.use) == (5000, 4000, 1000, Use.WATCHED)


def test_a_subsequent_contract_takes_its_amount_from_the_maximum_of_its_framework(session) -> None:
    framework = make.RunningContractFactory()
    make.order_of(framework, "1000")
    subsequent = make.RunningContractFactory(
        framework=framework, technique=Technique.NONE, maximum_excl_tax=None, amount_excl_tax=Decimal(3000)
    )
    make.RunningContractFactory(framework=framework, state=ContractState.PROCEDURE)
    make.order_of(subsequent, "500")
    make.invoice_of(subsequent, "200", paid_on=TODAY)
    balance = balance_of(session, framework)
    assert (balance.ordered, balance.invoiced, balance.paid) == (4000, 200, 200)


def test_an_amendment_raises_the_ceiling_from_the_day_it_is_notified(session) -> None:
    contract = make.RunningContractFactory()
    AmendmentFactory(contract=contract, amount_excl_tax=Decimal(900), notified_on=TODAY)
    AmendmentFactory(contract=contract, amount_excl_tax=Decimal(500), number=2, notified_on=None)
    session.flush()
    session.expire_all()
    assert balance_of(session, contract).ceiling == Decimal(10_900)


def test_the_figures_of_many_contracts_take_as_many_statements_as_those_of_two(session) -> None:
    contracts = [make.RunningContractFactory() for _ in range(8)]
    for contract in contracts:
        make.order_of(contract, "100")
        make.invoice_of(contract, "50")
    counts = []
    for some in (contracts[:2], contracts):
        session.flush()
        session.expire_all()
        [contract.id for contract in contracts]
        with count_statements(session.get_bind()) as counted:
            found = balances_of(session, some)
        counts.append(len(counted))
        assert {balance.ordered for balance in found.values()} == {Decimal(100)}
    assert counts[0] == counts[1] <= 8


# ---- Orders against the maximum --------------------------------------------------------------------------------------


def refusal(session, order) -> str:
    try:
        with session.no_autoflush:
            check_order(session, order)
    except RuleViolation as violation:
        return str(violation)
    return ""


def order_to_issue(contract, amount: str, **values) -> PurchaseOrder:
    values = {"state": OrderState.ISSUED, "ordered_on": TODAY} | values
    order = PurchaseOrder(contract=contract, number="NEUF", subject="Une de plus", **values)
    order.lines = [
        PurchaseOrderLine(
            label="x", quantity=Decimal(1), unit_price_excl_tax=Decimal(amount), vat_rate=Decimal(20), position=1
        )
    ]
    return order


@pytest.mark.parametrize(
    ("amount", "is_refused"), [("3999.99", False), ("4000.00", False), ("4000.01", True), ("4001.00", True)]
)
def test_an_order_goes_to_the_maximum_and_not_a_cent_beyond(session, amount, is_refused) -> None:
    contract = make.RunningContractFactory(opening_ordered_excl_tax=Decimal(1000))
    make.order_of(contract, "5000")
    make.order_of(contract, "9000", state=OrderState.CANCELLED)
    text = refusal(session, order_to_issue(contract, amount))
    assert ("passes the maximum" in text) is is_refused
    if is_refused:
        assert "4\u202f000,00 € are left of 10\u202f000,00 €" in text


def test_an_amendment_makes_room_for_the_order_that_was_refused(session) -> None:
    contract = make.RunningContractFactory()
    order = order_to_issue(contract, "10000.01")
    assert "amendment" in refusal(session, order)
    AmendmentFactory(contract=contract, amount_excl_tax=CENT, notified_on=TODAY)
    session.flush()
    session.expire(contract)
    assert refusal(session, order) == ""


def test_an_order_is_judged_with_those_written_in_the_same_go(session) -> None:
    contract = make.RunningContractFactory()
    first, second = order_to_issue(contract, "6000"), order_to_issue(contract, "4000.01")
    with session.no_autoflush:
        session.add_all([first, second])
        assert "passes the maximum" in refusal(session, second)
        second.lines[0].unit_price_excl_tax = Decimal(4000)
        assert refusal(session, second) == ""
        session.rollback()


def test_an_order_that_is_changed_is_not_counted_twice(session) -> None:
    contract = make.RunningContractFactory()
    order = make.order_of(contract, "10000")
    session.flush()
    order.subject = "Autre objet"
    assert refusal(session, order) == ""


@pytest.mark.parametrize(
    ("values", "of_contract", "words"),
    [
        ({}, {}, ""),
        ({"ordered_on": dt.date(2025, 12, 14)}, {}, "holds from 15/12/2025"),
        ({"ordered_on": dt.date(2025, 12, 15)}, {}, ""),
        ({"ordered_on": dt.date(2027, 12, 31)}, {}, ""),
        ({"ordered_on": dt.date(2028, 1, 1)}, {}, "ends on 31/12/2027"),
        ({"ordered_on": None}, {}, "has its day"),
        ({"ordered_on": None, "state": OrderState.DRAFT}, {}, ""),
        ({}, {"state": ContractState.PROCEDURE}, "is awarded"),
        ({}, {"maximum_excl_tax": None, "amount_excl_tax": None}, "no amount nor maximum"),
        ({"state": OrderState.DRAFT}, {"maximum_excl_tax": Decimal(1), "amount_excl_tax": Decimal(1)}, ""),
    ],
)
def test_an_order_is_issued_on_a_contract_that_runs(session, values, of_contract, words) -> None:
    contract = make.RunningContractFactory(**of_contract)
    text = refusal(session, order_to_issue(contract, "100", **values))
    assert words in text if words else text == ""


def test_an_order_without_a_line_is_not_issued(session) -> None:
    order = order_to_issue(make.RunningContractFactory(), "100")
    order.lines = []
    assert "at least one line" in refusal(session, order)


def test_a_file_bought_by_lots_is_the_sum_of_those_that_are_awarded(session) -> None:
    file = make.RunningContractFactory(technique=Technique.NONE, amount_excl_tax=None, maximum_excl_tax=None)
    amounts = ((1, ContractState.RUNNING, 4000), (2, ContractState.AWARDED, 2500), (3, ContractState.PROCEDURE, 9000))
    for number, state, amount in amounts:
        lot = make.RunningContractFactory(
            allotment=file, lot_number=number, state=state, amount_excl_tax=Decimal(amount), maximum_excl_tax=None
        )
        make.order_of(lot, "1000.50")
        make.invoice_of(lot, "300.25", paid_on=TODAY if number == 1 else None)
    session.commit()
    session.expire_all()
    found = balance_of_file(session, file)
    assert (found.ceiling, found.ordered, found.invoiced, found.paid, found.left) == tuple(
        map(Decimal, ("6500", "2001.00", "600.50", "300.25", "4499.00"))
    )
    assert balance_of(session, file).ceiling is None, "in a list each lot has its own line"
    lot = file.lots[0]
    assert balance_of_file(session, lot) == balance_of(session, lot)


# ---- A lump sum ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "committed"),
    [
        ({}, "79200"),
        ({"notified_on": TODAY}, "79200"),
        ({"notified_on": None, "state": ContractState.AWARDED}, "0"),
        ({"price_form": PriceForm.UNIT}, "0"),
        ({"price_form": PriceForm.MIXED}, "79200"),
        ({"price_form": None}, "0"),
        ({"technique": Technique.FRAMEWORK, "has_purchase_orders": True, "maximum_excl_tax": Decimal(79_200)}, "0"),
    ],
)
def test_a_lump_sum_is_committed_whole_from_its_notification(session, values, committed) -> None:
    contract = a_lump_sum(**values)
    assert balance_of(session, contract).ordered == Decimal(committed)


def a_lump_sum(**values):
    common = {
        "state": ContractState.RUNNING,
        "technique": Technique.NONE,
        "has_purchase_orders": False,
        "price_form": PriceForm.LUMP_SUM,
        "amount_excl_tax": Decimal(79_200),
        "maximum_excl_tax": None,
        "ends_on": dt.date(2027, 12, 31),
    }
    return make.RunningContractFactory(**common | values)


def test_page_first_page_report_and_file_say_the_same_of_a_lump_sum(session, client_as) -> None:
    contract = a_lump_sum(number="FORFAIT-1")
    make.invoice_of(contract, "20000")
    AmendmentFactory(contract=contract, amount_excl_tax=Decimal(800), signed_on=TODAY, notified_on=TODAY)
    session.commit()
    balance = balance_of(session, contract)
    assert (balance.ordered, balance.left, balance.to_invoice) == (Decimal(80_000), Decimal(0), Decimal(60_000))
    assert (balance.use, balance.taken) == (Use.ROOM, Decimal(20_000))
    assert running_portfolio(session).ordered == Decimal(80_000)
    client = client_as("mission")
    for address in (f"/marches/show/{contract.id}", "/"):
        text = "".join(client.get(address).get_data(as_text=True).split())
        assert "80000,00" in text.replace("\u202f", "").replace("\xa0", "").replace("&nbsp;", ""), address


def test_a_lump_sum_may_be_lowered_as_long_as_it_holds_what_is_invoiced(session) -> None:
    contract = a_lump_sum()
    make.invoice_of(contract, "20000")
    session.commit()
    contract.amount_excl_tax = Decimal(20_000)
    check_lowering(session, contract, TODAY)
    contract.amount_excl_tax = Decimal("19999.99")
    with pytest.raises(RuleViolation):
        check_lowering(session, contract, TODAY)
