"""The fields of events."""

from sqlalchemy import func

from mdo.events import vocabulary
from mdo.kernel.base.messages import N_
from mdo.kernel.fields.tables import Field, Table, kept, read, section, shown
from mdo.kernel.imports.cells import moments
from mdo.kernel.imports.declaring import read_email, read_name, read_phone
from models.accounts import User
from models.events import Event, EventEvaluation, EventPlaces, EventRegistration
from models.instances import Instance
from models.projects import Project

_BY_NAME = (func.lower(User.last_name), func.lower(User.first_name))

# fmt: off
EVENT = Table(
    Event, (N_("Event"), N_("Events")),
    section(N_("Event"),
        Field(Event.title, N_("Title"), column=shown(1, 40, sort=func.lower(Event.title)),
              read=read(1, "Titre", "Événement", "Formation", "Intitulé", "Libellé",
                        example="Prendre la parole en public", is_required=True)),
        Field(Event.kind, N_("Kind of event"), column=shown(4, 22),
              read=read(2, "Type d'événement", "Nature", "Type", by=vocabulary.EVENT_KIND, example="formation")),
        Field(Event.programme, N_("Programme"), N_("What the public page and the leaflet say above the sessions."),
              column=kept(13), read=read(3, "Programme", "Description", "Contenu")),
        Field(Event.lead, N_("Lead"), N_("Left empty: you."), is_in_place=True, is_in_bulk=True,
              column=shown(6, 28, sort=_BY_NAME), read=read(4, "Pilote", "Responsable", "Organisateur", by=read_name)),
        Field(Event.project, N_("Project"), N_("Its tasks are the logistics, its money the cost of the event."),
              column=kept(11, 40, by=Project.title, sort=func.lower(Project.title)),
              read=read(5, "Projet", by=read_name)),
    ),
    section(N_("Places (event)"),
        Field(Event.capacity, N_("Places in all"), N_("Left empty: as many as come."), column=shown(7, 12, sums=True),
              read=read(6, "Nombre de places", "Jauge", "Places", "Capacité", example="25")),
        Field(Event.confirm_hours, N_("Hours to confirm"),
              N_("In which somebody who comes off the waiting list confirms; then the place goes to the next one."),
              column=kept(8, 12), read=read(7, "Heures pour confirmer", "Délai de confirmation")),
        Field(Event.stop_hours, N_("Promotion stops (hours before)"),
              N_("Before each session: nobody comes off the waiting list by itself then, you call the list given."),
              column=kept(9, 12), read=read(8, "Fin des remplacements (heures avant)", "Arrêt de la liste d'attente")),
        Field(Event.is_public, N_("Public page open"),
              N_("Anybody who has the address registers without an account, as long as registrations are open."),
              column=kept(10, 10), read=read(9, "Page publique ouverte", "Page publique", "Ouvert au public")),
    ),
    section(N_("Training followed"),
        Field(Event.course, N_("Training followed (name)"),
              N_("The same words each time it is given: who never followed it, and when to follow it again."),
              column=kept(14, 30), read=read(10, "Formation suivie", "Module", "Cours")),
        Field(Event.valid_months, N_("To be followed again after (months)"), N_("Left empty: once is enough."),
              column=kept(15, 12), read=read(11, "À renouveler après (mois)", "Validité (mois)", "Recyclage")),
    ),
    section(N_("State (event)"),
        Field(Event.state, N_("State"), column=shown(5, 22), written_by="events.states",
              read=read(12, "État", "Statut", by=vocabulary.EVENT_STATE)),
        Field(Event.reason, N_("Reason of the cancellation"), column=kept(12), written_by="events.states",
              read=read(13, "Motif de l'annulation", "Motif")),
    ),
    Field(Event.sessions, N_("Sessions")),
    Field(Event.places, N_("Places by audience")),
    Field(Event.registrations, N_("Registrations")),
    Field(Event.evaluations, N_("Evaluations")),
    Field(Event.slug, N_("Address of the public page")),
    Field(Event.site_url, N_("Address of the application")),
    Field(Event.needs_erased_at, N_("Needs erased on")),
    Field(Event.needs_erased, N_("Needs erased")),
    called=Event.title,
    searched=("title", "programme", "course", "reason", "lead.first_name", "lead.last_name", "project.title"),
)

EVENT_PLACES = Table(
    EventPlaces, (N_("Places kept for an audience"), N_("Places by audience")),
    section(N_("Places kept for an audience"),
        Field(EventPlaces.event, N_("Event"), column=shown(1, 40, by=Event.title, sort=func.lower(Event.title))),
        Field(EventPlaces.quality, N_("Quality"), column=shown(2, 28)),
        Field(EventPlaces.places, N_("Places (event)"),
              N_("Its own: the others share what is left of the places in all."), column=shown(3, 10, sums=True)),
    ),
    searched=("event.title",),
)

EVENT_REGISTRATION = Table(
    EventRegistration, (N_("Registration"), N_("Registrations")),
    section(N_("Registration"),
        Field(EventRegistration.event, N_("Event"), column=shown(2, 36, by=Event.title, sort=func.lower(Event.title)),
              read=read(1, "Événement", "Formation", "Titre de l'événement", by=read_name,
                        example="Prendre la parole en public", is_required=True)),
        Field(EventRegistration.person, N_("Person of the register"),
              N_("Their hours and certificates then stand on their page. The name below may then be left empty.")),
        Field(EventRegistration.name, N_("Name (registration)"),
              column=shown(1, 30, sort=func.lower(EventRegistration.name)),
              read=read(2, "Nom et prénom", "Nom", "Participant", "Participante", "Inscrit·e",
                        example="Zoé D’Almeida", is_required=True)),
        Field(EventRegistration.quality, N_("Quality"), column=shown(3, 26),
              read=read(3, "Qualité", "Public", "Profil", by=vocabulary.EVENT_QUALITY, example="habitante")),
        Field(EventRegistration.instance, N_("Body (registration)"),
              N_("The council of which one is a member, if any."),
              column=kept(7, 36, by=Instance.name, sort=Instance.sort_key),
              read=read(4, "Instance", "Conseil", "Conseil de quartier", by=read_name)),
    ),
    section(N_("To write to"),
        Field(EventRegistration.email, N_("E-mail"), is_personal=True, column=shown(5, 32),
              read=read(5, "Courriel", "E-mail", "Mail", "Adresse électronique", by=read_email)),
        Field(EventRegistration.phone, N_("Phone"), is_personal=True, column=kept(8, 18),
              read=read(6, "Téléphone", "Tél.", "Portable", by=read_phone)),
        Field(EventRegistration.guardian_name, N_("Guardian who registers a minor"), is_personal=True,
              column=kept(9, 28), read=read(7, "Responsable légal", "Représentant légal", "Tuteur")),
    ),
    section(N_("Needs, erased after the event"),
        Field(EventRegistration.access_needs, N_("Access needs"),
              N_("What has to be prepared, never why. Erased from everywhere after the event."), is_personal=True,
              column=kept(10), read=read(8, "Besoins d'accès", "Accessibilité", "Besoins")),
        Field(EventRegistration.food, N_("Food"), is_personal=True, column=kept(11, 22),
              read=read(9, "Repas", "Régime", "Alimentation", by=vocabulary.FOOD)),
    ),
    section(N_("State (registration)"),
        Field(EventRegistration.state, N_("State"), column=shown(4, 24), written_by="events.states",
              read=read(10, "État", "Statut", by=vocabulary.REGISTRATION_STATE)),
        Field(EventRegistration.confirm_by, N_("To confirm by"), column=kept(12), written_by="events.states"),
        Field(EventRegistration.registered_at, N_("Registered on"), column=shown(6), written_by="events.states",
              read=read(11, "Inscrit le", "Date d'inscription", by=moments.to_moment)),
        Field(EventRegistration.way, N_("Way in"), column=kept(13, 20), written_by="events.states"),
    ),
    Field(EventRegistration.arrondissement, N_("Arrondissement of the référent")),
    Field(EventRegistration.token_hash, N_("Personal link")),
    Field(EventRegistration.told_at, N_("Told of the place on")),
    Field(EventRegistration.has_evaluated, N_("Evaluation answered")),
    called=EventRegistration.name, searched=("name", "event.title", "instance.name"),
    searched_privately=("email", "phone", "guardian_name"),
)

EVENT_EVALUATION = Table(
    EventEvaluation, (N_("Evaluation (event)"), N_("Evaluations")),
    section(N_("Evaluation (event)"),
        Field(EventEvaluation.event, N_("Event"), column=shown(1, 40, by=Event.title, sort=func.lower(Event.title)),
              read=read(1, "Événement", "Formation", "Titre de l'événement", by=read_name,
                        example="Prendre la parole en public", is_required=True)),
        Field(EventEvaluation.overall, N_("Overall (1 to 5)"), column=shown(2, 12),
              read=read(2, "Ensemble (1 à 5)", "Ensemble", "Note", "Appréciation", example="4", is_required=True)),
        Field(EventEvaluation.content, N_("Content (1 to 5)"), column=shown(3, 12),
              read=read(3, "Contenu (1 à 5)", "Contenu", "Note du contenu")),
        Field(EventEvaluation.organisation, N_("Organisation (1 to 5)"), column=shown(4, 12),
              read=read(4, "Organisation (1 à 5)", "Organisation", "Note de l'organisation")),
        Field(EventEvaluation.comment, N_("Comment"), N_("As it was written, without a name."), column=shown(5, 50),
              read=read(5, "Commentaire", "Remarque", "Remarques")),
    ),
    searched=("comment", "event.title"),
)
# fmt: on

EVENT_FIELDS = EVENT.reads()
REGISTRATION_FIELDS = EVENT_REGISTRATION.reads()
EVALUATION_FIELDS = EVENT_EVALUATION.reads()
