"""The tables of the user guide that list what imports read: written from the declarations, so that they never lie."""

from collections.abc import Iterator, Sequence

from mdo.kernel.imports import procurement_vocabulary, vocabulary
from mdo.kernel.imports.declaring import ImportField
from mdo.kernel.imports.kinds import KINDS
from mdo.kernel.imports.vocabulary import WordList

BEGIN, END = "<!-- {name} : tableau produit par le code -->", "<!-- fin de {name} -->"
_WORD_LISTS: dict[str, WordList] = {
    "gender": vocabulary.GENDER,
    "consent": vocabulary.CONSENT,
    "designation": vocabulary.DESIGNATION,
    "commitment": vocabulary.COMMITMENT,
    "end_reason": vocabulary.END_REASON,
    "organisation_kind": vocabulary.ORGANISATION_KIND,
    "instance_state": vocabulary.INSTANCE_STATE,
    "request_kind": vocabulary.REQUEST_KIND,
    "follow_up": vocabulary.FOLLOW_UP,
    "meeting_kind": vocabulary.MEETING_KIND,
    "meeting_state": vocabulary.MEETING_STATE,
    "action_state": vocabulary.ACTION_STATE,
    "contract_state": procurement_vocabulary.CONTRACT_STATE,
    "procedure": procurement_vocabulary.PROCEDURE,
    "technique": procurement_vocabulary.TECHNIQUE,
    "price_form": procurement_vocabulary.PRICE_FORM,
    "price_type": procurement_vocabulary.PRICE_TYPE,
    "ccag": procurement_vocabulary.CCAG,
    "group_kind": procurement_vocabulary.GROUP_KIND,
    "identifier_kind": procurement_vocabulary.IDENTIFIER_KIND,
    "order_state": procurement_vocabulary.ORDER_STATE,
}


def with_tables(guide: str) -> str:
    """The guide with each of its generated tables written again. Raises ValueError when one has no place in it."""
    for name, lines in {**dict(_kinds()), **dict(_words())}.items():
        begin, end = BEGIN.format(name=name), END.format(name=name)
        before, found, rest = guide.partition(begin)
        _, closed, after = rest.partition(end)
        if not (found and closed):
            raise ValueError(name)
        guide = "\n".join((before + begin, *lines, end + after))
    return guide


def _kinds() -> Iterator[tuple[str, list[str]]]:
    for code, kind in KINDS.items():
        needed = {name: group for group in kind.required for name in group}
        yield code, ["| Colonne | Autres en-têtes reconnus | |", "| --- | --- | --- |", *_rows(kind.fields, needed)]


def _rows(fields: Sequence[ImportField], needed: dict[str, tuple[str, ...]]) -> Iterator[str]:
    for field in fields:
        first, *others = field.synonyms
        group = needed.get(field.name, ())
        mark = "obligatoire" if len(group) == 1 else "l'une d'elles est obligatoire" if group else ""
        yield f"| {first} | {', '.join(others)} | {mark} |"


def _words() -> Iterator[tuple[str, list[str]]]:
    for name, words in _WORD_LISTS.items():
        yield (
            name,
            [
                "| Valeur | Mots reconnus |",
                "| --- | --- |",
                *(f"| {first} | {', '.join(others)} |" for first, *others in words.members.values()),
            ],
        )
