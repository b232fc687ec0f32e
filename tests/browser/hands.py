"""Hands that count their gestures: each click, key and scroll, but the words that they type."""

from playwright.sync_api import Locator, Page, expect

_IS_IN_SIGHT = """(element) => {
  const box = element.getBoundingClientRect();
  const above = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  return above !== null && (element === above || element.contains(above) || above.contains(element));
}"""


class Hands:
    """What one does to a page, counted; an element out of sight, or under a bar, costs a scroll more."""

    def __init__(self, page: Page) -> None:
        self.page, self.count = page, 0

    def click(self, target: Locator) -> None:
        target.wait_for()
        self.count += 1 + (not target.evaluate(_IS_IN_SIGHT))
        target.click()

    def press(self, *keys: str) -> None:
        for key in keys:
            self.count += 1
            self.page.keyboard.press(key)

    def type(self, words: str) -> None:
        self.page.keyboard.type(words)

    def write(self, target: Locator, words: str) -> None:
        """Puts words in a field: the click that goes there counts."""
        self.click(target)
        target.fill(words)

    def choose(self, target: Locator, label: str) -> None:
        """Of a list that unfolds: one click opens it, one chooses."""
        self.click(target)
        self.count += 1
        target.select_option(label=label)

    def answer(self, target: Locator, words: str, found: str) -> None:
        """Types some letters in a choice and presses Tab without waiting, which takes the first answer to them."""
        self.click(target)
        self.type(words)
        self.press("Tab")
        expect(target).to_have_value(found)
