// Finds homes without leaving the page: after a change of the form, and by the links to other results.
// Whatever does not come as expected is left to the browser.

const at = (id) => document.getElementById(id);
const typed = () => new URLSearchParams(new FormData(at("finder"))).toString();
let running;
let shown = location.pathname + location.search;

addEventListener("change", ({ target }) => target.form?.id === "finder" && find(`?${typed()}`));
addEventListener("submit", (event) => {
  if (event.target.id !== "finder") return;
  event.preventDefault();
  document.querySelector(".filters").open = false;
  find(`?${typed()}`);
});
addEventListener("click", (event) => {
  const link = event.target.closest?.("#results a");
  const pick = document.querySelector(".pick[open]");
  if (pick && !pick.contains(event.target)) pick.open = false;
  if (!link || link.pathname !== location.pathname || link.hash || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  find(link.href).then(() => at("results").querySelector("h1")?.focus());
});
addEventListener("keydown", ({ key, target }) => {
  const panel = key === "Escape" && target.closest?.("#finder details[open]");
  if (!panel) return;
  panel.open = false;
  panel.querySelector("summary").focus();
});
addEventListener("popstate", () => location.pathname + location.search !== shown && find(location.href, false));

async function find(address, isNew = true) {
  running?.abort();
  const { signal } = (running = new AbortController());
  const asked = typed();
  at("results").ariaBusy = "true";
  const [url, page] = await answer(address, signal);
  if (signal.aborted) return;
  if (!page) return location.assign(address);
  if (isNew) history.pushState(null, "", url);
  shown = location.pathname + location.search;
  show(page, typed() === asked);
}

async function answer(address, signal) {
  try {
    const response = await fetch(address, { signal });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const ours = response.ok && new URL(response.url).pathname === location.pathname && page.getElementById("results");
    return [response.url, ours && page];
  } catch {
    return [];
  }
}

// The form is taken over too, unless somebody went on typing in it.
function show(page, whole) {
  const { id, name, value } = document.activeElement;
  const open = [...document.querySelectorAll("#finder details[open]")].map((details) => details.classList.contains("pick") ? "pick" : "filters");
  for (const part of whole ? ["finder", "results"] : ["results"]) at(part).replaceWith(page.getElementById(part));
  for (const kind of open) at("finder").querySelector(`.${kind}`)?.setAttribute("open", "");
  const same = [...at("finder").elements].find((field) => (id ? field.id === id : name && field.name === name && field.value === value));
  same?.focus({ preventScroll: true });
  document.title = page.title;
  at("heard").textContent = at("results").querySelector("h1").textContent;
}
