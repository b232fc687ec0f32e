"""A JSON Schema of the essential data, made of the nomenclatures of this package: what leaves is held against it."""

from collections.abc import Iterable
from typing import Any

from mdo.decp import vocabulary as words

Schema = dict[str, Any]
_DATE: Schema = {"type": "string", "pattern": "^20[1-3][0-9]-[0-1][0-9]-[0-3][0-9]$"}
_MONTHS: Schema = {"type": "integer", "minimum": 1, "maximum": 180}
_AMOUNT: Schema = {"type": "number", "minimum": 1, "maximum": 3_000_000_000}
_RANK: Schema = {"type": "integer", "minimum": 1}
_ID: Schema = {"type": "string", "pattern": "^[A-Za-z0-9/\\-_ .#]{1,16}$"}


def _one_of(values: Iterable[str]) -> Schema:
    return {"type": "string", "enum": sorted(set(values))}


def _some_of(key: str, values: Iterable[str]) -> Schema:
    items = {"type": "array", "minItems": 1, "uniqueItems": True, "items": _one_of(values)}
    return _object({key: items})


def _object(properties: Schema, optional: Iterable[str] = ()) -> Schema:
    """An object with these keys and no other."""
    left = set(optional)
    required = [key for key in properties if key not in left]
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _list_of(key: str, item: Schema) -> Schema:
    return {"type": "array", "minItems": 1, "uniqueItems": True, "items": _object({key: item})}


_COMPANY = _object({"id": {"type": "string", "minLength": 1}, "typeIdentifiant": _one_of(words.IDENTIFIERS.values())})
_HOLDERS = _list_of("titulaire", _COMPANY)
_MODIFICATION = _object(
    {
        "id": _RANK,
        "dateNotificationModification": _DATE,
        "datePublicationDonneesModification": _DATE,
        "dureeMois": _MONTHS,
        "montant": _AMOUNT,
        "titulaires": _HOLDERS,
    },
    ("dureeMois", "montant", "titulaires"),
)
_ACT = _object(
    {
        "id": _RANK,
        "sousTraitant": _COMPANY,
        "dureeMois": _MONTHS,
        "dateNotification": _DATE,
        "datePublicationDonnees": _DATE,
        "montant": _AMOUNT,
        "variationPrix": _one_of(words.PRICE_VARIATIONS.values()),
    }
)
_CHANGE = _object(
    {
        "id": _RANK,
        "dateNotificationModificationSousTraitance": _DATE,
        "datePublicationDonnees": _DATE,
        "dureeMois": _MONTHS,
        "montant": _AMOUNT,
    },
    ("dureeMois", "montant"),
)
RECORD_SCHEMA = _object(
    {
        "id": _ID,
        "acheteur": _object({"id": {"type": "string", "pattern": "^[0-9]{14}$"}}),
        "nature": _one_of((words.NATURE, *words.OTHER_NATURES)),
        "objet": {"type": "string", "minLength": 1, "maxLength": 1000},
        "codeCPV": {"type": "string", "pattern": "^[0-9]{8}(-[0-9])?$"},
        "techniques": _some_of("technique", words.TECHNIQUES.values()),
        "modalitesExecution": _some_of("modaliteExecution", (*words.MODALITIES.values(), words.NOTHING)),
        "idAccordCadre": _ID,
        "marcheInnovant": {"type": "boolean"},
        "ccag": _one_of(words.CCAGS.values()),
        "offresRecues": {"type": "integer", "minimum": 1},
        "attributionAvance": {"type": "boolean"},
        "tauxAvance": {"type": "number", "minimum": 0, "maximum": 1},
        "typeGroupementOperateurs": _one_of(words.GROUPS.values()),
        "sousTraitanceDeclaree": {"type": "boolean"},
        "actesSousTraitance": _list_of("acteSousTraitance", _ACT),
        "modificationsActesSousTraitance": _list_of("modificationActeSousTraitance", _CHANGE),
        "procedure": _one_of(words.PROCEDURES.values()),
        "lieuExecution": _object(
            {
                "code": {"type": "string", "minLength": 1},
                "typeCode": _one_of((*words.PLACES.values(), "Code arrondissement")),
            }
        ),
        "dureeMois": _MONTHS,
        "dateNotification": _DATE,
        "datePublicationDonnees": _DATE,
        "montant": _AMOUNT,
        "typesPrix": _some_of("typePrix", words.PRICE_TYPES.values()),
        "formePrix": _one_of(words.PRICE_FORMS.values()),
        "origineUE": {"type": "number", "minimum": 0, "maximum": 1},
        "origineFrance": {"type": "number", "minimum": 0, "maximum": 1},
        "titulaires": _HOLDERS,
        "modifications": _list_of("modification", _MODIFICATION),
        "considerationsSociales": _some_of("considerationSociale", (*words.SOCIAL.values(), words.NO_SOCIAL)),
        "considerationsEnvironnementales": _some_of(
            "considerationEnvironnementale", (*words.ENVIRONMENTAL.values(), words.NO_ENVIRONMENTAL)
        ),
    },
    (
        "idAccordCadre",
        "tauxAvance",
        "actesSousTraitance",
        "modificationsActesSousTraitance",
        "origineUE",
        "origineFrance",
        "modifications",
    ),
)
SCHEMA: Schema = {
    "$schema": "http://json-schema.org/draft-07/schema#",
    **_object({"marches": _object({"marche": {"type": "array", "minItems": 1, "items": RECORD_SCHEMA}})}),
}
