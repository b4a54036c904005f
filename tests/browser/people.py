"""A person at a real browser: opens pages, types by the names of controls, presses buttons, and looks for faults."""

import re
from typing import Any

from tests.components.browser import ROOT
from tests.journeys.story import PASSWORD, GrantStory, PaperStory, Typed

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE = (ROOT / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
#: Pages that were looked at already, by address without numbers and by what they say is wrong.
_LOOKED_AT: set[str] = set()


class Sitter:
    """One person at their browser; `faults` gathers what axe, the console and the width say."""

    def __init__(self, browser: Any, site: str, *, scripts: bool = True) -> None:
        self.site, self.scripts, self.faults = site, scripts, list[str]()
        self.context = browser.new_context(
            viewport={"width": 1280, "height": 900}, locale="en-GB", java_script_enabled=scripts
        )
        self.context.set_default_timeout(60_000)  # two cores may be busy with other tests
        self.page = self.context.new_page()
        self.page.on("console", lambda message: self.faults.append(message.text) if _is_fault(message) else None)

    def sign_in(self, first_name: str) -> "Sitter":
        """Sign in by the page."""
        self.open("/account/login/")
        self.type({"login": f"{first_name}@example.org", "password": PASSWORD})
        self.press("Sign in")
        assert self.path == "/desk/"
        return self

    @property
    def path(self) -> str:
        """Where the browser is."""
        return str(self.page.url).removeprefix(self.site).partition("#")[0]

    def open(self, path: str) -> None:
        """Open a page by its address."""
        answer = self.page.goto(self.site + path)
        assert answer.status == 200, f"{path}: {answer.status}"
        self.look()

    def type(self, typed: Typed) -> None:
        """Type, choose and tick by the names of controls."""
        for name, value in typed.items():
            control = self.page.locator(f'main [name="{name}"]')
            kind = control.first.get_attribute("type") or ""
            if kind == "radio":
                self.page.locator(f'main [name="{name}"][value="{value}"]').check()
            elif kind == "checkbox":
                control.first.set_checked(bool(value))
            elif control.first.evaluate("control => control.tagName") == "SELECT":
                control.first.select_option(value)
            else:
                self.unfold(control.first)
                self.open_plain_box(control.first)
                control.first.fill(value)

    def unfold(self, control: Any) -> None:
        """Open what a control is folded into."""
        folded = control.locator("xpath=ancestor::details[not(@open)]/summary")
        if folded.count():
            folded.first.click()

    def open_plain_box(self, control: Any) -> None:
        """Put the editor away that stands over a text box, as whoever likes to type plainly does."""
        if self.scripts and control.get_attribute("data-convert"):
            editor = self.page.locator(".dr-editor")
            editor.wait_for()
            editor.get_by_role("button", name="Plain text box").click()

    def press(self, words: str) -> None:
        """Press a button, or follow a link that looks like one, and look at the page that comes."""
        button = self.page.locator("main").get_by_role("button", name=words, exact=True)
        assert button.count(), f"{self.path} has no button “{words}”: {self.page.locator('main').inner_text()}"
        with self.page.expect_navigation(wait_until="load"):
            button.first.click()
        self.look()

    def follow(self, words: str) -> None:
        """Follow a link by its words."""
        with self.page.expect_navigation(wait_until="load"):
            self.page.locator("main").get_by_role("link", name=words).first.click()
        self.look()

    def sees(self, words: str) -> bool:
        """Whether the page says something."""
        return words in str(self.page.locator("main").inner_text())

    def look(self) -> None:
        """Judge a page at 1280 and at 320 pixels, once for each kind of page and each thing that can be wrong on it."""
        wrong = self.page.locator(".govuk-error-summary").count()
        name = f"{re.sub('[0-9]+', 'N', self.path)} {wrong}"
        if not self.scripts or name in _LOOKED_AT:
            return
        _LOOKED_AT.add(name)
        self.page.evaluate(AXE)
        for width in (320, 1280):
            self.page.set_viewport_size({"width": width, "height": 900})
            if self.page.evaluate("document.documentElement.scrollWidth") > width:
                self.faults.append(f"{name} is wider than {width}")
            result = self.page.evaluate("rules => axe.run({runOnly: rules, resultTypes: ['violations']})", RULES)
            self.faults += [
                f"{name} at {width}: {v['id']}: {v['nodes'][0]['html'][:160]}" for v in result["violations"]
            ]

    # -- the story ---------------------------------------------------------------------------------------------------

    def type_rows(self, prefix: str, add: str, rows: list[Typed]) -> None:
        """Type rows, pressing the button that adds one between them."""
        for number, row in enumerate(rows):
            if number:
                self.press(add)
            self.type({f"{prefix}-{number}-{name}": value for name, value in row.items()})

    def enter_grant(self, story: GrantStory) -> str:
        """Enter a grant and its money; gives its number."""
        self.open("/desk/grants/add/")
        self.type(story.facts)
        self.press("Save and enter the money")
        self.type_rows("tranches", "Add another year or fund", story.money)
        self.press("Save the money")
        return self.path.rstrip("/").rpartition("/")[2]

    def begin(self, story: PaperStory, grants: list[str]) -> str:
        """Start a paper from grants; gives its address."""
        self.open("/desk/decisions/add/")
        self.type({"title": story.title})
        for grant in grants:
            self.page.locator(f'main [name="grants"][value="{grant}"]').check()
        self.press("Start the paper")
        return self.path

    def write_rows(self, paper: str, key: str, rows: list[Typed]) -> None:
        """Write a part that comes in rows."""
        add = {"recommendations": "Add another recommendation", "earlier": "Add another earlier decision"}[key]
        self.open(f"{paper}parts/{key}/")
        self.type_rows("rows", add, rows)
        self.press("Save and go to the task list")

    def write_parts(self, paper: str, story: PaperStory) -> None:
        """Write every part of a paper."""
        for key, typed in story.parts.items():
            self.open(f"{paper}parts/{key}/")
            self.type(typed)
            self.press("Save" if key == "part-2" else "Save and go to the task list")

    def take(self, paper: str, step: str, **typed: str) -> None:
        """Take a step from the page of the paper."""
        self.open(paper)
        self.press(step)
        self.type(typed)
        self.press(step)


def _is_fault(message: Any) -> bool:
    """Errors of the console, such as what the policy blocked; not that an answer was a refusal."""
    return message.type == "error" and "Failed to load resource" not in message.text
