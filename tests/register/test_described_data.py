"""Pages and files say what they are: descriptions, permanent addresses, pictures, a dictionary beside every CSV."""

import csv
import io
import json
import re

import pytest
from django.test import Client
from django.urls import resolve
from PIL import Image

from register.opendata.dictionary import TABLES

pytestmark = [pytest.mark.django_db(databases=["default", "book"]), pytest.mark.usefixtures("book")]

PAGES = (
    "/", "/decisions/?kind=award", "/decisions/PCD-510/", "/funders/", "/funders/home-office/", "/years/2018-19/",
    "/statistics/", "/open-data/", "/totals/", "/recipients/", "/threads/", "/log/", "/verify/", "/contact/",
)  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_every_page_says_what_it_is_and_where_it_stands(public: Client, path: str) -> None:
    page = public.get(path).content.decode()
    (description,) = re.findall(r'<meta name="description" content="([^"]+)">', page)
    assert len(description) > 40
    (canonical,) = re.findall(r'<link rel="canonical" href="https?://[^/"]+(/[^"]*)">', page)
    assert canonical == path.partition("?")[0]
    (picture,) = re.findall(r'<meta property="og:image" content="https?://[^/"]+(/[^"]*)">', page)
    answer = public.get(picture)
    assert answer["Content-Type"] == "image/png"
    assert Image.open(io.BytesIO(answer.content)).size == (1200, 630)


def test_the_icon_is_where_browsers_look_for_it(public: Client) -> None:
    icon = Image.open(io.BytesIO(public.get("/favicon.ico").content))
    assert (icon.format, max(icon.size)) == ("ICO", 48)


def test_a_withdrawn_decision_has_no_picture(public: Client) -> None:
    assert public.get("/decisions/PCD-1905/picture.png").status_code == 404


@pytest.mark.parametrize("name", TABLES)
def test_every_column_of_every_csv_is_in_the_dictionary_and_beside_the_file(public: Client, name: str) -> None:
    path = "/totals.csv" if name == "totals" else f"/open-data/{name}.csv"
    answer = public.get(path)
    body = b"".join(answer) if answer.streaming else answer.content
    head = next(csv.reader(io.StringIO(body.decode().lstrip("\ufeff"))))
    assert head == [column.name for column in TABLES[name].columns]
    metadata = json.loads(public.get(f"{path}-metadata.json").content)
    assert [column["titles"] for column in metadata["tableSchema"]["columns"]] == head
    assert metadata["url"] == path.rpartition("/")[2]
    page = public.get("/open-data/dictionary/").content.decode()
    assert all(f">{column}</th>" in page for column in head)


def test_open_data_describes_itself_as_a_dataset(public: Client) -> None:
    page = public.get("/open-data/").content.decode()
    (text,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    dataset = json.loads(text)
    assert dataset["@type"] == "Dataset"
    for file in dataset["distribution"]:
        assert resolve("/" + file["contentUrl"].split("/", 3)[3])
