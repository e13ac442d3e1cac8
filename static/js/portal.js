// Makes a few things nicer. Every page works without it.

addEventListener("pageshow", (event) => event.persisted && location.reload()); // Back after sign-out shows nothing
sortAtOnce(document.querySelector("form.sort"));
closeWhenLeft(document.querySelector(".menu"));
openPhotosHere([...document.querySelectorAll(".gallery li a")], [...document.querySelectorAll(".mosaic li a")]);

function sortAtOnce(form) {
  if (!form) return;
  form.querySelector("button").hidden = true;
  form.addEventListener("change", () => form.requestSubmit());
  addEventListener("pageshow", () => form.reset()); // after Back: the order of the homes that are shown
}

function closeWhenLeft(menu) {
  if (!menu) return;
  document.addEventListener("click", (event) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}

// The links of the page are the list of photos: each leads to the large one, its picture has the words.
// The shortcuts lead to the first of them, or to the only photo itself.
function openPhotosHere(links, shortcuts) {
  const photos = links.length ? links : shortcuts;
  if (!photos.length) return;
  const box = lightbox(photos);
  for (const list of [links, shortcuts]) {
    list.forEach((link, index) => {
      link.addEventListener("click", (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        box.open(index);
      });
    });
  }
}

function lightbox(links) {
  const dialog = make("dialog", { className: "lightbox", ariaLabel: "Photos" });
  const words = make("p", { ariaLive: "polite" });
  const image = make("img", { alt: "" });
  const close = make("button", { type: "button", className: "close", textContent: "Close" });
  const before = make("button", { type: "button", className: "before", textContent: "Previous" });
  const after = make("button", { type: "button", className: "after", textContent: "Next" });
  dialog.append(words, close, image, before, after);
  document.body.append(dialog);

  let at = 0;
  const show = (index) => {
    at = (index + links.length) % links.length;
    const { alt } = links[at].querySelector("img");
    const place = `Photo ${at + 1} of ${links.length}`;
    Object.assign(image, { src: links[at].href, alt });
    words.textContent = alt && alt !== place ? `${place}: ${alt}` : place;
  };
  const moves = { ArrowLeft: () => show(at - 1), ArrowRight: () => show(at + 1) };
  before.addEventListener("click", moves.ArrowLeft);
  after.addEventListener("click", moves.ArrowRight);
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("keydown", (event) => moves[event.key]?.());
  return {
    open(index) {
      show(index);
      dialog.showModal();
    },
  };
}

function make(name, properties) {
  return Object.assign(document.createElement(name), properties);
}
