"""A need on screen: its procedure follows from what is typed, is told with its article, and its calendar is there."""

import datetime as dt
from decimal import Decimal

import pytest
from sqlalchemy import select

from mdo.kernel.base.errors import RuleViolation
from mdo.procurement.awards import award_over, check_not_on_price_alone
from mdo.procurement.reference_law import shipped_law
from mdo.reference import load
from models.contracts import Contract, ContractState, Technique
from models.procurement import ProcedureCode
from tests.base.pages import document, refusals, save
from tests.support import ON_SQLITE, TODAY
from tests.support import procurement as make
from tests.support import tenders as bid
from tests.support.amendments import AmendmentFactory

LAW = shipped_law()
P, S = ProcedureCode, ContractState


@pytest.fixture
def mission(session, client_as):
    load(session)
    session.commit()
    return client_as("mission")


def said(answer) -> str:
    main = document(answer).xpath("//main")[0]
    return " ".join(main.text_content().split()).replace("\u202f", " ").replace("\xa0", " ")


def one(session) -> Contract:
    session.rollback()
    session.expire_all()
    return session.scalars(select(Contract).order_by(Contract.id)).first()


# ---- The procedure follows -----------------------------------------------------------------------------------------


@ON_SQLITE
def test_a_need_takes_the_procedure_that_its_form_deduces_and_follows_it(mission, session) -> None:
    answer = save(mission, "/marches/add", title="Animation", estimate_excl_tax="70 000", launch_on="2026-12-01")
    assert one(session).procedure is P.ADAPTED
    page = said(mission.get(answer.headers["Location"]))
    assert "Inscrite au dossier" in page
    assert "la procédure est adaptée" in page
    plan = said(mission.get(f"/marches/show/{one(session).id}?tab=plan"))
    assert "Procédure : Procédure adaptée (MAPA). Le calendrier n’est pas encore" in plan
    # The amount moves: the procedure with it, without a reason.
    assert refusals(save(mission, f"/marches/edit/{one(session).id}", estimate_excl_tax="240 000")) == {}
    assert one(session).procedure is P.OPEN
    # One that is chosen asks its reason, and then stays.
    edit = f"/marches/edit/{one(session).id}"
    assert refusals(save(mission, edit, procedure="mapa")).keys() == {"procedure_reason"}
    assert refusals(save(mission, edit, procedure="mapa", procedure_reason="Article R2123-1")) == {}
    assert refusals(save(mission, edit, estimate_excl_tax="250 000")) == {}
    assert one(session).procedure is P.ADAPTED


@ON_SQLITE
def test_an_old_need_without_procedure_has_the_calendar_of_the_one_it_imposes(mission, session) -> None:
    contract = make.ContractFactory(estimate_excl_tax=Decimal(70_000), procedure=None)
    session.commit()
    page = document(mission.get(f"/marches/show/{contract.id}?tab=plan"))
    assert "Procédure adaptée" in " ".join(page.text_content().split())
    (form,) = page.xpath("//form[contains(@class, 'plan-new')]")
    sent = {field.get("name"): field.get("value") for field in form.xpath(".//input[@type='hidden']")}
    assert mission.post(form.get("action"), data={**sent, "way": "forward"}).status_code == 302
    assert one(session).procedure is P.ADAPTED
    assert one(session).steps


@ON_SQLITE
@pytest.mark.parametrize(
    ("values", "procedure"),
    [
        ({"estimate_excl_tax": "180 000", "maximum_excl_tax": "260 000", "launch_on": "2026-11-02"}, P.OPEN),
        ({"maximum_excl_tax": "400 000"}, P.OPEN),
        ({"estimate_excl_tax": "300 000", "cpv": "80500000-9"}, P.ADAPTED),
        ({"estimate_excl_tax": "300 000", "cpv": "79411000-8"}, P.OPEN),
        ({"estimate_excl_tax": "59 999", "cpv": "80500000-9"}, P.DIRECT),
    ],
)
def test_maximum_and_cpv_count(mission, session, values, procedure) -> None:
    assert refusals(save(mission, "/marches/add", title="Formation", **values)) == {}
    assert one(session).procedure is procedure


@ON_SQLITE
@pytest.mark.parametrize(
    ("values", "tones"),
    [
        ({"estimate_excl_tax": "120 000", "launch_on": "2026-08-20"}, []),
        ({"estimate_excl_tax": "120 000", "launch_on": "2026-08-21"}, ["danger"]),
        ({"estimate_excl_tax": "120 000", "launch_on": "2026-08-22"}, ["danger", "danger"]),
        ({"estimate_excl_tax": "300", "launch_on": "2026-09-01"}, ["warning"]),
        ({"estimate_excl_tax": "216 000", "launch_on": "2026-08-22"}, ["danger"] * 3),
    ],
)
def test_environment_is_red_with_its_doubt_and_orange_where_nothing_competes(mission, values, tones) -> None:
    page = document(mission.get("/marches/conseil", query_string=values))
    rows = page.xpath("//li[contains(@class, 'conflicts__danger') or contains(@class, 'conflicts__warning')]")
    assert [row.get("class").rsplit("__", 1)[1] for row in rows] == tones
    assert all("à confirmer" in row.text_content() for row in rows)


@ON_SQLITE
@pytest.mark.parametrize(
    ("values", "field", "words"),
    [
        ({"cpv": "80500000-8"}, "cpv", "La clé de 80500000 n’est pas 8"),
        ({"cpv": "99999999"}, "cpv", "Aucun code CPV ne commence par 99"),
        ({"estimate_excl_tax": "0"}, "estimate_excl_tax", "Un besoin ou un lot de 0 €"),
    ],
)
def test_a_code_or_an_amount_that_is_none_is_refused_at_its_field(mission, values, field, words) -> None:
    found = refusals(save(mission, "/marches/add", title="Formation", **values))
    assert list(found) == [field]
    assert words in str(found[field]).replace("\u00a0", " ")


@ON_SQLITE
def test_a_maximum_under_the_estimate_is_a_warning(mission) -> None:
    values = {"estimate_excl_tax": "100 000", "maximum_excl_tax": "80 000", "launch_on": "2026-05-04"}
    page = document(mission.get("/marches/conseil", query_string=values))
    rows = page.xpath("//li[contains(@class, 'conflicts__warning')]")
    assert ["inférieur à l’estimation" in row.text_content() for row in rows] == [True]


@ON_SQLITE
def test_an_accord_cadre_has_a_maximum_is_said_where_the_field_is(mission, session) -> None:
    form = document(mission.get("/marches/add"))
    field = form.xpath("//input[@name='maximum_excl_tax']")[0]
    help_text = form.xpath(f"//*[@id='{field.get('aria-describedby').split()[0]}']")[0].text_content()
    assert "Un accord-cadre a un maximum" in help_text
    contract = make.ContractFactory(
        estimate_excl_tax=Decimal(70_000), technique=Technique.FRAMEWORK, has_purchase_orders=True, procedure=P.ADAPTED
    )
    session.commit()
    act = f"/marches/{contract.id}/acte/procedure"
    assert document(mission.get(act)).xpath("//input[@name='maximum_excl_tax']")
    given = {"procedure": "mapa", "launch_on": "2026-11-20"}
    assert refusals(save(mission, act, **given)).keys() == {"maximum_excl_tax"}
    assert refusals(save(mission, act, **given, maximum_excl_tax="90 000")) == {}


# ---- Lots ----------------------------------------------------------------------------------------------------------


@ON_SQLITE
@pytest.mark.parametrize(
    ("others", "value", "chosen", "is_refused"),
    [
        (("330000",), "70000", P.ADAPTED, False),
        (("330000",), "70000", P.DIRECT, True),
        (("330000", "59999"), "20000", P.DIRECT, False),
        (("400000",), "80000", P.ADAPTED, True),
        (("400000",), "79999", P.ADAPTED, False),
    ],
)
def test_a_small_lot_may_follow_a_lighter_procedure(mission, session, others, value, chosen, is_refused) -> None:
    file = make.ContractFactory(estimate_excl_tax=Decimal(400_000), procedure=P.OPEN)
    for number, other in enumerate(others, start=1):
        make.ContractFactory(allotment=file, lot_number=number, estimate_excl_tax=Decimal(other), procedure=P.OPEN)
    lot = make.ContractFactory(allotment=file, lot_number=9, estimate_excl_tax=Decimal(value), procedure=P.OPEN)
    session.commit()
    found = refusals(save(mission, f"/marches/edit/{lot.id}", procedure=chosen.value))
    assert found.keys() == ({"procedure_reason"} if is_refused else set())
    if is_refused:
        assert "R2123-1" in str(found)


@ON_SQLITE
def test_the_second_small_lot_over_a_fifth_is_refused(mission, session) -> None:
    file = make.ContractFactory(estimate_excl_tax=Decimal(400_000), procedure=P.OPEN)
    lots = [
        make.ContractFactory(allotment=file, lot_number=number, estimate_excl_tax=Decimal(value), procedure=P.OPEN)
        for number, value in enumerate(("300000", "79000", "21000"), start=1)
    ]
    session.commit()
    page = document(mission.get(f"/marches/show/{lots[1].id}"))
    assert "Petit lot de 79\u202f000" in page.text_content()
    assert page.xpath("//main//li//a[contains(@href, '#procedure')]"), "what is proposed leads to its field"
    assert "79\u202f000,00" in page.text_content()
    assert refusals(save(mission, f"/marches/edit/{lots[1].id}", procedure="mapa")) == {}
    assert "25 %" in str(refusals(save(mission, f"/marches/edit/{lots[2].id}", procedure="mapa"))).replace("\xa0", " ")
    launched = save(mission, f"/marches/{file.id}/acte/procedure", procedure="aoo", launch_on="2026-11-20")
    assert refusals(launched) == {}
    session.rollback()
    session.expire_all()
    assert [lot.procedure for lot in lots] == [P.OPEN, P.ADAPTED, P.OPEN]


@ON_SQLITE
def test_lots_that_raise_the_need_raise_its_procedure_and_one_is_told_once_it_is_too_large(mission, session) -> None:
    file = make.ContractFactory(estimate_excl_tax=Decimal(50_000), procedure=P.DIRECT)
    session.commit()
    for title, estimate in (("Formation", "200 000"), ("Écrits", "40 000")):
        answer = save(mission, f"/marches/{file.id}/lot", title=title, estimate_excl_tax=estimate)
        assert answer.status_code == 302, refusals(answer)
        followed = said(mission.get(answer.headers["Location"]))
        assert "Inscrite au dossier" in followed
    session.rollback()
    session.expire_all()
    assert file.procedure is P.OPEN
    assert [lot.procedure for lot in file.lots] == [P.OPEN, P.OPEN]
    assert refusals(save(mission, f"/marches/edit/{file.lots[1].id}", procedure="mapa")) == {}
    assert refusals(save(mission, f"/marches/edit/{file.lots[0].id}", estimate_excl_tax="150 000")) == {}
    # The need is then adapted, and its lots with it: nothing is left to tell.
    session.rollback()
    session.expire_all()
    assert (file.procedure, file.lots[0].procedure) == (P.ADAPTED, P.ADAPTED)
    assert refusals(save(mission, f"/marches/edit/{file.lots[0].id}", estimate_excl_tax="300 000")) == {}
    small = {"procedure": "mapa", "estimate_excl_tax": "70 000"}
    assert refusals(save(mission, f"/marches/edit/{file.lots[1].id}", **small)) == {}
    session.rollback()
    session.expire_all()
    file.lots[0].estimate_excl_tax = Decimal(250_000)
    session.commit()
    page = said(mission.get(f"/marches/show/{file.id}"))
    assert "Lot 2 : Les lots passés à part feraient 21,88 %" in page


# ---- What the award and the documents show -------------------------------------------------------------------------


def awarded(procedure: P, amount: str, *, maximum: str | None = None, **values) -> Contract:
    most = None if maximum is None else Decimal(maximum)
    return Contract(
        procedure=procedure, amount_excl_tax=Decimal(amount), maximum_excl_tax=most, state=S.AWARDED,
        launch_on=dt.date(2026, 5, 4), lots=[], **values,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("contract", "article"),
    [
        (awarded(P.DIRECT, "70000"), "R2123-1, 1°"),
        (awarded(P.DIRECT, "59999.99"), None),
        (awarded(P.DIRECT, "60000"), "R2123-1, 1°"),
        (awarded(P.ADAPTED, "300000"), "Annexe"),
        (awarded(P.ADAPTED, "215999.99"), None),
        (awarded(P.ADAPTED, "100000", maximum="216000"), "Annexe"),
        (awarded(P.ADAPTED, "300000", cpv="80500000-9"), None),
        (awarded(P.OPEN, "300000"), None),
        (awarded(P.SUBSEQUENT, "300000"), None),
    ],
)
def test_an_award_over_the_threshold_of_its_procedure_is_told(contract, article) -> None:
    found = award_over(contract, LAW, TODAY)
    assert (found is None) is (article is None)
    if found is not None:
        assert article in found.article
        assert found.is_to_confirm


@ON_SQLITE
def test_an_award_over_its_threshold_and_a_prolongation_over_four_years_are_on_the_page(mission, session) -> None:
    contract = make.ContractFactory(
        estimate_excl_tax=Decimal(55_000), procedure=P.DIRECT, state=S.AWARDED, awarded_on=TODAY, launch_on=TODAY,
        amount_excl_tax=Decimal(70_000), technique=Technique.FRAMEWORK, has_purchase_orders=True,
        maximum_excl_tax=Decimal(70_000), firm_months=48,
    )  # fmt: skip
    session.commit()
    page = said(mission.get(f"/marches/show/{contract.id}"))
    assert "L’attribution dépasse le seuil de la procédure suivie" in page
    assert "L2125-1" not in page
    AmendmentFactory(contract=contract, months=12, amount_excl_tax=Decimal(0))
    session.commit()
    assert "60 mois, reconductions et avenants compris" in said(mission.get(f"/marches/show/{contract.id}"))


@pytest.mark.parametrize(
    ("launch", "procedure", "prices", "ticked", "is_refused"),
    [
        ("2026-08-20", P.ADAPTED, [True], False, False),
        ("2026-08-21", P.ADAPTED, [True], False, True),
        ("2026-08-21", P.ADAPTED, [True, False], False, False),
        ("2026-08-21", P.ADAPTED, [True], True, False),
        ("2026-08-21", P.DIRECT, [True], False, False),
        ("2026-08-21", P.OPEN, [True], False, True),
        ("2026-08-21", P.OPEN, [], False, False),
    ],
)
def test_price_alone_is_refused_from_its_day_on(launch, procedure, prices, ticked, is_refused) -> None:
    contract = Contract(
        launch_on=dt.date.fromisoformat(launch), procedure=procedure, has_environmental_criterion=ticked
    )
    if not is_refused:
        check_not_on_price_alone(contract, prices, LAW)
        return
    with pytest.raises(RuleViolation, match="R2152-7"):
        check_not_on_price_alone(contract, prices, LAW)


@ON_SQLITE
def test_a_file_whose_criteria_are_the_price_alone_is_not_launched(mission, session) -> None:
    contract = make.ContractFactory(estimate_excl_tax=Decimal(70_000), procedure=P.ADAPTED)
    bid.AwardCriterionFactory(contract=contract, is_price=True, weight=Decimal(100))
    session.commit()
    act = f"/marches/{contract.id}/acte/procedure"
    answer = save(mission, act, procedure="mapa", launch_on="2026-11-20")
    assert answer.status_code == 422
    assert "seul prix (R2152-7)" in said(answer)
    assert refusals(save(mission, f"/marches/edit/{contract.id}", has_environmental_criterion="y")) == {}
    assert refusals(save(mission, act, procedure="mapa", launch_on="2026-11-20")) == {}
