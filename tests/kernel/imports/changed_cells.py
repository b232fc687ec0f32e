"""A cell of each kind that one changes in a workbook, and what the row says afterwards."""

import datetime as dt
from decimal import Decimal
from typing import Any

from models.attendance import Presence
from models.people import Gender

CHANGED: list[tuple[str, str, Any, Any]] = [
    ("instances", "name", "Comité du jour", "Comité du jour"),
    ("instances", "notes", "Vu", "Vu"),
    ("elected_officials", "elected_official", "Ana Bel", "Ana Bel"),
    ("people", "last_name", "DURAND", "DURAND"),
    ("people", "gender", "Woman", Gender.FEMALE),
    ("mandates", "planned_end_on", dt.date(2027, 6, 30), dt.date(2027, 6, 30)),
    ("seats", "number", 12, 12),
    ("organisations", "acronym", "LAV", "LAV"),
    ("referents", "end_on", dt.date(2027, 6, 30), dt.date(2027, 6, 30)),
    ("absences", "end_on", dt.date(2027, 6, 30), dt.date(2027, 6, 30)),
    ("dates_to_avoid", "note", "Vu", "Vu"),
    ("requests", "theme", "Voirie", "Voirie"),
    ("meetings", "head_count", 42, 42),
    ("meetings", "is_public", "Yes", True),
    ("actions", "owner_name", "Un voisin", "Un voisin"),
    ("attendance", "presence", "Excused", Presence.EXCUSED),
    ("suppliers", "city", "Bron", "Bron"),
    ("contracts", "opening_paid_excl_tax", 12.5, Decimal("12.50")),
    ("purchase_orders", "subject", "Autre objet", "Autre objet"),
    ("invoices", "suspended_days", 9, 9),
    ("projects", "next_step", "Réserver la salle", "Réserver la salle"),
    ("calls", "signatory", "Le maire", "Le maire"),
    ("applications", "granted_incl_tax", 4999.99, Decimal("4999.99")),
    ("events", "course", "Prendre la parole", "Prendre la parole"),
    ("registrations", "phone", "07 00 00 00 07", "07 00 00 00 07"),
    ("event_evaluations", "comment", "À refaire", "À refaire"),
]
