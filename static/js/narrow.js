// A short choice that hangs on another one of the form (`data-narrow`, the address that says which): only what goes with
// what is chosen there stays on offer. The server keeps the rule; without a script a form that comes back is narrowed.
const offered = async (address, of) => {
  const found = [];
  const url = new URL(address, location.href);
  url.searchParams.set("of", of);
  for (let page = 1, more = true; more && page < 20; page += 1) {
    url.searchParams.set("page", page);
    const response = await fetch(url, { headers: { Accept: "application/json" } });
    if (!response.ok) return null;
    const answer = await response.json();
    found.push(...answer.results);
    more = answer.more;
  }
  return found;
};

for (const select of document.querySelectorAll("select[data-narrow]")) {
  const within = select.form?.elements.namedItem(new URL(select.dataset.narrow, location.href).searchParams.get("within"));
  if (!within) continue;
  const every = [...select.options];
  let turn = 0;
  within.addEventListener("change", async () => {
    const mine = (turn += 1);
    const found = within.value ? await offered(select.dataset.narrow, within.value).catch(() => null) : null;
    if (mine !== turn) return;
    const chosen = select.value;
    select.replaceChildren(...(found ? [every[0], ...found.map(({ id, text }) => new Option(text, id))] : every));
    select.value = [...select.options].some((option) => option.value === chosen) ? chosen : "";
    if (select.value !== chosen) select.dispatchEvent(new Event("change", { bubbles: true }));
  });
}
