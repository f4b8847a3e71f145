r"""The rules of differentiation, one table: what a formula looks like, and its derivative.

It reads like the table inside the cover of a textbook. ``u`` and ``v`` are any formulas, ``du`` and
``dv`` their derivatives; ``a``, ``b``, ``c`` and ``n`` do not depend on the variable. The first row
that fits is the rule. Both the derivative (``core.expression.differentiation``) and its derivation
step by step (``core.expression.derivation``) are made from these rows and nothing else.

Sources: DLMF 4.7, 4.20, 4.26, 4.34, 4.38 (elementary functions), 7.2.1 (erf), 10.6.1 and 10.6.3
(Bessel functions).
"""

from functools import cache

from core.expression.building import depends
from core.expression.rational import rational
from core.expression.rule import FUNCTIONS, VARIABLE, CasesRule, Rule, case_letters
from core.expression.tree import Call, Cases, Constant, Negation, Node, Number, Operation, Variable

# Rows that differentiate an outer function: of anything but x itself they are the chain rule.
OUTER = frozenset(("power", "exponential", "absolute_value", "table"))


# fmt: off
RULES = (
    Rule("constant",          "c",              "0"),
    Rule("identity",          "x",              "1"),
    Rule("constant_multiple", "-u",             "-du"),
    Rule("sum",               "u + v",          "du + dv"),
    Rule("sum",               "u - v",          "du - dv"),
    Rule("constant_multiple", "c u",            "c du"),
    Rule("constant_multiple", "u c",            "du c"),
    Rule("product",           "u v",            "du v + u dv"),
    Rule("constant_multiple", "u/c",            "du/c"),
    Rule("quotient",          "c/u",            "-(c du/u^2)"),
    Rule("quotient",          "u/v",            "(du v - u dv)/v^2"),
    Rule("power",             "u^n",            "n u^(n-1) du"),
    Rule("exponential",       "e^u",            "e^u du"),
    Rule("exponential",       "a^u",            "a^u ln(a) du"),
    Rule("logarithmic",       "u^v",            "u^v (dv ln(u) + v du/u)"),

    Rule("table",             "sqrt(u)",        "du/(2 sqrt(u))"),
    Rule("table",             "cbrt(u)",        "du/(3 cbrt(u)^2)"),
    Rule("table",             "root(n, u)",     "du/(n root(n, u)^(n-1))"),

    Rule("exponential",       "exp(u)",         "exp(u) du"),
    Rule("table",             "ln(|u|)",        "du/u"),
    Rule("table",             "ln(u)",          "du/u"),
    Rule("table",             "log10(u)",       "du/(u ln(10))"),
    Rule("table",             "log2(u)",        "du/(u ln(2))"),
    Rule("table",             "log(b, u)",      "du/(u ln(b))"),
    Rule("logarithmic",       "log(v, u)",      "(du ln(v)/u - dv ln(u)/v)/ln(v)^2"),

    Rule("table",             "sin(u)",         "cos(u) du"),
    Rule("table",             "cos(u)",         "-(sin(u) du)"),
    Rule("table",             "tan(u)",         "du/cos(u)^2"),
    Rule("table",             "cot(u)",         "-(du/sin(u)^2)"),
    Rule("table",             "sec(u)",         "sec(u) tan(u) du"),
    Rule("table",             "csc(u)",         "-(csc(u) cot(u) du)"),
    Rule("table",             "asin(u)",        "du/sqrt(1-u^2)"),
    Rule("table",             "acos(u)",        "-(du/sqrt(1-u^2))"),
    Rule("table",             "atan(u)",        "du/(1+u^2)"),
    Rule("table",             "acot(u)",        "-(du/(1+u^2))"),
    Rule("table",             "asec(u)",        "du/(|u| sqrt(u^2-1))"),
    Rule("table",             "acsc(u)",        "-(du/(|u| sqrt(u^2-1)))"),

    Rule("table",             "sinh(u)",        "cosh(u) du"),
    Rule("table",             "cosh(u)",        "sinh(u) du"),
    Rule("table",             "tanh(u)",        "du/cosh(u)^2"),
    Rule("table",             "coth(u)",        "-(du/sinh(u)^2)"),
    Rule("table",             "sech(u)",        "-(sech(u) tanh(u) du)"),
    Rule("table",             "csch(u)",        "-(csch(u) coth(u) du)"),
    Rule("table",             "asinh(u)",       "du/sqrt(u^2+1)"),
    Rule("table",             "acosh(u)",       "du/sqrt(u^2-1)"),
    Rule("table",             "atanh(u)",       "du/(1-u^2)"),
    Rule("table",             "acoth(u)",       "du/(1-u^2)"),
    Rule("table",             "asech(u)",       "-(du/(u sqrt(1-u^2)))"),
    Rule("table",             "acsch(u)",       "-(du/(|u| sqrt(1+u^2)))"),

    Rule("table",             "erf(u)",         "2 e^(-u^2) du/sqrt(pi)"),
    Rule("table",             "besselj(0, u)",  "-(besselj(1, u) du)"),
    Rule("table",             "besselj(n, u)",  "(besselj(n-1, u) - besselj(n+1, u))/2 * du"),

    Rule("absolute_value",    "|u|",            "sign(u) du"),
    Rule("table",             "sign(u)",        "0"),
    Rule("table",             "floor(u)",       "0"),
    Rule("table",             "ceil(u)",        "0"),
    Rule("cases",             "max(u)",         "du"),
    Rule("cases",             "min(u)",         "du"),
    Rule("cases",             "max(u, v)",      "((1 + sign(u-v)) du + (1 - sign(u-v)) dv)/2"),
    Rule("cases",             "min(u, v)",      "((1 - sign(u-v)) du + (1 + sign(u-v)) dv)/2"),
)
# fmt: on


def rule_for(tree: Node, variable: str) -> tuple[Rule, dict[str, Node]] | None:
    """Return the rule that differentiates ``tree``, and what its letters stand for.

    None where no rule does: for gamma and factorial.

    >>> from core.expression.tree import Call, Variable
    >>> rule, parts = rule_for(Call("sin", (Variable("x"),)), "x")
    >>> rule.derivative, parts
    ('cos(u) du', {'u': Variable(name='x')})
    """
    if not depends(tree, variable):
        return _CONSTANT_RULE, {"c": tree}
    if isinstance(tree, Cases):
        values = [branch.value for branch in tree.branches]
        letters = dict(zip(case_letters(tree.branches), values, strict=True))
        return CasesRule("cases", "", "", tree.branches), letters
    tree = _in_pairs(tree)
    for rule in _by_head().get(_head(tree), ()):
        parts: dict[str, Node] = {}
        if _fits(rule.left, tree, variable, parts):
            return rule, parts
    return None


_CONSTANT_RULE = RULES[0]


@cache
def _by_head() -> dict[str, list[Rule]]:
    """Return the rows by the operation or function at the top of their patterns."""
    rows: dict[str, list[Rule]] = {}
    for rule in RULES[1:]:
        rows.setdefault(_head(rule.left), []).append(rule)
    return rows


def _head(node: Node) -> str:
    match node:
        case Operation(operator):
            return operator
        case Call(name):
            return name
        case _:
            return type(node).__name__


def _in_pairs(tree: Node) -> Node:
    """Return ``max(max(a, b), c)`` for ``max(a, b, c)``."""
    match tree:
        case Call("max" | "min" as name, arguments) if len(arguments) > 2:
            return Call(name, (Call(name, arguments[:-1]), arguments[-1]))
        case _:
            return tree


def _fits(pattern: Node, node: Node, x: str, parts: dict[str, Node]) -> bool:
    """Say whether ``node`` is an instance of ``pattern``; collect what the letters stand for."""
    match pattern, node:
        case Variable(letter), _:
            if letter == VARIABLE:
                return node == Variable(x)
            parts[letter] = node
            return letter in FUNCTIONS or not depends(node, x)
        case Constant(), _:
            return pattern == node
        case Number(value), _:
            return rational(node) == value
        case Negation(u), Negation(w):
            return _fits(u, w, x, parts)
        case Operation(sign, u, v), Operation(other, w, z):
            return sign == other and _fits(u, w, x, parts) and _fits(v, z, x, parts)
        case Call(name, us), Call(other, ws) if name == other and len(us) == len(ws):
            return all(_fits(u, w, x, parts) for u, w in zip(us, ws, strict=True))
        case _:
            return False
