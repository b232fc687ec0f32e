// Tabs of a record. The links of the page become an ARIA tab list: arrows move the focus, Enter or Space opens. A tab
// is fetched when it is first opened, and the address follows, so that back and forward go from tab to tab.
const strip = document.querySelector("[data-tabs]");
if (strip) {
  const box = strip.closest(".tabs");
  const tabs = [...strip.querySelectorAll("a")];
  const first = strip.querySelector("[aria-current]");
  const panels = new Map();

  const panelOf = (tab) => {
    if (!panels.has(tab)) {
      const id = `panel-${tab.dataset.tab}`;
      const panel = document.getElementById(id) || Object.assign(document.createElement("section"), { id, className: "tabs__panel", hidden: true });
      panel.setAttribute("role", "tabpanel");
      panel.setAttribute("aria-labelledby", tab.id);
      panel.tabIndex = 0;
      box.append(panel);
      panels.set(tab, panel);
    }
    return panels.get(tab);
  };

  const select = (chosen) => {
    for (const tab of tabs) {
      const isChosen = tab === chosen;
      tab.setAttribute("aria-selected", String(isChosen));
      tab.tabIndex = isChosen ? 0 : -1;
      panelOf(tab).hidden = !isChosen;
      document.querySelector(`[data-on-paper="${tab.dataset.tab}"]`)?.toggleAttribute("hidden", isChosen);
    }
    // Where the strip slides, the open tab comes to its middle, and the page stays where it is.
    const [frame, place] = [strip.getBoundingClientRect(), chosen.getBoundingClientRect()];
    strip.scrollLeft += place.left + place.width / 2 - frame.left - frame.width / 2;
  };

  const load = async (tab) => {
    const panel = panelOf(tab);
    if (panel.childElementCount) return;
    panel.setAttribute("aria-busy", "true");
    panel.append(Object.assign(document.createElement("p"), { className: "tabs__loading", textContent: box.dataset.loading }));
    const url = new URL(tab.href);
    url.searchParams.set("fragment", "1");
    url.hash = "";
    try {
      const response = await fetch(url);
      if (!response.ok || response.redirected) throw new Error(String(response.status));
      panel.innerHTML = await response.text();
      panel.removeAttribute("aria-busy");
      document.dispatchEvent(new Event("mdo:content"));
    } catch {
      // The whole page says what is wrong, or asks to sign in again. Without the anchor, which would not leave this page.
      location.replace(tab.href.split("#")[0]);
    }
  };

  const open = (tab) => {
    select(tab);
    return load(tab);
  };

  strip.setAttribute("role", "tablist");
  for (const item of strip.querySelectorAll("ul, li")) item.setAttribute("role", "presentation");
  for (const tab of tabs) {
    tab.setAttribute("role", "tab");
    tab.removeAttribute("aria-current");
    tab.setAttribute("aria-controls", panelOf(tab).id);
  }
  select(first);

  strip.addEventListener("click", (event) => {
    const tab = event.target.closest("a");
    if (!tab || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (tab.getAttribute("aria-selected") === "true") return;
    history.pushState(null, "", tab.href.split("#")[0]);
    open(tab);
  });

  strip.addEventListener("keydown", (event) => {
    const here = tabs.indexOf(event.target.closest("a"));
    const steps = { ArrowRight: here + 1, ArrowLeft: here - 1, Home: 0, End: tabs.length - 1 };
    if (here < 0) return;
    if (event.key === " ") {
      event.preventDefault();
      tabs[here].click();
    } else if (event.key in steps) {
      event.preventDefault();
      tabs[(steps[event.key] + tabs.length) % tabs.length].focus();
    }
  });

  window.addEventListener("popstate", () => {
    const name = new URL(location.href).searchParams.get("tab");
    open(tabs.find((tab) => tab.dataset.tab === name) || tabs[0]);
  });
}
