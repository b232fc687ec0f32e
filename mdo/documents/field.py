"""A field of a paper."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PaperField:
    """A field of a paper: its key, what it holds (a message id) and, of a list, the fields of each of its rows."""

    key: str
    meaning: str
    rows: tuple["PaperField", ...] = ()

    @property
    def is_list(self) -> bool:
        return bool(self.rows)
