"""A record that is no longer there, as an answer of its own."""

from werkzeug.exceptions import NotFound


class Deleted(NotFound):
    """A record that was deleted. `sentence` is in the reader's words: who did it, when, and what can be done."""

    def __init__(self, sentence: str) -> None:
        super().__init__()
        self.sentence = sentence
