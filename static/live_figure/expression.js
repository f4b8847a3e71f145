// The typed function, walked in the browser: one more interpreter of core's tree.
//
// The tree travels as data (core/expression/browser.py): a number, a variable's name, or
// [operation, operand, ...]. It is compiled to nested closures; no text is ever evaluated.
// What is computed here is drawn while a hand moves; numbers with a standing come from Python.

const EULER_GAMMA_LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313,
  -176.61502916214059, 12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6,
  1.5056327351493116e-7,
];

// Lanczos' approximation with g = 7, n = 9 (relative error near 1e-15), reflected for x < 1/2.
export function gamma(x) {
  if (Number.isInteger(x) && x <= 0) return NaN;
  if (x < 0.5) return Math.PI / (Math.sin(Math.PI * x) * gamma(1 - x));
  if (x > 171.7) return Infinity;
  const z = x - 1;
  let sum = EULER_GAMMA_LANCZOS[0];
  for (let i = 1; i < 9; i += 1) sum += EULER_GAMMA_LANCZOS[i] / (z + i);
  const t = z + 7.5;
  const half = t ** ((z + 0.5) / 2); // two factors: t ** (z + 1/2) alone overflows near 171
  return Math.sqrt(2 * Math.PI) * half * Math.exp(-t) * half * sum;
}

// erf: its Maclaurin series for |x| < 3 (DLMF 7.6.2, all terms positive), the continued
// fraction of erfc beyond (DLMF 7.9.1).
export function erf(x) {
  const a = Math.abs(x);
  if (Number.isNaN(a)) return NaN;
  if (a > 6) return Math.sign(x);
  if (a < 3) {
    let term = a;
    let sum = a;
    for (let n = 1; term > sum * 1e-17; n += 1) {
      term *= (2 * a * a) / (2 * n + 1);
      sum += term;
    }
    return Math.sign(x) * (2 / Math.sqrt(Math.PI)) * Math.exp(-a * a) * sum;
  }
  let tail = a;
  for (let k = 60; k > 0; k -= 1) tail = a + k / 2 / tail;
  return Math.sign(x) * (1 - Math.exp(-a * a) / Math.sqrt(Math.PI) / tail);
}

// J_n(x) by the trapezoidal rule on Bessel's integral (DLMF 10.9.1), which converges
// geometrically for a periodic integrand.
export function besselj(n, x) {
  const nodes = 64 + 2 * Math.ceil(Math.abs(x) + Math.abs(n));
  if (!(nodes < 4000)) return NaN;
  let sum = 0;
  for (let k = 0; k < nodes; k += 1) {
    const angle = (2 * Math.PI * k) / nodes;
    sum += Math.cos(n * angle - x * Math.sin(angle));
  }
  return sum / nodes;
}

// At a pole and at the logarithm's end the value is undefined (NaN), as in core: an infinity
// means overflow only.
function quotient(u, v) {
  return v === 0 ? NaN : u / v;
}

function logarithm(of) {
  return (u) => (u > 0 ? of(u) : NaN);
}

function power(base, exponent) {
  if (base === 0 && exponent < 0) return NaN;
  return exponent === 0 ? 1 : base ** exponent;
}

function oddPower(base, p, q) {
  if (base === 0 && p < 0) return NaN;
  const magnitude = q === 3 ? Math.cbrt(Math.abs(base)) ** p : Math.abs(base) ** (p / q);
  return base < 0 && p % 2 !== 0 ? -magnitude : magnitude;
}

function root(n, x) {
  return n % 2 !== 0 && x < 0 ? -((-x) ** (1 / n)) : x ** (1 / n);
}

const FUNCTIONS = {
  neg: (u) => -u,
  "+": (u, v) => u + v,
  "-": (u, v) => u - v,
  "*": (u, v) => u * v,
  "/": quotient,
  "^": power,
  oddpow: oddPower,
  root,
  sqrt: Math.sqrt,
  cbrt: Math.cbrt,
  exp: Math.exp,
  ln: logarithm(Math.log),
  log: (base, u) => quotient(logarithm(Math.log)(u), logarithm(Math.log)(base)),
  log10: logarithm(Math.log10),
  log2: logarithm(Math.log2),
  sin: Math.sin,
  cos: Math.cos,
  tan: Math.tan,
  cot: (u) => quotient(1, Math.tan(u)),
  sec: (u) => quotient(1, Math.cos(u)),
  csc: (u) => quotient(1, Math.sin(u)),
  asin: Math.asin,
  acos: Math.acos,
  atan: Math.atan,
  acot: (u) => Math.PI / 2 - Math.atan(u),
  asec: (u) => Math.acos(quotient(1, u)),
  acsc: (u) => Math.asin(quotient(1, u)),
  sinh: Math.sinh,
  cosh: Math.cosh,
  tanh: Math.tanh,
  coth: (u) => quotient(1, Math.tanh(u)),
  sech: (u) => 1 / Math.cosh(u),
  csch: (u) => quotient(1, Math.sinh(u)),
  asinh: Math.asinh,
  acosh: Math.acosh,
  atanh: (u) => (Math.abs(u) < 1 ? Math.atanh(u) : NaN),
  acoth: (u) => (Math.abs(u) > 1 ? Math.atanh(1 / u) : NaN),
  asech: (u) => Math.acosh(quotient(1, u)),
  acsch: (u) => Math.asinh(quotient(1, u)),
  abs: Math.abs,
  sign: Math.sign,
  floor: Math.floor,
  ceil: Math.ceil,
  factorial: (u) => gamma(u + 1),
  erf,
  gamma,
  besselj,
  min: (...u) => Math.min(...u),
  max: (...u) => Math.max(...u),
};

const RELATIONS = {
  "<": (u, v) => u < v,
  "<=": (u, v) => u <= v,
  "=": (u, v) => u === v,
  "!=": (u, v) => u !== v,
  ">=": (u, v) => u >= v,
  ">": (u, v) => u > v,
};

// The value of the first branch whose comparisons all hold; NaN where none does, or where a side
// of a comparison on the way is undefined.
function compileCases(branches, variables) {
  const compiled = branches.map(([value, ...comparisons]) => ({
    value: compile(value, variables),
    comparisons: comparisons.map(([relation, u, v]) => ({
      holds: RELATIONS[relation],
      u: compile(u, variables),
      v: compile(v, variables),
    })),
  }));
  return (...values) => {
    for (const { value, comparisons } of compiled) {
      const sides = comparisons.map(({ u, v }) => [u(...values), v(...values)]);
      if (sides.flat().some(Number.isNaN)) return NaN;
      if (comparisons.every(({ holds }, i) => holds(...sides[i]))) return value(...values);
    }
    return NaN;
  };
}

// Return a function of the variables, in the order of `variables`.
export function compile(tree, variables) {
  if (typeof tree === "number") return () => tree;
  if (typeof tree === "string") {
    const index = variables.indexOf(tree);
    return (...values) => values[index];
  }
  const [name, ...operands] = tree;
  if (name === "cases") return compileCases(operands, variables);
  const operation = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : () => NaN;
  const parts = operands.map((operand) => compile(operand, variables));
  if (parts.length === 1) return (...values) => operation(parts[0](...values));
  if (parts.length === 2) return (...values) => operation(parts[0](...values), parts[1](...values));
  return (...values) => operation(...parts.map((part) => part(...values)));
}
