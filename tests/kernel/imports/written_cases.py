"""Cells as people write them, one line a case: what the line holds, the answers given, what its readers get.

The answers are what is chosen or typed, by the key of the question. A case without an answer to a question that it asks
names the question; notes are told by words that they hold.
"""

import datetime as dt
from typing import Any, NamedTuple


class Case(NamedTuple):
    """A line of people, and what becomes of it: its cells, words of its notes, the keys of its questions.

    `noted` is what joins the notes of the person.
    """

    cells: dict[str, Any]
    read: dict[str, Any]
    notes: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    answers: dict[str, str] = {}
    noted: str = ""


def _of(name: str, cell: Any, read: Any, *notes: str, asks: tuple[str, ...] = (), **answers: str) -> Case:
    """A cell that stays in its field."""
    given = {key.replace("__", ":").replace("_", " "): answer for key, answer in answers.items()}
    return Case({name: cell}, {} if read is None else {name: read}, notes, asks, given)


_SEPTEMBER, _SCHOOL = dt.date(2023, 9, 1), "day:school year:debut"
NAMES = (
    Case({"full_name": "Mme DUPONT Zoé"}, {"full_name": "DUPONT Zoé", "gender": "Mme"}),
    Case({"full_name": "M. Jean MARTIN"}, {"full_name": "Jean MARTIN", "gender": "M"}),
    Case({"full_name": "GUIGUE M."}, {"full_name": "GUIGUE M."}, asks=("initial:guigue m",)),
    Case({"full_name": "GUIGUE M."}, {"full_name": "GUIGUE", "gender": "M"}, asks=("initial:guigue m",),
         answers={"initial:guigue m": "civility"}),
    Case({"full_name": "GUIGUE M."}, {"full_name": "GUIGUE M."}, asks=("initial:guigue m",),
         answers={"initial:guigue m": "initial"}),
    Case({"full_name": "GUIGUE Marc M."}, {"full_name": "GUIGUE Marc", "gender": "M"}),
    Case({"full_name": "Monsieur Jean MARTIN"}, {"full_name": "Jean MARTIN", "gender": "M"}),
    Case({"last_name": "Mme DUPONT", "first_name": "Zoé"},
         {"last_name": "DUPONT", "first_name": "Zoé", "gender": "Mme"}),
    Case({"full_name": "DUPONT Zoé (Mme)"}, {"full_name": "DUPONT Zoé", "gender": "Mme"}),
    Case({"full_name": "Mme DUPONT Zoé", "gender": "F"}, {"full_name": "DUPONT Zoé", "gender": "F"}),
    Case({"full_name": "Mme DUPONT Zoé", "gender": "H"}, {"full_name": "DUPONT Zoé"}, asks=("gender:dupont zoe",)),
    Case({"full_name": "Mme DUPONT Zoé", "gender": "H"}, {"full_name": "DUPONT Zoé", "gender": "Mme"},
         asks=("gender:dupont zoe",), answers={"gender:dupont zoe": "Mme"}),
    Case({"full_name": "Dr MARTIN Pascal"}, {"full_name": "MARTIN Pascal"}, ("« Dr »",)),
    Case({"full_name": "MARTIN Pascal", "gender": "Dr"}, {"full_name": "MARTIN Pascal"}, ("« Dr »",)),
    Case({"full_name": "Mehdi MEDJAOUI"}, {"full_name": "Mehdi MEDJAOUI"}),
    Case({"full_name": "M'BAYE Awa"}, {"full_name": "M'BAYE Awa"}),
    Case({"full_name": "Anne-Laure PICHON née GARNIER"}, {"full_name": "Anne-Laure PICHON"}, ("« GARNIER »",),
         noted="Nom de naissance : GARNIER"),
    Case({"full_name": "Mme BERNARD née PETIT"}, {"full_name": "BERNARD", "gender": "Mme"}, ("« PETIT »",),
         noted="Nom de naissance : PETIT"),
    Case({"full_name": "BERNARD née PETIT Odile"}, {"full_name": "BERNARD Odile"}, ("« PETIT »",),
         noted="Nom de naissance : PETIT"),
    Case({"full_name": "BERNARD (née PETIT) Odile"}, {"full_name": "BERNARD Odile"}, ("« PETIT »",),
         noted="Nom de naissance : PETIT"),
    Case({"last_name": "BERNARD née PETIT", "first_name": "Odile"}, {"last_name": "BERNARD", "first_name": "Odile"},
         ("« PETIT »",), noted="Nom de naissance : PETIT"),
    Case({"full_name": "DUMOULIN épouse CARRET Josiane"}, {"full_name": "CARRET Josiane"}, ("« DUMOULIN »",),
         noted="Nom de naissance : DUMOULIN"),
    Case({"full_name": "Josiane DUMOULIN ép. CARRET"}, {"full_name": "CARRET Josiane"}, ("« DUMOULIN »",),
         noted="Nom de naissance : DUMOULIN"),
    Case({"full_name": "Zoé DUPONT <zoe@example.org>"}, {"full_name": "Zoé DUPONT", "email": "zoe@example.org"}),
    Case({"full_name": "René DUPONT"}, {"full_name": "René DUPONT"}),
    Case({"full_name": "DUPONT Jean dit Jeannot"}, {"full_name": "DUPONT Jean"}, ("« Jeannot »",),
         noted="Autre nom : Jeannot"),
    Case({"full_name": "DUPONT Jean « Jeannot »"}, {"full_name": "DUPONT Jean"}, ("« Jeannot »",),
         noted="Autre nom : Jeannot"),
    Case({"last_name": "DUPONT Zoé"}, {"full_name": "DUPONT Zoé"}, ("« DUPONT Zoé »",)),
    Case({"last_name": "de la Tour", "first_name": "Zoé"}, {"last_name": "de la Tour", "first_name": "Zoé"}),
)  # fmt: skip
COUPLES = (
    Case({"full_name": "M. et Mme MARTIN"}, {"full_name": "MARTIN"}, asks=("couple:martin",)),
    Case({"full_name": "TISSERAND Pierre et Nicole", "gender": "M. et Mme"},
         {"full_name": "TISSERAND Pierre et Nicole"}, asks=("couple:m et mme tisserand pierre et nicole",)),
    Case({"full_name": "TISSERAND Pierre et Nicole", "gender": "M. et Mme"},
         {"last_name": "TISSERAND", "first_name": "Nicole", "gender": "Mme"}, ("two people",),
         asks=("couple:m et mme tisserand pierre et nicole",),
         answers={"couple:m et mme tisserand pierre et nicole": "second"}),
    Case({"last_name": "MARTIN", "first_name": "Pierre et Nicole"}, {"last_name": "MARTIN", "first_name": "Pierre"},
         ("two people",), asks=("couple:martin pierre et nicole",),
         answers={"couple:martin pierre et nicole": "first"}),
)  # fmt: skip
VACANT = ("à désigner", "À POURVOIR", "Vacant", "(siège vacant)", "en attente de désignation")
CONTACTS = (
    Case({"phone": "06 39 98 30 01 – helene.chapuis@example.org"},
         {"phone": "06 39 98 30 01", "email": "helene.chapuis@example.org"}, ("helene.chapuis@example.org",)),
    Case({"email": "pascal.martin@example.org ; 0639983007"},
         {"email": "pascal.martin@example.org", "phone": "06 39 98 30 07"}, ("0639983007",)),
    Case({"email": "06 39 98 30 07"}, {"phone": "06 39 98 30 07"}, ("06 39 98 30 07",)),
    Case({"phone": "zoe@example.org", "email": "06 39 98 30 07"},
         {"phone": "06 39 98 30 07", "email": "zoe@example.org"}, ("zoe@example.org",)),
    Case({"email": "Zoé Dupont <zoe@example.org>", "full_name": "DUPONT Zoé"},
         {"email": "zoe@example.org", "full_name": "DUPONT Zoé"}),
    Case({"email": "Karim <karim@example.org>"}, {"email": "karim@example.org"}, ("« Karim »",),
         noted="Courriel : Karim"),
    _of("phone", "06 39 98 30 09 (le soir)", "06 39 98 30 09", "« le soir »")._replace(noted="Tél. : le soir"),
    _of("phone", "Tél. : 06.39.98.30.09", "Tél. : 06.39.98.30.09"),
    _of("phone", "port. 06.39.98.30.09", "06 39 98 30 09"),
    _of("phone", "(+33) 6 39 98 30 06", "(+33) 6 39 98 30 06"),
    _of("phone", 639983002.0, 639983002.0, "lost its zero"),
    _of("phone", "639983002", "639983002", "lost its zero"),
    _of("email", "pas de mail", None, "« pas de mail »"),
    _of("email", "n'importe quoi", "n'importe quoi"),
    Case({"phone": "04 65 71 30 03 / 06 39 98 30 03"}, {}, asks=("contacts:phone:tel",)),
    Case({"phone": "04 65 71 30 03 / 06 39 98 30 03"}, {"phone": "06 39 98 30 03"}, ("04 65 71 30 03",),
         asks=("contacts:phone:tel",), answers={"contacts:phone:tel": "mobile"},
         noted="Autre téléphone : 04 65 71 30 03"),
    Case({"phone": "0465713003\n0639983003"}, {"phone": "04 65 71 30 03"}, ("0639983003",),
         asks=("contacts:phone:tel",), answers={"contacts:phone:tel": "first"},
         noted="Autre téléphone : 06 39 98 30 03"),
    Case({"email": "a@example.org, b@example.org"}, {"email": "b@example.org"}, ("a@example.org",),
         asks=("contacts:email:courriel",), answers={"contacts:email:courriel": "last"},
         noted="Autre courriel : a@example.org"),
    Case({"phone": "06 39 98 30 01", "email": "z@example.org / 06 39 98 30 01"},
         {"phone": "06 39 98 30 01", "email": "z@example.org"}),
)  # fmt: skip
TOWNS = (
    Case({"postal_code": "69005 LYON"}, {"postal_code": "69005", "city": "LYON"}),
    Case({"postal_code": "69 005 Lyon"}, {"postal_code": "69005", "city": "Lyon"}),
    Case({"postal_code": "1000 Bourg-en-Bresse"}, {"postal_code": "01000", "city": "Bourg-en-Bresse"}, ("01000",)),
    Case({"postal_code": "Lyon 5"}, {"postal_code": "69005", "city": "Lyon"}, ("« Lyon 5 »",)),
    Case({"postal_code": "LYON 5EME"}, {"postal_code": "69005", "city": "Lyon"}, ("« LYON 5EME »",)),
    Case({"city": "69005 LYON"}, {"postal_code": "69005", "city": "LYON"}),
    Case({"city": "Lyon 5e"}, {"postal_code": "69005", "city": "Lyon"}, ("« Lyon 5e »",)),
    Case({"city": "Lyon 5e", "postal_code": "69005"}, {"postal_code": "69005", "city": "Lyon 5e"}),
    Case({"city": "Lyon"}, {"city": "Lyon"}),
    Case({"postal_code": "69205 Lyon cedex 01"}, {"postal_code": "69205", "city": "Lyon cedex 01"}),
    Case({"address": "12 rue du Lac, 69003 Lyon"},
         {"address": "12 rue du Lac", "postal_code": "69003", "city": "Lyon"}),
    Case({"address": "12 rue du Lac"}, {"address": "12 rue du Lac"}),
    _of("postal_code", 1000.0, 1000.0, "lost its zero"),
    _of("postal_code", "6900", "6900"),
)  # fmt: skip
DAYS = (
    _of("start_on", "le trois avril 2024", dt.date(2024, 4, 3), "« le trois avril 2024 »"),
    _of("start_on", "premier septembre deux mille vingt-quatre", dt.date(2024, 9, 1), "deux mille"),
    _of("start_on", "24 novembre 2026", "24 novembre 2026"),
    _of("start_on", "sept. 2023", _SEPTEMBER, "« sept. 2023 »"),
    _of("start_on", "09/2023", _SEPTEMBER, "« 09/2023 »"),
    _of("start_on", "2023-09", _SEPTEMBER, "« 2023-09 »"),
    _of("start_on", "depuis septembre 2023", _SEPTEMBER, "« depuis septembre 2023 »"),
    Case({"start_on": "2023-2024"}, {"start_on": _SEPTEMBER}, ("« 2023-2024 »",), (_SCHOOL,), {_SCHOOL: "start"}),
    Case({"start_on": "2023/24"}, {"start_on": _SEPTEMBER}, ("« 2023/24 »",), (_SCHOOL,), {_SCHOOL: "start"}),
    Case({"start_on": "saison 2023/2024"}, {"start_on": _SEPTEMBER, "planned_end_on": dt.date(2024, 8, 31)},
         ("« saison 2023/2024 »",), (_SCHOOL,), {_SCHOOL: "both"}),
    _of("start_on", "saison 2023/2024", None, asks=(_SCHOOL,)),
    Case({"start_on": "2023-2024", "planned_end_on": "15/07/2024"},
         {"start_on": _SEPTEMBER, "planned_end_on": "15/07/2024"}, ("« 2023-2024 »",)),
    _of("start_on", "5 mai 23", dt.date(2023, 5, 5), "« 5 mai 23 »"),
    _of("start_on", "2 juillet", None, asks=("day:no year:debut",)),
    _of("start_on", "2 juillet", dt.date(2026, 7, 2), "« 2 juillet »", asks=("day:no year:debut",),
        day__no_year__debut="first"),
    _of("start_on", "1er juillet", dt.date(2025, 7, 1), "juillet", asks=("day:no year:debut",),
        day__no_year__debut="last"),
    _of("start_on", "2 juillet", dt.date(2024, 7, 2), "« 2 juillet »", asks=("day:no year:debut",),
        day__no_year__debut="2024"),
    _of("start_on", "rentrée 2023", _SEPTEMBER, "« rentrée 2023 »"),
    Case({"start_on": "année scolaire 2023-2024"}, {"start_on": _SEPTEMBER}, ("scolaire",), (_SCHOOL,),
         {_SCHOOL: "start"}),
    _of("start_on", "2011-12", "2011-12"),
    _of("start_on", "2020-2026", "2020-2026"),
    _of("start_on", "bientôt", "bientôt"),
    _of("start_on", "03/04/2024", "03/04/2024", "03/04/2024"),
    _of("start_on", "13/04/2024", "13/04/2024"),
    _of("start_on", "04/04/2024", "04/04/2024"),
    _of("start_on", "2021", None, asks=("day:year:debut",)),
    _of("start_on", 2021.0, dt.date(2021, 1, 1), "2021", asks=("day:year:debut",), day__year__debut="first"),
    _of("start_on", "2021", dt.date(2021, 3, 15), "2021", asks=("day:year:debut",), day__year__debut="15/03"),
    _of("start_on", "vers sept. 2023", None, asks=("day:month:debut",)),
    _of("start_on", "automne 2023", None, asks=("day:season:debut",)),
    _of("start_on", "automne 2023", dt.date(2023, 9, 22), "automne", asks=("day:season:debut",),
        day__season__debut="first"),
    _of("start_on", "printemps 2022", dt.date(2022, 3, 1), "printemps", asks=("day:season:debut",),
        day__season__debut="last"),
    _of("ended_on", "juin 2025", None, asks=("day:month:fin effective",)),
    Case({"ended_on": "juin 2025"}, {"ended_on": dt.date(2025, 6, 30)}, ("juin 2025",), ("day:month:fin effective",),
         {"day:month:fin effective": "last"}),
    Case({"ended_on": "juin 2025"}, {"ended_on": dt.date(2025, 6, 12)}, ("juin 2025",), ("day:month:fin effective",),
         {"day:month:fin effective": "12"}),
    Case({"ended_on": "juin 2025"}, {}, ("juin 2025",), ("day:month:fin effective",),
         {"day:month:fin effective": "blank"}),
    Case({"planned_end_on": "2023-2024"}, {"planned_end_on": dt.date(2024, 8, 31)}, ("2023-2024",),
         ("day:school year:fin prevue",), {"day:school year:fin prevue": "last"}),
    Case({"start_on": "01/09/2023 - 31/08/2026"},
         {"start_on": _SEPTEMBER, "planned_end_on": dt.date(2026, 8, 31)}, ("01/09/2023 - 31/08/2026",)),
    Case({"start_on": "du 1er septembre 2023 au 31 août 2026"},
         {"start_on": _SEPTEMBER, "planned_end_on": dt.date(2026, 8, 31)}, ("du 1er",)),
    _of("start_on", "04/25/2024", None, asks=("day:month first:debut",)),
    Case({"start_on": "04/25/2024"}, {"start_on": dt.date(2024, 4, 25)}, ("04/25/2024",), ("day:month first:debut",),
         {"day:month first:debut": "month_first"}),
)  # fmt: skip
_DAY = dt.date(2026, 5, 12)
SIGNS = (
    Case({"full_name": "GIRAUD Paul *"}, {"full_name": "GIRAUD Paul"}, asks=("mark:*",)),
    Case({"full_name": "GIRAUD Paul *"}, {"full_name": "GIRAUD Paul"}, ("« * »",), ("mark:*",), {"mark:*": "nothing"}),
    Case({"full_name": "PERRAUD Jean-Marc †"}, {"full_name": "PERRAUD Jean-Marc"}, asks=("mark:†", "mark:†:day"),
         answers={"mark:†": "over.death"}),
    Case({"full_name": "PERRAUD Jean-Marc †"},
         {"full_name": "PERRAUD Jean-Marc", "ended_on": _DAY, "end_reason": "décès"}, ("« † »",),
         ("mark:†", "mark:†:day"), {"mark:†": "over.death", "mark:†:day": "12/05/2026"}),
    Case({"full_name": "PERRAUD Jean-Marc †", "ended_on": _DAY},
         {"full_name": "PERRAUD Jean-Marc", "ended_on": _DAY, "end_reason": "décès"}, ("« † »",), ("mark:†",),
         {"mark:†": "over.death"}),
    Case({"full_name": "DE LA TOURETTE Anne (démissionnaire)"}, {"full_name": "DE LA TOURETTE Anne"},
         (), ("mark:demissionnaire:day",)),
    Case({"full_name": "DE LA TOURETTE Anne (démission le 12/05/2026)"},
         {"full_name": "DE LA TOURETTE Anne", "ended_on": _DAY, "end_reason": "démission"}, ("12/05/2026",)),
    Case({"full_name": "DUPONT Zoé - démissionnaire"},
         {"full_name": "DUPONT Zoé", "ended_on": dt.date(2026, 8, 31), "end_reason": "démission"}, ("démissionnaire",),
         ("mark:demissionnaire:day",), {"mark:demissionnaire:day": "school"}),
    Case({"last_name": "DUPONT", "first_name": "Zoé (secrétaire)"},
         {"last_name": "DUPONT", "first_name": "Zoé", "function": "secrétaire"}, (), ("mark:secretaire",),
         {"mark:secretaire": "function"}),
    Case({"full_name": "DUPONT (Zoé)"}, {"full_name": "DUPONT"}, (), ("mark:zoe",)),
)  # fmt: skip
