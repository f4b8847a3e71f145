"""How a browser is found or fetched, with no command really run."""

import pytest

from scripts import browser
from scripts.browser import NO_BROWSER, NO_FONT


@pytest.fixture
def ran(monkeypatch):
    """The commands that would have been run, by root on Debian."""
    commands = []
    monkeypatch.setattr(browser.subprocess, "run", lambda command, check: commands.append(command))
    monkeypatch.setattr(browser.os, "geteuid", lambda: 0)
    monkeypatch.setattr(browser.shutil, "which", lambda name: f"/usr/bin/{name}")
    return commands


def problems(monkeypatch, *answers):
    remaining = list(answers)
    monkeypatch.setattr(browser, "problem", lambda: remaining.pop(0))


def test_nothing_is_fetched_where_a_browser_draws_chinese(monkeypatch, ran):
    problems(monkeypatch, None)
    browser.main()
    assert ran == []


def test_a_missing_font_does_not_fetch_a_browser(monkeypatch, ran):
    problems(monkeypatch, NO_FONT, None)
    browser.main()
    (command,) = ran
    assert command[-1].endswith("fonts-noto-cjk")


def test_playwrights_download_comes_before_apt(monkeypatch, ran):
    problems(monkeypatch, NO_BROWSER, NO_BROWSER, None)
    browser.main()
    assert [command[-1].split()[-1] for command in ran] == ["chromium", "chromium"]
    assert "playwright" in ran[0]
    assert "apt-get" in ran[1][-1]


def test_without_root_apt_is_left_alone(monkeypatch, ran):
    monkeypatch.setattr(browser.os, "geteuid", lambda: 1000)
    problems(monkeypatch, NO_BROWSER, NO_BROWSER)
    with pytest.raises(SystemExit, match="sudo apt install chromium"):
        browser.main()
    assert len(ran) == 1


@pytest.mark.parametrize("trouble", [NO_BROWSER, NO_FONT])
def test_where_nothing_helps_the_message_says_what_to_do(monkeypatch, ran, trouble):
    monkeypatch.setattr(browser, "problem", lambda: trouble)
    with pytest.raises(SystemExit) as failure:
        browser.main()
    assert failure.value.code == trouble


def test_the_browser_named_by_the_environment_comes_first(monkeypatch):
    monkeypatch.setenv("CHROMIUM", "/opt/mine")
    assert next(browser.candidates()) == "/opt/mine"
    assert list(browser.candidates())[-1] is None
