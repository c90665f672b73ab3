// What Shiny has no input for: buttons of a list, what is wrong beside the box it is about, boxes
// that a slider or an answer fills in, and an address that brings the page back.

function send(name, value) {
  Shiny.setInputValue(name, value, { priority: "event" });
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-remove], [data-drop]");
  if (button && button.dataset.remove) send("removed", button.dataset.remove);
  if (button && button.dataset.drop) send("dropped", button.dataset.drop);
});

function type(id, value) {
  const box = document.getElementById(id);
  if (!box) return;
  box.value = value;
  box.dispatchEvent(new Event("input", { bubbles: true }));
}

document.addEventListener("input", (event) => {
  const slider = event.target;
  if (slider.id !== "slide") return;
  document.getElementById("slid").textContent = slider.value;
  for (const id of slider.dataset.types.split(" ")) type(id, slider.value);
  if (slider.dataset.rest) type(slider.dataset.rest, String(Number((1 - slider.value).toFixed(6))));
});

let faults = {};

function showFaults() {
  for (const place of document.querySelectorAll(".fault[id]")) {
    const name = place.id.replace(/_fault$/, "");
    const said = faults[name] || "";
    if (place.textContent !== said) place.textContent = said;
    place.hidden = !said;
    for (const box of document.querySelectorAll(`[data-key="${name}"]`)) {
      if (said) box.setAttribute("aria-invalid", "true");
      else box.removeAttribute("aria-invalid");
    }
  }
}

Shiny.addCustomMessageHandler("faults", (found) => { faults = found; showFaults(); });
Shiny.addCustomMessageHandler("type", (boxes) => {
  for (const [id, value] of Object.entries(boxes)) type(id, value);
});
Shiny.addCustomMessageHandler("link", ({ s }) => history.replaceState(null, "", `?s=${s}`));
new MutationObserver(showFaults).observe(document.documentElement, { childList: true, subtree: true });
