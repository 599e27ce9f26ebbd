// A question with buttons: the first click counts, and shows what is said of it and of the right choice.

export default {
  render({ model, el }) {
    const root = document.createElement("div");
    root.className = "kfa-ask-live";
    root.innerHTML = model.get("html");
    el.append(root);
    const items = [...root.querySelectorAll("li")];
    const show = (chosen) => {
      items.forEach((item, k) => {
        item.querySelector("button").disabled = true;
        item.classList.toggle("yes", k === model.get("right"));
        item.classList.toggle("yours", k === chosen);
        item.querySelector("p").hidden = k !== chosen && k !== model.get("right");
      });
      const told = root.querySelector("[aria-live]");
      told.textContent = items[chosen].querySelector("p").textContent;
      told.className = "jp-sr-only";
      told.style.cssText = "position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)";
    };
    items.forEach((item, k) => {
      item.querySelector("button").addEventListener("click", () => {
        if (model.get("chosen") >= 0) return;
        model.set("chosen", k);
        model.save_changes();
        show(k);
      });
    });
    if (model.get("chosen") >= 0) show(model.get("chosen"));
  },
};
