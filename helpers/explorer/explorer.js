// The explorer's page: the picture comes as pieces of SVG, answers about a layer as numbers and bytes.
// Whatever a learner has named stands in text nodes alone.

const SVG = "http://www.w3.org/2000/svg";
const READABLE = 0.7; // of its size a picture's words can be read; a wider one is scrolled
const PATIENCE = 4000; // ms until the reader is told that the kernel does not answer
// Colours for small to great values: dark blue to yellow, told apart by all eyes and in grey.
const SCALE = [[68, 1, 84], [59, 82, 139], [33, 145, 140], [94, 201, 98], [253, 231, 37]];

export default {
  render({ model, el }) {
    const explorer = new Explorer(model, el);
    return () => explorer.end();
  },
};

class Explorer {
  constructor(model, el) {
    this.model = model;
    this.words = model.get("words");
    this.about = model.get("about");
    this.zoom = 1;
    this.chosen = "";
    this.row = 0;
    this.training = false;
    this.asked = 0;
    this.gone = new AbortController();
    this.root = add(el, "div", { class: "kfa-explorer kfa-graph", lang: this.about.lang });
    this.root.setAttribute("role", "region");
    this.root.setAttribute("aria-label", this.words.explorer);
    this.style = add(this.root, "style");
    this.bar = add(this.root, "div", { class: "bar", role: "toolbar", "aria-label": this.words.explorer });
    this.body = add(this.root, "div", { class: this.about.beside.length ? "body two" : "body" });
    this.side = add(this.body, "div", { class: "side" });
    this.field = add(this.side, "div", { class: "field" });
    this.beside();
    this.panel = add(this.body, "section", { class: "panel", "aria-label": this.words.panel, tabindex: "0" });
    this.live = add(this.root, "div", { class: "unseen", role: "status" });
    this.tools();
    this.listen();
    this.draw();
    this.rest();
  }

  end() {
    clearTimeout(this.timer);
    clearTimeout(this.seeking);
    this.gone.abort();
    this.model.off("change:view", this.redraw);
    this.model.off("msg:custom", this.heard);
  }

  tools() {
    const { words } = this;
    const button = (word, act, more = {}) => {
      const made = add(this.bar, "button", { type: "button", ...more }, word);
      made.addEventListener("click", act, { signal: this.gone.signal });
      return made;
    };
    const scale = (by) => () => this.scale(this.zoom * by);
    button("+", scale(1.25), { "aria-label": words.larger, title: words.larger, class: "small" });
    button("−", scale(0.8), { "aria-label": words.smaller, title: words.smaller, class: "small" });
    button(words.fit, () => this.fit());
    if (this.about.models.length) {
      button(words.openAll, () => this.open(this.about.models));
      button(words.closeAll, () => this.open([]));
    }
    this.seek(words);
    this.asTable = button(words.table, () => this.turn(), { "aria-pressed": "false" });
    if (this.about.rows) {
      this.mode = button(words.training, () => {
        this.training = !this.training;
        this.mode.setAttribute("aria-pressed", String(this.training));
        if (this.chosen) this.choose(this.chosen);
      }, { "aria-pressed": "false" });
    }
    if (this.about.rows > 1) this.chooser();
  }

  // Chooses the next layer that has the text in its name or kind; opens what is closed where nothing else has it.
  seek(words) {
    const field = add(this.bar, "input", { type: "search", class: "seek", placeholder: words.search, "aria-label": words.search });
    const go = (onward) => {
      const text = field.value.trim().toLowerCase();
      const all = [...this.nodes.keys()];
      const found = all.filter((key) => text && this.view.nodes[key].label.toLowerCase().includes(text));
      this.sought = "";
      if (text && !found.length) {
        if (this.about.models.some((key) => !this.model.get("opened").includes(key))) {
          this.sought = text;
          this.open(this.about.models);
        } else this.live.textContent = words.notFound;
      }
      field.setAttribute("aria-invalid", String(Boolean(text) && !found.length && !this.sought));
      if (!found.length) return;
      const key = found[onward ? (found.indexOf(this.chosen) + 1) % found.length : 0];
      this.choose(key);
      this.center(key);
      field.focus({ preventScroll: true });
    };
    this.again = () => { if (this.sought) go(false); };
    field.addEventListener("input", () => { clearTimeout(this.seeking); this.seeking = setTimeout(() => go(false), 200); }, { signal: this.gone.signal });
    field.addEventListener("keydown", (event) => { if (event.key === "Enter") go(true); }, { signal: this.gone.signal });
  }

  center(key) {
    const [box, field] = [this.nodes.get(key).getBoundingClientRect(), this.field.getBoundingClientRect()];
    this.field.scrollLeft += (box.left + box.right - field.left - field.right) / 2;
    this.field.scrollTop += (box.top + box.bottom - field.top - field.bottom) / 2;
  }

  chooser() {
    const label = add(this.bar, "label", { class: "row" }, this.words.row + " ");
    const field = add(label, "input", { type: "number", min: "1", max: String(this.about.rows), value: "1" });
    add(label, "span", {}, " " + this.words.of.replace("{count}", this.about.rows));
    field.addEventListener("input", () => {
      const row = Math.round(Number(field.value)) - 1;
      if (!(row >= 0 && row < this.about.rows)) return;
      this.row = row;
      if (this.chosen) this.choose(this.chosen);
    }, { signal: this.gone.signal });
  }

  listen() {
    const on = (kind, act, more = {}) => this.field.addEventListener(kind, act, { signal: this.gone.signal, ...more });
    on("click", (event) => {
      const at = event.target.closest("[data-node]");
      if (!at || this.dragged) return;
      if (event.target.closest(".turn")) this.toggle(at.dataset.node);
      else this.choose(at.dataset.node);
    });
    on("dblclick", (event) => {
      const at = event.target.closest("[data-node]");
      if (at && !event.target.closest(".turn")) this.toggle(at.dataset.node);
    });
    on("keydown", (event) => this.key(event));
    on("pointerover", (event) => this.kin(event.target.closest("[data-node]")));
    on("pointerleave", () => this.kin(null));
    on("focusin", (event) => {
      const at = event.target.closest("[data-node]");
      this.kin(at);
      if (at) this.reach(at.dataset.node, false);
    });
    on("wheel", (event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      this.scale(this.zoom * (event.deltaY < 0 ? 1.1 : 1 / 1.1), event);
    }, { passive: false });
    this.pan(on);
    this.root.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.rest(true);
      if (!event.target.closest("input")) event.stopPropagation(); // JupyterLab has commands on letters
    }, { signal: this.gone.signal });
    this.redraw = () => this.draw();
    this.heard = (message, buffers) => this.answered(message, buffers);
    this.model.on("change:view", this.redraw);
    this.model.on("msg:custom", this.heard);
  }

  pan(on) {
    let from = null;
    on("pointerdown", (event) => {
      this.dragged = false;
      if (event.button === 0 && event.pointerType === "mouse") {
        from = [event.clientX, event.clientY, this.field.scrollLeft, this.field.scrollTop];
      }
    });
    on("pointermove", (event) => {
      if (!from || !event.buttons) return;
      const [dx, dy] = [event.clientX - from[0], event.clientY - from[1]];
      if (Math.abs(dx) + Math.abs(dy) > 4) this.dragged = true;
      this.field.scrollLeft = from[2] - dx;
      this.field.scrollTop = from[3] - dy;
    });
    on("pointerup", () => { from = null; });
  }

  // The picture

  draw() {
    const view = this.view = this.model.get("view");
    const focused = this.root.contains(document.activeElement) ? this.focus : "";
    this.style.textContent = view.style;
    this.nodes = new Map();
    this.frames = new Map();
    this.lines = [];
    const text = view.parts.map(([kind, key, markup], k) => `<g data-k="${k}">${markup}</g>`).join("");
    const parsed = new DOMParser().parseFromString(`<svg xmlns="${SVG}">${text}</svg>`, "image/svg+xml");
    this.svg = document.createElementNS(SVG, "svg");
    set(this.svg, { viewBox: `0 0 ${view.width} ${view.height}`, role: "group", "aria-label": this.words.graph });
    for (const piece of [...parsed.documentElement.children]) {
      const [kind, key] = view.parts[Number(piece.dataset.k)];
      this.svg.append(document.adoptNode(piece));
      if (kind === "edge") {
        this.lines.push([piece, ...(view.edges[Number(key)] || ["", ""])]);
        if (this.about.wiring && view.edges[Number(key)]) this.wire(piece, ...view.edges[Number(key)]);
      }
      else if (kind === "frame") this.frames.set(key, piece);
      else if (kind === "node" || kind === "title") this.make(key, piece, kind);
    }
    this.field.replaceChildren(this.svg);
    this.listing();
    this.size(this.byHand ? this.zoom : this.best());
    const keep = [focused, this.focus, ...this.nodes.keys()].find((key) => this.nodes.has(key));
    this.reach(keep, Boolean(focused));
    if (this.chosen && this.nodes.has(this.chosen)) this.light(this.chosen);
    else this.rest();
    this.again?.();
  }

  make(key, piece, kind) {
    const fact = this.view.nodes[key];
    if (!fact) return;
    set(piece, { "data-node": key, class: "node", role: "button", tabindex: "-1", "aria-label": fact.label });
    if (fact.model) set(piece, { "aria-expanded": String(fact.open) });
    piece.querySelectorAll("text, rect, path").forEach((child) => child.setAttribute("aria-hidden", "true"));
    this.nodes.set(key, piece);
    if (fact.model) this.turner(key, piece, kind);
  }

  // An edge that can be chosen: a wide line over it that nobody sees takes the click, or Enter.
  wire(piece, source, target) {
    const over = piece.querySelector("path").cloneNode();
    const name = (key) => this.view.nodes[key]?.name || key;
    set(over, { class: "wire", role: "button", tabindex: "0", "aria-label": `${name(source)} → ${name(target)}` });
    over.removeAttribute("marker-end");
    const ask = (event) => { event.preventDefault(); event.stopPropagation(); this.model.send({ edge: [source, target] }); };
    over.addEventListener("click", ask, { signal: this.gone.signal });
    over.addEventListener("keydown", (event) => { if (event.key === "Enter" || event.key === " ") ask(event); }, { signal: this.gone.signal });
    piece.append(over);
  }

  // The sign that opens or closes a nested model, in its corner.
  turner(key, piece, kind) {
    const frame = this.frames.get(key);
    const around = (kind === "title" ? frame : piece).querySelector("rect:last-of-type, rect");
    const box = ["x", "y", "width", "height"].map((name) => Number(around.getAttribute(name)));
    const at = kind === "title" ? [box[0] + box[2] - 16, box[1] + 14] : [box[0] + box[2] - 2, box[1] + box[3] - 2];
    const sign = document.createElementNS(SVG, "g");
    set(sign, { class: "turn", "aria-hidden": "true", transform: `translate(${at[0]} ${at[1]})` });
    const title = document.createElementNS(SVG, "title");
    title.textContent = kind === "title" ? this.words.close : this.words.open;
    const disc = document.createElementNS(SVG, "circle");
    set(disc, { r: "9" });
    const cross = document.createElementNS(SVG, "path");
    set(cross, { d: kind === "title" ? "M-4 0H4" : "M-4 0H4M0-4V4" });
    sign.append(title, disc, cross);
    piece.append(sign);
  }

  listing() {
    const table = document.createElement("table");
    const head = add(add(table, "thead"), "tr");
    for (const word of this.view.heads) add(head, "th", { scope: "col" }, word);
    const body = add(table, "tbody");
    for (const row of this.view.rows) {
      const line = add(body, "tr");
      row.forEach((cell, k) => add(line, k ? "td" : "th", k ? {} : { scope: "row" }, cell));
    }
    const shown = this.table && !this.table.hidden;
    this.table?.remove();
    this.table = add(this.side, "div", { class: "table", tabindex: "0", role: "group", "aria-label": this.words.table });
    this.table.append(table);
    this.table.hidden = !shown;
  }

  turn() {
    this.table.hidden = !this.table.hidden;
    this.field.hidden = !this.table.hidden;
    this.asTable.setAttribute("aria-pressed", String(!this.table.hidden));
  }

  beside() {
    const [svg, text] = this.about.beside;
    if (!svg) return;
    this.field.before(add(document.createElement("div"), "div", { class: "caption" }, this.words.yours));
    const figure = add(this.body, "figure", { class: "side" });
    add(figure, "figcaption", { class: "caption" }, this.words.expected);
    const data = "data:image/svg+xml;base64," + btoa(String.fromCharCode(...new TextEncoder().encode(svg)));
    add(add(figure, "div", { class: "other", tabindex: "0" }), "img", { src: data, alt: text });
  }

  best() {
    const wide = this.field.clientWidth || 700;
    return Math.max(READABLE, Math.min(1, (wide - 4) / this.view.width));
  }

  fit() {
    const [wide, tall] = [this.field.clientWidth / this.view.width, 616 / this.view.height];
    this.size(Math.min(1, wide, tall));
    this.byHand = false;
  }

  scale(zoom, at) {
    this.byHand = true;
    const held = at ? "" : this.chosen;
    this.size(zoom, at);
    if (held && this.nodes.has(held)) this.center(held);
  }

  size(zoom, at) {
    const before = this.zoom;
    this.zoom = Math.max(0.05, Math.min(3, zoom));
    const box = this.field.getBoundingClientRect();
    const [x, y] = at ? [at.clientX - box.left, at.clientY - box.top] : [box.width / 2, 0];
    const [left, top] = [this.field.scrollLeft, this.field.scrollTop];
    set(this.svg, { width: this.view.width * this.zoom, height: this.view.height * this.zoom });
    this.field.scrollLeft = ((left + x) * this.zoom) / before - x;
    this.field.scrollTop = ((top + y) * this.zoom) / before - y;
  }

  // Walking and choosing

  key(event) {
    const key = this.focus;
    const ways = { ArrowDown: [0, 1], ArrowUp: [0, -1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
    const keys = [...this.nodes.keys()];
    if (ways[event.key]) this.step(key, ...ways[event.key]);
    else if (event.key === "Home") this.reach(keys[0], true);
    else if (event.key === "End") this.reach(keys[keys.length - 1], true);
    else if (event.key === " " && this.view.nodes[key]?.model) this.toggle(key);
    else if (event.key === "Enter" || event.key === " ") this.choose(key);
    else if (event.key === "+") this.scale(this.zoom * 1.25);
    else if (event.key === "-") this.scale(this.zoom * 0.8);
    else return;
    event.preventDefault();
  }

  // Along an edge where one leads that way, else to the next box on that side.
  step(key, dx, dy) {
    const from = middle(this.nodes.get(key));
    const near = dy > 0 ? this.ahead(key) : dy < 0 ? this.behind(key) : [];
    const all = near.length ? near : dy ? [] : [...this.nodes.keys()];
    let best = null;
    for (const other of all) {
      if (other === key) continue;
      const to = middle(this.nodes.get(other));
      const [x, y] = [to[0] - from[0], to[1] - from[1]];
      if (dx && (x * dx <= 4 || Math.abs(y) > Math.abs(x) * 2)) continue;
      const far = Math.abs(x) + Math.abs(y) * (dx ? 3 : 1);
      if (!best || far < best[0]) best = [far, other];
    }
    if (best) this.reach(best[1], true);
  }

  ahead(key) { return this.neighbours(key, 0, 1); }
  behind(key) { return this.neighbours(key, 1, 0); }

  // Nodes at the other end of a node's edges, looked up through the borders of open models.
  neighbours(key, here, there) {
    const found = new Set();
    const seen = new Set([key]);
    const walk = (at) => {
      for (const edge of this.view.edges) {
        if (edge[here] !== at || seen.has(edge[there])) continue;
        seen.add(edge[there]);
        if (this.nodes.has(edge[there])) found.add(edge[there]);
        else walk(edge[there]);
      }
    };
    walk(key);
    if (!found.size && this.view.nodes[key]?.open) this.inside(key).forEach((inner) => found.add(inner));
    return [...found];
  }

  inside(key) { return [...this.nodes.keys()].filter((other) => other.startsWith(key + "/")); }

  reach(key, focus) {
    if (!this.nodes.has(key)) return;
    this.nodes.get(this.focus)?.setAttribute("tabindex", "-1");
    this.focus = key;
    const node = this.nodes.get(key);
    node.setAttribute("tabindex", "0");
    if (!focus) return;
    node.focus({ preventScroll: true });
    const [box, field] = [node.getBoundingClientRect(), this.field.getBoundingClientRect()];
    if (box.left < field.left || box.right > field.right) this.field.scrollLeft += box.left - field.left - 40;
    if (box.top < field.top || box.bottom > field.bottom) this.field.scrollTop += box.top - field.top - 40;
  }

  // All calls of a shared layer, marked while one of them is pointed at.
  kin(piece) {
    const layer = piece ? this.view.nodes[piece.dataset.node]?.layer : -1;
    const calls = [...this.nodes.keys()].filter((key) => layer >= 0 && this.view.nodes[key].layer === layer);
    for (const [key, node] of this.nodes) {
      for (const shown of [node, this.frames.get(key)]) {
        shown?.classList.toggle("kin", calls.length > 1 && calls.includes(key));
      }
    }
  }

  open(keys) {
    this.model.set("opened", [...keys]);
    this.model.save_changes();
  }

  toggle(key) {
    if (!this.view.nodes[key]?.model) return;
    const opened = this.model.get("opened");
    const rest = opened.filter((other) => other !== key && !other.startsWith(key + "/"));
    this.focus = key;
    this.open(opened.includes(key) ? rest : [...opened, key]);
  }

  choose(key) {
    const fact = this.view.nodes[key];
    if (fact && fact.model && fact.layer < 0) this.toggle(key); // a fold: it opens in its place
    if (!fact || fact.layer < 0) return;
    this.chosen = key;
    this.reach(key, true);
    this.light(key);
    this.facts(fact, key);
    this.live.textContent = fact.label;
    if (!this.about.asks) return;
    this.asked += 1;
    this.say(this.words.waiting);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.say(this.words.noAnswer), PATIENCE);
    this.model.send({ ask: this.asked, key, row: this.row, training: this.training });
  }

  // The way from the inputs to a node: everything else steps back.
  light(key) {
    const on = new Set([key, ...this.inside(key)]);
    const waiting = [...on];
    while (waiting.length) {
      const at = waiting.pop();
      for (const [source, target] of this.view.edges) {
        if (target === at && !on.has(source)) { on.add(source); waiting.push(source); }
      }
    }
    for (const other of [...on]) {
      const parts = other.split("/");
      parts.slice(1).forEach((_, k) => on.add(parts.slice(0, k + 1).join("/")));
    }
    this.svg.classList.add("lit");
    for (const [other, node] of this.nodes) {
      node.classList.toggle("on", on.has(other));
      node.classList.toggle("chosen", other === key);
      node.setAttribute("aria-pressed", String(other === key));
    }
    for (const [piece, source, target] of this.lines) piece.classList.toggle("on", on.has(source) && on.has(target));
  }

  rest(back = false) {
    const from = this.chosen;
    this.chosen = "";
    clearTimeout(this.timer);
    this.svg.classList.remove("lit");
    for (const node of this.nodes.values()) {
      node.classList.remove("on", "chosen");
      node.removeAttribute("aria-pressed");
    }
    this.panel.replaceChildren();
    add(this.panel, "p", { class: "mute" }, this.words.hint);
    if (back && from) this.reach(from, true);
  }

  // The panel

  facts(fact, key) {
    const { words, panel } = this;
    panel.replaceChildren();
    const head = add(panel, "header");
    add(head, "h3", {}, fact.name);
    add(head, "span", { class: "mute" }, [fact.kind, fact.shared, fact.word].filter(Boolean).join(" · "));
    if (fact.model) {
      const turn = add(head, "button", { type: "button" }, fact.open ? words.close : words.open);
      turn.addEventListener("click", () => this.toggle(key), { signal: this.gone.signal });
    }
    const list = add(panel, "dl");
    const row = (word, ...texts) => {
      add(list, "dt", {}, word);
      const value = add(list, "dd");
      texts.forEach((text) => add(value, "div", {}, text));
    };
    row(words.shape, ...fact.shapes.map((shape, k) => `${shape}  ${fact.dtypes[k] || ""}`));
    if (fact.from.length) row(words.from, ...fact.from.map(([name, shape]) => `${name}: ${shape}`));
    row(words.parameters, fact.params + (fact.frozen ? " · " + words.frozen : ""));
    if (fact.config.length) row(words.config, ...fact.config);
    if (fact.all.length) {
      const more = add(panel, "details");
      add(more, "summary", {}, words.all);
      const all = add(more, "dl");
      for (const [name, value] of fact.all) { add(all, "dt", {}, name); add(all, "dd", {}, value); }
    }
    this.more = add(panel, "div", { class: "more" });
  }

  say(text) { this.more?.replaceChildren(add(document.createElement("div"), "p", { class: "mute" }, text)); }

  answered(message, buffers) {
    if (message.told) {
      this.panel.replaceChildren();
      add(this.panel, "p", { class: "told" }, message.told);
      this.live.textContent = message.told;
      return;
    }
    if (message.answer !== this.asked || !this.chosen) return;
    clearTimeout(this.timer);
    const { words } = this;
    this.more.replaceChildren();
    const fact = this.view.nodes[this.chosen];
    const titled = (word) => add(this.more, "h4", {}, word);
    if (message.activations.length) titled(words.activations);
    else if (!this.about.rows) add(this.more, "p", { class: "mute" }, words.noSample);
    message.activations.forEach((about, k) => {
      if (message.activations.length > 1) add(this.more, "h5", {}, `${words.output} ${k} · ${about.shape}`);
      activation(this.more, about, bytes(buffers[k]), words, fact.name);
      if (about.sentence) add(this.more, "p", { class: "mute" }, about.sentence);
    });
    if (message.weights.length) titled(words.weights);
    for (const weight of message.weights) spread(this.more, weight, words);
    if (message.left) add(this.more, "p", { class: "mute" }, message.left);
  }
}

// Drawing numbers

function activation(at, about, data, words, name) {
  const alt = `${name}, ${words.activations}, ${about.shape}: ${about.low} … ${about.high}`;
  if (about.kind === "number") add(at, "p", { class: "number" }, about.value);
  else if (about.kind === "words") add(at, "p", { class: "number" }, about.words.join(" "));
  else if (about.kind === "bars") bars(at, about, data, words, alt);
  else if (about.kind === "heat") {
    const tall = Math.max(2, Math.min(12, Math.floor(220 / about.steps)));
    const figure = add(at, "figure", { class: "heat" });
    add(figure, "span", { class: "axis" }, `${words.feature} 0–${about.features - 1} →`);
    const made = canvas(figure, about.features, about.steps, (k) => colour(data[k]), alt);
    made.style.cssText = `width:100%;height:${about.steps * tall}px`;
    add(figure, "span", { class: "axis" }, `↓ ${words.step} 0–${about.steps - 1}`);
    legend(at, about);
  } else if (about.kind === "image") {
    const made = canvas(add(at, "figure"), about.width, about.height, (k) => data.slice(3 * k, 3 * k + 3), alt);
    made.style.width = "160px";
  } else if (about.kind === "maps") {
    const grid = add(at, "div", { class: "maps", role: "img", "aria-label": alt });
    const size = about.width * about.height;
    const side = about.channels === 1 ? 160 : about.channels <= 4 ? 120 : about.channels <= 16 ? 72 : 48;
    grid.style.setProperty("--side", `${side}px`);
    for (let c = 0; c < about.channels; c++) {
      const cell = add(grid, "figure");
      canvas(cell, about.width, about.height, (k) => colour(data[c * size + k]), "");
      if (about.channels > 1) add(cell, "figcaption", { title: `${words.channel} ${c}` }, String(c));
    }
    legend(at, about);
  }
}

function bars(at, about, data, words, alt) {
  const [wide, tall] = [300, 90];
  const svg = picture(at, wide, tall + 16, alt);
  const zero = tall * (1 - about.zero);
  const each = wide / about.count;
  for (let k = 0; k < about.count; k++) {
    const y = tall * (1 - data[k] / 255);
    const gap = each > 4 ? 1 : 0;
    shape(svg, "rect", { class: "bar", x: k * each, y: Math.min(y, zero), width: each - gap, height: Math.max(0.6, Math.abs(zero - y)) });
  }
  shape(svg, "path", { class: "line", d: `M0 ${zero}H${wide}` });
  label(svg, 0, tall + 13, `${words.unit} 0`);
  label(svg, wide, tall + 13, String(about.count - 1), "end");
  add(at, "p", { class: "mute" }, `${about.low} … ${about.high}`);
}

function spread(at, weight, words) {
  const box = add(at, "div", { class: "weight" });
  const head = [weight.name, weight.shape, weight.frozen ? words.frozen : ""].filter(Boolean).join(" · ");
  add(box, "div", { class: "name" }, head);
  if (!weight.counts.length) return;
  const [wide, tall] = [300, 44];
  const told = `${words.mean} ${weight.mean}, ${words.spread} ${weight.spread}`;
  const svg = picture(box, wide, tall + 14, `${head}: ${weight.low} … ${weight.high}, ${told}`);
  const most = Math.max(...weight.counts);
  const each = wide / weight.counts.length;
  weight.counts.forEach((count, k) => {
    const high = (tall * count) / most;
    shape(svg, "rect", { class: "bar", x: k * each, y: tall - high, width: each - 1, height: high });
  });
  shape(svg, "path", { class: "line", d: `M0 ${tall}H${wide}` });
  label(svg, 0, tall + 12, weight.low);
  label(svg, wide, tall + 12, weight.high, "end");
  add(box, "div", { class: "mute" }, told);
}

function legend(at, about) {
  const row = add(at, "div", { class: "legend" });
  add(row, "span", {}, about.low);
  const made = canvas(row, 64, 1, (k) => colour(k * 4), "");
  made.style.cssText = "width:96px;height:8px";
  add(row, "span", {}, about.high);
}

function canvas(at, wide, tall, pixel, alt) {
  const made = add(at, "canvas", alt ? { role: "img", "aria-label": alt } : { "aria-hidden": "true" });
  made.width = wide;
  made.height = tall;
  const ink = made.getContext("2d");
  const image = ink.createImageData(wide, tall);
  for (let k = 0; k < wide * tall; k++) image.data.set([...pixel(k), 255], 4 * k);
  ink.putImageData(image, 0, 0);
  return made;
}

function colour(value) {
  const at = (value / 255) * (SCALE.length - 1);
  const k = Math.min(Math.floor(at), SCALE.length - 2);
  return SCALE[k].map((low, c) => Math.round(low + (SCALE[k + 1][c] - low) * (at - k)));
}

function bytes(buffer) {
  if (!buffer) return new Uint8Array();
  return buffer instanceof ArrayBuffer
    ? new Uint8Array(buffer)
    : new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);
}

// The document

function add(to, tag, attributes = {}, text = "") {
  const made = document.createElement(tag);
  set(made, attributes);
  if (text) made.textContent = text;
  to.append(made);
  return made;
}

function set(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
}

function picture(at, wide, tall, alt) {
  const svg = document.createElementNS(SVG, "svg");
  set(svg, { viewBox: `0 0 ${wide} ${tall}`, class: "chart", role: "img", "aria-label": alt });
  at.append(svg);
  return svg;
}

function shape(svg, tag, attributes) {
  const made = document.createElementNS(SVG, tag);
  set(made, attributes);
  svg.append(made);
  return made;
}

function label(svg, x, y, text, anchor = "start") {
  shape(svg, "text", { x, y, "text-anchor": anchor }).textContent = text;
}

function middle(piece) {
  const box = piece.getBBox();
  return [box.x + box.width / 2, box.y + box.height / 2];
}
