// What Shiny has no input for: which lever to remove, and what is wrong beside the box it is about.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-remove]");
  if (button) Shiny.setInputValue("removed", button.dataset.remove, { priority: "event" });
});

function showFaults(faults) {
  for (const place of document.querySelectorAll(".fault")) {
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

let faults = {};
Shiny.addCustomMessageHandler("faults", (found) => { faults = found; showFaults(faults); });
document.addEventListener("shiny:value", () => setTimeout(() => showFaults(faults), 50));
