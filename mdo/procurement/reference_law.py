"""Reference rows of public procurement: thresholds, figures and legal delays.

They come from secondary sources: each row says where from, and is marked « à
confirmer » where the fact was inferred or not read in a source. The commande publique direction confirms them on
screen; what was edited there is never written over.
"""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from mdo.procurement.law import NeedLaw
from mdo.procurement.reference_services import SERVICES
from models.procurement import (
    Counting,
    DelayCondition,
    DelayUnit,
    FigureCode,
    LegalFigure,
    ProcedureCode,
    SpecificService,
    StepCode,
    Threshold,
    ThresholdCode,
)

_2019_1344 = "décret n° 2019-1344 du 12 décembre 2019"
_2025_1386 = "décret n° 2025-1386 du 29 décembre 2025"
_ANNEX = "Annexe n° 2 du code de la commande publique"
_CODE_IN_FORCE = dt.date(2019, 4, 1)


@dataclass(frozen=True)
class ThresholdRow:
    """An amount before tax in euros, and the days between which it is valid, both included."""

    code: ThresholdCode
    amount: int
    valid_from: dt.date
    valid_to: dt.date | None
    legal_basis: str
    source: str
    is_to_confirm: bool = False

    @property
    def values(self) -> dict[str, Any]:
        return {
            "code": self.code,
            "amount_excl_tax": Decimal(self.amount),
            "valid_from": self.valid_from,
            "valid_to": self.valid_to,
            "legal_basis": self.legal_basis,
            "source": self.source,
            "is_to_confirm": self.is_to_confirm,
        }


def _from(year: int, month: int = 1) -> dt.date:
    return dt.date(year, month, 1)


def _until(year: int, month: int = 12) -> dt.date:
    return dt.date(year, month, 31)


_2021_1104 = "loi n° 2021-1104 du 22 août 2021, article 35"
_REVIEWED = "Article D2131-5-1 du CGCT"
_KNOWN = "connaissance générale"
_SUMMARIES = "miglioreperrey-avocats.com ; adden-leblog.com ; banquedesterritoires.fr"
_T = ThresholdCode
THRESHOLDS = (
    # Before the code: general knowledge.
    ThresholdRow(
        _T.NO_COMPETITION,
        15_000,
        _from(2012),
        dt.date(2015, 9, 30),
        "Décret n° 2011-1853 du 9 décembre 2011",
        _KNOWN,
        True,
    ),
    ThresholdRow(
        _T.NO_COMPETITION,
        25_000,
        dt.date(2015, 10, 1),
        _until(2019),
        "Décret n° 2015-1163 du 17 septembre 2015",
        _KNOWN,
        True,
    ),
    ThresholdRow(
        _T.NO_COMPETITION,
        40_000,
        _from(2020),
        _until(2026, 3),
        f"Article R2122-8, {_2019_1344}",
        "marchespublicsoptimises.fr/seuils-marches-publics",
    ),
    ThresholdRow(
        _T.NO_COMPETITION,
        60_000,
        _from(2026, 4),
        None,
        f"Article R2122-8, {_2025_1386}",
        _SUMMARIES,
    ),
    ThresholdRow(
        _T.FREE_DOCUMENTS, 90_000, _from(2012), dt.date(2018, 9, 30), "Article 39 du décret n° 2016-360", _KNOWN, True
    ),
    ThresholdRow(_T.FREE_DOCUMENTS, 25_000, dt.date(2018, 10, 1), _until(2019), "Article R2132-2", _KNOWN, True),
    ThresholdRow(_T.FREE_DOCUMENTS, 40_000, _from(2020), _until(2026, 3), "Article R2132-2", _SUMMARIES),
    ThresholdRow(_T.FREE_DOCUMENTS, 60_000, _from(2026, 4), None, f"Article R2132-2, {_2025_1386}", _SUMMARIES),
    ThresholdRow(
        _T.WRITTEN_CONTRACT,
        15_000,
        _from(2012),
        dt.date(2015, 9, 30),
        "Article 11 du code des marchés publics",
        _KNOWN,
        True,
    ),
    ThresholdRow(_T.WRITTEN_CONTRACT, 25_000, dt.date(2015, 10, 1), None, "Article R2112-1", "weka.fr"),
    ThresholdRow(
        _T.ADVERTISING, 90_000, _from(2012), None, "Article R2131-12", "french-business-law.com ; saury-martin.fr"
    ),
    *(
        ThresholdRow(code, amount, start, end, basis, source)
        # Since 2020 the review of legality has followed the European threshold (décret n° 2019-1375).
        for code, basis in ((_T.FORMAL, _ANNEX), (_T.LEGALITY, _REVIEWED))
        for amount, start, end, source in (
            (214_000, _from(2020), _until(2021), "sites.google.com/site/acheteurspublics"),
            (215_000, _from(2022), _until(2023), "fiche de la préfecture (scribd.com 657030673)"),
            (221_000, _from(2024), _until(2025), "gestionnaire03.fr ; blog.landot-avocats.net"),
            (216_000, _from(2026), _until(2027), "blog.landot-avocats.net, 24/10/2025 ; saury-martin.fr"),
        )
    ),
    *(
        ThresholdRow(
            _T.FORMAL, amount, _from(year), _until(year + 1), "Seuil européen, publié au Journal officiel", _KNOWN, True
        )
        for amount, year in ((200_000, 2012), (207_000, 2014), (209_000, 2016), (221_000, 2018))
    ),
    # Read: 193,000, then 209,000, then 214,000; the day of the first change is general knowledge.
    ThresholdRow(_T.LEGALITY, 193_000, _from(2012), _until(2015), _REVIEWED, "sidesa.fr ; legibase", True),
    ThresholdRow(_T.LEGALITY, 209_000, _from(2016), _until(2019), _REVIEWED, "sidesa.fr ; legibase", True),
    ThresholdRow(
        _T.SPECIFIC_SERVICES,
        750_000,
        dt.date(2016, 4, 1),
        None,
        "Article R2123-1, 3°, et annexe n° 3",
        _KNOWN,
        True,
    ),
    ThresholdRow(
        _T.SMALL_LOT, 80_000, _from(2012), None, "Article R2123-1, 2°", "legifrance.gouv.fr (texte du code)", True
    ),
    # From the first euro on: the day alone decides.
    *(
        ThresholdRow(code, amount, dt.date(2026, 8, day), end, f"{article}, {_2021_1104}", source, True)
        for code, amount, day, end, article, source in (
            (_T.ENVIRONMENT_CRITERION, 0, 21, None, "Articles L2152-7 et R2152-7", "cnfpt wikiterritorial ; batiactu"),
            (_T.ENVIRONMENT_CONDITION, 0, 22, None, "Article L2112-2", "marche-public.fr ; achatpublic.info"),
            (_T.SOCIAL_CONDITION, 216_000, 22, _until(2027), "Article L2112-2-1", "marche-public.info"),
        )
    ),
    ThresholdRow(_T.OPEN_DATA, 25_000, dt.date(2018, 10, 1), _until(2019), "Article R2196-1", _KNOWN, True),
    ThresholdRow(
        _T.OPEN_DATA,
        40_000,
        _from(2020),
        None,
        "Article R2196-1, arrêté du 22 décembre 2022",
        "139bercy/decp-arr2022 ; lagazettedescommunes.com/818655",
    ),
    ThresholdRow(
        _T.LIGHT_DATA,
        25_000,
        _from(2020),
        None,
        "Article R2196-1, arrêté du 22 décembre 2022",
        "139bercy/decp-arr2022",
        True,
    ),
    ThresholdRow(_T.ADVANCE, 50_000, _from(2012), None, "Article R2191-3", "lemoniteur.fr ; fntp.fr", True),
)


@dataclass(frozen=True)
class FigureRow:
    """A figure in the unit of its code, from a day on."""

    code: FigureCode
    number: int
    legal_basis: str
    source: str
    is_to_confirm: bool = True
    valid_from: dt.date = _CODE_IN_FORCE
    valid_to: dt.date | None = None

    @property
    def values(self) -> dict[str, Any]:
        return {**vars(self), "number": Decimal(self.number)}


_F = FigureCode
_ADVANCE, _ON_ADVANCES = "Articles R2191-6 et R2191-7", "marche-public.fr/ccp/R2191-07"
_PAYMENT = "code-commande-publique.com/delais-de-paiement ; legal.tricoteuses.fr LEGIARTI000037729643"
FIGURES = (
    FigureRow(_F.LOW_TENDER, 20, "Usage : aucun texte ne dit de combien (L2152-5, L2152-6)", _KNOWN),
    FigureRow(_F.TENDER_DAYS, 20, "Usage : aucun minimum légal en procédure adaptée", "ampconsultants.fr ; weka.fr"),
    FigureRow(_F.FRAMEWORK_MONTHS, 48, "Article L2125-1", "marche-public.info ; code-commande-publique.com", False),
    FigureRow(_F.PAYMENT_DAYS, 30, "Article R2192-10", _PAYMENT),
    FigureRow(_F.INTEREST_POINTS, 8, "Article R2192-31", _PAYMENT),
    FigureRow(_F.RECOVERY, 40, "Article D2192-35", _PAYMENT),
    FigureRow(_F.LOW_VALUE, 10, "Articles R2194-8 et R2194-9 (services)", "doctrine.fr ; maires51.fr"),
    # The rule was read in the draft of the code; the numbers of the articles are general knowledge.
    FigureRow(_F.ONE_BY_ONE, 50, "Articles R2194-3 et R2194-5", "hal-amu 02121879 ; connaissance générale"),
    FigureRow(
        _F.COMMITTEE, 5, "Article L1414-4 du code général des collectivités territoriales", "techniques-ingenieur.fr"
    ),
    FigureRow(_F.ADVANCE_LOWEST, 5, _ADVANCE, _ON_ADVANCES),
    # Consultations launched from 2025 on; what came before was not read in a source.
    FigureRow(
        _F.ADVANCE_LOWEST_SME,
        10,
        f"{_ADVANCE}, décret n° 2024-1251 (plus de 60 M€ de dépenses de fonctionnement)",
        _ON_ADVANCES,
        valid_from=dt.date(2025, 1, 1),
    ),
    FigureRow(_F.ADVANCE_HIGHEST, 30, _ADVANCE, _ON_ADVANCES),
    FigureRow(_F.REPAYMENT_START, 65, "Article R2191-11, sauf clause contraire", "fntp.fr"),
    # Contracts launched since 2025 that are silent are paid back by steps, without this end (décret n° 2024-1251).
    FigureRow(
        _F.REPAYMENT_END,
        80,
        "Article R2191-12, sauf clause contraire",
        "banquedesterritoires.fr ; intertas.info",
        valid_to=_until(2024),
    ),
    FigureRow(_F.ADVANCE_MONTHS, 2, "Article R2191-3", "lemoniteur.fr ; fntp.fr"),
    FigureRow(
        _F.SMALL_LOTS,
        20,
        "Article R2123-1, 2°, et article R2122-8",
        "legifrance.gouv.fr (texte du code)",
        True,
        _from(2012),
    ),
    FigureRow(_F.NEED_MONTHS, 12, "Usage : besoins comptés sur douze mois (R2121-1 à R2121-7)", _KNOWN),
)


@dataclass(frozen=True)
class DelayRow:
    """A delay between two steps: at least, or at most, so many days or months."""

    procedures: tuple[ProcedureCode | None, ...]
    after: StepCode
    step: StepCode
    amount: int
    article: str
    source: str
    condition: DelayCondition = DelayCondition.ORDINARY
    counting: Counting = Counting.SENDING_DAY_EXCLUDED
    unit: DelayUnit = DelayUnit.DAYS
    is_maximum: bool = False
    is_to_confirm: bool = False

    def values(self, procedure: ProcedureCode | None) -> dict[str, Any]:
        names = ("after", "step", "amount", "article", "source", "condition", "counting", "unit", "is_maximum")
        return {
            "procedure": procedure,
            "valid_from": _CODE_IN_FORCE,
            "is_to_confirm": self.is_to_confirm,
            **{name: getattr(self, name) for name in names},
        }


_P, _S, _C = ProcedureCode, StepCode, DelayCondition
_OPEN, _RESTRICTED, _NEGOTIATED, _DIALOGUE = (_P.OPEN,), (_P.RESTRICTED,), (_P.NEGOTIATED,), (_P.DIALOGUE,)
_FORMAL = (_P.OPEN, _P.RESTRICTED, _P.NEGOTIATED, _P.DIALOGUE)
_R2161_2, _R2161_6, _R2161_14 = "Articles R2161-2 et R2161-3", "Articles R2161-6 à R2161-8", "Articles R2161-14 et -15"
_AMP, _CCP, _LEXBASE = "ampconsultants.fr", "code-commande-publique.com", "lexbase (R2161-15) ; app.livv.eu"
_INFERRED = "décret n° 2016-360, articles 69 et 70 (juriblio), repris par le code : déduit"
DELAYS = (
    DelayRow(_OPEN, _S.NOTICE, _S.TENDERS_DUE, 35, _R2161_2, _CCP),
    DelayRow(_OPEN, _S.NOTICE, _S.TENDERS_DUE, 30, _R2161_2, _CCP, _C.ELECTRONIC),
    DelayRow(_OPEN, _S.NOTICE, _S.TENDERS_DUE, 15, _R2161_2, _CCP, _C.PRIOR_NOTICE),
    DelayRow(_OPEN, _S.NOTICE, _S.TENDERS_DUE, 15, _R2161_2, _CCP, _C.URGENT),
    DelayRow(_RESTRICTED, _S.NOTICE, _S.CANDIDATES_DUE, 30, _R2161_6, _AMP),
    DelayRow(_RESTRICTED, _S.NOTICE, _S.CANDIDATES_DUE, 15, _R2161_6, _INFERRED, _C.URGENT, is_to_confirm=True),
    DelayRow(_RESTRICTED, _S.INVITATION, _S.TENDERS_DUE, 30, _R2161_6, _AMP),
    DelayRow(_RESTRICTED, _S.INVITATION, _S.TENDERS_DUE, 25, _R2161_6, _AMP, _C.ELECTRONIC),
    DelayRow(_RESTRICTED, _S.INVITATION, _S.TENDERS_DUE, 10, _R2161_6, _INFERRED, _C.PRIOR_NOTICE, is_to_confirm=True),
    DelayRow(_RESTRICTED, _S.INVITATION, _S.TENDERS_DUE, 10, _R2161_6, _INFERRED, _C.URGENT, is_to_confirm=True),
    DelayRow(_NEGOTIATED, _S.NOTICE, _S.CANDIDATES_DUE, 30, "Article R2161-12", _CCP),
    DelayRow(_NEGOTIATED, _S.NOTICE, _S.CANDIDATES_DUE, 15, "Article R2161-12", _CCP, _C.URGENT),
    # Of its candidates the sources say nothing: as for the other procedures in two rounds.
    DelayRow(_DIALOGUE, _S.NOTICE, _S.CANDIDATES_DUE, 30, "Article R2161-25", _KNOWN, is_to_confirm=True),
    DelayRow(_DIALOGUE, _S.NOTICE, _S.CANDIDATES_DUE, 15, "Article R2161-25", _KNOWN, _C.URGENT, is_to_confirm=True),
    DelayRow(_NEGOTIATED, _S.INVITATION, _S.TENDERS_DUE, 30, _R2161_14, _LEXBASE),
    DelayRow(_NEGOTIATED, _S.INVITATION, _S.TENDERS_DUE, 25, _R2161_14, _LEXBASE, _C.ELECTRONIC),
    DelayRow(_NEGOTIATED, _S.INVITATION, _S.TENDERS_DUE, 10, _R2161_14, _LEXBASE, _C.PRIOR_NOTICE),
    DelayRow(_NEGOTIATED, _S.INVITATION, _S.TENDERS_DUE, 10, _R2161_14, _LEXBASE, _C.URGENT),
    DelayRow(
        _FORMAL,
        _S.REJECTIONS,
        _S.SIGNATURE,
        16,
        "Article R2182-1",
        f"{_CCP} (fiche de la DAJ, 2019)",
        counting=Counting.SENDING_DAY_INCLUDED,
    ),
    DelayRow(
        _FORMAL,
        _S.REJECTIONS,
        _S.SIGNATURE,
        11,
        "Article R2182-1",
        f"{_CCP} (fiche de la DAJ, 2019)",
        _C.ELECTRONIC,
        Counting.SENDING_DAY_INCLUDED,
    ),
    DelayRow(
        (None,),
        _S.SIGNATURE,
        _S.LEGALITY,
        15,
        "Article L2131-13 du code général des collectivités territoriales",
        "fiche de la préfecture (scribd.com 657030673) ; legibase",
        is_maximum=True,
        is_to_confirm=True,
    ),
    DelayRow((None,), _S.SIGNATURE, _S.AWARD_NOTICE, 30, "Article R2183-1", _CCP, is_maximum=True),
    DelayRow(
        (None,),
        _S.NOTIFICATION,
        _S.OPEN_DATA,
        2,
        "Article R2196-1, arrêté du 22 décembre 2022",
        "139bercy/decp-arr2022",
        unit=DelayUnit.MONTHS,
        is_maximum=True,
    ),
)


def shipped_law() -> NeedLaw:
    """What a need is qualified by where no database says otherwise: the rows as they are delivered, stored nowhere."""
    return NeedLaw(
        tuple(Threshold(**row.values) for row in THRESHOLDS),
        tuple(LegalFigure(**row.values) for row in FIGURES),
        tuple(SpecificService(**row.values) for row in SERVICES),
    )
