"""What is said about a quotient: its cause, its digits, and no number that is not certain."""

import re

import numpy as np
import pytest

import ui.words
from core import error_curve, parse, stencil
from ui.readouts import quotient, roundoff
from ui.readouts.roundoff import luck, readouts, sentences
from ui.readouts.stencils import derivation, formats_table

BAYDIN = "64x(1-x)(1-2x)²(1-8x+8x²)²"


@pytest.fixture(autouse=True)
def english(monkeypatch):
    monkeypatch.setattr(ui.words, "language", lambda: "en")


def said(f, at, step, s="forward", dtype="float32"):
    (readout,) = readouts(parse(f), at, [step], getattr(stencil, s.replace("-", "_")), s, dtype)
    return readout


def text(line):
    return "".join(it if isinstance(it, str) else it.get("text", "") for it in line["parts"])


def rows(readout):
    return {line["label"]: line["parts"] for line in readout if line["kind"] == "row"}


def number(parts):
    shown = "".join(it if isinstance(it, str) else it["text"] for it in parts if "mark" not in it)
    mantissa, _, power = shown.replace("−", "-").partition(" × 10")
    digits = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
    return float(f"{mantissa}e{power.translate(digits) or 0}")


@pytest.mark.parametrize(
    ("f", "at", "step", "dtype", "words"),
    [
        (BAYDIN, "0.2", 1e-2, "float32", "error is truncation"),
        (BAYDIN, "0.2", 1e-6, "float32", "share their first 4 digits"),
        (BAYDIN, "0.2", 1e-9, "float32", "absorbed"),
        ("cos x", "0.001", 1e-6, "float32", "cancel completely"),
        ("e^x", "90", 1e-2, "float32", "overflow"),
        ("x^2", "0.0001", 1e-3, "float16", "underflow"),
        ("ln x", "-1", 1e-2, "float32", "no value"),
        ("|x|", "0", 1e-2, "float32", "no derivative"),
        ("x", "1", 0.25, "float32", "cannot be better"),
    ],
)
def test_the_sentence_names_what_happened(f, at, step, dtype, words):
    opening = said(f, at, step, dtype=dtype)[0]
    assert opening["kind"] == "sentence" and words in text(opening)
    assert words == "no derivative" or opening["parts"][-1]["mark"] == "measured"


def test_the_share_is_that_of_the_exact_split():
    curve = error_curve(parse(BAYDIN), "0.2", stencil.forward, [1e-5], "float32")
    share = abs(curve.roundoff) / (abs(curve.roundoff) + abs(curve.truncation))
    assert f"{100 * share[0]:.0f} % of the forward error is round-off" in text(
        said(BAYDIN, "0.2", 1e-5)[0]
    )


@pytest.mark.parametrize(("share", "words"), [(0.664, "66 %"), (0.9999999, "99.9 %"), (1, "100 %")])
def test_only_the_whole_is_called_the_whole(share, words):
    assert roundoff._percent(share) == words


@pytest.mark.parametrize("step", [1e-2, 1e-5, 1e-7])
@pytest.mark.parametrize("scheme", ["forward", "central", "five-point"])
def test_the_split_adds_up_to_quotient_minus_truth(step, scheme):
    shown = {name: number(parts) for name, parts in rows(said(BAYDIN, "0.2", step, scheme)).items()}
    gap = shown["quotient"] - shown["f′(x)"]
    split = shown["truncation"] + shown["round-off"]
    printed = 0.005 * (abs(shown["truncation"]) + abs(shown["round-off"])) + 2e-8  # three digits
    assert abs(gap - split) <= printed


def test_cancelled_digits_are_gone_and_the_others_kept():
    it = rows(said(BAYDIN, "0.2", 1e-5))
    above, below, difference = it["f(x + h)"], it["f(x)"], it["difference"]
    assert [part["role"] for part in above + below] == ["gone", "kept"] * 2
    assert above[0]["text"] == below[0]["text"] == "0.289"
    assert above[1]["text"][0] != below[1]["text"][0]
    assert re.fullmatch(r"0\.0*", difference[0]["text"])
    assert difference[1]["text"][0] != "0"
    assert number(difference) == pytest.approx(number(above) - number(below), abs=1e-9)


def test_wrong_digits_of_the_quotient_have_the_color_of_error():
    right, wrong, _ = rows(said(BAYDIN, "0.2", 1e-5))["quotient"]
    assert right["role"] == "kept" and wrong["role"] == "error"
    assert "9.06608660".startswith(right["text"])


def test_marks_tell_what_was_proven_and_what_was_measured():
    it = rows(said(BAYDIN, "0.2", 1e-5))
    marks = {name: parts[-1]["mark"] for name, parts in it.items() if "mark" in parts[-1]}
    assert marks == {
        "quotient": "measured",
        "f′(x)": "certified",
        "truncation": "certified",
        "round-off": "measured",
    }


@pytest.mark.parametrize(
    ("step", "words"), [(1e-2, "10 times smaller"), (1e-6, "10 times larger"), (5e-8, "no longer")]
)
def test_it_says_what_a_tenth_of_the_step_would_bring(step, words):
    assert words in text(said(BAYDIN, "0.2", step)[1])


def test_nothing_comes_after_absorption():
    assert not [line for line in said(BAYDIN, "0.2", 1e-9) if line["kind"] == "note"]


def test_the_first_page_has_the_sentences_only():
    f = parse("sin x")
    (short,) = sentences(f, "1", [1e-2], stencil.forward, "forward", "float32")
    (long,) = readouts(f, "1", [1e-2], stencil.forward, "forward", "float32")
    assert short == long[: len(short)] and not rows(short)


def test_the_luckiest_step_is_not_the_best():
    steps = np.geomspace(1e-7, 1e-1, 100)
    curve = error_curve(parse(BAYDIN), "0.2", stencil.forward, steps, "float32")
    assert "h* = 8.6 × 10⁻⁵" in luck(curve, "forward")
    assert "forward" in luck(curve, "forward")
    smooth = error_curve(parse(BAYDIN), "0.2", stencil.forward, np.geomspace(1e-3, 1e-2), "float64")
    assert luck(smooth, "forward") == ""
    corner = error_curve(parse("|x|"), "0", stencil.forward, steps, "float32")
    assert luck(corner, "forward") == ""


def test_numbers_above_each_other_have_the_same_places():
    assert quotient._column([0.28910622, -0.289013803, 9.2417e-05], 9) == [
        "0.289106220",
        "−0.289013803",
        "0.000092417",
    ]
    assert quotient._column([1e-20, 2e-20], 3) == ["1.00 × 10⁻²⁰", "2.00 × 10⁻²⁰"]


def test_the_derivation_shows_what_cancels_and_what_stays():
    latex = derivation(stencil.central)
    assert re.split(r"\\hline", latex)[-1].count(r"\textcolor{gray}{0}") == 2
    assert r"\mathbf{1}" in latex and r"\mathbf{\tfrac{1}{6}}" in latex


def test_the_table_of_formats_is_complete():
    table = formats_table()
    assert table.count("\n") == 5 and "1.1921 × 10⁻⁷" in table and "65504" in table
