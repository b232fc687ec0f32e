"""The two workbooks of contracts: their lines and their totals are the figures of the contracts' pages."""

import datetime as dt
import io
from dataclasses import replace
from decimal import Decimal

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from mdo.amendments.shares import standings_of
from mdo.contracts.figures import balance_of
from mdo.kernel.scope.limits import Scope
from mdo.reports.declaration import Values
from mdo.reports.parameters import read_values
from mdo.reports.registry import REPORTS
from mdo.reports.writing import write_report
from models.amendments import AmendmentGround
from models.contracts import Contract, ContractState, StepState
from models.execution import DeliverableDecision, OrderState
from models.procurement import StepCode
from tests.base.pages import document
from tests.support import TODAY
from tests.support import amendments as change
from tests.support import orders as make
from tests.support import procurement as buy
from tests.support.prepared import prepared
from tests.support.statements import count_statements

FOLLOWED, ORDERS = "suivi_des_marches", "bons_de_commande_et_factures"
E = Decimal


def read(session, name, **changes):
    """The cells of a report by row, and its figures."""
    report = REPORTS[name]
    result = report.run(session, replace(report.default_values(TODAY), **changes), None)
    rows = [{column.name: column.value(row, TODAY) for column in report.columns} for row in result.rows]
    assert result.count == len(rows)
    return rows, result.summaries


@prepared
def bought(session):
    """A framework contract with orders and a subsequent contract, a contract without orders, a file with two lots."""
    frame = make.RunningContractFactory(
        number="AMO-2026-01",
        title="Accord-cadre d’animation",
        maximum_excl_tax=E(40000),
        has_subsequent_contracts=True,
        firm_months=12,
        renewals=1,
        renewal_months=12,
        notice_months=3,
        launch_on=dt.date(2025, 9, 1),
        opening_ordered_excl_tax=E(500),
    )
    holder = buy.ContractHolderFactory(
        contract=frame, supplier=buy.SupplierFactory(name="Nova Concertation", identifier="00010437200016")
    )
    days = {"state": StepState.DONE, "actual_on": dt.date(2025, 9, 2)}
    buy.ProcurementStepFactory(contract=frame, step=StepCode.NOTICE, label="Publicité", **days)
    buy.ProcurementStepFactory(contract=frame, step=StepCode.TENDERS_DUE, position=2, label="Limite")
    first = make.order_of(frame, "2000", number="BC-1")
    make.order_of(frame, "700", number="BC-2", state=OrderState.DRAFT, ordered_on=None)
    late = make.invoice_of(frame, "1200", number="F-1", order=first, received_on=dt.date(2026, 10, 20))
    make.invoice_of(frame, "800", number="F-2", order=first, paid_on=dt.date(2026, 11, 20))
    admitted = {"decision": DeliverableDecision.ADMISSION, "decided_on": dt.date(2026, 11, 10)}
    make.DeliverableFactory(contract=frame, order=first, name="Synthèse", received_on=dt.date(2026, 11, 3), **admitted)
    change.AmendmentFactory(contract=frame, amount_excl_tax=E(2000), notified_on=dt.date(2026, 6, 1))
    change.AmendmentFactory(
        contract=frame, number=2, ground=AmendmentGround.REVIEW_CLAUSE, amount_excl_tax=E(4000),
        notified_on=dt.date(2026, 7, 1),
    )  # fmt: skip
    change.AdvanceFactory(contract=frame, paid_on=dt.date(2026, 2, 1))
    change.AdvanceFactory(contract=frame)
    under = make.RunningContractFactory(
        number="AMO-2026-02", framework=frame, technique="none", amount_excl_tax=E(9000)
    )
    under.maximum_excl_tax = None
    make.invoice_of(under, "3000", number="F-3", paid_on=dt.date(2026, 11, 12))
    flat = make.RunningContractFactory(
        number="AMO-2026-03", title="Évaluation", technique="none", amount_excl_tax=E(50000)
    )
    flat.maximum_excl_tax = None
    make.invoice_of(flat, "10000", number="F-4", received_on=dt.date(2026, 11, 2))
    file = buy.ContractFactory(number="AMO-2026-04", title="Formations", estimate_excl_tax=E(30000))
    for lot, estimate in ((1, 20000), (2, 15000)):
        buy.ContractFactory(number=f"AMO-2026-04-{lot}", allotment=file, lot_number=lot, estimate_excl_tax=E(estimate))
    session.commit()
    return {"frame": frame, "under": under, "flat": flat, "file": file, "first": first, "late": late, "holder": holder}


def test_a_contract_is_one_line_with_its_terms_its_dates_and_its_figures(session, bought) -> None:
    rows, _ = read(session, FOLLOWED)
    frame = next(row for row in rows if row["number"] == "AMO-2026-01")
    assert {name: frame[name] for name in (
        "maximum", "holders", "identifiers", "notice_on", "tenders_due_on", "committee_on", "ends_on", "months",
        "renewals", "decide_by", "ordered", "invoiced", "paid", "left", "used", "amendments", "amended", "low_value",
        "advance", "next_on", "next", "publish_by", "published_on", "lots",
    )} == {
        "maximum": E(46000), "holders": ("Nova Concertation",), "identifiers": ("00010437200016",),
        "notice_on": dt.date(2025, 9, 2), "tenders_due_on": dt.date(2026, 12, 1), "committee_on": None,
        "ends_on": dt.date(2027, 12, 31), "months": 24, "renewals": 1, "decide_by": dt.date(2027, 9, 30),
        "ordered": E(11500), "invoiced": E(5000), "paid": E(3800), "left": E(34500), "used": E("0.25"),
        "amendments": 2, "amended": E("0.15"), "low_value": E("0.05"), "advance": E(5400),
        "next_on": dt.date(2026, 11, 19), "next": "Invoice to pay", "publish_by": dt.date(2026, 2, 15),
            "published_on": None,
        "lots": (),
    }  # fmt: skip


def test_what_is_published_is_no_longer_to_be_and_a_small_contract_never_was(session, bought) -> None:
    bought["frame"].published_on = dt.date(2026, 2, 1)
    bought["flat"].amount_excl_tax = E("39999.99")
    session.flush()
    found = {row["number"]: (row["publish_by"], row["published_on"]) for row in read(session, FOLLOWED)[0]}
    assert found["AMO-2026-01"] == (None, dt.date(2026, 2, 1))
    assert found["AMO-2026-03"] == (None, None)


def test_before_the_award_nothing_is_counted_and_a_lot_has_its_own_estimate(session, bought) -> None:
    found = {row["number"]: row for row in read(session, FOLLOWED)[0]}
    assert [(found[name]["lots"], found[name]["estimate"]) for name in ("AMO-2026-04", "AMO-2026-04-1")] == [
        (("n° 1", "n° 2"), E(35000)),
        (("n° 1 (AMO-2026-04)",), E(20000)),
    ]
    assert {found["AMO-2026-04"][name] for name in ("ordered", "invoiced", "paid", "left", "used", "decide_by")} == {
        None
    }


def test_each_line_is_the_balance_of_the_page_and_the_total_counts_a_subsequent_contract_once(session, bought) -> None:
    rows, (figures,) = read(session, FOLLOWED)
    contracts = {row.number: row for row in session.scalars(select(Contract))}
    assert len(rows) == len(contracts) == 6
    for row in rows:
        if row["ordered"] is not None:
            balance = balance_of(session, contracts[row["number"]])
            shown = (row["ordered"], row["invoiced"], row["paid"], row["left"])
            assert shown == (balance.ordered, balance.invoiced, balance.paid, balance.left)
        weighed = standings_of(contracts[row["number"]])
        assert row["amended"] == (weighed[-1].cumulated / 100 if weighed else None)
    assert [line.label[:11] for line in figures.lines] == ["AMO-2026-01", "AMO-2026-03"]
    assert figures.total == (E(11500), E(15000), E(3800), E(34500) + E(40000), E(46000) + E(50000))
    _, (alone,) = read(session, FOLLOWED, contract_states=frozenset({ContractState.NEED}))
    assert (alone.lines, alone.total[:3]) == ((), (0, 0, 0))


def test_an_order_is_beside_what_was_delivered_and_invoiced_on_it(session, bought) -> None:
    rows, _ = read(session, ORDERS)
    names = ("number", "total_excl_tax", "total_incl_tax", "deliverable", "decision", "invoice", "pay_by", "late_days")
    assert [tuple(row[name] for name in names) for row in rows] == [
        ("BC-1", E(2000), E(2400), "Synthèse", "admitted", "F-1", dt.date(2026, 11, 19), 5),
        ("BC-1", None, None, None, None, "F-2", dt.date(2026, 12, 2), None),
        ("BC-2", None, None, None, None, None, None, None),
        (None, None, None, None, None, "F-3", dt.date(2026, 12, 2), None),
        (None, None, None, None, None, "F-4", dt.date(2026, 12, 2), None),
    ]


def test_the_sums_of_the_columns_are_the_totals_and_those_of_the_contracts(session, bought) -> None:
    rows, (by_contract, by_status) = read(session, ORDERS)
    columns = ("total_excl_tax", "total_incl_tax", "invoice_excl_tax", "invoice_incl_tax")
    sums = tuple(sum(row[name] or E(0) for row in rows) for name in columns)
    assert by_contract.total[:4] == sums == (E(2000), E(2400), E(15000), E(18000))
    assert by_contract.total[4:] == (E(3800), E(4560))
    found = [balance_of(session, bought[name]) for name in ("frame", "flat")]
    openings = E(500) + E(9000)
    assert sum(item.ordered for item in found) - openings == by_contract.total[0]
    assert sum(item.ordered_incl_tax for item in found) == by_contract.total[1]
    assert sum(item.invoiced for item in found) == by_contract.total[2]
    assert sum(item.paid_incl_tax for item in found) == by_contract.total[5]
    assert by_status.total == (4, E(18000))
    assert {line.label: line.values for line in by_status.lines} == {
        "received": (1, E(12000)), "overdue": (1, E(1440)), "paid": (2, E(4560)),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("first", "last", "numbers"),
    [
        (dt.date(2026, 10, 1), dt.date(2026, 10, 1), ["F-1", "F-2"]),
        (dt.date(2026, 10, 2), None, ["F-3", "F-4"]),
        (dt.date(2026, 11, 3), None, []),
        (None, dt.date(2026, 9, 30), []),
    ],
)
def test_an_order_of_the_period_brings_its_invoices_whatever_their_day(session, bought, first, last, numbers) -> None:
    rows, _ = read(session, ORDERS, first=first, last=last)
    assert [row["invoice"] for row in rows] == numbers


def test_the_state_of_the_contract_is_a_parameter_of_the_command_line_too(session, bought) -> None:
    values = read_values(session, REPORTS[ORDERS], [("state", "ended"), ("state", "Abandoned")])
    assert values.contract_states == {ContractState.ENDED, ContractState.ABANDONED}
    assert read(session, ORDERS, contract_states=values.contract_states)[0] == []
    with pytest.raises(Exception, match="not known"):
        read_values(session, REPORTS[ORDERS], [("state", "open")])


@pytest.mark.parametrize("name", [FOLLOWED, ORDERS])
def test_as_many_statements_for_many_contracts(session, bought, name) -> None:
    def cost() -> int:
        session.expire_all()
        with count_statements(session.get_bind()) as statements:
            read(session, name)
        return len(statements)

    few = cost()
    for _ in range(4):
        contract = make.RunningContractFactory(launch_on=dt.date(2026, 1, 1))
        change.AmendmentFactory(contract=contract)
        buy.ContractHolderFactory(contract=contract)
        buy.ProcurementStepFactory(contract=contract)
        order = make.order_of(contract, "100")
        make.invoice_of(contract, "100", order=order)
        make.DeliverableFactory(contract=contract)
    session.commit()
    assert cost() <= few


@pytest.mark.parametrize("name", [FOLLOWED, ORDERS])
def test_a_referent_reads_neither_row_nor_figure(session, bought, as_reader, name) -> None:
    rows, summaries = read(as_reader(Scope.arrondissements(1, frozenset({5}))), name)
    assert rows == []
    assert all(not summary.lines for summary in summaries)


def test_the_workbook_has_typed_amounts_a_chart_and_the_total_of_the_page(session, bought, client_as) -> None:
    stream = io.BytesIO()
    assert write_report(session, REPORTS[FOLLOWED], Values(TODAY), stream, translate=str) == 6
    book = load_workbook(stream)
    head, first, *_ = book.worksheets[0].iter_rows(values_only=True)
    row = dict(zip(head, first, strict=True))
    assert (row["Ordered before tax (€)"], row["Share used"]) == (11500, 0.25)
    sheet = book.worksheets[1]
    assert len(sheet._charts) == 1
    kept = load_workbook(stream, data_only=True).worksheets[1]
    total = next(line for line in kept.iter_rows(values_only=True) if line[0] == "Total")
    page = document(client_as("direction").get(f"/rapports/{FOLLOWED}"))
    shown = [cell.text_content() for cell in page.xpath("//tfoot/tr/td")]
    assert shown[0].replace("\u202f", "").replace("\xa0", " ") == "11500,00 €"
    assert total[1:4] == (11500, 15000, 3800)
    shown = document(client_as("mission").get(f"/marches/show/{bought['frame'].id}")).xpath("string(//main)")
    assert "11\u202f500,00" in shown
