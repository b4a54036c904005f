"""What a form keeps, says and links to when an answer is missing or wrong."""

from datetime import date

import pytest
from django import forms
from django.template import Context, Template
from django.utils.html import strip_tags

from components.widgets import CountedTextarea, DateBoxes
from components.wording import error_words
from figures.fields import DayField, MoneyField
from tests.components.browser import ROOT


class BidForm(forms.Form):
    """What Fatima is asked about a bid."""

    title = forms.CharField(label="Title", max_length=10)
    amount = MoneyField(label="Amount")
    needed_on = DayField(label="Needed by", widget=DateBoxes)
    route = forms.ChoiceField(label="Route", choices=[("bid", "Bid")], widget=forms.RadioSelect)
    paper = forms.FileField(label="Paper")
    sure = forms.BooleanField(label="I have taken advice")
    advice = forms.CharField(label="Advice", max_length=5, widget=CountedTextarea, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)


def words(form: forms.Form, name: str) -> list[str]:
    """The sentences shown at a field."""
    return error_words(form[name])


def drawn(source: str, **context: object) -> str:
    """A piece of a page."""
    return Template("{% load components %}" + source).render(Context(context))


def test_each_missing_answer_is_asked_for_by_name() -> None:
    form = BidForm({})
    assert words(form, "title") == ["Fill in “Title”"]
    assert words(form, "needed_on") == ["Fill in “Needed by”"]
    assert words(form, "route") == ["Choose an answer for “Route”"]
    assert words(form, "paper") == ["Choose a file for “Paper”"]
    assert words(form, "sure") == ["Tick “I have taken advice” to go on"]


def test_too_long_and_unoffered_answers_are_said_in_plain_words() -> None:
    form = BidForm({"title": "x" * 11, "route": "theft"})
    assert words(form, "title") == ["“Title” must be 10 characters or fewer; it has 11"]
    assert words(form, "route") == ["Choose one of the answers offered for “Route”"]


def test_a_sentence_of_the_form_itself_is_passed_on_unchanged() -> None:
    form = BidForm({"title": "ok"})
    form.add_error("title", "This title is taken.")
    assert words(form, "title") == ["This title is taken."]


def test_what_was_typed_comes_back_and_the_browser_cuts_nothing() -> None:
    page = str(BidForm({"title": "far too long a title", "amount": "lots", "advice": "longer than five"}))
    assert 'value="far too long a title"' in page
    assert 'value="lots"' in page
    assert "longer than five</textarea>" in page
    assert "maxlength=" not in page.replace("data-maxlength=", "")
    assert " required " not in page


def test_money_has_its_pound_sign_before_the_box() -> None:
    assert '<div class="govuk-input__prefix" aria-hidden="true">£</div><input' in str(BidForm())


@pytest.mark.parametrize(
    "typed",
    [
        {"needed_on_day": "17", "needed_on_month": "12", "needed_on_year": "2018"},
        {"needed_on_day": "17", "needed_on_month": "Dec", "needed_on_year": "2018"},
        {"needed_on_day": "17th", "needed_on_month": "december", "needed_on_year": "18"},
        {"needed_on_day": "17th", "needed_on_month": "12", "needed_on_year": "2018"},
        {"needed_on_day": "17/12/2018", "needed_on_month": "", "needed_on_year": ""},
        {"needed_on_day": "17 Dec 2018"},
        {"needed_on_day": "17/Dec/2018"},
        {"needed_on_day": "17 12 2018"},
        {"needed_on_day": "2018-12-17"},
        {"needed_on": "17/12/2018"},
        {"needed_on": "2018-12-17"},
        {"needed_on": "17 December 2018"},
    ],
)
def test_a_date_is_read_from_three_boxes_or_from_one_text(typed: dict[str, str]) -> None:
    form = BidForm(typed)
    form.full_clean()
    assert form.cleaned_data["needed_on"] == date(2018, 12, 17)


@pytest.mark.parametrize("year", ["0001", "0026", "0202", "1899", "2200", "9999"])
def test_a_year_that_can_only_be_a_slip_is_refused_and_comes_back(year: str) -> None:
    form = BidForm({"needed_on_day": "17", "needed_on_month": "12", "needed_on_year": year})
    assert words(form, "needed_on") == ["Enter a date with a year between 1900 and 2199, such as 17 December 2018."]
    assert DateBoxes().decompress(form["needed_on"].value()) == ["17", "12", year]


@pytest.mark.parametrize(
    ("typed", "boxes"),
    [
        ({"needed_on_day": "31", "needed_on_month": "2", "needed_on_year": "2018"}, ["31", "2", "2018"]),
        ({"needed_on_day": "31", "needed_on_month": "Feb", "needed_on_year": "2018"}, ["31", "Feb", "2018"]),
        ({"needed_on_day": "31/2/2018"}, ["31/2/2018", "", ""]),
        ({"needed_on_day": "17 12", "needed_on_month": "Dec"}, ["17 12", "Dec", ""]),
        ({"needed_on_month": "12", "needed_on_year": "2018"}, ["", "12", "2018"]),
        ({"needed_on_day": "soon"}, ["soon", "", ""]),
        ({"needed_on": "next Tuesday"}, ["next Tuesday", "", ""]),
        ({"needed_on": "3 December 2018"}, ["3", "12", "2018"]),
        ({}, ["", "", ""]),
    ],
)
def test_the_boxes_show_again_what_was_typed(typed: dict[str, str], boxes: list[str]) -> None:
    form = BidForm(typed)
    assert DateBoxes().decompress(form["needed_on"].value()) == boxes


def test_the_boxes_show_a_date_that_is_known() -> None:
    page = str(BidForm(initial={"needed_on": date(2018, 12, 17)})["needed_on"])
    assert [f'value="{part}"' in page for part in (17, 12, 2018)] == [True, True, True]


def test_the_summary_lists_each_error_once_and_links_to_its_control() -> None:
    form = BidForm({"title": ""})
    form.add_error(None, "Nothing was saved.")
    page = drawn("{% error_summary %}", form=form)
    assert page.index("Nothing was saved.") < page.index("Fill in “Title”")
    assert '<a href="#id_title">Fill in “Title”</a>' in page
    assert '<a href="#id_needed_on_0">' in page
    assert '<a href="#id_route_0">' in page
    assert "The form was not sent whole" in page
    assert page.count("Fill in “Title”") == 1


def test_the_summary_and_the_title_are_silent_without_errors() -> None:
    assert drawn("{% error_summary %}", form=BidForm()).strip() == ""
    assert drawn("{% error_prefix %}", form=BidForm()) == ""
    assert drawn("{% error_prefix %}", form=BidForm({})) == "Error: "


def test_rows_marked_for_removal_raise_no_error() -> None:
    rows = forms.formset_factory(BidForm, can_delete=True)
    data = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "1", "form-0-title": "", "form-0-DELETE": "on"}
    assert drawn("{% error_summary formset %}", formset=rows(data)).strip() == ""
    del data["form-0-DELETE"]
    assert 'href="#id_form-0-title"' in drawn("{% error_summary formset %}", formset=rows(data))


def test_the_summary_says_in_which_of_several_rows_an_error_is() -> None:
    rows = forms.formset_factory(BidForm)
    alone = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "1", "form-0-title": ""}
    assert ">Fill in “Title”</a>" in drawn("{% error_summary formset %}", formset=rows(alone))
    two = alone | {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "2", "form-1-title": ""}
    page = drawn("{% error_summary formset %}", formset=rows(two))
    assert '<a href="#id_form-1-title">Row 2: Fill in “Title”</a>' in page


def test_a_label_that_the_heading_says_already_is_only_read_out() -> None:
    class AdviceForm(forms.Form):
        text = forms.CharField(label="Legal comments", widget=forms.Textarea(attrs={"data-label-size": "hidden"}))

    assert '<label class="govuk-label govuk-visually-hidden" for="id_text">Legal comments' in str(AdviceForm())


def test_filters_without_any_choice_are_no_empty_box() -> None:
    choice = {"text": "2018/19", "href": "?year=2018-19", "count": "3"}
    box = "{% include 'components/facets.html' with groups=groups only %}"
    assert "Filter" in drawn(box, groups=[{"title": "Year", "items": [choice]}, {"title": "Fund", "items": []}])
    assert drawn(box, groups=[{"title": "Year", "items": []}]).strip() == ""


@pytest.mark.parametrize(("count", "words"), [("1", "1 decision"), ("1,000+", "1,000+ decisions")])
def test_the_count_of_a_filter_is_read_out_in_right_english(count: str, words: str) -> None:
    groups = [{"title": "Year", "items": [{"text": "2018/19", "href": "#", "count": count}]}]
    page = drawn("{% include 'components/facets.html' with groups=groups only %}", groups=groups)
    assert f"2018/19, {words}" in strip_tags(page)


def test_text_of_a_person_is_escaped_everywhere() -> None:
    form = BidForm({"title": '"><script>', "needed_on_day": '"><script>'})
    form.add_error("title", "<script>")
    page = str(form) + drawn("{% error_summary %}", form=form)
    assert "<script>" not in page


@pytest.mark.parametrize(
    ("path", "current"), [("/desk/", "For you"), ("/desk/decisions/12/", "Decisions"), ("/desk/else/", ""), ("/", "")]
)
def test_the_navigation_marks_the_nearest_item(path: str, current: str, rf: pytest.FixtureRequest) -> None:
    source = '{% navigation "Menu" "For you" "/desk/" "Decisions" "/desk/decisions/" %}'
    page = drawn(source, request=rf.get(path))  # type: ignore[attr-defined]
    marked = page.count("service-navigation__active-fallback")
    assert marked == (1 if current else 0)
    if current:
        assert f'active-fallback">{current}</strong>' in page
        assert ('aria-current="page"' in page) == (path == "/desk/")


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/131.0 Safari/537.36 Edg/131.0",
            "Edge on Windows",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1 Version/18.1 Safari/604.1",
            "Safari on iPhone",
        ),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0", "Firefox on Linux"),
        ("curl/8.5.0", "curl/8.5.0"),
        ("", ""),
    ],
)
def test_a_browser_is_named_as_people_call_it(sent: str, words: str) -> None:
    assert drawn("{{ sent|browser_words }}", sent=sent) == words


def test_no_page_draws_a_second_error_summary() -> None:
    doubled = [
        str(path)
        for path in (ROOT / "templates").rglob("*.html")
        if "{% error_summary" in (text := path.read_text(encoding="utf-8")) and "{% block errors %}" not in text
    ]
    assert doubled == [], "base.html draws it for every page; a page of its own kind replaces the block “errors”"
