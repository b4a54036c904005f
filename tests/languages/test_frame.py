"""The frame of every public page, whose words are marked for translation, is what it was in English."""

import re

from django.template.loader import render_to_string

MENU = re.compile(r'<a class="govuk-service-navigation__link" href="([^"]*)">([^<]*)</a>')


def test_the_menu_leads_to_whole_addresses_under_whole_words() -> None:
    assert MENU.findall(render_to_string("errors/404.html")) == [
        ("/decisions/", "Decisions"),
        ("/threads/", "Threads"),
        ("/funders/", "Funders"),
        ("/statistics/", "Statistics"),
        ("/open-data/", "Open data"),
        ("/verify/", "Verify"),
    ]
