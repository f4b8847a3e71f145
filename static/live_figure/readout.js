// The words and numbers under the figure. They come from Python as data (ui/readout.py) and
// become text nodes and KaTeX, never HTML.

let katexLoading = null;

function loadKatex({ script, style }) {
  katexLoading ??= new Promise((resolve) => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = new URL(style, document.baseURI);
    const tag = document.createElement("script");
    tag.src = new URL(script, document.baseURI);
    tag.onload = () => resolve(window.katex);
    document.head.append(link, tag);
  });
  return katexLoading;
}

function element(tag, className, ...contents) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  node.append(...contents);
  return node;
}

// "P_5" or "f_{12}": a name with a subscript, as text nodes.
export function nameNodes(name) {
  const match = /^(.*?)_\{?([^{}_]+)\}?(.*)$/.exec(name);
  if (!match) return [name];
  return [match[1], element("sub", "", match[2]), match[3]].filter((part) => part !== "");
}

export class Readout {
  constructor(host, assets) {
    this.host = host;
    this.assets = assets;
    this.shown = null;
    this.rendered = new Map(); // formulas once rendered are kept: turning back costs nothing
  }

  // lines: what ui/readout.py documents; roles: colors by role, for the formulas.
  show(lines, roles, preview) {
    this.host.classList.toggle("preview", preview);
    const stamp = `${JSON.stringify(lines)}${roles.dark}`;
    if (stamp === this.shown) return;
    this.shown = stamp;
    this.host.replaceChildren(...lines.map((line) => this.line(line, roles)));
  }

  line(line, roles) {
    if (line.kind === "formula") return this.formula(line.tex, roles);
    const content = line.parts.map((part) => this.part(part, roles));
    if (line.kind === "row") {
      return element("div", "row", element("span", "label", ...nameNodes(line.label)), element("span", "cells", ...content));
    }
    return element("p", line.kind, ...content);
  }

  part(part, roles) {
    if (typeof part === "string") return document.createTextNode(part);
    if (part.tex !== undefined) return this.math(part.tex, roles, false);
    if (part.mark !== undefined) return element("span", `mark ${part.mark}`, part.text);
    if (part.link !== undefined) return this.link(part);
    return element("span", `role-${part.role}`, ...nameNodes(part.text));
  }

  link(part) {
    const anchor = element("a", "", part.text);
    anchor.href = new URL(part.link, document.baseURI);
    anchor.target = "_self";
    return anchor;
  }

  formula(tex, roles) {
    const node = element("div", "formula");
    node.tabIndex = 0;
    node.append(this.math(tex, roles, true));
    return node;
  }

  math(tex, roles, displayMode) {
    // Not KaTeX's macros: in their bodies the # of a color is taken for an argument.
    const colored = tex.replace(/\\(function|approximation|slope|error)\{/g, (_, role) => `\\textcolor{${roles[role]}}{`);
    const key = `${displayMode}${colored}`;
    if (!this.rendered.has(key)) this.rendered.set(key, this.typeset(colored, displayMode));
    return this.rendered.get(key);
  }

  typeset(tex, displayMode) {
    const node = element("span", "math");
    loadKatex(this.assets).then((katex) =>
      requestIdleCallbackOrSoon(() => katex.render(tex, node, { displayMode, throwOnError: false, trust: false, strict: "ignore" })),
    );
    return node;
  }
}

// A formula may come a moment after the curves: it must not hold up a frame.
function requestIdleCallbackOrSoon(work) {
  if (window.requestIdleCallback) window.requestIdleCallback(work, { timeout: 200 });
  else setTimeout(work, 0);
}
