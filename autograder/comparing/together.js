
export default {
  render({ model, el }) {
    const root = document.createElement("div");
    root.className = "kfa-together";
    root.innerHTML = model.get("markup");
    el.append(root);
    if (root.querySelector(".pane")) walkTogether(root);
  },
};
