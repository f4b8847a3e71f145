"""The vocabulary: every spelling a textbook, a teacher or LaTeX uses, and what it means here."""

# Canonical function name -> its other spellings. `log` is special (see the parser): one argument
# is the natural logarithm, two are base and argument.
_SPELLINGS = {
    "sqrt": "",
    "cbrt": "",
    "root": "",
    "exp": "",
    "ln": "",
    "log": "",
    "log10": "lg",
    "log2": "lb",
    "sin": "",
    "cos": "",
    "tan": "tg",
    "cot": "ctg cotg ctan cotan",
    "sec": "",
    "csc": "cosec",
    "asin": "arcsin",
    "acos": "arccos",
    "atan": "arctan arctg",
    "acot": "arccot arcctg arccotan",
    "asec": "arcsec",
    "acsc": "arccsc arccosec",
    "sinh": "sh",
    "cosh": "ch",
    "tanh": "th",
    "coth": "cth",
    "sech": "",
    "csch": "",
    "asinh": "arcsinh arsinh arsh",
    "acosh": "arccosh arcosh arch",
    "atanh": "arctanh artanh arth",
    "acoth": "arccoth arcoth",
    "asech": "arcsech arsech",
    "acsch": "arccsch arcsch",
    "abs": "",
    "sign": "sgn signum",
    "floor": "",
    "ceil": "ceiling",
    "factorial": "fact",
    "erf": "",
    "gamma": "Gamma",
    "besselj": "J",
    "min": "",
    "max": "",
}

# Spelling -> canonical name. A phone capitalizes the first word of a line: `Sin` is `sin`.
FUNCTION_WORDS = {
    spelling: name
    for name, others in _SPELLINGS.items()
    for word in (name, *others.split())
    for spelling in ((word, word.capitalize()) if len(word) > 1 else (word,))
}

# The words of functions by cases, and the kind of token that each is.
CASE_WORDS = {
    **dict.fromkeys("if when for If When For 若 当 如果".split(), "if"),
    **dict.fromkeys("otherwise else elsewhere Otherwise Else 其他 其它 否则".split(), "otherwise"),
    **dict.fromkeys("and 且".split(), "and"),
}

CONSTANT_WORDS = ("pi", "e", "phi")

# What `f^-1` means: the inverse function, for the functions that have one by that notation.
INVERSES = {
    name: f"a{name}" for name in "sin cos tan cot sec csc sinh cosh tanh coth sech csch".split()
}

GREEK = dict(
    zip(
        "αβγδεζηθικλμνξπρστυφχψωΓΔΘΛΞΠΣΥΦΨΩ",
        "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma "
        "tau upsilon phi chi psi omega "
        "Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega".split(),
        strict=True,
    )
)
# Second shapes of the same letters, as characters and as LaTeX commands.
GREEK_VARIANTS = dict(
    zip(
        "ϵϑϰϱςϖϕµ∆Ω",
        "epsilon theta kappa rho sigma pi phi mu Delta Omega".split(),
        strict=True,
    )
)
GREEK_COMMANDS = {
    **{name: name for name in GREEK.values()},
    **{f"var{name}": name for name in "epsilon theta kappa rho sigma pi phi".split()},
}
