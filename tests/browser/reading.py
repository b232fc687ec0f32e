"""What a French reader must not meet on a page: words of English, of Python, dates of machines."""

import re

from playwright.sync_api import Page

# The words that a person sees or hears: texts (folded ones too) and the attributes that browsers speak. What says
# itself that it is in another language is left out.
_READ = """() => {
  const words = [];
  const spoken = ["aria-label", "title", "placeholder", "alt", "data-confirm", "data-delete", "data-guard"];
  const walk = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return words.push(node.data);
    if (node.nodeType !== Node.ELEMENT_NODE || ["SCRIPT", "STYLE"].includes(node.tagName)) return;
    if (node.lang && node.lang !== "fr") return;
    for (const name of spoken) if (node.hasAttribute(name)) words.push(node.getAttribute(name));
    node.childNodes.forEach(walk);
  };
  walk(document.body);
  return [document.title, ...words];
}"""
_ADDRESS = re.compile(r"\S+://\S+|\S+@\S+")
_ENGLISH = re.compile(
    r"\b(the|and|of|is|are|was|were|this|that|these|with|without|not|your|from|has|have|been|will|which|who|only|"
    r"choose|search|save|saved|edit|delete|deleted|add|added|remove|cancel|home|settings|people|person|body|bodies|"
    r"mandates?|seats?|yes|rows?|field|fields|required|none|unknown|empty|error|created|changed|update|start|end|"
    r"name|first name|last name|show|sign|page not|of the|to complete|in force|ended|expired|upcoming)\b",
    re.IGNORECASE,
)
# Words of the list above that are French too.
_FRENCH_TOO = {"mandates"}
_MACHINE = (
    re.compile(r"\b(None|True|False|null|undefined|NaN)\b"),
    re.compile(r"\b\d{4}-\d{2}-\d{2}\b"),
    re.compile(r"<[A-Z]\w+[ >]"),
    re.compile(r"%\(\w+\)[sd]|\{\w*\}"),
)


def odd_words(page: Page) -> list[str]:
    """The texts of the page that a French reader must not meet."""
    found = []
    for text in page.evaluate(_READ):
        bare = _ADDRESS.sub("", text)
        odd = [match.group() for match in _ENGLISH.finditer(bare) if match.group().lower() not in _FRENCH_TOO]
        odd += [match.group() for pattern in _MACHINE for match in pattern.finditer(bare)]
        if odd:
            found.append(f"{odd[0]!r} in {' '.join(text.split())[:120]!r}")
    return found


def outline(page: Page) -> list[str]:
    """What is wrong with the frame of the page: its language, its headings, its width."""
    found = []
    if page.locator("html").get_attribute("lang") != "fr":
        found.append("the language is not said")
    if (count := page.locator("h1").count()) != 1:
        found.append(f"{count} headings of first level")
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        found.append("the page scrolls sideways")
    return found
