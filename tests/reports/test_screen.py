"""Reports on screen: who reads and takes which, what an address asks for, sets of parameters, the files."""

import datetime as dt
import io
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from mdo.kernel.rights.roles import pairs_of
from mdo.reports.declaration import may_read, may_take
from mdo.reports.registry import REPORTS
from models.attendance import Presence
from models.instances import Instance
from models.journal import AccessLog
from models.meetings import MeetingState
from models.organisations import OrganisationKind
from models.preferences import SavedView
from tests.base.pages import document
from tests.support import events as hold
from tests.support import factories as make
from tests.support import projects as follow
from tests.support.calls import an_application_in_full
from tests.support.forms import post
from tests.support.orders import RunningContractFactory, order_of

EVERY = set(REPORTS)
# Of contracts, of calls and of events, for the mission and the management alone.
CONTRACTS = {
    "bons_de_commande_et_factures",
    "suivi_des_marches",
    "argent_des_projets",
    "appels_a_projets",
    "evenements",
}
OF_ALL = EVERY - CONTRACTS
FIGURES = {"bodies", "composition", "vacant-seats"}
# Who reads which report, and who may leave with it.
READERS = {
    "admin": (EVERY, EVERY),
    "responsable": (EVERY, EVERY),
    "mission": (EVERY, EVERY),
    "direction": (EVERY, EVERY),
    "referent": (OF_ALL, OF_ALL),
    "saisie": (OF_ALL, set()),
    "elu": (OF_ALL - {"referents"}, set()),
    "stagiaire": (OF_ALL, FIGURES),
    "dpo": (set(), set()),
    "donnees_personnelles": (set(), set()),
}

# What managers' own formulas and other tools look for: it never changes; new columns go to the end.
HEADERS = {
    "bodies": (
        "Code;Nom;Type;Arrondissements;État;Date de création;Fondement juridique;Élu·e référent·e;Agent·e;"
        "Boîte mail;Mandats en cours;Nouveaux membres sur la période;Part de femmes (genres renseignés);"
        "Mandats échus;Mandats à compléter;Sièges;Sièges vacants;Alertes;Charte du;Reconnue jusqu’au;"
        "Page Oyé\u202f!"
    ),
    "composition": (
        "Nom;Type;Arrondissements;Membres qui siègent;Mandats échus;Mandats à compléter;Collèges;Femmes;Hommes;"
        "Autre genre;Genre non renseigné;Part de femmes (genres renseignés);Parité\xa0: au moins (%);"
        "Parité\xa0: au plus (%);Parité;Manque pour la parité"
    ),
    "vacant-seats": (
        "Instance participative;Type d’instance;Arrondissements;Numéro;Libellé;Collège;Condition à remplir;"
        "Autorité de désignation;Vacant depuis;Occupé à partir du;Agent·e"
    ),
    "members": (
        "Nom;Prénom;Association représentée;Instance participative;Type d’instance;Arrondissements;Fonction;"
        "Collège;Mode de désignation;Niveau d’engagement;Début;Fin prévue;Rang du mandat;Courriel;Téléphone;"
        "Représentant·e légal·e;Genre;Tranche d’âge;Annuaire interne;Droit à l’image;Lettre d’information"
    ),
    "mandates-ending": (
        "Personne;Association représentée;Fin prévue;Instance participative;Type d’instance;Arrondissements;"
        "Fonction;Collège;Début;Rang du mandat;Statut;Jours restants;Mandats encore possibles;Agent·e;"
        "Courriel;Téléphone"
    ),
    "assiduity": (
        "Nom;Instance participative;Type d’instance;Arrondissements;Convocations;Présent·e;Représenté·e;Excusé·e;"
        "Absent·e;Non pointé·e;Assiduité"
    ),
    "answers": (
        "Direction saisie;Demandes reçues;Avec réponse;Réponse à temps;Réponse en retard;En retard, sans réponse;"
        "Attendue, dans le délai;Part à temps;Délai médian (jours)"
    ),
    "requests-to-meeting": (
        "Instance participative;Numéro;Statut;Nature;Objet;Thème;Lieu concerné;Direction saisie;Reçue le;"
        "Transmise le;Réponse attendue le;Ancienneté (jours);Répondu le;Réponse;Suite donnée;"
        "Motif de la suite donnée;Prochaine réunion de l’instance"
    ),
    "referents": (
        "Arrondissement;Référent·e;Couverture;Du;Au;Remplaçant·e;Absence du;Absence jusqu’au;"
        "Remplace pendant l’absence;Instances actives;Instances en alerte;"
        "Instances inchangées depuis 180 jours;Courriel"
    ),
    "bons_de_commande_et_factures": (
        "Numéro du bon;Marché;Objet;Bon\xa0: montant HT (€);Bon\xa0: montant TTC (€);Commandé le;Livrable;Reçu le;"
        "Décision ou état;Numéro de facture;Facture reçue le;À payer au plus tard le;Envoyée au paiement le;"
        "Retard (jours);Payée le;Facture\xa0: montant HT (€);Facture\xa0: montant TTC (€);État du bon"
    ),
    "suivi_des_marches": (
        "Numéro;Objet;Procédure;Technique d’achat;Lots;Estimation HT (€);Montant HT à ce jour (€);"
        "Maximum HT à ce jour (€);Titulaires;Identifiant (SIRET);Publicité le;Limite des offres;CAO le;Notifié le;"
        "Fin le;Durée totale, reconductions comprises (mois);Reconductions prévues;Reconduction à décider avant le;"
        "Engagé HT (€);Facturé HT (€);Payé HT (€);Reste sur le maximum HT (€);Part consommée;Avenants;"
        "Avenants\xa0: part du montant initial;Avenants de faible montant\xa0: part cumulée;Avance versée TTC (€);"
        "Prochaine échéance le;La suite;Données essentielles à publier avant le;DECP publiées le;Responsable;État"
    ),
    "evenements": (
        "Titre;Type d’événement;État;Première séance;Nombre de places;Places prises;Sur la liste d’attente;Venu·es;"
        "Heures suivies;Réponses parmi les présent·es;Ensemble (moyenne);Coût, TTC (projet);"
        "Coût par participant·e, TTC;Ce qui est connu du coût"
    ),
    "argent_des_projets": (
        "Titre;Type de projet;État;Pilote;Fin prévue;Prévu (€ TTC);Engagé (€ HT);Engagé (€ TTC);Facturé (€ HT);"
        "Facturé (€ TTC);Payé (€ TTC);Prévu et non engagé (€ TTC)"
    ),
    "appels_a_projets": (
        "Appel à projets;Numéro;Titre;Conseil demandeur;Arrondissements;Axe;État;Demandé TTC (€);Accordé TTC (€);"
        "Dépensé TTC (€);Mode de financement;Déposé le;Bilan reçu le"
    ),
}


@pytest.fixture(autouse=True)
def _city(city, session):
    """Every page here is about the small city, which met once, asks for something and ordered from a supplier."""
    body = session.scalars(select(Instance).where(Instance.code == "CC-5")).one()
    held = make.MeetingFactory(
        instance=body, state=MeetingState.HELD, start_at=dt.datetime(2026, 9, 8, 17, tzinfo=dt.UTC)
    )
    make.AttendanceFactory(meeting=held, person=make.PersonFactory(), presence=Presence.PRESENT)
    make.CouncilRequestFactory(instance=body, organisation=make.OrganisationFactory(kind=OrganisationKind.DIRECTION))
    order = order_of(RunningContractFactory(), "1234.50", ordered_on=dt.date(2026, 10, 1))
    follow.ProjectSpendingFactory(order=order)
    an_application_in_full(instance=body)
    hold.a_list(hold.EventFactory(), 2)
    session.commit()


def words(answer) -> str:
    return " ".join(document(answer).xpath("string(//main)").split())


def heads(answer) -> list[str]:
    return [" ".join(head.text_content().split()) for head in document(answer).xpath("(//main//table)[1]//thead//th")]


def book_of(answer):
    assert answer.status_code == 200
    return load_workbook(io.BytesIO(answer.data))


def logged(session) -> list[tuple[str, str, int]]:
    session.rollback()
    return [(row.what, row.filters, row.row_count) for row in session.scalars(select(AccessLog).order_by(AccessLog.id))]


# ---- Who -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", READERS)
def test_a_role_reads_and_takes_the_reports_of_its_lists(role) -> None:
    rights = pairs_of(role)
    may = lambda permission, view: (view, permission) in rights  # noqa: E731  # one line
    read = {name for name, report in REPORTS.items() if may_read(report, may)}
    taken = {name for name, report in REPORTS.items() if may_take(report, may)}
    assert (read, taken) == READERS[role]


@pytest.mark.parametrize(
    "who",
    [
        *("mission", "ref5", "elu5"),
        *(pytest.param(who, marks=pytest.mark.slow) for who in ("direction", "saisie5", "stagiaire", "dpo")),
    ],
)
def test_the_catalogue_offers_what_its_addresses_open(client_as, who) -> None:
    client, role = client_as(who), who.rstrip("5").replace("ref", "referent")
    read, taken = READERS[role]
    catalogue = client.get("/rapports/")
    links = set(document(catalogue).xpath("//main//a/@href")) if read else set()
    assert {name for name in EVERY if f"/rapports/{name}" in links} == read
    assert {name for name in EVERY if f"/rapports/{name}/export" in links} == taken
    for name in EVERY:
        assert (client.get(f"/rapports/{name}").status_code == 200) is (name in read), name
        assert (client.get(f"/rapports/{name}/export").status_code == 200) is (name in taken), name
    found = client.get("/recherche?q=sieges vacants")
    assert ("/rapports/vacant-seats" in set(document(found).xpath("//main//a/@href"))) is ("vacant-seats" in read)


def test_the_first_page_of_the_direction_leads_to_the_reports(client_as) -> None:
    links = document(client_as("direction").get("/")).xpath("//main//a/@href")
    assert [name for name in EVERY if f"/rapports/{name}" not in links] == []


def test_an_unknown_report_is_not_found(client_as) -> None:
    client = client_as("mission")
    assert [client.get(f"/rapports/{path}").status_code for path in ("x", "x/export", "lookup/person")] == [404] * 3


# ---- What is asked ---------------------------------------------------------------------------------------------------


def test_a_preview_shows_the_first_rows_and_counts_all(client_as, session) -> None:
    for _ in range(12):
        make.MandateFactory()
    session.commit()
    answer = client_as("mission").get("/rapports/members?f_on=2026-11-24")
    assert len(document(answer).xpath("(//main//table)[1]//tbody/tr")) == 10
    assert "17 lignes" in words(answer)


def test_places_and_days_narrow_a_report(client_as, session) -> None:
    client = client_as("mission")
    seventh = make.ArrondissementFactory(number=7).id
    answer = client.get(f"/rapports/composition?f_arrondissement={seventh}&f_on=2026-11-01")
    assert len(document(answer).xpath("(//main//table)[1]//tbody/tr")) == 1
    assert "01/11/2026" in words(answer)
    assert "Lyon 7e" in words(answer)


@pytest.mark.parametrize("query", ["f_on=hier", "f_body=zero", "f_nothing=1", "f_on=2026-02-30"])
def test_what_is_not_understood_is_said(client_as, query) -> None:
    answer = client_as("mission").get(f"/rapports/members?{query}")
    assert answer.status_code == 200
    assert document(answer).xpath('//*[contains(@class, "note--warning")]')


def test_a_period_that_ends_before_it_begins_is_refused(client_as, session) -> None:
    client = client_as("mission")
    query = "f_period_from=2026-11-02&f_period_to=2026-11-01"
    answer = client.get(f"/rapports/mandates-ending?{query}")
    assert answer.status_code == 422
    assert "02/11/2026" in document(answer).xpath('string(//*[@role="alert"])')
    assert client.get(f"/rapports/mandates-ending/export?{query}").status_code == 302
    assert client.get("/rapports/mandates-ending?f_period_from=2026-11-01&f_period_to=2026-11-01").status_code == 200
    assert logged(session) == []


def test_bodies_are_searched_in_the_scope_of_the_reader(client_as, session) -> None:
    make.InstanceFactory(name="Conseil du 9e", arrondissements=[9])
    session.commit()
    found = {who: client_as(who).get("/rapports/lookup/body?q=conseil").json["results"] for who in ("mission", "ref5")}
    assert {who: [item["text"] for item in items] for who, items in found.items()} == {
        "mission": ["Conseil citoyen", "Conseil du 9e"],
        "ref5": ["Conseil citoyen"],
    }


# ---- Personal data ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "query", "is_given"),
    [("mission", "", False), ("mission", "personal=1", True), ("mission", "personal=0", False),
     ("direction", "personal=1", False), ("ref5", "personal=1", True)],
)  # fmt: skip
def test_personal_data_need_the_right_and_the_tick(client_as, session, who, query, is_given) -> None:
    client = client_as(who)
    page = client.get(f"/rapports/members?{query}")
    assert ("Courriel" in heads(page)) is is_given
    assert bool(document(page).xpath('//input[@name="personal"]')) is (who != "direction")
    sheet = book_of(client.get(f"/rapports/members/export?{query}")).worksheets[0]
    assert ("Courriel" in [cell.value for cell in sheet[1]]) is is_given
    text = client.get(f"/rapports/members/export?format=csv&{query}").get_data(as_text=True)
    assert ("membre1@example.org" in text) is is_given
    assert [("personnelles\xa0: Oui" in filters) for _, filters, _ in logged(session)] == [is_given] * 2


def test_the_reader_without_right_is_told(client_as) -> None:
    answer = client_as("direction").get("/rapports/members?personal=1")
    assert document(answer).xpath('//*[contains(@class, "note--warning")]')


# ---- Sets of parameters ----------------------------------------------------------------------------------------------


def kept(client, name, query, **fields):
    address = f"/mes-vues/add?{urlencode({'list': f'report.{name}', 'query': query})}"
    return post(client, address, {"name": "À moi", **fields})


def stored(session) -> list[SavedView]:
    session.rollback()
    return list(session.scalars(select(SavedView)))


def test_a_set_of_parameters_is_kept_and_opened_like_a_view_of_a_list(client_as, session) -> None:
    client = client_as("mission")
    body = session.scalars(select(make.Instance).filter_by(code="CC-5")).one().id
    query = f"f_on=2026-10-01&f_body={body}"
    page = client.get(f"/rapports/members?{query}&personal=1")
    form = document(page).xpath('//form[contains(@class, "saved__form")]')[-1]
    assert post(client, form.get("action"), {"name": "À moi"}).status_code == 302
    (view,) = stored(session)
    assert (view.list_name, sorted(parse_qsl(view.query))) == ("report.members", sorted(parse_qsl(query)))
    opened = client.get(f"/mes-vues/show/{view.id}", follow_redirects=True)
    assert urlsplit(opened.request.url).path == "/rapports/members"
    assert "Courriel" not in heads(opened)  # the tick is never kept
    assert "01/10/2026" in words(opened)
    assert "Annuaire des membres" in words(client.get("/mes-vues/list/"))


def test_a_report_opens_with_the_default_set_and_its_usual_parameters_stay_near(client_as, session) -> None:
    client = client_as("mission")
    kept(client, "composition", "f_on=2026-10-01", is_default="1")
    opened = client.get("/rapports/composition", follow_redirects=True)
    assert "01/10/2026" in words(opened)
    every = document(opened).xpath('//details[contains(@class, "list__views")]//a/@href')[0]
    assert "01/10/2026" not in words(client.get(every))


@pytest.mark.parametrize(("who", "name", "status"), [
    ("ref5", "members", 302), ("saisie5", "members", 422), ("stagiaire", "members", 422), ("stagiaire", "bodies", 302),
])  # fmt: skip
def test_a_set_is_shared_by_who_may_take_the_report(client_as, session, who, name, status) -> None:
    role = make.RoleFactory(name=who.rstrip("5").replace("ref", "referent"))
    session.commit()
    assert kept(client_as(who), name, "", role=str(role.id)).status_code == status


def test_a_report_that_one_may_not_read_keeps_nothing(client_as, session) -> None:
    kept(client_as("elu5"), "referents", "")
    assert stored(session) == []


# ---- Files -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(EVERY))
def test_a_workbook_holds_the_rows_of_the_screen_and_is_noted(client_as, session, name) -> None:
    client = client_as("direction")
    page = client.get(f"/rapports/{name}")
    book = book_of(client.get(f"/rapports/{name}/export"))
    assert [cell.value for cell in book.worksheets[0][1]] == heads(page)
    ((what, filters, count),) = logged(session)
    assert what == f"report.{name}"
    assert filters
    (table,) = book.worksheets[0].tables.values()
    rows = [row for row in book.worksheets[0][table.ref][1:] if any(cell.value for cell in row)]
    assert len(rows) == count
    assert f"{count} ligne" in words(page)
    about = {row[0].value: row[1].value for row in book.worksheets[-1].iter_rows()}
    assert (about["Filtres"], about["Lignes"]) == (filters, count)
    tables = [table.displayName for sheet in book.worksheets for table in sheet.tables.values()]
    assert len(set(tables)) == len(tables)
    assert all(len(sheet.title) <= 31 for sheet in book.worksheets)
    page_log = words(client.get("/exports/list/", follow_redirects=True))
    assert document(page).xpath("string(//h1)") in page_log


@pytest.mark.parametrize("name", sorted(EVERY))
def test_the_headers_of_a_file_are_these(client_as, name) -> None:
    client = client_as("mission")
    text = client.get(f"/rapports/{name}/export?format=csv&personal=1").get_data().decode("utf-8-sig")
    assert text.partition("\r\n")[0] == HEADERS[name]
    sheet = book_of(client.get(f"/rapports/{name}/export?personal=1")).worksheets[0]
    assert " ".join(";".join(cell.value for cell in sheet[1]).split()) == " ".join(HEADERS[name].split())


@pytest.mark.parametrize("name", ["bodies", "composition", "vacant-seats"])
def test_figures_of_the_sheets_are_those_of_the_page_and_are_charted(client_as, name) -> None:
    client = client_as("direction")
    tables = document(client.get(f"/rapports/{name}")).xpath('//section[contains(@class, "report__panel")]//table')
    data = client.get(f"/rapports/{name}/export").data
    sheets = load_workbook(io.BytesIO(data), data_only=True).worksheets[1:-1]
    assert len(tables) == len(sheets) > 0
    for table, sheet in zip(tables, sheets, strict=True):
        shown = [[cell.text_content() for cell in row.xpath("./th | ./td")] for row in table.xpath(".//tr")]
        written = [[str(cell) for cell in row] for row in sheet.iter_rows(values_only=True) if row[0] is not None]
        assert written[: len(shown)] == shown
        (made,) = sheet.tables.values()
        assert made.ref.endswith(str(len(shown) - 1))  # the total stands below
        assert len(sheet._charts) == 1


def test_text_is_sent_with_its_mark_and_semicolons(client_as, session) -> None:
    make.MandateFactory(person=make.PersonFactory(last_name="=1+1", first_name="Ana;Bel"))
    session.commit()
    answer = client_as("mission").get("/rapports/members/export?format=csv")
    assert answer.content_type == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"].endswith(".csv")
    assert answer.data.startswith(b"\xef\xbb\xbf")
    lines = answer.data.decode("utf-8-sig").split("\r\n")
    assert lines[0].startswith("Nom;Prénom;")
    assert [line for line in lines if line.startswith('\'=1+1;"Ana;Bel";')]
