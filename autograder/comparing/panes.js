// Two panes that walk together: what is chosen in one is shown in the other, and both scroll as one.
const walkTogether = (root) => {
  const panes = [...root.querySelectorAll(".pane")];
  const said = root.querySelector(".said");
  const find = (pane, key) => pane.querySelector(`.node[data-key="${CSS.escape(key)}"]`);
  let scrolling = null;

  const choose = (node, focus) => {
    if (!node) return false;
    root.querySelectorAll(".node.met").forEach((other) => other.classList.remove("met"));
    const key = node.dataset.key;
    const both = panes.map((pane) => find(pane, key));
    both.forEach((other) => {
      if (!other) return;
      other.classList.add("met");
      const pane = other.closest(".pane");
      for (const each of pane.querySelectorAll('.node[tabindex="0"]')) each.setAttribute("tabindex", "-1");
      other.setAttribute("tabindex", "0");
    });
    if (focus) node.focus({ preventScroll: true });
    node.scrollIntoView({ block: "nearest", inline: "nearest" });
    said.textContent = both.filter(Boolean).map((other) => other.getAttribute("aria-label")).join(" | ");
    return true;
  };

  const walk = (event) => {
    const node = event.target.closest(".node");
    const pane = event.currentTarget;
    if (!node) {
      if (event.key === "ArrowDown" && event.target === pane && choose(pane.querySelector(".node"), true)) {
        event.preventDefault();
        event.stopPropagation();
      }
      return;
    }
    const other = panes[1 - panes.indexOf(pane)];
    const go = {
      ArrowUp: () => node.dataset.up.split(" ").map((key) => find(pane, key)),
      ArrowDown: () => node.dataset.down.split(" ").map((key) => find(pane, key)),
      ArrowLeft: () => [find(panes[0], node.dataset.key)],
      ArrowRight: () => [find(panes[1], node.dataset.key)],
      Escape: () => [null, pane.focus()],
    }[event.key];
    if (!go) return;
    event.preventDefault();
    event.stopPropagation(); // JupyterLab walks through cells by the same keys
    const next = go().find(Boolean);
    if (next) choose(next, true);
    else if (other && event.key.startsWith("Arrow")) said.textContent = node.getAttribute("aria-label");
  };

  panes.forEach((pane) => {
    pane.addEventListener("click", (event) => choose(event.target.closest(".node"), true));
    pane.addEventListener("keydown", walk);
    pane.addEventListener("scroll", () => {
      if (scrolling && scrolling !== pane) return;
      scrolling = pane;
      for (const other of panes) if (other !== pane) { other.scrollTop = pane.scrollTop; other.scrollLeft = pane.scrollLeft; }
      requestAnimationFrame(() => requestAnimationFrame(() => { scrolling = null; }));
    });
    const first = pane.querySelector(".node");
    if (first) first.setAttribute("tabindex", "0");
  });
};
