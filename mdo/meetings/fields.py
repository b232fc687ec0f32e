"""The fields of meetings."""

from sqlalchemy import func

from mdo.kernel.base.messages import N_
from mdo.kernel.fields.columns import Kind
from mdo.kernel.fields.tables import Field, Table, hint, kept, read, section, shown
from mdo.kernel.imports.cells import moments, values
from mdo.kernel.imports.declaring import read_name, read_places, read_url, text_of
from mdo.meetings import vocabulary
from mdo.meetings.marks_read import read_mark
from models.accounts import User
from models.attendance import Attendance
from models.instances import Instance
from models.meetings import ActionItem, AgendaItem, Decision, Meeting, MeetingStep, SessionQuestion
from models.readiness import MeetingCheck, MeetingNeed, MorningLine
from models.replies import BodyCalendar, MeetingReply
from models.territory import Arrondissement

# fmt: off
MEETING = Table(
    Meeting, (N_("Meeting"), N_("Meetings")),
    section(N_("Meeting"),
        Field(Meeting.title, N_("Title"), column=shown(1, 36, sort=func.lower(Meeting.title)),
              read=read(1, "Titre", "Intitulé", "Réunion", "Objet", "Nom de la réunion", "Libellé",
                        example="Plénière d'automne")),
        Field(Meeting.kind, N_("Kind of meeting"), column=shown(3, 24),
              read=read(2, "Type de réunion", "Nature", "Nature de la réunion", "Format", by=vocabulary.MEETING_KIND,
                        example="plénière")),
        Field(Meeting.instance, N_("Participative body"),
              column=shown(4, 36, by=Instance.name, sort=Instance.sort_key),
              read=read(3, "Instance participative", "Instance", "Conseil", "Conseil de quartier",
                        "Nom de l'instance", "Comité", example="Montchat")),
        Field(Meeting.is_public, N_("Open to the public"), column=kept(11, 10),
              read=read(12, "Ouverte au public", "Publique", "Ouverte à tous", example="oui")),
    ),
    section(N_("When and where"),
        Field(Meeting.start_at, N_("Begins"), column=shown(2),
              read=read(4, "Début", "Date", "Date de la réunion", "Date et heure", "Date et heure de début", "Jour",
                        "Tenue le", example="12/10/2026 18:30", is_required=True)),
        Field(Meeting.end_at, N_("Ends"), column=kept(8), read=read(6, "Fin", "Date et heure de fin", "Date de fin")),
        Field(Meeting.place, N_("Place"), column=shown(6, 30, sort=func.lower(Meeting.place)),
              read=read(9, "Lieu", "Adresse", "Lieu de la réunion", example="Mairie du 3e arrondissement")),
        Field(Meeting.room, N_("Room"), column=kept(7, 20, sort=()), read=read(10, "Salle")),
        Field(Meeting.host, N_("Host mairie"), column=kept(9, by=Arrondissement.name),
              read=read(11, "Mairie hôte", "Mairie", "Mairie d'accueil", by=read_places)),
        Field(Meeting.online_url, N_("Link to join online"),
              read=read(15, "Lien de connexion", "Visioconférence", "Lien visio", "Visio", by=read_url)),
        Field(Meeting.accessibility, N_("Accessibility needs"),
              read=read(16, "Besoins d'accessibilité", "Accessibilité")),
    ),
    section(N_("Who prepares it"),
        Field(Meeting.organiser, N_("Organiser"), is_in_place=True, is_in_bulk=True,
              column=kept(10, 28, sort=(func.lower(User.last_name), func.lower(User.first_name))),
              read=read(13, "Organisateur·rice", "Organisateur", "Organisatrice", "Organisée par", "Agent",
                        "Suivi par")),
        Field(Meeting.facilitators, N_("Facilitators")),
    ),
    section(N_("Minutes and follow-up"),
        Field(Meeting.summary, N_("Introduction of the minutes"),
              read=read(17, "Introduction du compte rendu", "Résumé", "Synthèse", "Compte rendu")),
        Field(Meeting.oye_url, N_("Page on Oyé!"), column=kept(13, 30, kind=Kind.URL, sort=()),
              read=read(18, "Page Oyé !", "Page sur Oyé !", "Lien Oyé", "Oyé", "Lien du compte rendu", by=read_url)),
        Field(Meeting.notes, N_("Notes for the team"),
              read=read(19, "Notes pour l'équipe", "Notes", "Remarques", "Observations", "Commentaires")),
    ),
    Field(Meeting.state, N_("State"), column=shown(5, 20),
          read=read(8, "État", "Statut", "Situation", by=vocabulary.MEETING_STATE)),
    Field(Meeting.head_count, N_("People present (count)"), column=kept(12, sums=True),
          read=read(14, "Nombre de présents", "Présents", "Nb de présents", "Nb présents", "Nombre de participants",
                    "Participants", "Participation", "Effectif", example="42")),
    Field(Meeting.convened_at, N_("Members convened on")),
    Field(Meeting.series, N_("Series of meetings of the network")),
    Field("to_prepare", N_("Left to prepare")),
    Field(Meeting.uid, N_("Calendar identifier")),
    Field(Meeting.sequence, N_("Calendar revision")),
    hint("start_time", N_("Begins at"),
         read=read(5, "Commence à", "Heure", "Heure de début", "Horaire", by=moments.to_hour)),
    hint("end_time", N_("Ends at"), read=read(7, "Finit à", "Heure de fin", by=moments.to_hour, example="20h30")),
    hint("instance_place", N_("Arrondissements"),
         read=read(20, "Arrondissements", "Arrondissement", "Arrondissement de l'instance",
                   "Arrondissement du conseil", by=read_places)),
    hint("instance_type", N_("Type of body"),
         read=read(21, "Type d'instance", "Type de l'instance", "Type de conseil", "Type de comité", by=read_name)),
    called=Meeting.title,
    searched=("title", "instance.name", "place", "room", "host.name", "organiser.first_name", "organiser.last_name"),
)

MEETING_STEP = Table(
    MeetingStep, (N_("Step of a meeting"), N_("Steps of meetings")),
    Field(MeetingStep.meeting, N_("Meeting")),
    Field(MeetingStep.state, N_("State")),
    Field(MeetingStep.at, N_("When")),
    Field(MeetingStep.user, N_("By")),
    Field(MeetingStep.reason, N_("Reason")),
)

MEETING_NEED = Table(
    MeetingNeed, (N_("Need of meetings"), N_("Needs of meetings")),
    section(N_("Need"),
        Field(MeetingNeed.kind, N_("Kind of meeting"), column=shown(1, 30)),
        Field(MeetingNeed.label, N_("What is needed"),
              N_("In a few words, as it is read beside the meeting: confirmed room, who opens."), column=shown(2, 40)),
        Field(MeetingNeed.position, N_("Order"), N_("The smallest number comes first."), column=shown(3, 10),
              is_in_place=True),
        Field(MeetingNeed.days_before, N_("To be done (days before)"),
              N_("Calendar days before the meeting; the day after, it is late."), column=shown(4, 16),
              is_in_place=True),
        Field(MeetingNeed.is_active, N_("In use"),
              N_("A need out of use is no longer asked of any meeting; what was said of it is kept."),
              column=shown(5, 10), is_in_bulk=True),
    ),
    called=MeetingNeed.label, searched=("label",),
)

MEETING_CHECK = Table(
    MeetingCheck, (N_("Preparation of a meeting"), N_("Preparations of meetings")),
    Field(MeetingCheck.meeting, N_("Meeting")),
    Field(MeetingCheck.need, N_("What is needed")),
    Field(MeetingCheck.state, N_("State")),
    Field(MeetingCheck.note, N_("Note")),
    Field(MeetingCheck.user, N_("By")),
    Field(MeetingCheck.at, N_("When")),
)

MORNING_LINE = Table(
    MorningLine, (N_("Morning after a meeting"), N_("Mornings after meetings")),
    Field(MorningLine.meeting, N_("Meeting")),
    Field(MorningLine.task, N_("To do")),
    Field(MorningLine.is_done, N_("Done (thing)")),
    Field(MorningLine.reason, N_("Reason")),
    Field(MorningLine.user, N_("By")),
    Field(MorningLine.at, N_("When")),
)

AGENDA_ITEM = Table(
    AgendaItem, (N_("Agenda item"), N_("Agenda items")),
    Field(AgendaItem.meeting, N_("Meeting")),
    Field(AgendaItem.position, N_("Order")),
    Field(AgendaItem.title, N_("Title")),
    Field(AgendaItem.kind, N_("Expected")),
    Field(AgendaItem.minutes, N_("Minutes")),
    Field(AgendaItem.rapporteur, N_("Rapporteur")),
    Field(AgendaItem.description, N_("Presentation")),
    Field(AgendaItem.notes, N_("Notes of the meeting")),
    called=AgendaItem.title,
)

DECISION = Table(
    Decision, (N_("Decision"), N_("Decisions")),
    section(N_("Decision"),
        Field(Decision.meeting, N_("Meeting"), column=shown(2, 36, by=Meeting.title, sort=Meeting.start_at)),
        Field(Decision.position, N_("Number")),
        Field(Decision.text, N_("Decision"), column=shown(1, 60)),
    ),
    section(N_("Votes"),
        Field(Decision.votes_for, N_("For"), column=kept(6, 8)),
        Field(Decision.votes_against, N_("Against"), column=kept(7, 8)),
        Field(Decision.abstentions, N_("Abstentions"), column=kept(8)),
    ),
    Field(Decision.agenda_item, N_("Agenda item"), column=kept(5, 36, by=AgendaItem.title)),
    called=Decision.text, searched=("text", "meeting.title", "meeting.instance.name", "agenda_item.title"),
)

ACTION_ITEM = Table(
    ActionItem, (N_("Action"), N_("Actions")),
    section(N_("Action"),
        Field(ActionItem.meeting, N_("Meeting"), column=shown(5, 36, by=Meeting.title, sort=Meeting.start_at),
              read=read(4, "Réunion", "Titre de la réunion", "Séance", by=text_of(Meeting, "title"))),
        Field(ActionItem.text, N_("Action"), column=shown(1, 60),
              read=read(1, "Action", "Action à mener", "À faire", "Tâche", "Intitulé", "Libellé",
                        example="Faire chiffrer l'éclairage du square", is_required=True)),
        Field(ActionItem.owner, N_("Who (account)"), is_in_bulk=True,
              read=read(6, "Responsable (compte)", "Responsable", "Par qui", "Qui", "Pilote", "Porteur", "Suivi par",
                        "Agent", by=text_of(ActionItem, "owner_name"), example="Camille Martin")),
        Field(ActionItem.owner_name, N_("Who (name)"),
              read=read(7, "Responsable (nom)", "Autre responsable", "Partenaire responsable")),
        Field(ActionItem.due_on, N_("Due on"), is_in_place=True, column=shown(3),
              read=read(8, "Échéance", "Date limite", "Pour le", "À faire pour le", "Délai", example="15/01/2027")),
    ),
    section(N_("Where it stands"),
        Field(ActionItem.state, N_("State"), column=shown(4, 14),
              read=read(9, "État", "Statut", "Avancement", "Situation", by=vocabulary.ACTION_STATE, example="à faire")),
        Field(ActionItem.closed_on, N_("Closed on (action)"), column=kept(8),
              read=read(10, "Close le", "Fermé le", "Fait le", "Terminée le", "Date de clôture", "Clôture")),
        Field(ActionItem.outcome, N_("What came of it"), column=kept(9),
              read=read(11, "Résultat", "Suite", "Suite donnée", "Ce qu'il en est advenu", "Bilan", "Commentaire",
                        "Observations")),
    ),
    Field(ActionItem.agenda_item, N_("Agenda item"), column=kept(7, 36, by=AgendaItem.title),
          read=read(5, "Point de l'ordre du jour", "Point", "Ordre du jour", by=text_of(AgendaItem, "title"))),
    hint("instance", N_("Participative body"),
         read=read(2, "Instance participative", "Instance", "Conseil", "Conseil de quartier", "Nom de l'instance",
                   "Comité", by=read_name, example="Montchat")),
    hint("meeting_on", N_("Day of the meeting"),
         read=read(3, "Jour de la réunion", "Date de la réunion", "Réunion du", "Date", "Séance du",
                   by=values.to_date, example="12/10/2026", is_required=True)),
    hint("instance_place", N_("Arrondissements"),
         read=read(12, "Arrondissements", "Arrondissement", "Arrondissement de l'instance",
                   "Arrondissement du conseil", by=read_places)),
    hint("instance_type", N_("Type of body"),
         read=read(13, "Type d'instance", "Type de l'instance", "Type", by=read_name)),
    called=ActionItem.text,
    searched=("text", "owner.first_name", "owner.last_name", "owner_name", "outcome",
              "meeting.title", "meeting.instance.name", "agenda_item.title"),
)

SESSION_QUESTION = Table(
    SessionQuestion, (N_("Question of the CICA"), N_("Questions of the CICA")),
    section(N_("Question"),
        Field(SessionQuestion.meeting, N_("Meeting"), column=shown(3, 36, by=Meeting.title, sort=Meeting.start_at)),
        Field(SessionQuestion.position, N_("Number")),
        Field(SessionQuestion.organisation, N_("Association")),
        Field(SessionQuestion.asked_by, N_("Asked by")),
        Field(SessionQuestion.received_on, N_("Received on"), column=kept(8)),
        Field(SessionQuestion.question, N_("Question"), column=shown(1, 60)),
    ),
    section(N_("Answer"),
        Field(SessionQuestion.answer, N_("Answer"), column=shown(4, 60)),
        Field(SessionQuestion.answered_by, N_("Élu·e who answers"), column=shown(5, 28, sort=())),
        Field(SessionQuestion.department, N_("Department"), column=kept(6, 28, sort=())),
        Field(SessionQuestion.follow_up, N_("Follow-up"), column=kept(7)),
    ),
    called=SessionQuestion.question,
    searched=("question", "answer", "asked_by", "organisation.name", "answered_by", "department",
              "follow_up", "meeting.title"),
)

ATTENDANCE = Table(
    Attendance, (N_("Attendance"), N_("Attendances")),
    Field(Attendance.meeting, N_("Meeting")),
    Field(Attendance.person, N_("Person")),
    Field(Attendance.organisation, N_("Association represented")),
    Field(Attendance.user, N_("Account")),
    Field(Attendance.visitor_name, N_("Visitor")),
    Field(Attendance.mandate, N_("Mandate")),
    Field(Attendance.college, N_("College")),
    Field(Attendance.quality, N_("Quality"), column=shown(2, 34, sort=())),
    Field(Attendance.is_convened, N_("Convened (person)"), column=shown(4, sort=())),
    Field(Attendance.presence, N_("Presence"), column=shown(5, 16, sort=()),
          read=read(7, "Présence", "Présent", "Présent·e", "Pointage", "Émargement", "Présence à la réunion",
                    by=read_mark, example="présent·e", is_required=True)),
    Field(Attendance.represented_by, N_("Represented by"), column=shown(6, 30),
          read=read(8, "Représenté·e par", "Représenté par", "Représentée par", "Pouvoir à", "Procuration à",
                    "Pouvoir donné à", by=text_of(Attendance, "visitor_name"))),
    Field(Attendance.arrived_at, N_("Arrived at"), column=shown(7, sort=())),
    Field(Attendance.left_at, N_("Left at"), column=shown(8, sort=())),
    Field(Attendance.note, N_("Note"), column=shown(9, 40, kind=Kind.LONG_TEXT, sort=()),
          read=read(9, "Note", "Notes", "Remarque", "Remarques", "Observation", "Observations", "Commentaire")),
    hint("full_name", N_("Last name and first name"),
         read=read(3, "Nom et prénom", "Nom prénom", "Prénom Nom", "Prénom et nom", "Nom complet", "Personne", "Membre",
                   "Participant", "Participante", by=text_of(Attendance, "visitor_name"), example="DUPONT Zoé")),
    hint("last_name", N_("Last name"),
         read=read(1, "Nom", "Nom de famille", "Noms", by=text_of(Attendance, "visitor_name"))),
    hint("first_name", N_("First name"), read=read(2, "Prénom", "Prénoms", by=text_of(Attendance, "visitor_name"))),
    hint("instance", N_("Participative body"),
         read=read(4, "Instance participative", "Instance", "Conseil", "Conseil de quartier", "Nom de l'instance",
                   "Comité", by=read_name, example="Montchat")),
    hint("meeting_on", N_("Day of the meeting"),
         read=read(5, "Jour de la réunion", "Date de la réunion", "Réunion du", "Date", "Séance du", "Jour",
                   by=values.to_date, example="12/10/2026", is_required=True)),
    hint("meeting_title", N_("Title of the meeting"),
         read=read(6, "Titre de la réunion", "Réunion", "Séance", by=text_of(Meeting, "title"))),
    hint("instance_place", N_("Arrondissements"),
         read=read(10, "Arrondissements", "Arrondissement", "Arrondissement de l'instance",
                   "Arrondissement du conseil", by=read_places)),
    hint("instance_type", N_("Type of body"),
         read=read(11, "Type d'instance", "Type de l'instance", "Type", by=read_name)),
    hint("meeting_kind", N_("Kind of meeting"),
         read=read(12, "Type de réunion", "Type de la réunion", "Nature de la réunion", by=vocabulary.MEETING_KIND,
                   example="plénière")),
)
MEETING_REPLY = Table(
    MeetingReply, (N_("Reply to a convocation"), N_("Replies to convocations")),
    Field(MeetingReply.meeting, N_("Meeting")),
    Field(MeetingReply.attendance, N_("Convened (person)")),
    Field(MeetingReply.meeting_on, N_("Day of the meeting")),
    Field(MeetingReply.answer, N_("Reply")),
    Field(MeetingReply.way, N_("How (reply)")),
    Field(MeetingReply.replied_at, N_("Answered at")),
    Field(MeetingReply.replaced_by, N_("Replaced by")),
    Field(MeetingReply.is_settled, N_("Replacement accepted")),
    Field(MeetingReply.user, N_("By")),
    Field(MeetingReply.token_hash, N_("Secret of the address")),
)

BODY_CALENDAR = Table(
    BodyCalendar, (N_("Calendar of a body"), N_("Calendars of bodies")),
    Field(BodyCalendar.instance, N_("Participative body")),
    Field(BodyCalendar.issued_at, N_("Address made on")),
    Field(BodyCalendar.token_hash, N_("Secret of the address")),
)
# fmt: on

MEETING_FIELDS = MEETING.reads()
ACTION_FIELDS = ACTION_ITEM.reads()
ATTENDANCE_FIELDS = ATTENDANCE.reads()
