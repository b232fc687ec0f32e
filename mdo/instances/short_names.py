"""Short names, for a line of a list that has little room: what everybody calls these bodies and their types."""

from mdo.instances.vocabulary import SHORT_NAMES


def short_name(name: str) -> str:
    """A name without the words of its type where there are letters for them: « CQ Ménival »; others as they are."""
    for words, letters in SHORT_NAMES.items():
        if name == words or name.startswith(f"{words} "):
            return letters + name[len(words) :]
    return name
