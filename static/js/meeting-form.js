// The form of a new meeting proposes what its body or its kind says: title, place, room, and the end by the usual length
// (`data-usual`, the address that tells them). What one typed is never replaced, and what was proposed is.
const title = document.querySelector("input[data-usual]");

if (title) {
  const field = (name) => title.form.elements.namedItem(name);
  let minutes = Number(title.dataset.minutes) || 120;

  const propose = (name, value) => {
    const target = field(name);
    if (!target || !value || (target.value !== "" && target.value !== target.dataset.proposed)) return;
    target.value = value;
    target.dataset.proposed = target.value;
    target.dispatchEvent(new Event("input", { bubbles: true }));
  };

  const proposeEnd = () => {
    const start = field("start_at").value;
    if (!start) return;
    const end = new Date(`${start}Z`); // reckoned as if in UTC: an hour on the clock is an hour
    if (Number.isNaN(end.getTime())) return;
    end.setUTCMinutes(end.getUTCMinutes() + minutes);
    propose("end_at", end.toISOString().slice(0, 16));
  };

  // A kind that was proposed follows the body; one that was chosen stays.
  const isProposed = ({ value, dataset }) => value !== "" && value === dataset.proposed;

  const ask = async ({ target }) => {
    const [body, kind] = [field("instance"), field("kind")];
    if (target === kind) delete kind.dataset.proposed;
    const url = new URL(title.dataset.usual, location.href);
    url.searchParams.set("instance", body.value);
    url.searchParams.set("kind", isProposed(kind) ? "" : kind.value);
    const response = await fetch(url, { headers: { Accept: "application/json" } }).catch(() => null);
    if (!response?.ok) return;
    const { minutes: usual, ...values } = await response.json();
    minutes = usual;
    for (const [name, value] of Object.entries(values)) propose(name, value);
    proposeEnd();
  };

  for (const name of ["instance", "kind"]) field(name)?.addEventListener("change", ask);
  field("start_at")?.addEventListener("change", proposeEnd);
  // What the server proposed may change with the body or the kind; what comes back after a refusal was typed.
  if (!document.querySelector(".error-summary")) {
    for (const name of ["kind", "title", "place", "room"]) if (field(name)) field(name).dataset.proposed = field(name).value;
  }
}
