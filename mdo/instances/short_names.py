"""Short names, for a line of a list that has little room: what everybody calls these bodies and their types."""

from mdo.instances.vocabulary import SHORT_NAMES


def short_name(name: str) -> str:
    """A name without the words of its type where there are letters for them: « CQ Ménival »; others as they are.

    Letters that the name says itself, « … (CICA) », are not said twice.
    """
    for words, letters in SHORT_NAMES.items():
        if name == words or name.startswith(f"{words} "):
            return letters + name[len(words) :].replace(f" ({letters})", "")
    return name
