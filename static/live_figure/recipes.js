// The four recipes of charts/recipes.py: what a hand can move, and what then changes.
//
// Each has
//   slider      how many places the slider has (0: none), `place`, and `goTo(place)`
//   handles     [{ at() -> [x, y], move(x, y), nudge(dx, dy), spoken() }]
//   picture()   what to draw now: { curves, fades, labels, bands, vectors, rule, readout, preview }
//   value()     what comes back to Python when the hand rests
//   adopt(value)  go where Python says

const { compile } = await import(new URL(`./expression.js${new URL(import.meta.url).search}`, import.meta.url));

const TYPES = { f8: Float64Array, f4: Float32Array };

export function unpack({ dtype, bdata }) {
  const bytes = Uint8Array.from(atob(bdata), (character) => character.charCodeAt(0));
  return new TYPES[dtype](bytes.buffer);
}

function rows(packedArray) {
  const flat = unpack(packedArray);
  const width = packedArray.shape[1];
  return Array.from({ length: packedArray.shape[0] }, (_, i) => flat.subarray(i * width, (i + 1) * width));
}

function nearest(values, x) {
  let best = 0;
  for (let i = 1; i < values.length; i += 1) {
    if (!(Math.abs(values[i] - x) >= Math.abs(values[best] - x))) best = i;
  }
  return best;
}

function clamp(value, least, most) {
  return Math.max(least, Math.min(most, value));
}

class Frames {
  constructor(data) {
    this.data = data;
    this.values = unpack(data.values);
    this.x = unpack(data.handleX);
    this.y = unpack(data.handleY);
    this.curves = Object.entries(data.curves).map(([trace, y]) => [Number(trace), rows(y)]);
    this.slider = this.values.length;
    this.place = 0;
    this.handles = [
      {
        at: () => [this.x[this.place], this.y[this.place]],
        move: (x) => this.goTo(this.nearestHandle(x)),
        nudge: (dx, dy) => this.goTo(this.place + Math.sign(dx + dy) * this.direction()),
      },
    ];
  }

  // On a log axis "nearest" means nearest in the exponent.
  nearestHandle(x) {
    if (x > 0 && this.x.every((value) => value > 0)) return nearest(this.x.map(Math.log), Math.log(x));
    return nearest(this.x, x);
  }

  direction() {
    return this.x[this.x.length - 1] >= this.x[0] ? 1 : -1;
  }

  goTo(place) {
    this.place = clamp(Math.round(place), 0, this.slider - 1);
  }

  adopt(value) {
    if (value[this.data.name] !== undefined) this.goTo(nearest(this.values, Number(value[this.data.name])));
  }

  value() {
    return { [this.data.name]: this.values[this.place] };
  }

  picture() {
    return {
      curves: this.curves.map(([trace, ys]) => [trace, null, ys[this.place]]),
      rule: this.data.rule ? this.x[this.place] : null,
      readout: this.place,
    };
  }
}

class Orders {
  constructor(data) {
    this.data = data;
    this.x = unpack(data.x);
    this.f = unpack(data.f);
    this.centerValues = unpack(data.centerValues);
    this.heights = unpack(data.heights);
    this.coefficients = rows(data.coefficients);
    this.errors = rows(data.errors);
    this.bands = rows(data.bands);
    this.slider = this.errors.length;
    this.place = 0;
    this.center = data.at;
    this.sums = this.errors.map(() => new Float64Array(this.x.length));
    this.gap = new Float64Array(this.x.length);
    this.expand();
    this.handles = [
      {
        at: () => [this.centerValues[this.center], this.heights[this.center]],
        move: (x) => this.moveCenter(nearest(this.centerValues, x)),
        nudge: (dx, dy) => (dx ? this.moveCenter(this.center + Math.sign(dx)) : this.goTo(this.place + Math.sign(dy))),
        spoken: () => `a = ${data.centers[this.center]}`,
      },
    ];
  }

  moveCenter(center) {
    this.center = clamp(center, 0, this.centerValues.length - 1);
    this.expand();
  }

  // Every partial sum at every x: P_k = P_{k-1} + c_k (x - a)^k.
  expand() {
    const a = this.centerValues[this.center];
    const c = this.coefficients[this.center];
    for (let i = 0; i < this.x.length; i += 1) {
      let sum = 0;
      let power = 1;
      for (let k = 0; k < this.slider; k += 1) {
        sum += c[k] * power;
        power *= this.x[i] - a;
        this.sums[k][i] = sum;
      }
    }
  }

  goTo(place) {
    this.place = clamp(Math.round(place), 0, this.slider - 1);
  }

  adopt(value) {
    if (value.order !== undefined) this.goTo(Number(value.order));
    this.center = this.data.at;
    this.expand();
  }

  value() {
    return { order: this.place, at: this.data.centers[this.center] };
  }

  // Orders whose own term is 0 repeat the one before: one name for both.
  silent() {
    const c = this.coefficients[this.center];
    const same = this.data.orders.filter((_, k) => k > 0 && c[k] === 0);
    return Object.fromEntries(same.map((trace) => [trace, ""]));
  }

  error() {
    if (this.center === this.data.at) return this.errors[this.place];
    const p = this.sums[this.place];
    for (let i = 0; i < this.gap.length; i += 1) this.gap[i] = Math.abs(this.f[i] - p[i]) || NaN;
    return this.gap;
  }

  picture() {
    const n = this.place;
    const { orders, current, error } = this.data;
    const moved = this.center !== this.data.at;
    return {
      curves: [
        ...orders.map((trace, k) => [trace, null, this.sums[k]]).filter((_, k) => k < n),
        [current, null, this.sums[n]],
        [error, null, this.error()],
      ],
      fades: orders.map((trace, k) => [trace, k < n ? clamp(0.62 - 0.09 * (n - k), 0.2, 0.6) : 0]),
      labels: {
        ...this.silent(),
        [current]: `P_{${n}}`, [error]: this.data.errorName.replace("{n}", `_{${n}}`),
      },
      bands: moved || !Number.isFinite(this.bands[n][0]) ? [] : [this.bands[n]],
      readout: n,
      preview: moved,
    };
  }
}

class Secant {
  constructor(data) {
    this.data = data;
    this.f = compile(data.tree, [data.variable]);
    this.derivative = data.derivative === null ? null : compile(data.derivative, [data.variable]);
    this.steps = unpack(data.steps);
    this.slider = this.steps.length;
    this.place = 0;
    this.a = data.at;
    this.handles = [
      {
        at: () => [this.a, this.f(this.a)],
        move: (x) => this.moveTo(x),
        nudge: (dx) => this.moveTo(this.a + dx * 10 ** -(data.decimals - 1)),
        spoken: () => `a = ${this.a.toFixed(data.decimals)}`,
      },
      {
        at: () => [this.a + this.h, this.f(this.a + this.h)],
        move: (x) => this.goTo(nearest(this.steps, x - this.a)),
        nudge: (dx, dy) => this.goTo(this.place + Math.sign(dx + dy)),
      },
    ];
  }

  get h() {
    return this.steps[this.place];
  }

  moveTo(x) {
    const rounded = Number(x.toFixed(this.data.decimals));
    if (Number.isFinite(this.f(rounded))) this.a = rounded;
  }

  goTo(place) {
    this.place = clamp(Math.round(place), 0, this.slider - 1);
  }

  adopt(value) {
    if (value.step !== undefined) this.goTo(nearest(this.steps, Number(value.step)));
    this.a = this.data.at;
  }

  value() {
    const moved = this.a !== this.data.at;
    return { step: this.h, ...(moved ? { at: this.a.toFixed(this.data.decimals) } : {}) };
  }

  slope() {
    if (this.a === this.data.at) return this.data.slope ?? NaN;
    return this.derivative ? this.derivative(this.a) : NaN;
  }

  picture() {
    const { f, a, h } = this;
    // Divided by the step really taken: 0/0 where a + h is a itself, as core.secants measures it.
    const quotient = (f(a + h) - f(a)) / (a + h - a);
    return {
      lines: [
        [this.data.secant, a, f(a), quotient],
        [this.data.tangent, a, f(a), this.slope()],
      ],
      readout: this.place,
      preview: this.a !== this.data.at,
    };
  }
}

class Plane {
  constructor(data) {
    this.data = data;
    this.f = compile(data.tree, data.variables);
    this.slider = 0;
    this.place = 0;
    this.point = data.at;
    this.handles = [
      {
        at: () => this.point,
        move: (x, y) => this.moveTo(x, y),
        nudge: (dx, dy) => {
          const unit = 10 ** -(data.decimals - 1);
          this.moveTo(this.point[0] + dx * unit, this.point[1] + dy * unit);
        },
        spoken: () => `(${this.point.map((value) => value.toFixed(data.decimals)).join(", ")})`,
      },
    ];
  }

  moveTo(x, y) {
    this.point = [x, y].map((value) => Number(value.toFixed(this.data.decimals)));
  }

  moved() {
    return this.point.some((value, i) => value !== this.data.at[i]);
  }

  goTo() {}

  adopt() {
    this.point = this.data.at;
  }

  value() {
    return this.moved() ? { at: this.point.map((value) => value.toFixed(this.data.decimals)).join(",") } : {};
  }

  gradient() {
    if (!this.moved()) return this.data.gradient.map((g) => g ?? NaN);
    const [x, y] = this.point;
    const step = 1e-5 * Math.max(1, Math.abs(x), Math.abs(y));
    return [
      (this.f(x + step, y) - this.f(x - step, y)) / (2 * step),
      (this.f(x, y + step) - this.f(x, y - step)) / (2 * step),
    ];
  }

  picture() {
    return { vectors: { at: this.point, gradient: this.gradient(), names: this.data.names }, readout: 0, preview: this.moved() };
  }
}

const KINDS = { frames: Frames, orders: Orders, secant: Secant, plane: Plane };

export function recipe(data) {
  return new KINDS[data.kind](data);
}
