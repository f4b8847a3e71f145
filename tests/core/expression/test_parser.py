import pytest

from core.errors import PARSE_CODES, ParseError
from core.expression.expression import parse
from tests.core.expression.trees import read

VARIABLES = ("x", "y", "x_1", "omega", "t", "h")

# What is typed or pasted -> how it is read.
READINGS = {
    # written as in an exercise book
    "2x sin x": "2*x*sin(x)",
    "sin^2 x": "sin(x)^2",
    "sin^2x": "sin(x)^2",
    "sin2x": "sin(2*x)",
    "sin 2x y": "sin(2*x*y)",
    "sin x cos x": "sin(x)*cos(x)",
    "sin x cos y": "sin(x)*cos(y)",
    "sin x/2": "sin(x)/2",
    "sin -x": "sin(-x)",
    "sin x^2": "sin(x^2)",
    "sin(x)^2": "sin(x)^2",
    "sin(x)y": "sin(x)*y",
    "sin 2(x+1)": "sin(2*(x + 1))",
    "cos π|x|": "cos(pi*abs(x))",
    "ln sin x": "ln(sin(x))",
    "ln sin(2x)": "ln(sin(2*x))",
    "xsinx": "x*sin(x)",
    "xlnx": "x*ln(x)",
    "e^xsinx": "e^x*sin(x)",
    "e^sinx": "e^sin(x)",
    "e^2x": "e^2*x",
    "e^x": "e^x",
    "exp x": "exp(x)",
    "lnx": "ln(x)",
    "asinx": "asin(x)",
    "tanhx": "tanh(x)",
    "x(x+1)": "x*(x + 1)",
    "(x+1)(x-1)": "(x + 1)*(x - 1)",
    "1/(1+x^2)": "1/(1 + x^2)",
    "x/2*y": "x/2*y",
    "2x/3": "2*x/3",
    "1/sin x": "1/sin(x)",
    "2^-x": "2^(-x)",
    "2^-x^2": "2^(-x^2)",
    "x^y^t": "x^y^t",
    "-x^2": "-x^2",
    "-2x": "-(2*x)",
    "x^1/2": "x^1/2",
    "x**2": "x^2",
    "x - -y": "x - (-y)",
    "+x": "x",
    ".5x": ".5*x",
    "arctan x": "atan(x)",
    "sin^-1 x": "asin(x)",
    "sin⁻¹ x": "asin(x)",
    "sinh^-1 x": "asinh(x)",
    "x!": "factorial(x)",
    "2x!": "2*factorial(x)",
    "x!^2": "factorial(x)^2",
    "Sin x": "sin(x)",
    "ht": "h*t",
    "th": "t*h",
    # bars
    "|x-1|": "abs(x - 1)",
    "||x|-1|": "abs(abs(x) - 1)",
    "|x-|y||": "abs(x - abs(y))",
    "2|x|": "2*abs(x)",
    "|x||y|": "abs(x)*abs(y)",
    "|x|y": "abs(x)*y",
    "ln|x|": "ln(abs(x))",
    "|(|x|)|": "abs(abs(x))",
    # roots, powers, indices as characters
    "√x": "sqrt(x)",
    "√x+1": "sqrt(x) + 1",
    "√(x+1)": "sqrt(x + 1)",
    "√2 sin x": "sqrt(2)*sin(x)",
    "√x√y": "sqrt(x)*sqrt(y)",
    "√x²": "sqrt(x^2)",
    "√【x+1】": "sqrt(x + 1)",
    "∛x": "cbrt(x)",
    "∜x": "root(4, x)",
    "x²": "x^2",
    "x⁻¹⁰": "x^(-10)",
    "e⁻ˣ": "e^(-x)",
    "x½": "x*(1/2)",
    "sin ½x": "sin(1/2*x)",
    "x₁ + x_1 + x_{1}": "x_1 + x_1 + x_1",
    "π": "pi",
    "ω+omega+\\omega": "omega + omega + omega",
    "xω": "x*omega",
    "⌊x⌋+⌈x⌉": "floor(x) + ceil(x)",
    # Chinese forms and full width
    "（ｘ＋１）×２": "(x + 1)*2",
    "【x－1】÷３．５": "(x - 1)/3.5",
    "｛x｝": "x",
    "max（x，y）": "max(x, y)",
    "tg x + ctg x": "tan(x) + cot(x)",
    "lg x": "log10(x)",
    "lgx": "log10(x)",
    "arctg x": "atan(x)",
    "x·y−1": "x*y - 1",
    "𝑥+𝟐": "x + 2",
    "𝐬𝐢𝐧 𝜔": "sin(omega)",
    # logarithms and functions of several arguments
    "log x": "ln(x)",
    "log2 x": "log2(x)",
    "log25": "ln(25)",
    "log10(x)": "log10(x)",
    "log_2 x": "log2(x)",
    "log₂x": "log2(x)",
    "log_10 x": "log10(x)",
    "log_3 x": "log(3, x)",
    "log(3, x)": "log(3, x)",
    "log(2,x)": "log2(x)",
    "root(3, x)": "cbrt(x)",
    "root(5,x)": "root(5, x)",
    "min(x, y, 1)": "min(x, y, 1)",
    "besselj(0, x)": "besselj(0, x)",
    "J_0(x)": "besselj(0, x)",
    # LaTeX
    r"\frac{1}{1+x^{2}}": "1/(1 + x^2)",
    r"\frac12": "1/2",
    r"\frac12x": "1/2*x",
    r"\frac x2": "x/2",
    r"\dfrac{x}{2}\sin x": "x/2*sin(x)",
    r"\sqrt{x+1}": "sqrt(x + 1)",
    r"\sqrt[3]{x}": "cbrt(x)",
    r"\sqrt 2": "sqrt(2)",
    r"\sin^2 x": "sin(x)^2",
    r"\sin^{-1} x": "asin(x)",
    r"\sin\left(x\right)": "sin(x)",
    r"\left( x \right)\left[ y \right]": "x*y",
    r"\left|x\right|": "abs(x)",
    r"\lvert x\rvert": "abs(x)",
    r"\lfloor x \rfloor": "floor(x)",
    r"2\cdot x\times y\div 3": "2*x*y/3",
    r"\log_{2}x": "log2(x)",
    r"\min\{x, y\}": "min(x, y)",
    r"x\,y\;\quad\ y": "x*y*y",
    r"\operatorname{sgn} x": "sign(x)",
    r"\operatorname{arsinh}(x)": "asinh(x)",
    r"\mathrm{e}^{x}": "e^x",
    r"e^{2x}\sin x": "e^(2*x)*sin(x)",
    r"\Gamma(x)": "gamma(x)",
    r"\pi x": "pi*x",
    "$x^2$": "x^2",
    # a left-hand side
    "z = x^2": "x^2",
    "f(x) = sin x": "sin(x)",
    "f(x,y)=xy": "x*y",
    "f（x，y）＝xy": "x*y",
    "g_1(x) = x": "x",
}

# What is refused -> the code and the place.
REFUSALS = {
    "": ("empty", 0),
    "   ": ("empty", 3),
    "f(x) =": ("empty", 6),
    "x\u200b+1": ("invisible_character", 1),
    "\u202ex": ("invisible_character", 0),
    "x\x00": ("invisible_character", 1),
    "2х": ("lookalike_character", 1),
    "x≤1": ("unexpected_comparison", 1),
    "30°": ("unsupported_character", 2),
    "∫x": ("unsupported_character", 0),
    "Ⅳ": ("unsupported_character", 0),
    "x٣": ("unsupported_character", 1),
    "x@1": ("unexpected_symbol", 1),
    "x' ": ("unexpected_symbol", 1),
    "max_2(x)": ("unexpected_symbol", 3),
    "１＋q": ("unknown_name", 2),
    "sinxq": ("unknown_name", 4),
    "sen x": ("unknown_name", 0),
    "__import__": ("unknown_name", 2),
    r"\int x": ("unknown_command", 0),
    r"\infty": ("unknown_command", 0),
    "1.2.3": ("malformed_number", 0),
    "x+" + "1" * 21: ("too_many_digits", 2),
    "2+": ("missing_operand", 2),
    "*x": ("missing_operand", 0),
    "2*/x": ("missing_operand", 2),
    "()": ("missing_operand", 1),
    "x+)": ("unopened_bracket", 2),
    "2 3": ("missing_operator", 2),
    "sin": ("missing_argument", 0),
    "2sin*x": ("missing_argument", 1),
    "root x": ("missing_bracket", 0),
    "max x": ("missing_bracket", 0),
    "sin(x,y)": ("wrong_argument_count", 0),
    "root(3)": ("wrong_argument_count", 0),
    "log_2(x,y)": ("wrong_argument_count", 0),
    "1,5": ("unexpected_comma", 1),
    "(x,y)": ("unexpected_comma", 2),
    "x = 1": ("unexpected_equals", 2),
    "y = x": ("unexpected_equals", 2),
    "z = x = y": ("unexpected_equals", 6),
    "(x": ("unclosed_bracket", 0),
    "sin(x": ("unclosed_bracket", 3),
    "x)": ("unopened_bracket", 1),
    "(x]": ("mismatched_bracket", 2),
    "|x": ("unbalanced_bar", 0),
    "x|": ("unbalanced_bar", 1),
    "(|x)": ("unbalanced_bar", 1),
    "|(x|)": ("unbalanced_bar", 3),
    "sin^-2 x": ("negative_function_power", 3),
    "ln^-1 x": ("negative_function_power", 2),
    "1/2x": ("ambiguous", 2),
    "x/2y": ("ambiguous", 2),
    "1/2 sin x": ("ambiguous", 2),
    "1/-2x": ("ambiguous", 3),
    "sin x(x+1)": ("ambiguous", 0),
    "sin x|y|": ("ambiguous", 0),
    "ln|x|y": ("ambiguous", 0),
    "√2x": ("ambiguous", 0),
    "√x(x+1)": ("ambiguous", 0),
    "log2x": ("ambiguous", 0),
    "ｌｏｇ２ｘ": ("ambiguous", 0),
    "2e3": ("ambiguous", 0),
    "1e-3": ("ambiguous", 0),
    "x2": ("ambiguous", 1),
    "x 2": ("ambiguous", 2),
    "(x+1)2": ("ambiguous", 5),
    "3!!": ("ambiguous", 2),
    "2½": ("ambiguous", 1),
}


@pytest.mark.parametrize("typed", READINGS)
def test_what_students_write_is_read_as_they_mean_it(typed: str) -> None:
    assert parse(typed, VARIABLES).canonical == READINGS[typed]


@pytest.mark.parametrize("typed", REFUSALS)
def test_what_cannot_be_read_is_refused_with_code_and_place(typed: str) -> None:
    with pytest.raises(ParseError) as caught:
        parse(typed, ("x", "y"))
    assert (caught.value.code, caught.value.position) == REFUSALS[typed]
    assert caught.value.text == typed
    assert caught.value.code in PARSE_CODES


@pytest.mark.parametrize(
    "typed, first, second",
    [
        ("1/2x", "1/2*x", "1/(2*x)"),
        ("x/2y", "x/2*y", "x/(2*y)"),
        ("sin x(x+1)", "sin(x)*(x + 1)", "sin(x*(x + 1))"),
        ("√2x", "sqrt(2)*x", "sqrt(2*x)"),
        ("log2x", "log2(x)", "ln(2*x)"),
        ("1e-3", "1*10^(-3)", "1*e-3"),
        ("1e-3x", "1*10^(-3)x", "1*e-3x"),
        ("sin(2e3x)/x", "sin(2*10^(3)x)/x", "sin(2*e*3x)/x"),
        ("１e+3 x", "1*10^(+3) x", "1*e+3 x"),
        ("x2", "x*2", "x^2"),
    ],
)
def test_an_ambiguous_text_is_refused_with_two_spellings_that_can_be_read(
    typed: str, first: str, second: str
) -> None:
    with pytest.raises(ParseError) as caught:
        parse(typed, ("x", "y"))
    details = caught.value.details
    assert (details["first"], details["second"]) == (first, second)
    assert read(first) != read(second)


def test_of_two_readings_one_may_have_no_spelling() -> None:
    with pytest.raises(ParseError) as caught:
        parse("3!! + x")
    assert caught.value.details == {"first": "factorial(factorial(3))"}  # 3!! = 3 has no word


@pytest.mark.parametrize(("name", "near"), [("oo", None), ("sn", "sin"), ("lo", "log")])
def test_two_letters_are_near_to_what_has_both_and_one_more(name: str, near: str | None) -> None:
    with pytest.raises(ParseError) as caught:
        parse(f"2 + {name}")
    assert caught.value.details.get("suggestion") == near


def test_an_unknown_name_comes_with_the_nearest_known_one() -> None:
    with pytest.raises(ParseError) as caught:
        parse("2 + arcten(x)")
    assert caught.value.details["name"] == "arcten"
    assert caught.value.details["suggestion"] == "arctan"
    assert (caught.value.position, caught.value.length) == (4, 6)


def test_a_lookalike_is_named_and_never_guessed() -> None:
    with pytest.raises(ParseError) as caught:
        parse("х²")
    assert caught.value.details == {
        "character": "х",
        "codepoint": "U+0445",
        "name": "CYRILLIC SMALL LETTER HA",
        "suggestion": "x",
    }


def test_variables_win_over_constants_and_functions_of_the_same_name() -> None:
    assert parse("e^x", ("x", "e")).variables == ("x", "e")
    assert parse("e^2", ("e",))(3.0) == 9.0
    assert parse("φ²", ("φ",))(3.0) == 9.0
    assert parse("γ(x+1)", ("x", "γ"))(1.0, 3.0) == 6.0


def test_variables_are_spelled_out() -> None:
    assert parse("x₁ω", ("x₁", "ω")).variables == ("x_1", "omega")


def test_greek_letters_do_not_run_into_the_letters_beside_them() -> None:
    variables = ("z", "η", "ζ")
    assert parse("zη", variables).canonical == "z*eta"
    assert parse("ζ", variables).canonical == "zeta"


def test_a_variable_needs_a_name() -> None:
    with pytest.raises(ValueError, match="cannot name a variable"):
        parse("x", ("2",))


def test_an_error_survives_pickling() -> None:
    import pickle

    with pytest.raises(ParseError) as caught:
        parse("sin")
    again = pickle.loads(pickle.dumps(caught.value))
    assert (again.code, again.position, again.details) == ("missing_argument", 0, {"name": "sin"})


def test_bars_side_by_side_are_not_one_inside_another() -> None:
    assert parse("|x|" + "+|x|" * 30).canonical.count("abs(x)") == 31


@pytest.mark.parametrize("name", ["sin", "ln", "lg", "cosh", "sqrt"])
def test_a_phone_may_capitalize_the_first_word(name: str) -> None:
    assert parse(f"{name.capitalize()} x").tree == parse(f"{name} x").tree
