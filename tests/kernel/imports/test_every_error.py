"""All that is wrong with a line is told at once, and nothing that only follows from it: for each kind of import."""

from typing import Any

import pytest
from babel.messages.pofile import read_po
from sqlalchemy.orm import Session

from mdo.kernel.imports.kinds import KINDS
from mdo.kernel.imports.plans import ImportPlan
from mdo.kernel.imports.roundtrip.columns import WORKED_OUT, sent_columns
from mdo.kernel.imports.run import apply, plan
from models.organisations import Organisation
from models.people import Person
from tests.kernel.imports.one_line import an_empty_register
from tests.kernel.imports.roundtrips import back, person, sent, with_cells
from tests.kernel.imports.sheets import errors, workbook
from tests.kernel.imports.test_round_trip import CATALOGUE
from tests.support import TODAY
from tests.support import factories as make
from tests.support.prepared import prepared

NO_DAY = "« %(value)s » is not a date"
NO_NUMBER = "« %(value)s » is not a number"
NO_WORD = "« %(value)s » is not one of the accepted words"
NO_MAIL = "« %(value)s » is not an e-mail address"
NO_PHONE = "« %(value)s » is not a phone number"
NO_BODY = "No body is called"
UNKNOWN = "« %(value)s » is unknown here"
NO_COLLEGE = "« %(value)s » cannot be a college here"
EMPTY = "This cell must be filled"
ENDS_BEFORE = "The end comes before the start"
STILL_TO_COME = "This day is still to come"

# By kind: cells by header, and how the sentence of each begins that is in error. The others are not told of.
Cells = dict[str, tuple[Any, str]]
FINE = ""
LINES: list[tuple[str, Cells]] = [
    ("people", {
        "Nom": (None, "The last name is missing"), "Prénom": ("Zoé", FINE), "Instance": ("Montchat", FINE),
        "Fonction": ("Roi", UNKNOWN), "Début": ("31/02/2024", NO_DAY), "Né(e) le": ("2099", "« %(value)s » is not a"),
        "Mail": ("rien", NO_MAIL), "Tél.": ("abc", NO_PHONE), "Collège": ("Rien", NO_COLLEGE),
        "Siège": (99, "« %(body)s » has no seat"), "Arrondissement": ("3e, 7e", "A person lives in one"),
        "Genre": ("x", NO_WORD),
    }),
    ("people", {
        "Nom": (None, "The last name is missing"), "Instance": ("Montchat", FINE), "Fonction": ("Roi", UNKNOWN),
        "Début": ("01/01/2025", FINE), "Fin prévue": ("01/01/2024", ENDS_BEFORE),
        "Fin effective": ("01/02/2025", FINE), "Motif de fin": (None, "Say why the mandate ended"),
    }),
    ("mandates", {
        "Personne": ("Inconnue Ana", "Nobody is called"), "Instance": ("Montchatt", NO_BODY),
        "Fonction": ("Roi", UNKNOWN), "Début": ("01/01/2025", FINE), "Fin prévue": ("01/01/2024", ENDS_BEFORE),
        "Organisation": ("Personne", UNKNOWN), "Rang": ("x", NO_NUMBER),
    }),
    ("instances", {
        "Nom": (None, EMPTY), "Type": ("Rien", UNKNOWN), "Arrondissements": ("12e", "« %(value)s » is not an arr"),
        "État": ("inconnu au bataillon", NO_WORD), "Boîte mail": ("rien", NO_MAIL), "Agent": ("Personne", UNKNOWN),
        "Création": ("x", NO_DAY), "Rattachée à": ("Rien", NO_BODY), "Compte de l'élu·e": ("Personne", UNKNOWN),
    }),
    ("instances", {
        "Nom": (None, EMPTY), "Type": ("Rien", UNKNOWN), "État": ("en sommeil", FINE),
        "Motif": (None, "Give the reason for this state"), "Création": ("01/01/2025", FINE),
        "Depuis le": ("01/01/2024", "The body was created later"), "Dissolution": ("01/02/2025", "A date of dissol"),
    }),
    ("elected_officials", {
        "Élu·e": ("Ana Bel", FINE), "Instance": ("Montchatt", NO_BODY), "Compte": ("Personne", UNKNOWN),
    }),
    ("seats", {
        "Instance": ("Montchatt", NO_BODY), "N°": ("x", NO_NUMBER), "Ouvert le": ("31/02/2024", NO_DAY),
        "Fermé le": ("z", NO_DAY), "Collège": ("Rien", FINE),
    }),
    ("seats", {
        "Instance": ("Montchat", FINE), "N°": (None, EMPTY), "Collège": ("Rien", NO_COLLEGE),
        "Ouvert le": ("02/02/2024", FINE), "Fermé le": ("01/01/2024", ENDS_BEFORE),
    }),
    ("organisations", {
        "Nom": (None, EMPTY), "Nature": ("Rien", NO_WORD), "SIRET": ("123", "Not a SIRET"),
        "Arrondissement": ("3e, 7e", "An organisation is in one"), "Courriel": ("rien", NO_MAIL),
        "Convention du": ("02/02/2024", FINE), "Convention au": ("01/01/2024", ENDS_BEFORE),
    }),
    ("referents", {
        "Compte": ("Personne", UNKNOWN), "Arrondissement": ("3e, 7e", "One arrondissement a line"),
        "Du": ("02/02/2024", FINE), "Au": ("01/01/2024", ENDS_BEFORE), "Remplaçant·e": ("Autrui", UNKNOWN),
    }),
    ("absences", {
        "Compte": ("Personne", UNKNOWN), "Du": ("02/02/2024", FINE), "Au": ("01/01/2024", ENDS_BEFORE),
        "Remplaçant·e": ("Autrui", UNKNOWN),
    }),
    ("dates_to_avoid", {
        "Du": ("02/02/2026", FINE), "Au": ("01/01/2026", ENDS_BEFORE), "Libellé": (None, EMPTY),
        "Nature": ("bal", NO_WORD), "Arrondissement": ("3e, 7e", "One arrondissement a line"),
    }),
    ("dates_to_avoid", {
        "Du": ("02/02/2026", FINE), "Libellé": ("Conseil", FINE), "Nature": ("conseil municipal", FINE),
        "Municipales": ("oui", "Only a poll"),
    }),
    ("requests", {
        "Instance": ("Montchatt", NO_BODY), "Objet": (None, EMPTY), "Reçue le": ("01/10/2026", FINE),
        "Direction": ("Rien", UNKNOWN), "Suivi par": ("Personne", UNKNOWN),
        "Transmise le": ("01/01/2099", STILL_TO_COME),
        "Répondu le": ("01/01/2026", "This day comes before the reception"), "Suite": ("x", NO_WORD),
    }),
    ("meetings", {
        "Instance": ("Montchatt", NO_BODY), "Date": ("31/02/2024", NO_DAY), "Type de réunion": ("bal", NO_WORD),
        "Organisateur": ("Personne", UNKNOWN), "Mairie": ("3e, 7e", "A meeting is hosted by one"),
        "Présents": ("x", NO_NUMBER), "Heure de fin": ("25h", "« %(value)s » is not an hour"),
    }),
    ("meetings", {
        "Instance": ("Montchatt", NO_BODY), "Date": ("01/12/2026 18:30", "A meeting is held on its day"),
        "Type de réunion": ("plénière", FINE), "Fin": ("01/12/2026 17:00", "A meeting ends after"),
        "État": ("tenue", FINE),
    }),
    ("attendance", {
        "Nom": (None, EMPTY), "Instance": ("Montchatt", NO_BODY), "12/03/2026": ("zz", NO_WORD),
    }),
    ("actions", {
        "Instance": ("Montchatt", NO_BODY), "Date": ("01/10/2026", FINE), "Action": (None, EMPTY),
        "État": ("abandonnée", FINE), "Échéance": ("x", NO_DAY), "Close le": ("01/01/2099", "An action is closed"),
        "Résultat": (None, "Say in a word why"),
    }),
    ("suppliers", {
        "Raison sociale": (None, EMPTY), "SIRET": ("123", "Not a SIRET"), "N° TVA": ("FR1", "Not a VAT number"),
        "Courriel": ("rien", NO_MAIL), "Téléphone": ("abc", NO_PHONE),
    }),
    ("contracts", {
        "N°": (None, EMPTY), "Objet": ("Étude", FINE), "Responsable": ("Personne", UNKNOWN),
        "Famille": ("Rien", UNKNOWN), "Titulaires": ("Personne", UNKNOWN), "Accord-cadre": ("X-9", "No accord-cadre"),
        "Maximum HT": (10, FINE), "Minimum HT": (20, "The minimum is above"), "Attribué le": ("x", NO_DAY),
        "Notifié le": ("01/01/2099", STILL_TO_COME),
    }),
    ("purchase_orders", {
        "N° de marché": ("X-1", UNKNOWN), "N° BC": (None, EMPTY), "Date de commande": ("31/02/2024", NO_DAY),
        "Montant HT": ("x", NO_NUMBER), "Taux de TVA": ("y", NO_NUMBER), "État": ("z", NO_WORD),
    }),
    ("invoices", {
        "N° de marché": ("X-1", UNKNOWN), "N° facture": (None, EMPTY), "Prestataire": ("Personne", UNKNOWN),
        "N° BC": ("BC-9", FINE), "Date de réception": ("02/11/2026", FINE), "Montant HT": ("x", NO_NUMBER),
        "Date de paiement": ("01/11/2026", "An invoice is received"),
    }),
    ("invoices", {
        "N° de marché": ("AMO-2026-09", FINE), "N° facture": ("F-1", FINE), "N° BC": ("BC-9", "This contract has no"),
        "Date de réception": (None, EMPTY), "Montant HT": ("x", NO_NUMBER),
    }),
    ("projects", {
        "Titre": (None, EMPTY), "Nature": ("bal", NO_WORD), "Pilote": ("Personne", UNKNOWN),
        "Arrondissements": ("12e", "« %(value)s » is not an arr"), "État": ("z", NO_WORD), "Début": ("x", NO_DAY),
    }),
    ("calls", {
        "Titre": (None, EMPTY), "Année": ("x", NO_NUMBER), "Enveloppe TTC (€)": ("y", NO_NUMBER),
        "Responsable": ("Personne", UNKNOWN), "Clôture du dépôt": ("z", NO_DAY), "État": ("bal", NO_WORD),
    }),
    ("applications", {
        "Appel à projets": ("Rien", UNKNOWN), "Intitulé": (None, EMPTY), "Conseil": ("Montchatt", NO_BODY),
        "Demandé TTC (€)": ("x", NO_NUMBER), "Déposé le": ("z", NO_DAY), "État": ("bal", NO_WORD),
    }),
    ("events", {
        "Titre": (None, EMPTY), "Nature": ("bal", NO_WORD), "Pilote": ("Personne", UNKNOWN), "Jauge": ("x", NO_NUMBER),
        "État": ("z", NO_WORD),
    }),
    ("registrations", {
        "Événement": ("Rien", UNKNOWN), "Nom": (None, EMPTY), "Qualité": ("roi", NO_WORD), "Mail": ("rien", NO_MAIL),
        "Repas": ("z", NO_WORD), "État": ("z", NO_WORD),
    }),
    ("event_evaluations", {
        "Événement": ("Rien", UNKNOWN), "Note": (None, EMPTY), "Contenu": ("x", NO_NUMBER),
    }),
    # One error, from which others would follow.
    ("people", {"Nom": (None, "The last name is missing"), "Prénom": ("Zoé", FINE), "Instance": ("Montchat", FINE)}),
    ("people", {"Nom": ("Jumeau", FINE), "Prénom": ("Ana", FINE), "Mail": ("rien", NO_MAIL)}),  # of two namesakes
    ("people", {
        "Nom": ("Roux", FINE), "Instance": ("Montchat", FINE), "Fonction": ("Membre", FINE),
        "Début": ("31/02/2024", NO_DAY), "Fin prévue": ("01/01/2024", FINE), "Motif de fin": (None, FINE),
    }),
    ("people", {
        "Nom": ("Roux", FINE), "Instance": ("Montchatt", NO_BODY), "Collège": ("Rien", FINE), "Siège": (99, FINE),
    }),
    ("people", {
        "Nom": ("Roux", FINE), "Instance": ("Montchat", FINE), "Fin effective": ("31/02/2024", NO_DAY),
        "Motif de fin": ("démission", FINE),
    }),
    ("mandates", {"Personne": ("Jumeau Ana", FINE), "Instance": ("Montchatt", NO_BODY)}),
    ("meetings", {"Instance": (None, FINE), "Date": ("01/10/2026", FINE), "Type de réunion": ("bal", NO_WORD)}),
    ("meetings", {
        "Instance": ("Montchat", FINE), "Date": ("01/10/2026", FINE), "Type de réunion": ("plénière", FINE),
        "Heure": ("25h", "« %(value)s » is not an hour"), "Heure de fin": ("10h", FINE),
    }),
    ("organisations", {"Nom": ("MJC", FINE), "Nature": ("Rien", NO_WORD)}),
    ("actions", {"Instance": ("Montchatt", NO_BODY), "Date": ("01/10/2026", FINE), "Action": ("Semer", FINE)}),
    ("purchase_orders", {
        "N° de marché": ("AMO-2026-09", FINE), "N° BC": ("BC-1", FINE), "Date de commande": ("01/10/2026", FINE),
        "Montant HT": ("x", NO_NUMBER),
    }),
    ("requests", {
        "Instance": ("Montchat", FINE), "Objet": ("Un banc", FINE), "Reçue le": ("x", NO_DAY),
        "Répondu le": ("01/10/2026", FINE), "Réponse": ("Oui", FINE),
    }),
]  # fmt: skip


def planned(session: Session, kind: str, cells: Cells) -> ImportPlan:
    return plan(session, kind, workbook(tuple(cells), [value for value, _ in cells.values()]), today=TODAY)


@prepared
def register(session: Session) -> None:
    an_empty_register(session)
    for address in ("a@example.org", "b@example.org"):
        make.PersonFactory(last_name="Jumeau", first_name="Ana", email=address)
    session.commit()


@pytest.mark.usefixtures("register")
@pytest.mark.parametrize(("kind", "cells"), LINES)
def test_all_that_is_wrong_with_a_line_is_told_at_once(session: Session, kind: str, cells: Cells) -> None:
    made = planned(session, kind, cells)
    assert made.unknown_columns == ()
    told = {column: message for _, column, message in errors(made)}
    (line,) = made.lines
    assert len(told) == len(made.errors) + len(line.questions)
    wrong = {header: begins for header, (_, begins) in cells.items() if begins}
    assert told.keys() == wrong.keys()
    assert {header: told[header][: len(begins)] for header, begins in wrong.items()} == wrong


def test_each_kind_has_such_a_line() -> None:
    assert {kind for kind, _ in LINES} == set(KINDS)


@pytest.mark.usefixtures("register")
def test_a_line_in_error_leaves_what_the_register_holds(session: Session) -> None:
    zoe = person(last_name="Martin", first_name="Zoé", phone="0612345678", birth_year=1980)
    session.commit()
    headers = ("Nom", "Prénom", "Né(e) le", "Instance", "Fonction", "Organisation")
    line = ("Martin", "Zoé", "1980", "Montchat", "Roi", "Nouvelle asso")
    made = plan(session, "people", workbook(headers, line, ("Roux", "Ana")), today=TODAY)
    assert not session.is_modified(zoe)
    assert zoe.phone == "0612345678"
    apply(session, made, only_valid=True)
    session.commit()
    assert session.query(Person).filter_by(last_name="Martin").one().phone == "0612345678"
    assert session.query(Person).filter_by(last_name="?").count() == 0
    assert session.query(Organisation).filter_by(name="Nouvelle asso").count() == 0


WORDS = [(kind, column.name) for kind in KINDS for column in sent_columns(kind) if column.field is None]


def test_what_is_worked_out_has_its_french_header() -> None:
    labels = {column.name: column.column.label for kind in KINDS for column in sent_columns(kind) if not column.field}
    with CATALOGUE.open("rb") as source:
        french = read_po(source, locale="fr")
    assert {name: headers[0] for name, headers in WORKED_OUT.items()} == {
        name: french[label].string for name, label in labels.items()
    }


@pytest.mark.parametrize(("kind", "name"), WORDS)
@pytest.mark.parametrize("value", ["Autre chose", 12])
def test_a_cell_that_is_worked_out_and_was_edited_is_told(session: Session, kind: str, name: str, value: Any) -> None:
    make.MandateFactory(person=person(birth_year=1980))
    session.commit()
    data = sent(session, kind)
    made = back(session, kind, data)
    assert (made.errors, made.unknown_columns) == ((), ())
    (error,) = back(session, kind, with_cells(kind, data, (2, name, value))).errors
    assert error.message.startswith("This cell is not changed here")
    assert error.params["value"]


def test_a_line_that_comes_back_tells_its_locked_cells_and_the_others(session: Session) -> None:
    make.MandateFactory(person=person(birth_year=1980))
    session.commit()
    data = with_cells(
        "mandates", sent(session, "mandates"), (2, "status", "x"), (2, "instance", "y"), (2, "rank", "z"),
        (2, "function", "Roi"),
    )  # fmt: skip
    assert len(errors(back(session, "mandates", data))) == 4
