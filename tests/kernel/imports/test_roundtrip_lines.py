"""A workbook that was exported to be changed comes back: only the cells that its keeper changed are applied."""

import datetime as dt
import io
from collections.abc import Callable
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import select
from sqlalchemy.orm import Session

from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.imports.kinds import KINDS
from mdo.kernel.imports.plans import LineState
from mdo.kernel.imports.roundtrip.decisions import Decisions, Resolution, decisions_from
from mdo.kernel.imports.run import apply, plan
from mdo.kernel.workbook.packages import FINGERPRINT_SHEET
from models.meetings import MeetingKind
from models.people import Consent, Gender, Mandate, Person
from tests.kernel.imports.changed_cells import CHANGED
from tests.kernel.imports.roundtrips import SECRET, back, changes, edited, lines_in_error, person, sent, with_cells
from tests.kernel.imports.sheets import states, workbook
from tests.support import TODAY, calls, orders, procurement, projects
from tests.support import factories as make
from tests.support.events import a_full_event


@pytest.fixture
def people(session: Session) -> list[Person]:
    rows = [
        make.PersonFactory(
            last_name=f"NOM{number:03}", first_name="Zoé", phone="06 12 34 56 78", email=f"z{number}@example.org"
        )
        for number in range(200)
    ]
    session.commit()
    return rows


def test_two_hundred_members_one_conflict_one_change_one_creation(session: Session, people: list[Person]) -> None:
    data = sent(session, "people")
    people[5].phone = "04 72 10 30 30"  # line 7
    session.commit()
    data = with_cells(
        "people",
        data,
        (7, "phone", "07 00 00 00 07"),
        (8, "email", "nouvelle@example.org"),
        *((202, "last_name", "NOUVEAU"), (202, "first_name", "Ana")),
    )
    made = back(session, "people", data)
    assert made.errors == ()
    assert {str(state): count for state, count in made.counts.items() if count} == {
        "created": 1, "changed": 1, "unchanged": 198, "conflict": 1,
    }  # fmt: skip
    (conflict,) = made.lines[5].conflicts
    assert (conflict.exported, conflict.current, conflict.said) == (
        "06 12 34 56 78",
        "04 72 10 30 30",
        "07 00 00 00 07",
    )
    made = back(session, "people", data, Decisions(conflicts=Resolution.KEEP))
    result = apply(session, made)
    session.commit()
    assert (result.created, result.changed, result.unchanged) == (1, 1, 199)
    assert people[5].phone == "04 72 10 30 30"
    assert people[6].email == "nouvelle@example.org"
    made = back(session, "people", data, Decisions(cells={f"{people[5].id}.phone": Resolution.TAKE}))
    assert made.lines[5].state is LineState.CHANGED


@pytest.mark.parametrize("kind", KINDS)
def test_what_comes_back_as_it_left_changes_nothing(session: Session, kind: str) -> None:
    body = make.InstanceFactory(name="Comité de la nuit", arrondissements=[3, 7], aliases="Nuit\nLa Nuit")
    college = make.CollegeFactory(instance=body)
    seat = make.SeatFactory(instance=body, college=college, label="=1+1", opened_on=dt.date(2020, 1, 1))
    person = make.PersonFactory(address="-5 rue A", phone="+33612345678", organisation=make.OrganisationFactory())
    make.MandateFactory(person=person, instance=body, college=college, seat=seat)
    make.MandateFactory(person=None, organisation=make.OrganisationFactory(), instance=body)
    make.ReferentFactory(replacement=make.UserFactory())
    make.AbsenceFactory(replacement=make.UserFactory(), note="=1+1")
    make.DateToAvoidFactory(label="=1+1", arrondissement=body.arrondissements[0])
    make.CouncilRequestFactory(instance=body, text="=1+1\nDevant l’école", sent_on=None, responsible=make.UserFactory())
    midnight = dt.datetime(2026, 11, 23, 23, tzinfo=dt.UTC)
    meeting = make.MeetingFactory(instance=body, start_at=midnight, host=body.arrondissements[0], summary="=1+1\nBref")
    make.MeetingFactory(instance=None, kind=MeetingKind.NETWORK, organiser=make.UserFactory())
    item = make.AgendaItemFactory(meeting=meeting, title="=1+1")
    make.ActionItemFactory(meeting=meeting, agenda_item=item, owner=make.UserFactory(), outcome="-5\nbancs")
    make.AttendanceFactory(meeting=meeting, person=person, note="-5")
    orders.an_invoice_of_an_order(procurement.a_contract_with_its_holders())
    told = {"objective": "=1+1\n-5", "arrondissements": body.arrondissements}
    make.ActionItemFactory(meeting=None, project=projects.a_closed_project(**told), text="=2+2")
    calls.an_application_in_full(instance=body, summary="=1+1\n-5", title="=2+2")
    a_full_event(programme="=1+1\n-5", instance=body)
    session.commit()
    made = back(session, kind, sent(session, kind))
    assert [(error.line, error.column, str(error)) for error in made.errors] == []
    assert changes(made) == []
    assert set(states(made)) == {"unchanged"}


@pytest.mark.parametrize(("kind", "name", "value", "after"), CHANGED)
def test_a_cell_that_was_changed_is_applied(session: Session, kind: str, name: str, value: Any, after: Any) -> None:
    body = make.InstanceFactory(name="Comité de la nuit", arrondissements=[3])
    make.SeatFactory(instance=body, number=1)
    make.MandateFactory(person=make.PersonFactory(), instance=body, start_on=dt.date(2025, 1, 1))
    make.ReferentFactory(start_on=dt.date(2025, 1, 1))
    make.AbsenceFactory()
    make.OrganisationFactory()
    make.DateToAvoidFactory()
    make.CouncilRequestFactory(instance=body)
    make.ActionItemFactory(meeting=make.MeetingFactory(instance=body))
    make.AttendanceFactory(meeting=make.MeetingFactory(instance=body))
    orders.an_invoice_of_an_order(procurement.a_contract_with_its_holders())
    projects.a_closed_project()
    calls.an_application_in_full(instance=body)
    a_full_event()
    session.commit()
    made = back(session, kind, with_cells(kind, sent(session, kind), (2, name, value)))
    assert [(error.column, str(error)) for error in made.errors] == []
    (found,) = [line for line in made.lines if line.writes]
    assert [change.after for change in found.changes] == [after]
    apply(session, made)
    session.commit()
    assert changes(back(session, kind, sent(session, kind))) == []


def test_a_mandate_is_told_by_its_mark_whatever_becomes_of_its_dates(session: Session) -> None:
    mandate: Mandate = make.MandateFactory(start_on=dt.date(2025, 1, 1))
    session.commit()
    data = with_cells("mandates", sent(session, "mandates"), (2, "start_on", dt.date(2025, 2, 1)))
    apply(session, back(session, "mandates", data))
    session.commit()
    (found,) = session.scalars(select(Mandate))
    assert (found.id, found.start_on) == (mandate.id, dt.date(2025, 2, 1))


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ([(2, "key", "MDO-999999")], [(2, "« %(value)s » is no mark")]),
        ([(2, "key", "n’importe quoi")], [(2, "« %(value)s » is no mark")]),
        ([(3, "key", "MDO-{first}")], [(2, "Lines %(lines)s bear the"), (3, "Lines %(lines)s bear the")]),
        ([(2, "last_name", None)], [(2, "This cell must be filled")]),
        ([(2, "email", "zoe@")], [(2, "« %(value)s » is not an e")]),
        ([(2, "guardian_name", "=UPPER(A1)")], [(2, "This formula has no value yet")]),
        ([(2, "guardian_name", "#REF!")], [(2, "This cell shows an Excel error")]),
        ([(4, "last_name", "DUPONT"), (4, "first_name", "Zoé")], [(4, "« %(who)s » is already i")]),
    ],
    ids=[
        "unknown mark",
        "no mark",
        "mark twice",
        "needed cell emptied",
        "bad value",
        "formula in a blank",
        "Excel error in a blank",
        "added although it is there",
    ],
)
def test_a_line_that_cannot_be_applied_says_why(
    session: Session, cells: list[tuple[int, str, Any]], expected: list[tuple[int, str]]
) -> None:
    first = person()
    person(last_name="ROUX", first_name="Ana")
    session.commit()
    told = [(line, name, str(value).format(first=first.id) if value else value) for line, name, value in cells]
    found = lines_in_error(session, "people", with_cells("people", sent(session, "people"), *told))
    assert found == [(line, words[:24]) for line, words in expected]


def test_what_tells_the_row_is_not_changed_by_the_way(session: Session) -> None:
    make.MandateFactory(person=person())
    person(last_name="ROUX", first_name="Ana")
    session.commit()
    data = with_cells("mandates", sent(session, "mandates"), (2, "full_name", "ROUX Ana"))
    assert lines_in_error(session, "mandates", data) == [(2, "This cell is not changed")]


@pytest.mark.parametrize(
    ("choice", "after", "state"), [(Resolution.TAKE, None, "changed"), (Resolution.KEEP, "Lyon", "unchanged")]
)
def test_a_cell_that_was_emptied_follows_the_rule(
    session: Session, choice: Resolution, after: str | None, state: str
) -> None:
    row = person(city="Lyon", gender=Gender.FEMALE, image_consent_on=None)
    session.commit()
    data = with_cells("people", sent(session, "people"), (2, "city", None), (2, "gender", None))
    made = back(session, "people", data, Decisions(blanks=choice))
    assert states(made) == [state]
    apply(session, made)
    session.commit()
    assert row.city == after
    assert row.gender is (Gender.UNKNOWN if after is None else Gender.FEMALE)


@pytest.mark.parametrize(
    ("kept", "said", "after"),
    [
        ("Vu une fois", "Vu\nune fois", "Vu\nune fois"),
        ("Vu\nune fois", "Vu une fois", "Vu une fois"),
        ("Vu\nune fois", "Vu une\nfois", "Vu une\nfois"),
        ("Vu\r\nune fois", "Vu \n\n une fois", "Vu\r\nune fois"),
    ],
)
def test_a_long_text_that_was_cut_into_other_lines_is_changed(
    session: Session, kept: str, said: str, after: str
) -> None:
    body = make.InstanceFactory(notes=kept, elected_official=kept)
    session.commit()
    data = with_cells("instances", sent(session, "instances"), (2, "notes", said), (2, "elected_official", said))
    apply(session, back(session, "instances", data))
    session.commit()
    assert (body.notes, body.elected_official) == (after, kept)


@pytest.mark.parametrize("word", ["Non renseigné", "Inconnu", "?"])
def test_a_cell_that_says_unknown_over_a_value_counts_as_emptied(session: Session, word: str) -> None:
    row = person(image_consent=Consent.GIVEN, image_consent_on=dt.date(2025, 1, 1))
    session.commit()
    cells = [(2, "image_consent", word), (2, "image_consent_on", word)]
    data = with_cells("people", sent(session, "people"), *cells)
    assert states(back(session, "people", data, Decisions(blanks=Resolution.KEEP))) == ["unchanged"]
    apply(session, back(session, "people", data))
    session.commit()
    assert (row.image_consent, row.image_consent_on) == (Consent.UNKNOWN, None)


def test_a_cell_emptied_here_and_changed_there_is_a_conflict(session: Session) -> None:
    row = person(city="Lyon")
    session.commit()
    data = with_cells("people", sent(session, "people"), (2, "city", None))
    row.city = "Bron"
    session.commit()
    assert states(back(session, "people", data)) == ["conflict"]
    assert states(back(session, "people", data, Decisions(blanks=Resolution.KEEP))) == ["unchanged"]
    apply(session, back(session, "people", data, Decisions(conflicts=Resolution.TAKE)))
    assert row.city is None


def test_the_same_change_on_both_sides_is_no_conflict_and_another_field_is_kept(session: Session) -> None:
    row = person(city="Lyon", phone="06 12 34 56 78")
    session.commit()
    data = with_cells("people", sent(session, "people"), (2, "city", "Bron"), (2, "phone", "0472103030"))
    row.city, row.email = "Bron", "zoe@example.org"
    session.commit()
    made = back(session, "people", data)
    assert states(made) == ["changed"]
    apply(session, made)
    assert (row.city, row.phone, row.email) == ("Bron", "04 72 10 30 30", "zoe@example.org")


def test_a_workbook_with_an_undecided_conflict_writes_nothing(session: Session) -> None:
    row = person(city="Lyon")
    session.commit()
    data = with_cells("people", sent(session, "people"), (2, "city", "Bron"))
    row.city = "Givors"
    session.commit()
    made = back(session, "people", data)
    assert not made.can_apply
    with pytest.raises(RuleViolation):
        apply(session, made, only_valid=True)


@pytest.mark.parametrize(
    ("third", "choice", "state", "stored"),
    [
        ("Givors", Resolution.TAKE, "changed", "Bron"),
        ("Oullins", Resolution.TAKE, "conflict", "Oullins"),
        ("Bron", Resolution.TAKE, "unchanged", "Bron"),
        ("Lyon", Resolution.TAKE, "changed", "Bron"),
        ("Oullins", Resolution.KEEP, "unchanged", "Oullins"),
    ],
)
def test_a_conflict_is_asked_again_when_the_value_that_was_to_give_way_is_another(
    session: Session, third: str, choice: Resolution, state: str, stored: str
) -> None:
    """Lyon left, the workbook says Bron, the register said Givors when it was decided, and says `third` now."""
    row = person(city="Lyon")
    session.commit()
    data = with_cells("people", sent(session, "people"), (2, "city", "Bron"))
    row.city = third
    session.commit()
    key = f"{row.id}.city"
    decided = decisions_from(Decisions(cells={key: choice}, against={key: "Givors"}).noted())
    made = back(session, "people", data, decided)
    assert states(made) == [state]
    if state != "conflict":
        apply(session, made)
    assert row.city == stored


def test_rows_that_are_gone_are_asked_and_stay_unless_one_says_so(session: Session) -> None:
    rows = [person(last_name=name, first_name="Zoé") for name in ("UN", "DEUX", "TROIS")]
    session.commit()
    data = edited(sent(session, "people"), lambda sheet: sheet.delete_rows(3))
    made = back(session, "people", data)
    assert states(made) == ["unchanged", "unchanged", "missing"]
    assert not made.can_apply
    made = back(session, "people", data, Decisions(rows={rows[1].id: Resolution.TAKE}))
    assert states(made) == ["unchanged", "unchanged", "deleted"]
    assert apply(session, made).deleted == 1
    session.commit()
    assert session.scalars(select(Person.last_name).order_by(Person.id)).all() == ["UN", "TROIS"]


def test_a_line_emptied_whole_counts_as_taken_out(session: Session) -> None:
    person(city="Lyon")
    session.commit()

    def empty(sheet: Any) -> None:
        for cell in sheet[2][1:]:
            cell.value = None

    assert states(back(session, "people", edited(sent(session, "people"), empty))) == ["missing"]


def test_a_line_emptied_in_a_workbook_of_fewer_columns_is_not_taken_out(session: Session) -> None:
    person(city="Lyon")
    session.commit()

    def empty(sheet: Any) -> None:
        headers = [cell.value for cell in sheet[1]]
        kept = [headers.index(name) for name in ("Mark", "City")]
        rows = [[row[at].value for at in kept] for row in sheet.iter_rows()]
        sheet.tables.clear()
        sheet.delete_rows(1, 9)
        sheet.append(rows[0])
        sheet.append([rows[1][0], None])

    data = edited(sent(session, "people"), empty)
    assert states(back(session, "people", data, Decisions(missing=Resolution.TAKE))) == ["changed"]


def test_a_row_in_use_or_changed_since_is_not_deleted(session: Session) -> None:
    make.MandateFactory(person=person())
    changed = person(last_name="ROUX")
    session.commit()
    data = edited(sent(session, "people"), lambda sheet: sheet.delete_rows(2, 2))
    changed.city = "Bron"
    session.commit()
    found = lines_in_error(session, "people", data, decisions=Decisions(missing=Resolution.TAKE))
    assert found == [(0, "This record is in use an"), (0, "This record was changed ")]


def test_a_row_deleted_since_is_told_where_its_line_changed_alone(session: Session) -> None:
    rows = [person(last_name=name) for name in ("UN", "DEUX")]
    session.commit()
    data = with_cells("people", sent(session, "people"), (2, "city", "Bron"))
    for row in rows:
        session.delete(row)
    session.commit()
    assert lines_in_error(session, "people", data) == [(2, "This record is no longer")]


def test_a_body_that_another_line_names_as_its_parent_is_not_deleted(session: Session) -> None:
    gone, other = make.InstanceFactory(name="Ancien conseil"), make.InstanceFactory(name="Antenne")
    session.commit()
    data = edited(
        with_cells("instances", sent(session, "instances"), (3, "parent", "Ancien conseil")),
        lambda sheet: sheet.delete_rows(2),
    )
    made = back(session, "instances", data, Decisions(rows={gone.id: Resolution.TAKE}))
    assert states(made) == ["changed", "error"]
    (error,) = made.errors
    assert error.text(str) == (
        "This record is in use and cannot be deleted: Participative bodies (1) still point to it."
    )
    with pytest.raises(RuleViolation):
        apply(session, made)
    apply(session, made, only_valid=True)
    session.commit()
    assert other.parent is gone


def test_a_body_goes_when_the_line_that_names_it_is_itself_in_error(session: Session) -> None:
    gone = make.InstanceFactory(name="Ancien conseil")
    make.InstanceFactory(name="Antenne")
    session.commit()
    cells = [(3, "parent", "Ancien conseil"), (3, "created_on", "un jour")]
    data = edited(with_cells("instances", sent(session, "instances"), *cells), lambda sheet: sheet.delete_rows(2))
    made = back(session, "instances", data, Decisions(rows={gone.id: Resolution.TAKE}))
    assert states(made) == ["error", "deleted"]
    assert apply(session, made, only_valid=True).deleted == 1


# ---- Whence it comes -------------------------------------------------------------------------------------------------


def refusal(session: Session, kind: str, data: bytes, secret: str = SECRET) -> str:
    with pytest.raises(RuleViolation) as refused:
        plan(session, kind, data, today=TODAY, secret=secret)
    return refused.value.message[:24]


def hidden(change: Callable[[Any], None]) -> Callable[[bytes], bytes]:
    def changed(data: bytes) -> bytes:
        book = load_workbook(io.BytesIO(data))
        change(book[FINGERPRINT_SHEET])
        stream = io.BytesIO()
        book.save(stream)
        return stream.getvalue()

    return changed


def other_text(sheet: Any) -> None:
    text = sheet["A2"].value
    sheet["A2"].value = text[:20] + ("A" if text[20] != "A" else "B") + text[21:]


def without_sheet(data: bytes) -> bytes:
    book = load_workbook(io.BytesIO(data))
    del book[FINGERPRINT_SHEET]
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def with_marks_elsewhere(data: bytes) -> bytes:
    return edited(data, lambda sheet: sheet.insert_cols(1))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (hidden(other_text), "The hidden sheet of this"),
        (hidden(lambda sheet: sheet.delete_rows(3)), "The hidden sheet of this"),
        (hidden(lambda sheet: sheet.delete_rows(2, 9)), "The hidden sheet of this"),
        (without_sheet, "The marks of this workbo"),
        (lambda data: with_marks_elsewhere(without_sheet(data)), "The marks of this workbo"),
    ],
    ids=["a letter changed", "no signature", "emptied", "no sheet", "no sheet, marks in another column"],
)
def test_a_workbook_that_was_tampered_with_is_refused(
    session: Session, change: Callable[[bytes], bytes], words: str
) -> None:
    person()
    session.commit()
    assert refusal(session, "people", change(sent(session, "people"))) == words


def test_a_code_that_looks_like_a_mark_is_a_code(session: Session) -> None:
    kind = make.InstanceTypeFactory(label="Comité de la nuit")
    session.commit()
    data = workbook(("Nom", "Type", "Code"), ("Vaise", kind.label, "MDO-2"))
    assert states(plan(session, "instances", data, today=TODAY)) == ["created"]


def test_a_workbook_of_another_list_or_of_another_installation_is_refused(session: Session) -> None:
    person()
    session.commit()
    data = sent(session, "people")
    assert refusal(session, "mandates", data) == "This workbook was export"
    assert refusal(session, "people", data, "another secret") == "The hidden sheet of this"


def test_a_column_taken_out_or_moved_and_a_sheet_put_in_order_change_nothing(session: Session) -> None:
    for name in ("UN", "DEUX", "TROIS"):
        person(last_name=name, city="Lyon", email=f"{name.lower()}@example.org")
    session.commit()

    def stirred(sheet: Any) -> None:
        rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
        headers, lines = rows[0], rows[:0:-1]
        kept = [at for at, header in enumerate(headers) if header != "City"][::-1]
        sheet.tables.clear()
        sheet.delete_rows(1, 9)
        for row in (headers, *lines):
            sheet.append([row[at] for at in kept])

    made = back(session, "people", edited(sent(session, "people"), stirred))
    assert made.errors == ()
    assert states(made) == ["unchanged"] * 3
