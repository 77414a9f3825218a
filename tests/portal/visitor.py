"""What one person does in the portal with a browser."""

import gzip
import re

from django.urls import reverse

from tests.portal.cast import PASSWORD, PDF

PAPER = {"name": "bewijs.pdf", "mimeType": "application/pdf", "buffer": PDF}
FAKE = {"name": "bewijs.pdf", "mimeType": "application/pdf", "buffer": b"MZ geen document"}
MOST_TABS = 80


def path(name, *args):
    return reverse(f"portal:{name}", args=args)


def named(page, label):
    """The field with a label that begins so."""
    return page.get_by_label(re.compile(f"^{re.escape(label)}"))


class Visitor:
    """What one person does in one browser."""

    def __init__(self, page, site, name="anne", arrives="start"):
        self.page, self.site = page, site
        page.set_default_timeout(15_000)
        page.goto(site.url + reverse("account_login"))
        page.get_by_label("Gebruikersnaam").fill(name)
        page.get_by_label("Wachtwoord").fill(PASSWORD)
        page.get_by_role("button", name="Aanmelden").click()
        page.wait_for_url(site.url + path(arrives))

    def open(self, name, *args):
        self.page.goto(self.site.url + path(name, *args))
        return self

    def fill(self, **fields):
        for label, value in fields.items():
            named(self.page, label.replace("_", " ")).fill(str(value))
        return self

    def press(self, name):
        self.page.get_by_role("button", name=name, exact=True).first.click()
        self.page.wait_for_load_state()
        return self

    def press_at(self, text, name):
        """The button in the item of a list that says so."""
        item = self.page.get_by_role("listitem").filter(has_text=text).last
        item.get_by_role("button", name=name).click()
        self.page.wait_for_load_state()
        return self

    def downloads(self, name):
        """What is in the file behind a link."""
        with self.page.expect_download() as download:
            self.page.get_by_role("link", name=name).first.click()
        return download.value.path().read_bytes().decode("utf-8", "replace")

    def says(self, text):
        return self.page.get_by_text(text).first.is_visible()


class Keys:
    """One person with a keyboard and nothing else."""

    def __init__(self, visitor):
        self.page = visitor.page

    def to(self, locator):
        """Tabs until the element has the focus."""
        for _ in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            if locator.evaluate("one => one === document.activeElement"):
                return self
        raise AssertionError(f"not reached by keyboard: {locator}")

    def write(self, label, text):
        self.to(named(self.page, label))
        self.page.keyboard.type(text)
        return self

    def enter(self, locator):
        self.to(locator)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        return self


class Got:
    def __init__(self):
        self.responses = []

    def keep(self, response):
        self.responses.append(response)


def size_of(response):
    body = response.body()
    is_static_text = "/static/" in response.url and not response.url.endswith((".woff2", ".png"))
    return len(gzip.compress(body)) if is_static_text else len(body)
