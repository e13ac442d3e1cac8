// Saves and hides homes where they stand. Without it, and after any answer that is not expected, the forms are sent.

const SAVED = { save: true, hide: false };
const HIDDEN = { save: false, hide: true };
const AFTER = { save: SAVED, unsave: { save: false }, hide: HIDDEN, unhide: { hide: false } };
let turn = Promise.resolve(); // one after the other, as they were pressed
let latest;

addEventListener("submit", (event) => {
  const { target: form, submitter } = event;
  const fields = new URLSearchParams(new FormData(form, submitter));
  const after = form.method === "post" && !form.dataset.plain && AFTER[fields.get("do")];
  if (!after) return;
  event.preventDefault();
  const before = toggles(fields.get("home")).map((button) => [button, button.ariaPressed === "true"]);
  show(fields.get("home"), after);
  latest = fields;
  turn = turn.then(async () => {
    const now = await answer(form.action, fields);
    if (!now) {
      for (const [button, on] of before) press(button, on);
      form.dataset.plain = "yes";
      form.requestSubmit(submitter);
    } else if (latest === fields) {
      show(fields.get("home"), { save: now.saved, hide: now.hidden });
      document.querySelector(".told").innerHTML = now.notice;
      document.querySelector("nav a[href='/saved']").textContent = `Saved · ${now.count}`;
    }
  });
});

async function answer(address, body) {
  try {
    const sent = { method: "POST", body, headers: { Accept: "application/json" }, redirect: "error" };
    const response = await fetch(address, sent);
    return response.ok && (await response.json());
  } catch {
    return null;
  }
}

function toggles(home) {
  const forms = [...document.querySelectorAll("form.keep")].filter((form) => form.elements.home.value === home);
  return forms.flatMap((form) => [...form.querySelectorAll("[aria-pressed]")]);
}

function show(home, state) {
  for (const button of toggles(home)) press(button, state[button.classList[0]]);
}

function press(button, on) {
  if (on === undefined) return;
  const [name] = button.classList;
  Object.assign(button, { ariaPressed: String(on), value: on ? `un${name}` : name });
  const word = button.querySelector("span") ?? button.nextElementSibling;
  word.textContent = on ? word.dataset.on : word.dataset.off;
  const card = button.closest(".card");
  if (card && name === "hide" && on !== Boolean(card.querySelector(":scope > .line"))) fold(card, button, on);
}

// A hidden home becomes one line, in which it can be taken back.
function fold(card, hide, folded) {
  const held = card.contains(document.activeElement);
  card.querySelector(":scope > .line")?.remove();
  if (folded) card.insertAdjacentHTML("beforeend", '<p class="line">Hidden. <button type="button" class="quiet">Undo</button></p>');
  const undo = card.querySelector(".line button");
  undo?.addEventListener("click", () => hide.form.requestSubmit(hide));
  if (held) (undo ?? hide).focus();
}
