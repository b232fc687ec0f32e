"""Texts that join another line by line."""

from models.text import fold


def with_lines(before: str | None, text: str) -> str:
    """A text with the lines of another that it does not say yet, whatever their case and accents; its own stay."""
    held = before or ""
    known = {fold(line) or line for line in held.splitlines()}
    for line in text.splitlines():
        key = fold(line) or line
        if line.strip() and key not in known:
            known.add(key)
            held = f"{held}\n{line}" if held else line
    return held
