"""What a template may say, what it is refused for, and that a refused one never replaces a good one."""

import io

import pytest
from sqlalchemy import select

from mdo.documents.rendering import render, try_out
from mdo.documents.store import add_template
from mdo.documents.template_fields import FIELDS, names, sample
from mdo.documents.template_rows import active_template, choose_template, load_defaults
from mdo.kernel.base.errors import RuleViolation
from models.documents import PaperKind, PaperTemplate
from models.journal import JournalChange
from tests.documents.words import template, text_of
from tests.support import ON_SQLITE
from tests.support import factories as make
from tests.support.forms import post

SHEET = PaperKind.SIGN_IN_SHEET


@pytest.mark.parametrize("kind", PaperKind)
def test_each_field_has_a_name_in_templates_and_an_invented_value(kind):
    assert {names()[field.key] for field in FIELDS[kind]} == set(sample(kind))


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("{{ titre }}", "Plénière de printemps"),
        ("{{ titre|upper }}", "PLÉNIÈRE DE PRINTEMPS"),
        ("{% if colleges %}oui{% endif %}", "oui"),
        ("{% for c in colleges %}{{ c.nom }} {{ loop.index }} {% endfor %}", "Habitants 1 Associations 2 "),
        ("{{ colleges|length }}", "2"),
    ],
)
def test_fields_loops_and_conditions_are_filled_in(words, shown):
    assert shown in text_of(try_out(SHEET, "a.docx", template("{{ jour }}", words)))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("{{ titr }}", "“titr”. Did you mean “titre”?"),
        ("{{ zzz }}", "Unknown field: “zzz”. Look at the list"),
        ("{% for c in colleges %}{{ c.nmo }}{% endfor %}", "“c.nmo”. Did you mean “c.nom”?"),
        ("{% for c in college %}{{ c.nom }}{% endfor %}", "“college”. Did you mean “colleges”?"),
        ("{{ colleges }}", "“colleges” is a list"),
        ("{% for c in titre %}{% endfor %}", "“titre” is not a list"),
        ("{{ 2 ** 9 ** 9 }}", "something other than fields"),
        ("{{ titre.__class__ }}", "Unknown field"),
        ("{{ ''.__class__ }}", "something other than fields"),
        ("{{ range(9) }}", "something other than fields"),
        ("{% set x = 1 %}", "something other than fields"),
        ("{% include 'x' %}", "something other than fields"),
        ("{{ titre", "mistake"),
        ("{{ " + "not " * 5000 + "titre }}", "one in another"),
        ("{{ " + "not " * 60 + "titre }}", "one in another"),
        ("{{ " + "(" * 5000 + "titre" + ")" * 5000 + " }}", "one in another"),
        ("{% if titre %}" * 60 + "{% endif %}" * 60, "one in another"),
        ("{% for c in colleges %}", "mistake"),
    ],
)
def test_what_a_template_may_not_say_is_named(words, said):
    with pytest.raises(RuleViolation) as refused:
        try_out(SHEET, "a.docx", template("{{ jour }}", words))
    assert said in str(refused.value)


@pytest.mark.parametrize("part", ["header", "footer"])
def test_an_unknown_field_is_found_in_headers_and_footers_too(part):
    from docx import Document  # noqa: PLC0415  # the one test that needs more than paragraphs

    document = Document()
    document.add_paragraph("{{ titre }}")
    getattr(document.sections[0], part).paragraphs[0].add_run("{{ titr }}")
    stream = io.BytesIO()
    document.save(stream)
    with pytest.raises(RuleViolation, match="titr"):
        try_out(SHEET, "a.docx", stream.getvalue())


_OUTSIDE = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    'Type="http://x/attachedTemplate" Target="https://example.org/a.dotm" TargetMode="External"/></Relationships>'
)


_LINKED = _OUTSIDE.replace("attachedTemplate", "hyperlink").replace("https://example.org/", "file:///")
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def _with_field(*instructions: str, simple: str = "") -> bytes:
    """A template whose footnotes hold a field: simple, or cut in the pieces given, « { » and « } » of others in it."""
    marks = {"{": '<w:fldChar w:fldCharType="begin"/>', "}": '<w:fldChar w:fldCharType="end"/>'}
    runs = "".join(marks.get(text, f"<w:instrText>{text}</w:instrText>") for text in instructions)
    field = f"<w:r>{marks['{']}{runs}{marks['}']}</w:r>" if instructions else f'<w:fldSimple w:instr="{simple}"/>'
    return template("{{ titre }}", also={"word/notes.xml": f'<w:p xmlns:w="{_WORD}">{field}</w:p>'})


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (_with_field("DDE", "AUTO cmd calc"), "DDEAUTO"),
        (_with_field(simple=" includetext C:/x.docx "), "INCLUDETEXT"),
        (_with_field(" INCLUDEPICTURE http://elsewhere.example/x.png"), "INCLUDEPICTURE"),
        (_with_field("{", "QUOTE DDEAUTO", "}"), "…"),
        (_with_field("IF 1 = 1 ", "{", "LINK Excel.Sheet x", "}"), "LINK"),
        (_with_field(' HYPERLINK "file:///etc/hosts" \\l "a"'), "HYPERLINK"),
        (_with_field(r" HYPERLINK \\server\x"), "HYPERLINK"),
        (template("{{ titre }}", also={"word/_rels/x.rels": _LINKED}), "hyperlink"),
    ],
)
def test_what_fetches_from_elsewhere_is_named(content, what):
    with pytest.raises(RuleViolation) as refused:
        try_out(SHEET, "a.docx", content)
    assert f"({what})" in str(refused.value)


@pytest.mark.parametrize(
    "field", [" PAGE \\* MERGEFORMAT ", ' HYPERLINK "https://lyon.example"', ' HYPERLINK \\l "bas"', "=1+1"]
)
def test_fields_that_say_something_of_the_document_stay(field):
    try_out(SHEET, "a.docx", _with_field(field))


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.docx", b"", "empty"),
        ("a.docx", b"PK\x03\x04 cut", "damaged"),
        ("a.doc", template("{{ titre }}"), "not a Word document"),
        ("a.docx", b"%PDF-1.7", "not a Word document"),
        ("a.docx", template("{{ titre }}", also={"word/vbaProject.bin": "x"}), "macros"),
        ("a.docx", template("{{ titre }}", also={"word/big.xml": "0" * 30_000_000}), "too heavy"),
        ("a.docx", template("{{ titre }}", also={"word/_rels/settings.xml.rels": _OUTSIDE}), "attachedTemplate"),
        ("a.docx", template("{{ titre }}", also={"word/x.xml": "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"}), "damaged"),
        ("a.docx", template("no field"), "has no field"),
    ],
)
def test_a_file_that_cannot_serve_says_why(name, content, said):
    with pytest.raises(RuleViolation) as refused:
        try_out(SHEET, name, content)
    assert said in str(refused.value)


def test_what_is_stored_never_becomes_a_field_nor_xml():
    values = {**sample(SHEET), "titre": "<w:p/> {{ jour }} & « d’Été »\x00"}
    assert "<w:p/> {{ jour }} & « d’Été »" in text_of(render(SHEET, template("{{ titre }}"), values))


def test_the_templates_that_come_with_the_application_are_loaded_once(session):
    assert {row.kind for row in session.scalars(select(PaperTemplate))} == set(PaperKind)
    assert load_defaults(session) == 0


@pytest.mark.parametrize(("is_replaced", "added"), [(False, 1), (True, 0)])
def test_a_template_that_nobody_replaced_follows_the_application(session, is_replaced, added):
    first = active_template(session, SHEET)
    first.sha256 = "0" * 64  # what an earlier release came with
    if is_replaced:
        first.made_by_id = make.UserFactory().id
    session.flush()
    assert load_defaults(session) == added
    assert active_template(session, SHEET).number == 1 + added
    assert load_defaults(session) == 0


def test_a_new_version_serves_and_an_earlier_one_may_serve_again(session):
    first = active_template(session, SHEET)
    added = add_template(session, SHEET, "Notre feuille.docx", template("{{ titre }}"))
    assert (added.number, added.name, active_template(session, SHEET)) == (2, "Notre feuille", added)
    choose_template(session, first)
    assert active_template(session, SHEET) is first


def test_a_broken_template_replaces_nothing(session):
    first = active_template(session, SHEET)
    with pytest.raises(RuleViolation):
        add_template(session, SHEET, "a.docx", template("{{ titr }}"))
    assert active_template(session, SHEET) is first


def test_the_journal_holds_the_fingerprint_of_a_template_and_not_its_content(session):
    added = add_template(session, SHEET, "a.docx", template("{{ titre }}"))
    change = session.scalars(select(JournalChange).filter_by(model="PaperTemplate", row_id=added.id)).first()
    assert change.fields["sha256"] == [None, added.sha256]
    assert "content" not in change.fields


# ---- On screen -------------------------------------------------------------------------------------------------------


def tried(client, content, kind=SHEET):
    data = {"kind": kind.value, "file": (io.BytesIO(content), "Feuille à nous.docx")}
    return post(client, "/modeles/try", data, content_type="multipart/form-data")


@ON_SQLITE
def test_the_mission_tries_a_template_then_keeps_it_and_may_undo(session, client_as):
    client = client_as("mission")
    answer = tried(client, template("{{ titre }} – {{ jour }}"))
    trial = client.get(answer.location)
    assert "Feuille à nous.docx" in trial.text
    made = client.get(f"{answer.location}/file")
    assert "Plénière de printemps – mardi 6 avril 2027" in text_of(made.data)
    assert made.headers["Content-Disposition"].startswith("attachment")
    session.rollback()
    assert active_template(session, SHEET).number == 1
    kept = post(client, answer.location.replace("/trial/", "/keep/"), follow_redirects=True)
    assert "version 2" in kept.text
    session.rollback()
    assert active_template(session, SHEET).number == 2


@ON_SQLITE
def test_an_unknown_field_is_told_on_the_page_and_nothing_is_kept(session, client_as):
    answer = tried(client_as("mission"), template("{{ titr }}"))
    assert (answer.status_code, "« titre »" in answer.text.replace("\u00a0", " ") or "“titre”" in answer.text) == (
        422,
        True,
    )


@ON_SQLITE
@pytest.mark.parametrize(("who", "status"), [("direction", 403), ("ref5", 403), ("mission", 422)])
def test_only_the_mission_replaces_templates(client_as, who, status):
    assert tried(client_as(who), template("{{ titr }}")).status_code == status
