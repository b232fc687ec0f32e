"""The fields of requests."""

from sqlalchemy import func

from mdo.kernel.base.messages import N_
from mdo.kernel.fields.tables import Field, Table, hint, kept, read, section, shown
from mdo.kernel.imports.declaring import read_name, read_places
from mdo.requests import vocabulary
from models.accounts import User
from models.instances import Instance
from models.organisations import Organisation
from models.requests import CouncilRequest

# fmt: off
COUNCIL_REQUEST = Table(
    CouncilRequest, (N_("Request or opinion"), N_("Requests and opinions")),
    section(N_("Request"),
        Field(CouncilRequest.kind, N_("Kind"),
              N_("A request asks for something; an opinion says what the body thinks."), column=kept(3, 12),
              read=read(4, "Nature", "Demande ou avis", "Type de demande", by=vocabulary.REQUEST_KIND,
                        example="demande")),
        Field(CouncilRequest.instance, N_("Participative body"),
              column=shown(4, 36, by=Instance.name, sort=Instance.sort_key),
              read=read(2, "Instance participative", "Instance", "Conseil", "Conseil de quartier",
                        "Nom de l'instance", "Comité", example="Montchat", is_required=True)),
        Field(CouncilRequest.subject, N_("Subject"), column=shown(2, 40, sort=func.lower(CouncilRequest.subject)),
              read=read(3, "Objet", "Demande", "Intitulé", "Sujet", "Titre", "Objet de la demande",
                        example="Éclairage du square", is_required=True)),
        Field(CouncilRequest.text, N_("Text"),
              read=read(5, "Texte", "Texte de la demande", "Détail", "Contenu", "Description", "Détail de la demande",
                        "Description de la demande")),
        Field(CouncilRequest.theme, N_("Theme"), N_("Choose a theme in use, or type another."), column=kept(5, 20),
              read=read(6, "Thème", "Thématique", "Domaine", example="Voirie")),
        Field(CouncilRequest.place, N_("Place concerned"),
              N_("Street, square or facility, when the request is about one."), column=kept(6, 30, sort=()),
              read=read(7, "Lieu concerné", "Lieu", "Adresse", "Localisation")),
        Field(CouncilRequest.meeting, N_("Raised at"), N_("The meeting of the body at which it was voiced.")),
        Field(CouncilRequest.number, N_("Number"),
              N_("Left empty, it is given: the year of the reception and the next number, 2026-014."),
              column=shown(1, 14, sort=func.lower(CouncilRequest.number)),
              read=read(1, "Numéro", "N°", "N° de demande", "Numéro de la demande", "Référence", "Réf.",
                        example="2026-114")),
    ),
    section(N_("Progress"),
        Field(CouncilRequest.received_on, N_("Received on"),
              N_("The day on which the mission or the mairie got it: the delay is counted from it."), column=kept(8),
              read=read(9, "Reçue le", "Date", "Date de réception", "Date de la demande", "Reçu le", "Horodateur",
                        "Heure de fin", example="01/10/2026", is_required=True)),
        Field(CouncilRequest.organisation, N_("Direction addressed"),
              N_("The direction of the city that is to answer."),
              column=shown(7, 30, by=Organisation.name, sort=func.lower(Organisation.name)),
              read=read(8, "Direction saisie", "Direction", "Service saisi", "Direction concernée", "Service",
                        example="Direction des mobilités (exemple)")),
        Field(CouncilRequest.sent_on, N_("Sent to the direction on"), column=kept(9),
              read=read(10, "Transmise le", "Date de saisine", "Date saisine", "Saisine", "Transmis le",
                        example="05/10/2026")),
        Field(CouncilRequest.due_on, N_("Answer due on"), N_("Left empty: 60 calendar days after the reception."),
              column=shown(10),
              read=read(11, "Réponse attendue le", "Échéance", "Date limite", "Date limite de réponse")),
        Field(CouncilRequest.responsible, N_("Followed by"),
              N_("The account that has this deadline in « My deadlines ». Left empty: yours."),
              is_in_place=True, is_in_bulk=True,
              column=kept(15, 28, sort=(func.lower(User.last_name), func.lower(User.first_name))),
              read=read(16, "Suivi par", "Suivie par", "Agent", "Chargé de suivi")),
        Field(CouncilRequest.agenda_item, N_("Agenda item"), written_by="requests.agenda"),
        Field(CouncilRequest.reminded_on, N_("Direction reminded on"), written_by="requests.states"),
    ),
    section(N_("Answer"),
        Field(CouncilRequest.answered_on, N_("Answered on"),
              N_("With the answer or the follow-up beside; the deadline is then closed."), column=kept(11),
              read=read(12, "Répondu le", "Date de réponse", "Date réponse", "Réponse du")),
        Field(CouncilRequest.answer, N_("Answer"), column=kept(12),
              read=read(13, "Réponse", "Réponse de la direction", "Texte de la réponse")),
        Field(CouncilRequest.follow_up, N_("Follow-up given"), N_("What the city does of it."), column=kept(13, 14),
              read=read(14, "Suite donnée", "Suite", "Suites", "Suite de la demande", by=vocabulary.FOLLOW_UP)),
        Field(CouncilRequest.follow_up_reason, N_("Reason of the follow-up"),
              N_("Asked when it is refused: the body will read it."), column=kept(14),
              read=read(15, "Motif de la suite donnée", "Motif", "Motif du refus")),
    ),
    hint("instance_place", N_("Arrondissements"),
         read=read(17, "Arrondissements", "Arrondissement", "Arrondissement de l'instance",
                   "Arrondissement du conseil", by=read_places)),
    hint("instance_type", N_("Type of body"),
         read=read(18, "Type d'instance", "Type de l'instance", "Type", by=read_name)),
    searched=("number", "subject", "theme", "place", "answer", "follow_up_reason", "instance.name",
              "organisation.name", "responsible.first_name", "responsible.last_name"),
)
# fmt: on

REQUEST_FIELDS = COUNCIL_REQUEST.reads()
