"""The fields of people."""

from typing import Any

from sqlalchemy import func, select

from mdo.kernel.base.messages import N_
from mdo.kernel.fields.columns import Kind
from mdo.kernel.fields.tables import Field, Table, hint, kept, read, section, shown
from mdo.kernel.imports.cells import values
from mdo.kernel.imports.declaring import number_of, read_email, read_phone, read_places, read_postal_code, text_of
from mdo.kernel.imports.words.usual_case import usual_address, usual_full_name, usual_name, usual_town
from mdo.people import vocabulary
from models.instances import College, Instance, MandateFunction, Seat
from models.organisations import Organisation
from models.people import DuplicateCandidate, Mandate, Person
from models.territory import Arrondissement


def _of_mandate(text: Any, where: Any) -> Any:
    return select(text).where(where).correlate(Mandate).scalar_subquery()


_PERSON_NAME = func.trim(Person.last_name + " " + func.coalesce(Person.first_name, ""))
_MANDATE_NAME = (
    func.coalesce(
        _of_mandate(_PERSON_NAME, Person.id == Mandate.person_id),
        _of_mandate(Organisation.name, Organisation.id == Mandate.organisation_id),
        "…",
    )
    + " – "
    + func.coalesce(_of_mandate(Instance.name, Instance.id == Mandate.instance_id), "…")
)

NOTES_HELP = N_(
    "Facts that serve the mission only, no opinion and nothing of health: the person may ask to read what is here."
)
_REMARKS = ("Remarques", "Observations", "Notes", "Commentaires", "Commentaire", "Observation", "Remarque", "Note")
# fmt: off
PERSON = Table(
    Person, (N_("Person"), N_("People")),
    section(N_("Identity"),
        Field(Person.last_name, N_("Last name"), N_("The only thing asked: the rest can be completed later."),
              column=shown(1, 22, sort=Person.sort_key),
              read=read(1, "Nom", "Nom de famille", "Nom d'usage", "Noms", example="DUPONT",
                        usual=usual_name)),
        Field(Person.first_name, N_("First name"), column=shown(2, 20),
              read=read(2, "Prénom", "Prénoms", "Prénom usuel", example="Zoé", usual=usual_name)),
        Field(Person.gender, N_("Gender"),
              N_("As the person says it, never guessed from a first name; parity is counted on it."), column=kept(5),
              read=read(7, "Genre", "Civilité", "Sexe", "Civ.", "Titre", by=vocabulary.GENDER, example="Femme")),
        Field(Person.birth_year, N_("Birth year"), N_("Four digits; screens show an age band only."), is_personal=True,
              column=kept(12, 18),
              read=read(4, "Année de naissance", "Né en", "Née en", "Né·e en", "Naissance", "Date de naissance",
                        "Né(e) le", by=values.to_birth_year, example="1984")),
        Field(Person.arrondissement, N_("Arrondissement"),
              N_("Where the person lives. Whoever has a mandate is seen where the body is; it counts for "
                 "those who never had one."),
              column=shown(3, 22, by=Arrondissement.name, sort=Arrondissement.number),
              read=read(8, "Arrondissement", "Arrdt", "Arr.", "Arrondissement de résidence", by=read_places,
                        example="Lyon 3e")),
        Field(Person.organisation, N_("Organisation"), N_("The association or service that the person comes from."),
              column=shown(4, 30, by=Organisation.name, sort=Organisation.sort_key),
              read=read(9, "Organisation", "Structure", "Association", "Organisme", "Employeur", "École",
                        "Établissement", "Établissement scolaire", "Groupe scolaire", "Nom de l'association",
                        "Nom de votre association",
                        by=text_of(Organisation, "name"), example="Lyon à Vélo")),
    ),
    section(N_("Contact"),
        Field(Person.email, N_("E-mail"), N_("For convocations; the newsletter needs an agreement of its own."),
              is_personal=True, is_in_place=True, column=shown(7, 32, kind=Kind.EMAIL),
              read=read(5, "Courriel", "E-mail", "Email", "Mail", "Adresse mail", "Adresse e-mail",
                        "Adresse électronique", "Adresse courriel", "Adresse de messagerie", "Mél", by=read_email,
                        example="zoe.dupont@example.org")),
        Field(Person.phone, N_("Phone"), is_personal=True, is_in_place=True, column=shown(8, kind=Kind.PHONE),
              read=read(6, "Téléphone", "Tél.", "Tel", "Portable", "Mobile", "Tél. portable", "Téléphone portable",
                        "N° de téléphone", "Numéro de téléphone", "Coordonnées", "Tél. / mail", "Téléphone / mail",
                        "Mail / tél.", "Téléphone et courriel", "Tél. mobile", "SMS", by=read_phone,
                        example="06 12 34 56 78")),
        Field(Person.address, N_("Address"), is_personal=True, is_in_place=True, column=kept(9, 34, sort=()),
              read=read(10, "Adresse", "Adresse postale", "Rue", "Domicile", example="12 rue du Lac",
                        usual=usual_address)),
        Field(Person.postal_code, N_("Postal code"), is_personal=True, is_in_place=True, column=kept(10, 12),
              read=read(11, "Code postal", "CP", "CP Ville", "Code postal et ville", by=read_postal_code,
                        example="69003")),
        Field(Person.city, N_("City"), is_personal=True, is_in_place=True, column=kept(11, sort=()),
              read=read(12, "Ville", "Commune", "Localité", example="Lyon", usual=usual_town)),
    ),
    section(N_("Legal guardian (minors)"),
        Field(Person.guardian_name, N_("Legal guardian"), is_personal=True,
              read=read(13, "Représentant légal", "Représentant·e légal·e", "Responsable légal", "Parent",
                        "Responsables légaux", "Responsable(s) légal(aux)", "Représentants légaux", "Parents",
                        "Parent(s)", "Nom des parents", "Nom du parent", "Responsables", "Nom du responsable légal",
                        usual=usual_full_name)),
        Field(Person.guardian_email, N_("E-mail of the guardian"), is_personal=True,
              read=read(14, "Courriel du représentant légal", "Courriel du représentant", "Courriel du parent",
                        "Courriel des parents", "Courriel parents", "Mail des parents", "Mail parents",
                        "E-mail parents", "Mail responsables", "Courriel responsables", "Courriel du responsable légal",
                        "Mail du responsable légal", by=read_email)),
        Field(Person.guardian_phone, N_("Phone of the guardian"), is_personal=True,
              read=read(15, "Téléphone du représentant légal", "Téléphone du représentant", "Téléphone du parent",
                        "Téléphone des parents", "Téléphone parents", "Tél. des parents", "Tél. parents",
                        "Tél. parent", "Portable parents", "Téléphone responsables", "Tél. responsables",
                        "Tél. responsable", "Téléphone du responsable légal", "Tél. responsables légaux",
                        by=read_phone)),
    ),
    section(N_("Consents"),
        Field(Person.newsletter_consent, N_("Newsletter"), is_personal=True, column=kept(13, sort=()),
              read=read(16, "Lettre d'information", "Newsletter", "Infolettre", "Consentement newsletter",
                        "Consentement lettre d'information", "Abonnement", by=vocabulary.CONSENT, example="oui")),
        Field(Person.newsletter_consent_on, N_("Newsletter: answered on"), is_personal=True,
              read=read(17, "Lettre d'information : réponse du", "Newsletter : réponse du",
                        "Date consentement newsletter", example="24/11/2026")),
        Field(Person.image_consent, N_("Image rights"), N_("Agreement to be recognisable on published photographs."),
              is_personal=True, column=kept(14, sort=()),
              read=read(18, "Droit à l'image", "Image", "Consentement image", "Autorisation photo",
                        by=vocabulary.CONSENT, example="non")),
        Field(Person.image_consent_on, N_("Image rights: answered on"), is_personal=True,
              read=read(19, "Droit à l'image : réponse du", "Date consentement image")),
        Field(Person.directory_consent, N_("Internal directory"),
              N_("Agreement to be in the directory given to the other members."), is_personal=True,
              column=kept(15, sort=()),
              read=read(20, "Annuaire interne", "Annuaire", "Consentement annuaire", "Diffusion des coordonnées",
                        by=vocabulary.CONSENT)),
        Field(Person.directory_consent_on, N_("Internal directory: answered on"), is_personal=True,
              read=read(21, "Annuaire interne : réponse du", "Date consentement annuaire")),
    ),
    section(N_("Notes"),
        Field(Person.notes, N_("Notes"), NOTES_HELP, is_personal=True, is_in_place=True, column=kept(16, 40, sort=()),
              read=read(22, *_REMARKS, is_added=True)),
    ),
    Field(Person.created_by, N_("Created by")),
    hint("full_name", N_("Last name and first name"),
         read=read(3, "Nom et prénom", "Nom prénom", "Nom Prénom", "Prénom Nom", "Prénom et nom", "Nom complet",
                   "Personne", "Membre", "Identité", "Titulaire", "Participant", "Participante", "Person",
                   by=text_of(Person, "last_name"))),
    called=_PERSON_NAME,
    searched=("last_name", "first_name", "arrondissement.name", "organisation.name", "organisation.acronym"),
    searched_privately=("email", "phone", "address", "city", "postal_code", "notes"),
    sorted_by={"arrondissement": "arrondissement.number", "organisation": "organisation.sort_key"},
    internal=("sort_key",),
)

MANDATE = Table(
    Mandate, (N_("Mandate"), N_("Mandates")),
    section(N_("Mandate"),
        Field(Mandate.instance, N_("Participative body"),
              read=read(1, "Instance", "Instance participative", "Conseil", "Conseil de quartier",
                        "Nom de l'instance", "Comité", example="Montchat")),
        Field(Mandate.person, N_("Person"), column=shown(1, 30, sort=Person.sort_key)),
        Field(Mandate.organisation, N_("Association represented"),
              N_("For a mandate held by an association; the person is then its representative."),
              column=kept(6, 30, by=Organisation.name, sort=Organisation.sort_key)),
        Field(Mandate.function, N_("Function"), N_("What the person does in the body: member, chair, secretary…"),
              column=shown(4, 22, by=MandateFunction.label, sort=MandateFunction.label),
              read=read(2, "Fonction", "Rôle", "Rôle bureau", "Qualité", "Fonction dans l'instance",
                        "Fonction au bureau", example="Membre")),
        Field(Mandate.college, N_("College"),
              N_("The group of members that this mandate belongs to; only those of this body are accepted."),
              column=kept(5, 22, by=College.name, sort=College.name),
              read=read(3, "Collège", "Collège d'appartenance", example="Habitants")),
        Field(Mandate.seat, N_("Seat"), N_("In a body with seats: the one that this mandate fills."),
              read=read(4, "Siège", "N° de siège", "Numéro de siège", "Siège n°", by=number_of(Seat, "number"))),
    ),
    section(N_("Designation"),
        Field(Mandate.designation, N_("Way of designation"),
              N_("How the person came to the mandate, as the charter says it."), column=kept(13),
              read=read(5, "Mode de désignation", "Désignation", "Désigné par", by=vocabulary.DESIGNATION,
                        example="volontaire")),
        Field(Mandate.commitment, N_("Commitment"),
              N_("What the person offered: to commit, to come at times, or only to get the news."), column=kept(14),
              read=read(6, "Niveau d'engagement", "Engagement", "Implication", by=vocabulary.COMMITMENT)),
        Field(Mandate.substitute_of, N_("Substitute of"),
              N_("The mandate of the person whom this one replaces when absent."),
              read=read(13, "Suppléant·e de", "Suppléant de", "Suppléante de", "Remplace", "Supplée",
                        by=text_of(Person, "last_name"))),
    ),
    section(N_("Dates"),
        Field(Mandate.start_on, N_("Start"),
              N_("Leave empty when it is not known: the mandate is then listed « to complete »."), column=shown(7),
              read=read(7, "Début", "Date de début", "Date début", "Début de mandat", "Début du mandat",
                        "Date de désignation", "Date d'entrée", "Depuis", "Depuis le", "Date d'inscription",
                        "Inscription", "Élu(e) le", "Élu le", "Élue le", "Date d'élection", "Date de l'élection",
                        "Jour de l'élection", "Membre depuis", example="01/01/2025")),
        Field(Mandate.planned_end_on, N_("Planned end"),
              N_("Last day of the term, that day included. Left empty, it follows the term of the body, if any."),
              column=shown(8),
              read=read(8, "Fin prévue", "Date de fin prévue", "Fin de mandat", "Fin du mandat", "Date de fin",
                        "Date fin", "Échéance", "Fin", example="31/12/2027")),
        Field(Mandate.ended_on, N_("Actual end"),
              N_("The last day of a term; of a resignation, a move, an exclusion, a replacement or a death, "
                 "the day from which it is over: someone else may begin on it."),
              column=shown(9),
              read=read(9, "Fin effective", "Fin réelle", "Date de départ", "Date de sortie", "Parti le",
                        "Date de fin effective")),
        Field(Mandate.end_reason, N_("Reason for the end"), N_("Goes with the actual end: renewed, resigned, moved…"),
              column=kept(10, 20, sort=()),
              read=read(10, "Motif de fin", "Motif de la fin", "Motif", "Raison du départ", by=vocabulary.END_REASON)),
    ),
    section(N_("Term"),
        Field(Mandate.rank, N_("Term number"), N_("1 for a first term, 2 after one renewal."), column=kept(12, 18),
              read=read(11, "Rang", "N° de mandat", "Numéro de mandat", "Rang du mandat", example="1")),
        Field(Mandate.limit_reason, N_("Reason for passing the limit of terms"),
              N_("Asked when the limit of consecutive terms is passed."),
              read=read(12, "Motif de dépassement", "Motif du dépassement de la limite de mandats")),
    ),
    section(N_("Notes"),
        Field(Mandate.notes, N_("Notes"), NOTES_HELP, is_personal=True, is_in_place=True, column=kept(19, 40, sort=()),
              read=read(14, *_REMARKS, is_added=True)),
    ),
    Field(Mandate.previous, N_("Renewal of")),
    called=_MANDATE_NAME,
    searched=("person.last_name", "person.first_name", "instance.name", "instance.type.label",
              "instance.arrondissements.name", "function.label", "college.name", "organisation.name",
              "organisation.acronym"),
    searched_privately=("person.email", "person.phone", "notes"),
    sorted_by={"person": "person.sort_key", "instance": "instance.sort_key", "function": "function.label",
               "organisation": "organisation.sort_key"},
)

DUPLICATE_CANDIDATE = Table(
    DuplicateCandidate, (N_("Possible duplicate"), N_("Possible duplicates")),
    section(N_("Possible duplicate"),
        Field(DuplicateCandidate.person, N_("Person"), written_by="people.duplicates",
              column=shown(1, 30, sort=Person.sort_key)),
        Field(DuplicateCandidate.other, N_("Looks like"), written_by="people.duplicates", column=shown(2, 30)),
        Field(DuplicateCandidate.score, N_("Score"), written_by="people.duplicates", column=shown(3, 18)),
        Field(DuplicateCandidate.state, N_("Decision"), written_by="people.duplicates", column=shown(5)),
    ),
    Field(DuplicateCandidate.reason, N_("Why")),
    searched=("person.last_name", "person.first_name", "other.last_name", "other.first_name"),
)
