"""The journal is read like the screens of the same rows: by table, by owner, and not after a row is gone either."""

import pytest
from sqlalchemy import select

from mdo.kernel.journal.values import is_tracked
from mdo.kernel.rights.declared import RIGHTS
from mdo.kernel.rights.roles import pairs_of
from mdo.kernel.scope.journal import PERSONAL, SCREENS
from mdo.kernel.scope.limits import Scope
from models.base import Model
from models.evenings import EveningHours
from models.journal import ChangeAction, JournalChange, JournalEntry
from models.meetings import AgendaItem, AgendaKind
from models.territory import Arrondissement
from tests.support import factories as make
from tests.support import orders
from tests.support import procurement as buy
from tests.support.prepared import prepared
from views.base.record import VIEW_OF_MODEL

# Nobody has a screen of these: settings of an account.
WITHOUT_A_SCREEN = {"ImportAnswer", "ImportMapping", "Preference"}
OF_CONTRACTS = {"Contract", "Invoice", "PurchaseOrder", "Supplier", "ContractHolder"}


@prepared
def written(session):
    """Rows of contracts, a supplier's contact, and a colleague's evening, of which one is gone; each in one entry."""
    colleague = make.UserFactory(username="colleague")
    contract = orders.RunningContractFactory()
    supplier = buy.SupplierFactory(name="Cabinet")
    buy.ContractHolderFactory(contract=contract, supplier=supplier)
    orders.InvoiceFactory(contract=contract, supplier=supplier, order=orders.PurchaseOrderFactory(contract=contract))
    session.commit()
    contact = buy.SupplierContactFactory(supplier=supplier, name="Contact")
    session.commit()
    evening = EveningHours(user_id=colleague.id, meeting_number=1, minutes=137)
    gone = EveningHours(user_id=colleague.id, meeting_number=2, minutes=45)
    session.add_all([evening, gone])
    session.commit()
    session.delete(gone)
    session.commit()
    make.MeetingFactory(title="Réunion")
    session.commit()
    return colleague.id, contact.id


def read_by(as_reader, role, user_id=999):
    reader = as_reader(Scope.everything(user_id), rights=pairs_of(role), actor_id=user_id)
    return reader, set(reader.scalars(select(JournalChange.model)))


@pytest.mark.parametrize(
    ("role", "contracts", "contacts"),
    [("stagiaire", False, False), ("dpo", False, False), ("direction", True, False), ("mission", True, True)],
)
def test_a_change_is_read_by_who_has_its_screen(written, as_reader, role, contracts, contacts):
    reader, models = read_by(as_reader, role)
    assert models & OF_CONTRACTS == (OF_CONTRACTS if contracts else set())
    assert ("SupplierContact" in models) == contacts
    assert ("Meeting" in models) == (role != "dpo")
    assert not models & {"EveningHours", *WITHOUT_A_SCREEN}
    entries = set(reader.scalars(select(JournalEntry.id)))
    assert entries == set(reader.scalars(select(JournalChange.entry_id)))


def test_what_is_of_an_account_is_read_by_that_account_though_it_is_gone(written, as_reader):
    colleague_id, _ = written
    for role in ("admin", "mission"):
        assert "EveningHours" not in read_by(as_reader, role)[1]
    reader, models = read_by(as_reader, "mission", colleague_id)
    assert "EveningHours" in models
    assert (
        ChangeAction.DELETE
        in reader.scalars(select(JournalChange.action).where(JournalChange.model == "EveningHours")).all()
    )


def test_a_row_made_by_ids_alone_has_its_name_in_the_journal(written, session):
    labels = session.scalars(select(JournalChange.label).where(JournalChange.model == "EveningHours")).all()
    assert len(labels) == 3
    assert all("None" not in label for label in labels)


def test_the_entry_of_a_hidden_row_is_not_found(written, client_as, session):
    hidden = session.scalars(select(JournalChange.entry_id).where(JournalChange.model == "SupplierContact")).one()
    shown = session.scalars(select(JournalChange.entry_id).where(JournalChange.model == "Meeting")).first()
    client = client_as("stagiaire")
    assert client.get(f"/journal/show/{hidden}").status_code == 404
    assert client.get(f"/journal/show/{shown}").status_code == 200
    page = client.get("/journal/list/?size=100").get_data(as_text=True)
    assert f"/journal/show/{hidden}" not in page
    assert f"/journal/show/{shown}" in page


def test_each_table_of_the_journal_has_its_screens_or_none():
    tracked = {
        mapper.class_.__name__ for mapper in Model.registry.mappers if is_tracked(mapper.class_.__new__(mapper.class_))
    }
    assert set(SCREENS) | WITHOUT_A_SCREEN == tracked
    assert {view for views in SCREENS.values() for view in views} <= set(RIGHTS)
    assert set(SCREENS) >= PERSONAL
    of_views = {model.__name__: view for model, view in VIEW_OF_MODEL.items() if model.__name__ in tracked}
    assert {name: view for name, view in of_views.items() if view not in SCREENS[name]} == {}


def test_a_change_says_where_its_row_stood(session):
    body = make.InstanceFactory(arrondissements=[5])
    meeting = make.MeetingFactory(instance=body)
    session.commit()
    item = AgendaItem(meeting_id=meeting.id, position=1, title="Voirie", kind=AgendaKind.INFORMATION)
    session.add(item)
    person = make.PersonFactory(arrondissement=make.ArrondissementFactory(number=7))
    session.commit()
    number = dict(session.execute(select(Arrondissement.id, Arrondissement.number)).all())
    for row in (item, person):
        session.delete(row)
    session.commit()
    found = session.scalars(
        select(JournalChange).where(JournalChange.model.in_(["Instance", "Meeting", "AgendaItem", "Person"]))
    ).all()
    places = {
        (change.model, change.action.value): (change.instance_id, number.get(change.arrondissement_id))
        for change in found
    }
    assert places == {
        ("Instance", "create"): (body.id, None),
        ("Instance", "update"): (body.id, 5),  # it was given its arrondissements after
        ("Meeting", "create"): (body.id, None),
        ("AgendaItem", "create"): (body.id, None),
        ("AgendaItem", "delete"): (body.id, None),
        ("Person", "create"): (None, 7),
        ("Person", "delete"): (None, 7),
    }
