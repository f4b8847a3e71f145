// The live figure: Plotly draws axes, labels and hover; while a hand moves, only paths and text
// are written, once a frame; at rest one real restyle brings Plotly's model up to date and Python
// is told. See ui/live_figure.py for the other side.

const sibling = (name) => import(new URL(`./${name}${new URL(import.meta.url).search}`, import.meta.url));
const [surface, { placeLabels }, { Readout, nameNodes }, { recipe: makeRecipe }] = await Promise.all(
  ["surface.js", "labels.js", "readout.js", "recipes.js"].map(sibling),
);

const WIDE = 640; // pixels of container below which a figure is drawn for a phone
const PLAY_SECONDS = 9;
const NAME_POINTS = 70; // points of a curve looked at when its name is placed
const HALO = 12; // pixels kept free of labels around a handle
const CONFIG = { displayModeBar: false, responsive: false, scrollZoom: false, doubleClick: "reset" };

const figures = new WeakMap();

// Called by the loader at mount and after every run of the script.
export function show(component) {
  const host = component.parentElement.querySelector(".live-figure");
  let figure = figures.get(host);
  if (!figure) {
    figure = new LiveFigure(host);
    figures.set(host, figure);
  }
  figure.update(component);
  return () => {
    figure.dispose();
    figures.delete(host);
  };
}

function element(tag, className, attributes = {}) {
  const node = document.createElement(tag);
  node.className = className;
  Object.entries(attributes).forEach(([name, value]) => node.setAttribute(name, value));
  return node;
}

function svg(tag, attributes) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  Object.entries(attributes).forEach(([name, value]) => node.setAttribute(name, value));
  return node;
}

// Exchange every light color in a figure's specification, alpha bytes kept, for the dark one.
function recolored(spec, exchange) {
  if (typeof spec === "string") {
    const other = spec[0] === "#" && exchange.get(spec.slice(0, 7));
    return other ? other + spec.slice(7) : spec;
  }
  if (Array.isArray(spec)) return spec.map((part) => recolored(part, exchange));
  if (spec && typeof spec === "object" && !ArrayBuffer.isView(spec)) {
    return Object.fromEntries(Object.entries(spec).map(([key, part]) => [key, recolored(part, exchange)]));
  }
  return spec;
}

class LiveFigure {
  constructor(host) {
    this.host = host;
    this.build();
    this.queued = 0;
    this.playing = 0;
    this.holding = false;
    this.labelBoxes = new Map();
    this.resizing = new ResizeObserver(() => this.resized());
    this.resizing.observe(host);
    this.scheme = matchMedia("(prefers-color-scheme: dark)");
    this.themeChanged = () => setTimeout(() => this.data && this.isDark() !== this.dark && this.draw(), 60);
    this.scheme.addEventListener("change", this.themeChanged);
    this.watch = new MutationObserver(this.themeChanged);
    this.watch.observe(document.documentElement, { attributes: true, subtree: true, attributeFilter: ["data-theme", "style"] });
  }

  build() {
    this.stage = element("div", "stage");
    this.plot = element("div", "plot", { role: "img" });
    this.overlay = svg("svg", { class: "overlay", "aria-hidden": "true" });
    this.names = element("div", "names", { "aria-hidden": "true" });
    this.stage.append(this.plot, this.overlay, this.names);
    this.bar = element("div", "bar");
    this.play = element("button", "play", { type: "button" });
    this.text = element("output", "place");
    this.range = element("input", "range", { type: "range", min: 0, step: 1 });
    this.bar.append(this.play, this.text, this.range);
    this.told = element("div", "readout", { "aria-live": "polite" });
    this.hint = element("p", "hint");
    const beside = element("div", "beside");
    beside.append(this.told, this.hint);
    this.host.replaceChildren(this.stage, this.bar, beside);
    this.range.addEventListener("input", () => this.moveTo(Number(this.range.value)));
    this.range.addEventListener("change", () => this.rest());
    this.play.addEventListener("click", () => (this.playing ? this.stop() : this.start()));
  }

  dispose() {
    this.stop(false);
    this.resizing.disconnect();
    this.watch.disconnect();
    this.scheme.removeEventListener("change", this.themeChanged);
    if (window.Plotly && this.drawn) window.Plotly.purge(this.plot);
  }

  // ---- what comes from Python -------------------------------------------------------------

  update({ data, setStateValue }) {
    this.tell = (value) => setStateValue("rest", value);
    const first = !this.data;
    const fresh = first || data.revision !== this.data.revision;
    const reworded = first || data.words.play !== this.data.words.play;
    if (!fresh && !reworded && JSON.stringify(data.value) === JSON.stringify(this.data.value)) {
      this.data = data;
      return;
    }
    const held = this.holding && !first ? this.recipe.value() : null;
    this.data = data;
    this.recipe = makeRecipe(data.recipe);
    this.recipe.adopt(held ?? data.value);
    this.readout ??= new Readout(this.told, { script: data.katexScript, style: data.katexStyle });
    this.dress();
    this.draw();
  }

  dress() {
    const { data } = this;
    this.host.dataset.kind = data.recipe.kind;
    this.plot.setAttribute("aria-label", data.alt);
    this.bar.hidden = !this.recipe.slider;
    this.range.max = this.recipe.slider - 1;
    this.range.setAttribute("aria-label", data.label);
    this.hint.textContent = data.words.preview;
    this.markPlay();
    this.makeHandles();
  }

  markPlay() {
    this.play.textContent = this.playing ? "❚❚" : "▶";
    this.play.setAttribute("aria-label", this.playing ? this.data.words.pause : this.data.words.play);
  }

  // ---- drawing ---------------------------------------------------------------------------

  isDark() {
    const background = getComputedStyle(this.host).getPropertyValue("--st-background-color").trim();
    const match = /^#(..)(..)(..)/.exec(background);
    if (match) return match.slice(1).reduce((sum, part) => sum + parseInt(part, 16), 0) < 384;
    return this.scheme.matches;
  }

  // One real drawing: new data, another theme, another size.
  async draw() {
    this.drawing = (this.drawing ?? 0) + 1;
    const mine = this.drawing;
    if (!window.Plotly) await import(new URL(this.data.plotly, document.baseURI).href);
    if (mine !== this.drawing || !this.host.isConnected) return;
    this.dark = this.isDark();
    this.roles = { ...(this.dark ? this.data.dark : this.data.light), dark: this.dark };
    Object.entries(this.roles).forEach(([role, color]) => this.host.style.setProperty(`--role-${role}`, color));
    const { figure } = this.data;
    const exchange = new Map(Object.entries(this.data.exchange));
    const spec = this.dark ? recolored(figure, exchange) : figure;
    await window.Plotly.react(this.plot, structuredClone(spec.data), this.layout(spec.layout), CONFIG);
    if (!this.drawn) {
      this.drawn = true;
      this.plot.on("plotly_relayout", () => this.frame());
      this.plot.on("plotly_relayouting", () => this.frame());
    }
    this.labelBoxes.clear();
    this.notes = this.noteBoxes();
    this.frame();
    await this.settle();
    this.host.dataset.drawn = this.data.revision;
  }

  layout(layout) {
    const width = this.stage.clientWidth;
    const [wide, phone] = this.data.height;
    const grown = Math.min(1.45 * wide, Math.max(wide, 0.5 * window.innerHeight));
    this.shape = `${width}x${window.innerHeight > 1000}`;
    const narrow = width < WIDE;
    const margin = narrow ? { ...layout.margin, l: Math.min(layout.margin?.l ?? 48, 40), r: 8 } : layout.margin;
    const font = { ...layout.font, family: getComputedStyle(this.host).fontFamily };
    return { ...structuredClone(layout), width, height: Math.round(narrow ? phone : grown), margin, font, dragmode: zoomable(), uirevision: this.data.recipe.kind };
  }

  resized() {
    if (this.drawn && this.shape !== `${this.stage.clientWidth}x${window.innerHeight > 1000}`) this.draw();
  }

  request() {
    if (!this.queued) this.queued = requestAnimationFrame(() => this.frame());
  }

  // One frame: paths, names, handles, words. No Plotly call in here.
  frame() {
    cancelAnimationFrame(this.queued);
    this.queued = 0;
    if (!this.drawn) return;
    const picture = this.recipe.picture();
    this.picture = picture;
    const lines = (picture.lines ?? []).map((line) => this.straight(line));
    this.moved = [...(picture.curves ?? []), ...lines].map(([trace, xs, ys]) => [trace, xs ?? this.traceX(trace), ys]);
    this.pixels = new Map();
    this.moved.forEach(([trace, xs, ys]) => surface.movePath(this.plot, trace, xs, ys));
    (picture.fades ?? []).forEach(([trace, opacity]) => surface.fadePath(this.plot, trace, opacity));
    this.drawOverlay(picture);
    this.placeHandles();
    this.placeNames(picture);
    this.writeWords(picture);
  }

  traceX(trace) {
    return this.plot._fullData[trace].x;
  }

  // A line of given slope through a point, across the window.
  straight([trace, x, y, slope]) {
    const [xAxis] = surface.axes(this.plot, this.plot._fullData[trace]);
    const [left, right] = xAxis.range;
    return [trace, [left, right], [y + slope * (left - x), y + slope * (right - x)]];
  }

  drawOverlay(picture) {
    const parts = [];
    const main = surface.axes(this.plot, {});
    const frame = surface.box(main);
    const bottom = Math.max(...this.plot._fullData.map((trace) => surface.box(surface.axes(this.plot, trace)).bottom));
    for (const [low, high] of picture.bands ?? []) {
      const [left] = surface.toPixel(main, low, 0);
      const [right] = surface.toPixel(main, high, 0);
      const from = Math.max(frame.left, left);
      const width = Math.max(0, Math.min(frame.right, right) - from);
      parts.push(svg("rect", { class: "band", x: from, y: frame.top, width, height: bottom - frame.top }));
    }
    if (picture.rule !== null && picture.rule !== undefined) {
      const x = main[0]._offset + main[0].d2p(picture.rule);
      parts.push(svg("line", { class: "rule", x1: x, x2: x, y1: frame.top, y2: frame.bottom }));
    }
    this.vectorEnds = [];
    if (picture.vectors) this.drawVectors(parts, main, frame, picture.vectors);
    this.overlay.replaceChildren(...parts);
  }

  drawVectors(parts, main, frame, { at, gradient, names }) {
    const [px, py] = surface.toPixel(main, ...at);
    const size = Math.hypot(...gradient);
    if (!Number.isFinite(px + py) || !(size > 0) || !Number.isFinite(size)) return;
    const scale = Math.min(frame.right - frame.left, frame.bottom - frame.top);
    const length = scale * (0.1 + 0.16 * Math.min(1, Math.sqrt(size / 3)));
    const [ux, uy] = [gradient[0] / size, -gradient[1] / size];
    const reach = 0.24 * scale;
    const tangent = { x1: px - uy * reach, y1: py + ux * reach, x2: px + uy * reach, y2: py - ux * reach };
    parts.push(svg("line", { class: "level", ...tangent }));
    parts.push(...arrow("descent", px, py, -ux * length, -uy * length));
    parts.push(...arrow("ascent", px, py, ux * length, uy * length));
    this.vectorEnds = [
      { name: names[0], role: "slope", x: px + ux * (length + 16), y: py + uy * (length + 16) },
      { name: names[1], role: "function", x: px - ux * (length + 18), y: py - uy * (length + 18) },
      { name: names[2], role: "approximation", x: tangent.x2 + uy * 14, y: tangent.y2 - ux * 14 },
    ];
  }

  placeNames(picture) {
    const { width, height } = this.plot._fullLayout; // known without forcing a layout
    const size = { width, height };
    const items = this.labelItems(picture);
    const curves = this.curvePoints();
    // A handle beside a pole can be 1e16 pixels away, where adding a cell's 4 changes nothing.
    const seen = ([x, y]) => x > -HALO && x < size.width + HALO && y > -HALO && y < size.height + HALO;
    const obstacles = this.handlePixels().filter(seen).map(([x, y]) => ({ left: x - HALO, top: y - HALO, right: x + HALO, bottom: y + HALO }));
    const boxes = placeLabels(size, curves, [...obstacles, ...this.notes], items);
    const nodes = items.map((item, i) => this.nameNode(item, boxes[i])).filter(Boolean);
    this.names.replaceChildren(...nodes, ...this.vectorEnds.map((end) => this.vectorName(end)));
  }

  // Labels in order of importance: what moves and f first, faint orders last.
  labelItems(picture) {
    const faded = new Map(picture.fades ?? []);
    const items = [];
    this.plot._fullData.forEach((trace, index) => {
      const text = picture.labels?.[index] ?? trace.meta?.label;
      if (!text || faded.get(index) === 0 || trace.visible !== true) return;
      const small = Boolean(trace.meta.small);
      const frame = surface.box(surface.axes(this.plot, trace));
      const width = textWidth(text, small ? 12 : 16) + 4;
      let points = this.pixelsOf(index);
      if (trace.meta.anchor === "start") points = [...points].reverse();
      const previous = this.holding || this.playing ? this.labelBoxes.get(index) : undefined;
      items.push({ index, text, small, role: trace.meta.role, frame, points, width, height: small ? 15 : 20, previous, required: !small });
    });
    return items.sort((a, b) => a.small - b.small);
  }

  // Plotly's own annotations, measured once a drawing: names keep off them too.
  noteBoxes() {
    const origin = this.plot.getBoundingClientRect();
    return [...this.plot.querySelectorAll(".annotation-text-g")].map((note) => {
      const { left, top, right, bottom } = note.getBoundingClientRect();
      return { left: left - origin.left, top: top - origin.top, right: right - origin.left, bottom: bottom - origin.top };
    });
  }

  nameNode(item, place) {
    if (!place) {
      this.labelBoxes.delete(item.index);
      return null;
    }
    this.labelBoxes.set(item.index, [(place.left + place.right) / 2, (place.top + place.bottom) / 2]);
    const node = element("span", `name role-${item.role}${item.small ? " small" : ""}`);
    node.append(...nameNodes(item.text));
    node.style.transform = `translate(${place.left.toFixed(1)}px, ${place.top.toFixed(1)}px)`;
    return node;
  }

  vectorName({ name, role, x, y }) {
    const node = element("span", `name vector role-${role}`);
    node.append(...nameNodes(name));
    node.style.transform = `translate(${x.toFixed(1)}px, ${y.toFixed(1)}px) translate(-50%, -50%)`;
    return node;
  }

  // Each curve in pixels, thinned: names need no more. Computed once a frame.
  pixelsOf(index) {
    if (!this.pixels.has(index)) this.pixels.set(index, this.computePixels(index));
    return this.pixels.get(index);
  }

  computePixels(index) {
    const trace = this.plot._fullData[index];
    const moved = this.moved.find(([other]) => other === index);
    const xs = moved ? moved[1] : trace.x;
    const ys = moved ? moved[2] : trace.y;
    const pair = surface.axes(this.plot, trace);
    const points = [];
    const count = ys?.length ?? 0;
    const stride = Math.max(1, Math.floor(count / NAME_POINTS));
    for (let i = 0; i < count; i += stride) {
      const [px, py] = surface.toPixel(pair, xs[i], ys[i]);
      points.push(Number.isFinite(py) && Number.isFinite(ys[i]) ? [px, py] : null);
    }
    // A line of two points still wants places along it.
    return points.length === 2 && points[0] && points[1] ? between(...points) : points;
  }

  curvePoints() {
    const faded = new Map(this.picture.fades ?? []);
    return this.plot._fullData
      .map((trace, index) => (trace.mode === "lines" && trace.meta?.role && faded.get(index) !== 0 ? this.pixelsOf(index) : null))
      .filter(Boolean);
  }

  writeWords(picture) {
    const { data, recipe } = this;
    this.range.value = recipe.place;
    this.range.style.setProperty("--filled", `${(100 * recipe.place) / Math.max(1, recipe.slider - 1)}%`);
    const text = data.texts[recipe.place] ?? "";
    if (this.text.textContent !== text) this.text.replaceChildren(...nameNodes(text));
    this.range.setAttribute("aria-valuetext", text);
    this.host.classList.toggle("moving", Boolean(picture.preview));
    this.readout.show(data.readouts[picture.readout] ?? [], this.roles, Boolean(picture.preview));
  }

  // ---- hands -----------------------------------------------------------------------------

  makeHandles() {
    this.stage.querySelectorAll(".handle").forEach((old) => old.remove());
    this.handles = this.recipe.handles.map((handle, i) => {
      const button = element("button", "handle", { type: "button", role: "slider", "aria-label": this.data.handles[i] ?? "" });
      button.addEventListener("pointerdown", (event) => this.grab(event, button, handle));
      button.addEventListener("keydown", (event) => this.press(event, handle));
      button.addEventListener("keyup", (event) => event.key.startsWith("Arrow") && this.rest());
      this.stage.append(button);
      return button;
    });
  }

  handlePixels() {
    const pair = surface.axes(this.plot, {});
    return this.recipe.handles.map((handle) => surface.toPixel(pair, ...handle.at()));
  }

  placeHandles() {
    const pair = surface.axes(this.plot, {});
    const frame = surface.box(pair);
    const [least, most] = [surface.fromPixel(pair, frame.left, 0)[0], surface.fromPixel(pair, frame.right, 0)[0]];
    this.handlePixels().forEach(([x, y], i) => {
      const button = this.handles[i];
      const within = x >= frame.left - 2 && x <= frame.right + 2 && y >= frame.top - 2 && y <= frame.bottom + 2;
      button.hidden = !within;
      if (within) button.style.transform = `translate(${x.toFixed(2)}px, ${y.toFixed(2)}px) translate(-50%, -50%)`;
      const spoken = this.recipe.handles[i].spoken?.() ?? this.data.texts[this.recipe.place] ?? "";
      button.setAttribute("aria-valuetext", spoken);
      button.setAttribute("aria-valuemin", Math.min(least, most));
      button.setAttribute("aria-valuemax", Math.max(least, most));
      button.setAttribute("aria-valuenow", this.recipe.handles[i].at()[0]);
    });
  }

  grab(event, button, handle) {
    event.preventDefault();
    button.focus({ preventScroll: true });
    button.setPointerCapture(event.pointerId);
    this.stop(false);
    this.holding = true;
    const follow = (moved) => {
      const bounds = this.plot.getBoundingClientRect();
      const pair = surface.axes(this.plot, {});
      const frame = surface.box(pair);
      const px = Math.max(frame.left, Math.min(frame.right, moved.clientX - bounds.left));
      const py = Math.max(frame.top, Math.min(frame.bottom, moved.clientY - bounds.top));
      const [x, y] = surface.fromPixel(pair, px, py);
      handle.move(x, y);
      this.request();
    };
    const release = () => {
      button.removeEventListener("pointermove", follow);
      this.holding = false;
      this.rest();
    };
    button.addEventListener("pointermove", follow);
    button.addEventListener("lostpointercapture", release, { once: true });
  }

  press(event, handle) {
    const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
    if (!step) return;
    event.preventDefault();
    this.stop(false);
    handle.nudge(...step.map((it) => it * (event.shiftKey ? 10 : 1)));
    this.request();
  }

  moveTo(place) {
    this.stop(false);
    this.holding = true;
    this.recipe.goTo(place);
    this.request();
  }

  start() {
    const { recipe } = this;
    if (recipe.place === recipe.slider - 1) recipe.goTo(0);
    const pause = Math.min(800, (1000 * PLAY_SECONDS) / recipe.slider);
    this.request();
    this.playing = setInterval(() => {
      recipe.goTo(recipe.place + 1);
      this.request();
      if (recipe.place === recipe.slider - 1) this.stop();
    }, pause);
    this.markPlay();
  }

  stop(rest = true) {
    if (!this.playing) return;
    clearInterval(this.playing);
    this.playing = 0;
    this.markPlay();
    if (rest) this.rest();
  }

  // The hand rests: Plotly's own model follows, and Python hears of it.
  async rest() {
    this.holding = false;
    this.frame();
    this.tell(this.recipe.value());
    await this.settle();
  }

  async settle() {
    const curves = this.moved;
    if (!curves.length) return;
    const faded = new Map(this.picture.fades ?? []);
    curves.forEach(([trace, xs, ys]) => {
      const model = this.plot.data[trace];
      model.x = Array.from(xs);
      model.y = Array.from(ys, (y) => (Number.isFinite(y) ? y : null));
    });
    faded.forEach((opacity, trace) => {
      this.plot.data[trace].opacity = opacity;
      surface.fadePath(this.plot, trace, null);
    });
    await window.Plotly.redraw(this.plot);
    this.frame();
  }
}

// A mouse draws a box to zoom in; on a touch screen the finger scrolls the page.
function zoomable() {
  return matchMedia("(pointer: fine)").matches ? "zoom" : false;
}

function arrow(kind, x, y, dx, dy) {
  const length = Math.hypot(dx, dy);
  const [ux, uy] = [dx / length, dy / length];
  const [ex, ey] = [x + dx, y + dy];
  const head = [[-11, 5], [0, 0], [-11, -5]].map(([along, across]) => `${ex + along * ux - across * uy},${ey + along * uy + across * ux}`);
  return [
    svg("line", { class: kind, x1: x + 12 * ux, y1: y + 12 * uy, x2: ex, y2: ey }),
    svg("polyline", { class: kind, points: head.join(" ") }),
  ];
}

// Wide enough for the text: an upper estimate, as measuring would force a layout every frame.
function textWidth(text, size) {
  const characters = [...text.replace(/[_{}]/g, "")];
  return characters.reduce((sum, it) => sum + size * (it > "\u2e80" ? 1.05 : 0.55), 0);
}

function between([x0, y0], [x1, y1]) {
  return Array.from({ length: 121 }, (_, i) => [x0 + ((x1 - x0) * i) / 120, y0 + ((y1 - y0) * i) / 120]);
}
