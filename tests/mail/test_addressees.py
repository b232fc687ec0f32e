"""To whom one writes: who objected, who has no address, who writes for a minor."""

import io

import pytest
from docx import Document
from openpyxl import load_workbook

from mdo.mail.addressees import (
    NO_ADDRESS,
    NO_GUARDIAN_ADDRESS,
    OBJECTED,
    mailing_of_convened,
    mailing_of_mandates,
    mailing_of_people,
)
from mdo.mail.files import label_document, label_workbook, merge_workbook
from models.attendance import Presence
from models.people import Consent
from tests.documents.rows import EVENING, convened, meeting, member
from tests.support import TODAY
from tests.support import factories as make


def names(mailing):
    return [(item.name, item.email) for item in mailing.addressees]


@pytest.mark.parametrize(
    ("values", "email", "reason"),
    [
        ({"email": " Zoe@Example.org "}, "zoe@example.org", None),
        ({}, "", NO_ADDRESS),
        ({"email": "zoe@example.org", "newsletter_consent": Consent.REFUSED}, "", OBJECTED),
        ({"email": "zoe@example.org", "newsletter_consent": Consent.GIVEN}, "zoe@example.org", None),
        (
            {"email": "z@example.org", "birth_year": 2010, "guardian_email": "mere@example.org"},
            "mere@example.org",
            None,
        ),
        ({"email": "z@example.org", "birth_year": 2010}, "", NO_GUARDIAN_ADDRESS),
        ({"email": "z@example.org", "birth_year": 2008}, "", NO_GUARDIAN_ADDRESS),
        ({"email": "z@example.org", "birth_year": 2007}, "z@example.org", None),
    ],
)
def test_each_is_written_to_or_left_out_with_a_reason(session, values, email, reason):
    mailing = mailing_of_people([make.PersonFactory(last_name="Petit", first_name="Zoé", **values)], TODAY)
    assert [item.email for item in mailing.addressees] == ([email] if email else [])
    assert [item.reason for item in mailing.left_out] == ([reason] if reason else [])


def test_someone_with_two_mandates_is_written_to_once(session):
    row = meeting(session)
    first = member(row, "Petit")
    first.person.email = "petit@example.org"
    second = make.MandateFactory(instance=row.instance, person=first.person, function=make.MandateFunctionFactory())
    assert names(mailing_of_mandates([first, second], TODAY)) == [("Petit Zoé", "petit@example.org")]


def test_a_convocation_goes_to_all_on_the_list_but_those_excused(session):
    row = meeting(session, convened_at=EVENING)
    for name, presence, consent in (
        ("Alpha", Presence.EXPECTED, Consent.REFUSED),
        ("Bravo", Presence.EXCUSED, Consent.GIVEN),
        ("Visite", Presence.GUEST, Consent.GIVEN),
    ):
        line = convened(session, row, name, presence)
        line.person.email, line.person.newsletter_consent = f"{name.lower()}@example.org", consent
    convened(session, row, "Sans", Presence.EXPECTED)
    mailing = mailing_of_convened(session, row, TODAY)
    assert names(mailing) == [("Alpha Zoé", "alpha@example.org")]
    assert [(item.name, item.reason) for item in mailing.left_out] == [("Sans Zoé", NO_ADDRESS)]


@pytest.fixture
def mailing(session):
    people = [
        make.PersonFactory(last_name=name, first_name="Zoé", with_contact=True) for name in ("D'Été", "Œuvré", "Zola")
    ]
    people.append(make.PersonFactory(last_name="Sans", first_name="Rue", email="sans@example.org"))
    return mailing_of_people(people, TODAY)


def test_labels_stand_three_across_and_leave_out_those_without_a_postal_address(mailing):
    (table,) = Document(io.BytesIO(label_document(mailing))).tables
    texts = [cell.text for row in table.rows for cell in row.cells]
    assert len(table.columns) == 3
    assert [text.splitlines()[0] for text in texts if text] == ["Zoé D'Été", "Zoé Œuvré", "Zoé Zola"]
    assert all(text.splitlines()[-1] == "69005 Lyon" for text in texts if text)


def test_the_lists_in_excel_hold_the_same_people(mailing):
    said = lambda message: message  # noqa: E731  # a translator
    merge = load_workbook(io.BytesIO(merge_workbook(mailing, "Lettres", TODAY, said, "Moi"))).worksheets[0]
    assert [row[0] for row in merge.iter_rows(min_row=2, values_only=True)] == ["D'Été", "Œuvré", "Sans", "Zola"]
    labels = load_workbook(io.BytesIO(label_workbook(mailing, "Lettres", TODAY, said, "Moi"))).worksheets[0]
    assert [row[0] for row in labels.iter_rows(min_row=2, values_only=True)] == ["Zoé D'Été", "Zoé Œuvré", "Zoé Zola"]
