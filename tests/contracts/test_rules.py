"""What a contract's file may say: each refusal names its field; what needs judgement is a remark."""

import datetime as dt
from decimal import Decimal

import pytest

from mdo.contracts.numbers import number_after, subsequent_after
from mdo.contracts.remarks import remarks_of
from mdo.contracts.rules import check_choice, check_file
from mdo.contracts.states import TRANSITIONS, award, enter, set_holders
from mdo.kernel.base.errors import RuleViolation
from mdo.procurement.law import NeedLaw
from mdo.procurement.reference_law import THRESHOLDS
from models.contracts import Contract, ContractHolder, ContractState, GroupKind, Technique
from models.procurement import ProcedureCode, Threshold
from models.suppliers import Supplier
from tests.support import TODAY
from tests.support.rows import day

S, T, P = ContractState, Technique, ProcedureCode
ROWS = tuple(Threshold(**row.values) for row in THRESHOLDS)
DAY = dt.timedelta(days=1)
AWARDED = {"state": S.AWARDED, "procedure": P.DIRECT, "awarded_on": TODAY, "amount_excl_tax": Decimal(10)}
RUNNING = AWARDED | {"state": S.RUNNING, "notified_on": TODAY, "ends_on": TODAY}
FRAMEWORK = {"technique": T.FRAMEWORK, "has_purchase_orders": True}


def a_contract(**values) -> Contract:
    common = {"number": "AMO-2026-01", "title": "Étude", "state": S.NEED, "technique": T.NONE, "renewals": 0}
    return Contract(**common | values)


def a_framework(**values) -> Contract:
    return a_contract(**{"id": 7, "technique": T.FRAMEWORK, "has_subsequent_contracts": True} | values)


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"state": None},
        {"cpv": "79411000"},
        {"cpv": "79411000-8"},
        {"cpv": "7941 1000-8"},
        AWARDED,
        AWARDED | {"launch_on": TODAY, "signed_on": TODAY},
        {"launch_on": TODAY + DAY},
        {"state": S.PROCEDURE, "procedure": P.ADAPTED, "launch_on": TODAY},
        AWARDED | {"awarded_on": None, "state": S.RUNNING, "notified_on": TODAY, "ends_on": TODAY},
        RUNNING | {"starts_on": TODAY, "ends_on": None, "firm_months": 12},
        RUNNING | {"published_on": TODAY},
        {"minimum_excl_tax": Decimal(10), "maximum_excl_tax": Decimal(10), "amount_excl_tax": Decimal(10)},
        FRAMEWORK,
        AWARDED | FRAMEWORK | {"maximum_excl_tax": Decimal(10)},
        AWARDED | FRAMEWORK | {"launch_on": day("31/12/2021")},
        {"renewals": 1, "renewal_months": 12},
        {"has_advance": True},
        {"has_advance": True, "advance_rate": Decimal(10)},
        {"opening_on": TODAY, "opening_ordered_excl_tax": Decimal(3), "opening_invoiced_excl_tax": Decimal(3)},
        {"opening_on": TODAY, "opening_invoiced_excl_tax": Decimal(3), "opening_paid_excl_tax": Decimal(3)},
        {"state": S.ABANDONED, "state_reason": "Aucune offre."},
        {"allotment": a_contract(id=3), "lot_number": 1},
        {"framework": a_framework(), "procedure": P.SUBSEQUENT},
        AWARDED | {"framework": a_framework(ends_on=TODAY), "procedure": P.SUBSEQUENT, "notified_on": TODAY},
        # A file with lots is awarded lot by lot.
        {"state": S.AWARDED, "procedure": P.ADAPTED, "lots": [a_contract(lot_number=1)]},
    ],
)
def test_what_is_accepted(values) -> None:
    check_file(a_contract(**values), TODAY)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"cpv": "7941100"}, "cpv"),
        ({"cpv": "79411000-7"}, "cpv"),
        ({"cpv": "794110008"}, "cpv"),
        ({"cpv": "79411000-88"}, "cpv"),
        (AWARDED | {"awarded_on": TODAY + DAY}, "awarded_on"),
        (AWARDED | {"signed_on": TODAY - DAY}, "signed_on"),
        (RUNNING | {"signed_on": TODAY, "notified_on": TODAY - DAY}, "notified_on"),
        (RUNNING | {"awarded_on": TODAY, "notified_on": TODAY - DAY}, "notified_on"),
        (AWARDED | {"launch_on": TODAY + DAY}, "launch_on"),
        (AWARDED | {"awarded_on": TODAY - DAY, "launch_on": TODAY}, "awarded_on"),
        ({"state": S.PROCEDURE, "procedure": P.ADAPTED, "launch_on": TODAY + DAY}, "launch_on"),
        (RUNNING | {"published_on": TODAY + DAY}, "published_on"),
        (RUNNING | {"notified_on": TODAY, "published_on": TODAY - DAY}, "published_on"),
        (RUNNING | {"starts_on": TODAY, "ends_on": TODAY - DAY}, "ends_on"),
        ({"minimum_excl_tax": Decimal("10.01"), "maximum_excl_tax": Decimal(10)}, "minimum_excl_tax"),
        ({"amount_excl_tax": Decimal("10.01"), "maximum_excl_tax": Decimal(10)}, "amount_excl_tax"),
        (AWARDED | FRAMEWORK, "maximum_excl_tax"),
        (AWARDED | FRAMEWORK | {"launch_on": day("01/01/2022")}, "maximum_excl_tax"),
        ({"has_purchase_orders": True}, "technique"),
        ({"has_subsequent_contracts": True}, "technique"),
        ({"technique": T.FRAMEWORK}, "has_purchase_orders"),
        ({"lot_number": 1}, "allotment"),
        ({"allotment": a_contract(id=3)}, "lot_number"),
        ({"allotment": a_contract(allotment_id=2), "lot_number": 1}, "allotment"),
        ({"procedure": P.SUBSEQUENT}, "framework"),
        ({"framework": a_contract(id=3), "procedure": P.SUBSEQUENT}, "framework"),
        ({"framework": a_framework(), "procedure": P.ADAPTED}, "procedure"),
        ({"framework": a_framework(ends_on=TODAY - DAY), "notified_on": TODAY}, "notified_on"),
        ({"renewals": 1}, "renewal_months"),
        ({"renewal_months": 12}, "renewals"),
        ({"advance_rate": Decimal(10)}, "has_advance"),
        ({"opening_paid_excl_tax": Decimal(3)}, "opening_on"),
        ({"opening_on": TODAY + DAY}, "opening_on"),
        ({"opening_on": TODAY, "opening_paid_excl_tax": Decimal(3)}, "opening_paid_excl_tax"),
        (
            {"opening_on": TODAY, "opening_ordered_excl_tax": Decimal(3), "opening_invoiced_excl_tax": Decimal(4)},
            "opening_invoiced_excl_tax",
        ),
        ({"state": S.ABANDONED, "state_reason": " "}, "state_reason"),
        ({"state": S.PROCEDURE}, "procedure"),
        (AWARDED | {"awarded_on": None}, "awarded_on"),
        (AWARDED | {"amount_excl_tax": None}, "amount_excl_tax"),
        (RUNNING | {"notified_on": None}, "notified_on"),
        (RUNNING | {"ends_on": None}, "ends_on"),
        # Signed and notified once it is awarded.
        ({"state": S.PROCEDURE, "procedure": P.ADAPTED, "signed_on": TODAY}, "signed_on"),
        ({"notified_on": TODAY}, "notified_on"),
    ],
)
def test_what_is_refused_at_its_field(values, field) -> None:
    with pytest.raises(RuleViolation) as refusal:
        check_file(a_contract(**values), TODAY)
    assert refusal.value.field == field


def test_the_end_follows_from_the_start_and_the_duration() -> None:
    contract = a_contract(starts_on=day("01/09/2025"), firm_months=24)
    check_file(contract, TODAY)
    assert contract.ends_on == day("31/08/2027")


@pytest.mark.parametrize(
    ("launch_on", "procedure", "is_refused"),
    [
        ("31/03/2026", P.DIRECT, True),
        ("01/04/2026", P.DIRECT, False),
        ("31/03/2026", P.ADAPTED, False),
        ("31/12/2011", P.DIRECT, False),  # older than the table of thresholds
    ],
)
def test_the_procedure_is_that_of_the_amount_or_has_a_reason(launch_on, procedure, is_refused) -> None:
    contract = a_contract(estimate_excl_tax=Decimal(45000), launch_on=day(launch_on), procedure=procedure)
    if is_refused:
        with pytest.raises(RuleViolation) as refusal:
            check_choice(contract, NeedLaw(ROWS), TODAY)
        assert refusal.value.field == "procedure_reason"
        contract.procedure_reason = "Droits exclusifs."
    check_choice(contract, NeedLaw(ROWS), TODAY)


@pytest.mark.parametrize(
    ("values", "fields"),
    [
        ({"estimate_excl_tax": Decimal(10)}, []),
        ({}, ["estimate_excl_tax"]),
        (AWARDED | {"cpv": "79411000"}, []),
        (AWARDED, ["cpv"]),
        (AWARDED | FRAMEWORK | {"cpv": "79411000", "firm_months": 24, "renewals": 2, "renewal_months": 12}, []),
        (
            AWARDED | FRAMEWORK | {"cpv": "79411000", "firm_months": 25, "renewals": 2, "renewal_months": 12},
            ["firm_months"],
        ),
        (RUNNING | {"cpv": "79411000", "starts_on": TODAY}, []),
        (RUNNING | {"cpv": "79411000", "starts_on": TODAY - DAY, "ends_on": TODAY - DAY}, ["ends_on", "starts_on"]),
        ({"state": S.ENDED}, []),
    ],
)
def test_what_needs_judgement_is_a_remark(values, fields) -> None:
    assert [remark.field for remark in remarks_of(a_contract(**values), TODAY, Decimal(48))] == fields


# ---- States --------------------------------------------------------------------------------------------------------


def test_a_file_goes_from_state_to_state_and_nowhere_else() -> None:
    for state in S:
        for target in S:
            contract = a_contract(state=state)
            if target in TRANSITIONS[state]:
                enter(contract, target)
                assert contract.state is target
            else:
                with pytest.raises(RuleViolation):
                    enter(contract, target)


def test_an_award_names_the_holders_the_lead_first() -> None:
    first, second = Supplier(id=1, name="Nova"), Supplier(id=2, name="Agora")
    kept = ContractHolder(supplier_id=2, supplier=second, position=1)
    contract = a_contract(state=S.PROCEDURE, holders=[kept])
    award(
        contract,
        [first, second],
        awarded_on=TODAY,
        amount=Decimal("1000.50"),
        tenders_received=3,
        group_kind=GroupKind.SOLIDARY,
    )
    assert [(holder.supplier.name, holder.position) for holder in contract.holders] == [("Nova", 1), ("Agora", 2)]
    assert contract.holders[1] is kept
    assert (contract.state, contract.amount_excl_tax, contract.tenders_received) == (S.AWARDED, Decimal("1000.50"), 3)


def test_an_award_needs_a_holder_and_a_group_two() -> None:
    with pytest.raises(RuleViolation) as refusal:
        award(a_contract(state=S.PROCEDURE), [], awarded_on=TODAY)
    assert refusal.value.field == "holder"
    with pytest.raises(RuleViolation) as refusal:
        set_holders(a_contract(), [Supplier(id=1, name="Nova")], GroupKind.JOINT)
    assert refusal.value.field == "group_kind"


# ---- Numbers -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("numbers", "found"),
    [
        ([], "AMO-2026-01"),
        (["AMO-2026-01", "AMO-2026-09"], "AMO-2026-10"),
        (["AMO-2026-99"], "AMO-2026-100"),
        (["AMO-2025-07", "AMO-2026-02-L9", "AMO-2026-02-MS4", "2026M014"], "AMO-2026-01"),
    ],
)
def test_the_number_after_the_highest_of_the_year(numbers, found) -> None:
    assert number_after(2026, numbers) == found


def test_subsequent_contracts_have_numbers_of_their_framework() -> None:
    numbers = ["AMO-2025-01-MS1", "AMO-2025-01-MS10", "AMO-2025-01-L2", "AMO-2025-011-MS12"]
    assert subsequent_after("AMO-2025-01", numbers) == "AMO-2025-01-MS11"
    assert subsequent_after("AMO-2026-01", numbers) == "AMO-2026-01-MS1"
