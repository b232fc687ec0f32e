"""What a French reader must not meet on a page: words of English, of Python, dates of machines."""

from playwright.sync_api import Page

from tests.support.french import SPOKEN, odd_texts

# The words that a person sees or hears: texts (folded ones too) and the attributes that browsers speak. What says
# itself that it is in another language is left out.
_READ = """(spoken) => {
  const words = [];
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


def odd_words(page: Page) -> list[str]:
    """The texts of the page that a French reader must not meet."""
    return odd_texts(page.evaluate(_READ, list(SPOKEN)))


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
