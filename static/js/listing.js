// On a home's page: its buttons to print and to copy the link, and a printed sheet that has every group of details.

const tools = document.querySelector(".by-script");
const copy = tools.querySelector(".copy-link");
const said = tools.querySelector("[role=status]");
tools.hidden = false;
tools.querySelector(".print").addEventListener("click", () => print());
copy.addEventListener("click", async () => {
  try {
    await navigator.clipboard.writeText(copy.dataset.address);
    said.textContent = said.dataset.copied;
  } catch {
    said.textContent = said.dataset.failed;
  }
});

let closed = [];
addEventListener("beforeprint", () => {
  closed = [...document.querySelectorAll(".groups details:not([open])")];
  for (const group of closed) group.open = true;
});
addEventListener("afterprint", () => {
  for (const group of closed) group.open = false;
});
