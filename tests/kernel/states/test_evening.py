"""What acts ask, say, refuse and leave in the journal is written down: a form that moves elsewhere changes none of it.

`RETAKE=1 make test ARGS=tests/kernel/states/test_evening.py` writes the evenings again.
"""

import datetime as dt
import json
import os
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from models.accounts import User
from models.amendments import Amendment
from models.contracts import Contract, ContractState
from models.execution import OrderState
from models.meetings import MeetingKind
from models.organisations import OrganisationKind
from models.procurement import ProcedureCode
from tests.kernel.states.evening import Evening
from tests.support import ON_SQLITE
from tests.support import amendments as change
from tests.support import factories as make
from tests.support import orders as execution
from tests.support import procurement as buy
from tests.support.tenders import TenderFactory

pytestmark = ON_SQLITE
GOLDEN = Path(__file__).parent / "evenings"
DAY = dt.timedelta(days=1)
HOLDER = "Nova Concertation"


@pytest.fixture
def evening(client_as, session):
    """Of the mission, who may do all this."""
    return lambda: Evening(client_as("mission"), session)


@pytest.fixture
def contract(session) -> Contract:
    """100 000 € until 31/08/2027, renewable once for a year with three months' notice."""
    row = buy.ContractFactory(
        number="AMO-2025-09",
        title="Animation des conseils",
        state=ContractState.RUNNING,
        procedure=ProcedureCode.ADAPTED,
        amount_excl_tax=Decimal(100000),
        notified_on=dt.date(2025, 8, 4),
        starts_on=dt.date(2025, 9, 1),
        ends_on=dt.date(2027, 8, 31),
        firm_months=24,
        renewals=1,
        renewal_months=12,
        notice_months=3,
    )
    buy.ContractHolderFactory(contract=row, supplier=buy.SupplierFactory(name=HOLDER))
    return row


def same(name: str, told: list[dict[str, Any]]) -> None:
    """The evening is the one that was written down."""
    path = GOLDEN / f"{name}.json"
    if os.environ.get("RETAKE"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True) + "\n")
    written = json.loads(path.read_text())
    for number, (before, after) in enumerate(zip(written, json.loads(json.dumps(told)), strict=True), start=1):
        assert after == before, f"step {number} of {name}"


def test_amendments(evening, session, contract) -> None:
    night = evening()
    night.save(
        f"/avenants/add?contract={contract.id}",
        ground="low_value",
        subject="Ateliers",
        amount_excl_tax="900",
        months="3",
    )
    session.rollback()
    pk = session.scalars(select(Amendment.id)).one()
    page = f"/avenants/show/{pk}"
    night.buttons(page)
    night.save(f"/avenants/notify/{pk}")
    night.save(f"/avenants/sign/{pk}", signed_on="2026-12-24")
    night.save(f"/avenants/sign/{pk}")
    night.buttons(page)
    night.save(f"/avenants/transmit/{pk}", transmitted_on="2026-01-01")
    night.save(f"/avenants/transmit/{pk}")
    night.buttons(page)
    night.save(f"/avenants/committee/{pk}", committee_opinion="favourable")
    night.save(f"/avenants/notify/{pk}", notified_on="2026-11-20")
    night.save(f"/avenants/notify/{pk}")
    night.buttons(page)
    night.save(f"/avenants/edit/{pk}", months="4")
    night.press(f"/avenants/delete/{pk}")
    night.save(f"/avenants/edit/{pk}", notified_on="")
    night.save(f"/avenants/edit/{pk}", signed_on="")
    night.save(f"/avenants/edit/{pk}", signed_on="2026-11-24", notified_on="2026-11-24")
    night.save(f"/marches/edit/{contract.id}", ends_on="2028-01-31")
    night.save(f"/avenants/notify/{pk}", notified_on="")
    night.save(f"/avenants/edit/{pk}", notified_on="")
    night.undo()
    night.save(f"/avenants/sign/{pk}", signed_on="")
    same("amendments", night.told)


def test_renewals(evening, contract) -> None:
    row = change.RenewalFactory(contract=contract)
    night = evening()
    page = f"/reconductions/show/{row.id}"
    night.buttons(page)
    night.save(f"/reconductions/decide/{row.id}", decided_on="2026-12-01")
    night.save(f"/reconductions/decide/{row.id}")
    night.buttons(page)
    night.save(f"/reconductions/decide/{row.id}", decision="pending", decided_on="2026-11-24")
    night.save(f"/reconductions/edit/{row.id}", ends_on="2028-09-30")
    night.save(f"/reconductions/edit/{row.id}", decision="pending", decided_on="")
    night.save(f"/reconductions/edit/{row.id}", decision="renewed", decided_on="2026-11-24")
    night.save(f"/marches/edit/{contract.id}", ends_on="2028-12-31")
    night.save(f"/reconductions/edit/{row.id}", decision="pending", decided_on="")
    night.undo()
    night.save(f"/reconductions/decide/{row.id}", decision="refused")
    same("renewals", night.told)


def test_what_hangs_on_a_contract(evening, contract) -> None:
    supplier = buy.SupplierFactory(name="Mesure & Opinion")
    subcontract = change.SubcontractFactory(contract=contract, supplier=supplier)
    advance = change.AdvanceFactory(contract=contract, paid_on=dt.date(2026, 9, 1))
    penalty = change.PenaltyFactory(contract=contract)
    tender = TenderFactory(contract=contract, supplier=supplier, position=2)
    night = evening()
    for page in (
        f"/sous-traitance/show/{subcontract.id}",
        f"/avances/show/{advance.id}",
        f"/penalites/show/{penalty.id}",
    ):
        night.buttons(page)
    night.save(f"/sous-traitance/accept/{subcontract.id}", accepted_on="")
    night.save(f"/sous-traitance/accept/{subcontract.id}")
    night.save(f"/avances/repay/{advance.id}", repaid_incl_tax="99999999")
    night.save(f"/avances/repay/{advance.id}")
    night.save(f"/penalites/waive/{penalty.id}")
    night.save(f"/penalites/waive/{penalty.id}", waiver_reason="Retard de la ville")
    for page in (
        f"/sous-traitance/show/{subcontract.id}",
        f"/avances/show/{advance.id}",
        f"/penalites/show/{penalty.id}",
    ):
        night.buttons(page)
    night.save(f"/offres/motifs/{tender.id}", rejection_reason="Une équipe moins fournie")
    same("holder", night.told)


def test_meetings(evening, session) -> None:
    body = make.InstanceFactory(name="Conseil Bas des Pentes", arrondissements=[5])
    make.MandateFactory(
        instance=body,
        person=make.PersonFactory(first_name="Ana", last_name="Diaz"),
        function=make.MandateFunctionFactory(label="Porte-parole d’essai"),
        start_on=dt.date(2026, 1, 1),
    )
    row = make.MeetingFactory(instance=body, title="Plénière d’automne")
    later = make.MeetingFactory(
        instance=body, title="Plénière d’hiver", start_at=dt.datetime(2026, 12, 8, 17, 30, tzinfo=dt.UTC)
    )
    night = evening()
    act, page = f"/reunions/etat/{row.id}", f"/reunions/show/{row.id}"
    night.buttons(page)
    night.press(act, to="convened", origin="prepared")
    night.buttons(page)
    night.press(act, to="held", origin="prepared")
    night.press(act, to="held", origin="convened")
    night.undo()
    night.press(act, to="minuted", origin="convened")
    night.look(f"{act}?to=cancelled")
    night.look(f"{act}?to=nowhere")
    night.look(act)
    night.press(act, to="cancelled", origin="minuted", reason="Salle prise")
    night.save(f"{act}?to=convened")
    night.save(f"{act}?to=convened", reason="x" * 501)
    night.save(f"{act}?to=convened", reason="Rien d’écrit encore")
    night.press(act, to="approved", origin="convened")
    night.press(act, to="published", origin="approved")
    night.buttons(page)
    act, page = f"/reunions/etat/{later.id}", f"/reunions/show/{later.id}"
    night.press(act, to="held", origin="prepared")
    night.save(f"{act}?to=postponed")
    night.save(f"{act}?to=postponed", reason="Neige")
    night.buttons(page)
    night.save(f"{act}?to=prepared")
    night.save(f"{act}?to=prepared", start_at="2026-11-01T18:00")
    night.save(f"{act}?to=prepared", start_at="2026-12-15T18:00", end_at="2026-12-15T17:00")
    night.save(f"{act}?to=prepared", start_at="2026-12-15T18:00")
    night.save(f"{act}?to=postponed", reason="Neige encore", start_at="2026-12-16T18:00", end_at="2026-12-16T20:00")
    night.save(f"{act}?to=cancelled", reason="Plus personne")
    night.look(f"{act}?to=postponed")
    night.save(f"{act}?to=prepared", reason="Erreur")
    same("meetings", night.told)


def test_actions(evening) -> None:
    meeting = make.MeetingFactory(title="Plénière d’été", instance=make.InstanceFactory(name="Conseil Sud"))
    one, two = (make.ActionItemFactory(meeting=meeting, text=text) for text in ("Écrire au maire", "Mesurer le bruit"))
    night = evening()
    night.buttons(f"/actions/show/{one.id}")
    night.save(f"/actions/cloture/{one.id}", closed_on="2026-12-24")
    night.save(f"/actions/cloture/{one.id}", state="dropped")
    night.save(f"/actions/cloture/{one.id}", outcome="Lettre partie")
    night.buttons(f"/actions/show/{one.id}")
    night.press(f"/actions/regler/{one.id}", next="/actions/list/")
    night.press(f"/actions/regler/{two.id}", next="/actions/list/", state="dropped")
    night.press(f"/actions/regler/{two.id}", next="/actions/list/", outcome="Mesuré")
    same("actions", night.told)


def test_requests(evening) -> None:
    direction = make.OrganisationFactory(name="Direction des mobilités", kind=OrganisationKind.DIRECTION)
    row = make.CouncilRequestFactory(
        number="CBP-2026-01", subject="Un banc", instance=make.InstanceFactory(name="Conseil Bas des Pentes")
    )
    night = evening()
    page = f"/demandes/show/{row.id}"
    night.buttons(page)
    night.save(f"/demandes/send/{row.id}")
    night.save(f"/demandes/send/{row.id}", organisation=str(direction.id), sent_on="2026-09-01")
    night.save(f"/demandes/send/{row.id}", organisation=str(direction.id))
    night.buttons(page)
    night.save(f"/demandes/reply/{row.id}", answer="D’accord", follow_up="planned")
    night.buttons(page)
    night.save(f"/demandes/follow/{row.id}", follow_up="refused")
    night.save(f"/demandes/follow/{row.id}", follow_up="done")
    night.buttons(page)
    same("requests", night.told)


def test_topics(evening, client_as, session) -> None:
    evening()
    mission = session.scalars(select(User).where(User.username == "mission")).one()
    meeting = make.MeetingFactory(
        title="Réseau", kind=MeetingKind.NETWORK, instance=None, start_at=dt.datetime(2026, 12, 1, 13, tzinfo=dt.UTC)
    )
    one, two, three = (
        make.TopicFactory(title=title, proposer=mission, reason="Elles diffèrent.", minutes=20)
        for title in ("Charte commune", "Budgets", "Salles")
    )
    night = evening()
    page = f"/sujets/show/{one.id}"
    night.buttons(page)
    night.save(f"/sujets/decline/{one.id}")
    night.save(f"/sujets/decline/{one.id}", answer="Déjà faite")
    night.buttons(page)
    night.press(f"/sujets/withdraw/{one.id}")
    night.press(f"/sujets/put-back/{one.id}")
    night.press(f"/sujets/put-back/{one.id}")
    night.press(f"/sujets/withdraw/{one.id}")
    night.undo()
    night.look(f"/sujets/schedule/{one.id}")
    night.press(f"/sujets/schedule/{one.id}", meeting="0")
    night.press(f"/sujets/schedule/{one.id}", meeting=str(meeting.id))
    night.buttons(page)
    night.press(f"/sujets/schedule/{one.id}", meeting=str(meeting.id), next="/sujets/list/")
    night.save(f"/sujets/decline/{one.id}", answer="Trop tard")
    night.press("/sujets/bulk", action="schedule", rowid=[str(two.id), str(three.id)])
    same("topics", night.told)


def test_orders_deliverables_and_invoices(evening) -> None:
    contract = execution.RunningContractFactory(number="AMO-2026-02", title="Réunions")
    supplier = buy.SupplierFactory(name=HOLDER)
    buy.ContractHolderFactory(contract=contract, supplier=supplier)
    common: dict[str, Any] = {"contract": contract, "state": OrderState.DRAFT, "ordered_on": None}
    draft = execution.order_of(number="BC-1", subject="Réunions", amount="4000", **common)
    large = execution.order_of(number="BC-2", subject="Ateliers", amount="6500", **common)
    work = execution.DeliverableFactory(contract=contract, name="Rapport", due_on=dt.date(2026, 11, 10))
    invoice = execution.invoice_of(contract, "4000", number="F-1", supplier=supplier)
    night = evening()
    pages = (f"/bons-de-commande/show/{draft.id}", f"/livrables/show/{work.id}", f"/factures/show/{invoice.id}")
    for page in pages:
        night.buttons(page)
    night.save(f"/bons-de-commande/issue/{draft.id}", ordered_on="2028-01-01")
    night.save(f"/bons-de-commande/issue/{draft.id}")
    night.save(f"/bons-de-commande/issue/{large.id}")
    night.buttons(pages[0])
    night.save(f"/bons-de-commande/cancel/{draft.id}")
    night.save(f"/bons-de-commande/cancel/{draft.id}", notes="Reportée")
    night.save(f"/bons-de-commande/issue/{large.id}")
    night.save(f"/livrables/receive/{work.id}", received_on="2026-12-24")
    night.save(f"/livrables/receive/{work.id}")
    night.buttons(pages[1])
    night.save(f"/livrables/decide/{work.id}", decision="rejection")
    night.save(f"/livrables/decide/{work.id}", decision="rejection", reason="Incomplet")
    night.buttons(pages[1])
    night.save(f"/livrables/receive/{work.id}")
    night.save(f"/livrables/decide/{work.id}")
    night.buttons(pages[1])
    night.save(f"/factures/checked/{invoice.id}", checked_on="2026-10-01")
    night.save(f"/factures/checked/{invoice.id}")
    night.buttons(pages[2])
    night.save(f"/factures/sent/{invoice.id}")
    night.buttons(pages[2])
    night.save(f"/factures/paid/{invoice.id}")
    night.buttons(pages[2])
    same("execution", night.told)


def test_bodies_and_mandates(evening) -> None:
    body = make.InstanceFactory(name="Conseil Bas des Pentes", code="CBP", arrondissements=[5])
    mandate = make.MandateFactory(
        instance=body,
        person=make.PersonFactory(first_name="Ana", last_name="Diaz"),
        function=make.MandateFunctionFactory(label="Porte-parole d’essai"),
        start_on=dt.date(2026, 1, 1),
    )
    night = evening()
    night.buttons(f"/instances/show/{body.id}")
    night.save(f"/instances/state/{body.id}", state="dormant")
    night.save(f"/instances/state/{body.id}", state="dormant", state_reason="Sans membres", state_on="2026-12-24")
    night.save(f"/instances/state/{body.id}", state="dormant", state_reason="Sans membres")
    night.save(f"/instances/state/{body.id}", state="active")
    night.save(f"/mandats/end/{mandate.id}", ended_on="2025-01-01", end_reason="resignation")
    night.save(f"/mandats/end/{mandate.id}", end_reason="resignation")
    night.buttons(f"/mandats/show/{mandate.id}")
    same("bodies", night.told)


def test_contracts(evening) -> None:
    supplier, other = (buy.SupplierFactory(name=name) for name in (HOLDER, "Mesure & Opinion"))
    row = buy.ContractFactory(number="AMO-2026-03", title="Assistance", launch_on=None)
    taken = buy.ContractFactory(number="AMO-2026-04", title="Reprise", launch_on=None)
    night = evening()
    act, page = f"/marches/{row.id}/acte", f"/marches/show/{row.id}"
    night.look(f"{act}/nothing")
    night.buttons(page)
    night.look(f"{act}/notify")
    night.press(f"{act}/award")
    night.save(f"{act}/procedure", launch_on="")
    night.save(f"{act}/procedure", procedure="mapa", launch_on="2026-10-01", procedure_reason="Mieux")
    night.buttons(page)
    night.save(f"{act}/abandon")
    night.save(f"{act}/abandon", state_reason="Plus de budget", ending="abandoned")
    night.save(f"{act}/abandon", state_reason="Plus de budget", ending="unsuccessful")
    night.buttons(page)
    night.save(f"{act}/reopen")
    night.undo()
    night.undo()
    night.save(f"{act}/procedure", procedure="mapa", launch_on="2026-10-01", procedure_reason="Mieux")
    for position, (firm, amount) in enumerate(((supplier, 40000), (other, 42000)), start=1):
        TenderFactory(contract=row, supplier=firm, amount_excl_tax=Decimal(amount), position=position)
    night.session.commit()
    night.save(f"{act}/award", holder="")
    night.save(f"{act}/award", holder=str(supplier.id), amount_excl_tax="40000", awarded_on="2026-11-02")
    night.buttons(page)
    night.save(f"{act}/letters")
    night.save(f"{act}/take-back")
    night.save(f"{act}/award", holder=str(supplier.id), amount_excl_tax="40000", awarded_on="2026-11-03")
    night.save(f"{act}/letters", letters_on="2026-11-03")
    night.save(f"{act}/holders", holder=str(supplier.id), award_reason="Seule à répondre")
    night.save(f"{act}/notify", signed_on="2026-11-24", firm_months="12")
    night.buttons(page)
    night.save(f"{act}/sent", award_notice_on="2026-11-24")
    night.save(f"{act}/end", ends_on="2026-11-24")
    night.buttons(page)
    act = f"/marches/{taken.id}/acte"
    night.save(f"{act}/taken-over", procedure="mapa", procedure_reason="Mieux", awarded_on="2025-01-01")
    night.save(
        f"{act}/taken-over",
        procedure="mapa",
        procedure_reason="Mieux",
        awarded_on="2025-01-01",
        holder=str(supplier.id),
        notified_on="2025-02-01",
        starts_on="2025-02-01",
        firm_months="36",
        amount_excl_tax="40000",
    )
    same("contracts", night.told)
