import ast
import re
from pathlib import Path

import pytest

import i18n
from core.errors import PARSE_CODES

ROOT = Path(__file__).parents[2]
HAN = r"[\u4e00-\u9fff]"
# Where a placeholder stands, a number or a Latin name will be.
LATIN = r"[A-Za-z0-9${}]"
CODE = re.compile(r"`[^`]*`")


def sentences(language):
    return [(key, CODE.sub("`", text)) for key, text in i18n.words(language).items()]


def test_both_languages_have_the_same_keys():
    assert set(i18n.words("zh")) == set(i18n.words("en"))


@pytest.mark.parametrize("key", i18n.words("zh"))
def test_both_languages_have_the_same_placeholders(key):
    zh, en = (i18n.placeholders(i18n.words(language)[key]) for language in ("zh", "en"))
    assert zh == en


@pytest.mark.parametrize(("key", "text"), sentences("zh"))
def test_chinese_has_full_width_punctuation(key, text):
    assert not re.search(rf"{HAN}[,;:?!()]|[,;:?!(]{HAN}|{HAN}\.(?!\d)", text)


@pytest.mark.parametrize(("key", "text"), sentences("zh"))
def test_chinese_has_one_space_at_script_borders(key, text):
    assert not re.search(rf"{HAN}{LATIN}|{LATIN}{HAN}|{HAN}  |  {HAN}", text)


@pytest.mark.parametrize(("key", "text"), sentences("en"))
def test_english_has_no_chinese_and_no_full_width_punctuation(key, text):
    assert key == "common.language" or not re.search(rf"{HAN}|[，。：；？！（）]", text)


@pytest.mark.parametrize("code", PARSE_CODES)
@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_every_parse_error_has_words(language, code):
    assert f"errors.{code}" in i18n.words(language)


def test_a_missing_key_and_a_missing_placeholder_are_loud():
    with pytest.raises(KeyError):
        i18n.text("en", "common.no_such_key")
    with pytest.raises(KeyError):
        i18n.text("en", "common.address_note")


def patterns():
    """Every text in the code that may be a key, f-strings as patterns."""
    files = [ROOT / "app.py", *(p for room in ("ui", "pages") for p in (ROOT / room).rglob("*.py"))]
    nodes = [n for file in files for n in ast.walk(ast.parse(file.read_text(encoding="utf-8")))]
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield re.escape(node.value)
        if isinstance(node, ast.JoinedStr):
            parts = [
                re.escape(v.value) if isinstance(v, ast.Constant) else ".+" for v in node.values
            ]
            if re.search(r"\w", "".join(parts).replace(".+", "")):
                yield "".join(parts)


@pytest.mark.parametrize("key", i18n.words("en"))
def test_no_key_is_unused(key):
    assert any(re.fullmatch(pattern, key) for pattern in patterns())


def keys_asked_for():
    for room in ("ui", "pages"):
        for file in (ROOT / room).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                called = getattr(node, "func", None)
                name = getattr(called, "id", getattr(called, "attr", ""))
                if name in ("t", "say") and isinstance(node.args[0], ast.Constant):
                    yield node.args[0].value


@pytest.mark.parametrize("key", sorted(set(keys_asked_for())))
def test_every_key_asked_for_exists(key):
    assert key in i18n.words("zh")


def test_no_words_wait_for_an_error_that_does_not_exist():
    said = {key.removeprefix("errors.") for key in i18n.words("en") if key.startswith("errors.")}
    stems = {re.sub("_(hint|otherwise)$", "", item) for item in said}
    assert stems == {*PARSE_CODES, "unknown"}
