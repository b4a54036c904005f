"""The keys of the desk: listed, led to by each page, and told to the script from the same list."""

from django.test import Client
from django.urls import reverse

from paper_lists.keys import KEYS, addresses
from tests.decisions.desk.conftest import As
from tests.people import People


def test_the_list_of_keys_is_found_from_every_page_and_names_each_key(people: People, signed_in: As):
    client = signed_in(people.olu)
    page = client.get(reverse("desk:desk_keys")).content.decode()
    for key in KEYS:
        assert f"<kbd>g</kbd> then <kbd>{key.letter}</kbd>" in page
        assert f'href="{key.href}">{key.words}</a>' in page
        assert client.get(key.href).status_code == 200
    assert "Switch single letters off" in page
    home = client.get(reverse("desk:desk_home")).content.decode()
    assert f'href="{reverse("desk:desk_keys")}">Keys</a>' in home
    assert f'data-goes="{addresses()}"' in home


def test_a_stranger_is_told_of_no_keys(db: None):
    page = Client().get("/account/login/").content.decode()
    assert "keys.js" not in page
    assert "/desk/keys/" not in page
