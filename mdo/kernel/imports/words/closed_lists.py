"""A word that a closed list does not know: the one that it is a variant of, or the question which one it is."""

from enum import StrEnum

from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.imports.asking import Option
from mdo.kernel.imports.words.nearest import likeness, nearest, variant_key
from mdo.kernel.imports.words.unknown import Unknown
from mdo.kernel.imports.words.vocabulary import WordList
from models.text import fold

_NOT_IN_LIST = N_("« %(value)s » is not one of the accepted words: %(words)s.")
_WHICH = N_("« %(value)s » is not one of the accepted words: which one is it?")
_NEAREST = N_("« %(value)s » is not one of the accepted words; the nearest is « %(nearest)s »: which one is it?")
_NEAR = 0.6  # of the letters of two words


def unknown_word(text: str, words: WordList) -> Unknown:
    """What to raise for a word that no member goes by: its options are all the members, the nearest first."""
    members = list(words.members)
    wanted = variant_key(text)
    found = [one for one in members if wanted and any(variant_key(word) == wanted for word in words.known(one))]
    likely = found[0] if len(found) == 1 else None

    def resolved(answer: str) -> StrEnum:
        for member in members:
            if member.value == answer:
                return member
        raise RuleViolation(_NOT_IN_LIST, value=answer, words=words.examples())

    known = {word: member for member in members for word in words.known(member)}
    order = {member: at for at, member in reversed(list(enumerate(known[w] for w in nearest(text, known, len(known)))))}
    hinted = next((words.hints[word] for word in fold(text).split() if word in words.hints), None)
    if hinted is not None:
        order[hinted] = -1
    near = (
        words.members[hinted][0]
        if hinted is not None
        else next((word for word in nearest(text, known, 1) if likeness(text, word) >= _NEAR), "")
    )
    return Unknown(
        _NOT_IN_LIST, family=type(members[0]).__name__, value=text, question=_NEAREST if near else _WHICH,
        options=tuple(Option(one.value, words.label(one)) for one in sorted(members, key=order.__getitem__)),
        resolve=resolved, likely=likely, read="" if likely is None else words.members[likely][0],
        words=words.examples(), nearest=words.members[known[near]][0] if near else "",
    )  # fmt: skip
