"""A list of decisions as its page shows it: rows, chips, filters with counts, links to the same list in other forms."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.contrib.postgres.search import SearchHeadline
from django.db.models import F, Func, TextField, Value, prefetch_related_objects
from django.http import QueryDict
from django.utils.html import conditional_escape, format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext

from book.amount_bands import BANDS
from book.models import PublishedDecision
from book.search_text import QUOTES
from figures.dates import london_day
from figures.money import format_money
from figures.templatetags.paper_words import day_words
from languages.titles import titles_of
from register.presenters.labels import ENTRIES, RESULTS, facet_value, facet_words
from register.search.counting import MOST_COUNTED, Count
from register.search.filters import FACETS, FLAGS, SORTS, later_entries, text_query
from register.search.finding import ResultPage, filters_of
from register.search.other_names import as_written, named_in
from register.search.suggesting import suggest

#: Values of one filter that a list shows; the others are on the page of all of them.
MOST_SHOWN = 20
#: Put around what matched until the text is escaped: private-use characters, which occur in no text.
_START, _STOP = "\ue000", "\ue001"

#: What recommendations of a kind allow.
_ALLOWED = {
    "accept_offer": "%(amount)s offer",
    "approve_bid": "%(amount)s bid",
    "award": "%(amount)s award",
    "other": "%(amount)s",
}
#: Kinds of money that a paper states. The first is shown where a paper allows nothing.
_STATED = {
    "accepted": "%(amount)s accepted",
    "offered": "%(amount)s offered",
    "bid": "%(amount)s bid for",
    "as_stated": "%(amount)s stated",
}

DATA_FORMS = {"csv": "CSV", "json": "JSON", "atom": "Feed (Atom)"}


def items(decisions: list[PublishedDecision], question: str = "") -> list[dict[str, Any]]:
    """The rows of a list, with the matching words in context when a question was searched for."""
    prefetch_related_objects(decisions, "recommendations")
    snippets_by_key = snippets(decisions, question) if question else {}
    titles = titles_of(decisions)
    return [
        item(decision) | {"snippet": snippets_by_key.get(decision.key, ""), "titles": titles.get(decision.key)}
        for decision in decisions
    ]


def item(decision: PublishedDecision) -> dict[str, Any]:
    """One decision as a row."""
    return {
        "reference": decision.reference,
        "title": decision.title or "The content was removed as the law requires",
        "href": f"/decisions/{decision.slug}/",
        "signed_on": decision.decided_on,
        "undated": decision.decided_on is None,
        "published_on": None if decision.imported else london_day(decision.published_at),
        "decided_by": decision.decided_by,
        "amount_words": amount_words(decision),
        "refused": decision.status == PublishedDecision.Status.REFUSED,
        "status": decision.status if decision.status not in ("in force", "continued") else "",
        "notes": notes(decision),
    }


def amount_words(decision: PublishedDecision) -> str:
    """What the decision allows, by kind; else what the paper states. Kinds of money are never added together."""
    stated = {kind: getattr(decision, kind) for kind in _STATED}
    lines = [(line.action, line.amount) for line in decision.recommendations.all()]
    return allowed_words(lines, stated, refused=decision.outcome == "refused")


def allowed_words(
    lines: Iterable[tuple[str, Decimal | None]], stated: Mapping[str, Decimal | None], *, refused: bool
) -> str:
    """What recommendations (action and pounds) allow, else what the paper states, by kind of money."""
    sums: dict[str, Decimal] = {}
    for action, amount in lines:
        if amount is not None:
            sums[action] = sums.get(action, Decimal(0)) + amount
    if sums:
        words = ", ".join(_amount_said(sums[kind], said) for kind, said in _ALLOWED.items() if kind in sums)
    else:
        known = ((stated[kind], said) for kind, said in _STATED.items())
        words = next((_amount_said(amount, said) for amount, said in known if amount is not None), "")
    return gettext("%(amounts)s (refused)") % {"amounts": words} if words and refused else words


def _amount_said(amount: Decimal, said: str) -> str:
    return gettext(said) % {"amount": format_money(amount)}


def notes(decision: PublishedDecision) -> list[str]:
    """Small tags beside a decision."""
    tags = []
    if decision.outcome_result in ("unsuccessful", "declined", "lapsed"):
        tags.append(RESULTS[decision.outcome_result])
    if decision.imported:
        tags.append("imported")
    if "urgent:yes" in decision.facets:
        tags.append("urgent")
    if decision.version > 1:
        tags.append("corrected")
    return tags


def snippets(decisions: list[PublishedDecision], question: str) -> dict[str, SafeString]:
    """Matching words in context, by key, safe to print."""
    # As the index reads it: straight quotation marks, and no angle brackets, which would be taken for a tag.
    written, read = "<>" + "".join(QUOTES), "  " + "".join(QUOTES.values())
    words = Func(F("words"), Value(written), Value(read), function="translate", output_field=TextField())
    headline = SearchHeadline(
        words, text_query(question), config="english", start_sel=_START, stop_sel=_STOP,
        max_words=28, min_words=12, max_fragments=2, fragment_delimiter=" … ",
    )  # fmt: skip
    rows = PublishedDecision.objects.filter(key__in=[decision.key for decision in decisions]).annotate(snippet=headline)
    shown = {key: marked(text) for key, text in rows.values_list("key", "snippet") if text and _START in text}
    missing = [decision.key for decision in decisions if decision.key not in shown]
    return shown | _headlines_of_later_entries(missing, question) if missing else shown


def _headlines_of_later_entries(keys: list[str], question: str) -> dict[str, SafeString]:
    """The matching words of corrections, outcomes and releases, where a decision's own words have none."""
    headline = SearchHeadline(
        "summary", text_query(question), config="english", start_sel=_START, stop_sel=_STOP, max_words=28, min_words=12
    )
    rows = later_entries(question).filter(key__in=keys).annotate(headline=headline).order_by("number")
    return {
        entry.key: format_html("{}: {}", ENTRIES[entry.kind], marked(entry.headline))
        for entry in rows.only("key", "kind")
        if _START in entry.headline
    }


def marked(text: str) -> SafeString:
    """Text with the marked words in <mark>; everything else is escaped."""
    # A line is a paragraph or a name: run together they would read as one sentence.
    lines = filter(None, (" ".join(line.split()) for line in text.split("\n")))
    escaped = str(conditional_escape(" · ".join(lines)))
    # Safe: the text was escaped on the line above, and the marks are ours.
    return mark_safe(escaped.replace(_START, "<mark>").replace(_STOP, "</mark>"))  # noqa: S308


def address(path: str, data: QueryDict) -> str:
    """The address of a list."""
    query = data.urlencode()
    return f"{path}?{query}" if query else path


def without(data: QueryDict, name: str, value: str = "") -> QueryDict:
    """The query without a value of a filter (all of them when none is named), from the first page."""
    changed = data.copy()
    changed.pop("cursor", None)
    remaining = [item for item in changed.getlist(name) if value and item != value]
    changed.pop(name, None)
    if remaining:
        changed.setlist(name, remaining)
    return changed


def chips(path: str, data: QueryDict, chosen: dict[str, Any]) -> list[dict[str, str]]:
    """One chip a filter in use; each links to the list without it."""
    shown = []
    for name, values in chosen.items():
        if isinstance(values, dict):
            for typed, value in values.items():
                text = facet_words(f"{name}:{value}")
                shown.append({"text": text, "href": address(path, without(data, name, typed))})
        elif name == "q":
            shown.append({"text": f"“{values}”", "href": address(path, without(data, name))})
        elif values:
            words = gettext("Signed from %(day)s") if name == "signed_from" else gettext("Signed to %(day)s")
            shown.append({"text": words % {"day": day_words(values)}, "href": address(path, without(data, name))})
    return shown


def facet_groups(path: str, data: QueryDict, chosen: dict[str, Any], counts: dict[str, Count]) -> list[dict[str, Any]]:
    """The filters with their counts, each value a link to the list narrowed by it as well."""
    groups = []
    # Built once: a page has some hundred of these links.
    here = address(path, without(data, "cursor"))
    for number, (name, title) in enumerate(FACETS.items()):
        values = (
            [f"{flag}:yes" for flag in FLAGS if f"{flag}:yes" in counts] if name == "more" else _values(name, counts)
        )
        picked = {f"{name}:{value}" for value in (chosen.get(name) or {}).values()}
        shown = [facet for place, facet in enumerate(values) if place < MOST_SHOWN or facet in picked]
        rows = [_facet_row(here, chosen, facet, counts[facet]) for facet in shown]
        is_open = number == 0 or any(row["current"] for row in rows)
        href = address(f"/filters/{name}/", without(data, "cursor"))
        more = {"count": len(values), "href": href} if len(values) > len(shown) else None
        groups.append({"title": title, "items": rows, "open": is_open, "more": more})
    return groups


def facet_rows(
    path: str, data: QueryDict, chosen: dict[str, Any], name: str, counts: dict[str, Count]
) -> list[dict[str, Any]]:
    """All values of one filter with their counts, each a link to the list narrowed by it as well."""
    here = address(path, data)
    return [_facet_row(here, chosen, facet, counts[facet]) for facet in _values(name, counts)]


def counts_note(groups: list[dict[str, Any]]) -> str:
    """What a + behind a count means; "" where no filter has one."""
    if not any(row["count"].endswith("+") for group in groups for row in group["items"]):
        return ""
    return gettext("Counts with + are of the first %(count)s decisions looked at.") % {"count": f"{MOST_COUNTED:,}"}


def _values(name: str, counts: dict[str, Count]) -> list[str]:
    """The values of one filter in the order people look for them."""
    facets = [facet for facet in counts if facet.startswith(f"{name}:")]
    if name in ("year", "decided"):
        return sorted(facets, reverse=True)
    if name == "band":
        order = [band.slug for band in BANDS]
        return sorted(facets, key=lambda facet: order.index(facet.partition(":")[2]))
    if name == "force":
        return sorted(facets, reverse=True)
    return sorted(facets, key=lambda facet: (-(counts[facet].number or 0), facet_words(facet)))


def _facet_row(here: str, chosen: dict[str, Any], facet: str, count: Count) -> dict[str, Any]:
    name, _, value = facet.partition(":")
    return {
        "text": facet_words(facet),
        "href": f"{here}{'&' if '?' in here else '?'}{urlencode({name: facet_value(facet)})}",
        "count": "" if count.number is None else f"{count.number:,}{'+' if count.capped else ''}",
        "current": value in (chosen.get(name) or {}).values(),
    }


def sorts(path: str, data: QueryDict, current: str, has_question: bool) -> list[dict[str, Any]]:
    """The sorts, each a link but the current one."""
    options = []
    for name, text in SORTS.items():
        if name == "relevance" and not has_question:
            continue
        changed = without(data, "sort")
        changed["sort"] = name
        options.append({"text": text, "href": address(path, changed), "current": name == current})
    return options


def in_other_forms(data: QueryDict) -> list[dict[str, str]]:
    """Links to the list, with its filters, as CSV, JSON and Atom feed."""
    query = without(data, "cursor")
    return [{"text": text, "href": address(f"/decisions.{end}", query)} for end, text in DATA_FORMS.items()]


def pagination(path: str, data: QueryDict, page: ResultPage) -> dict[str, Any]:
    """Links to the neighbouring pages."""
    links: dict[str, Any] = {"previous": None, "next": None}
    for direction, cursor in (("previous", page.previous), ("next", page.next)):
        if cursor:
            changed = without(data, "cursor")
            changed["cursor"] = cursor
            links[direction] = {"href": address(path, changed), "text": gettext(f"{direction.capitalize()} page")}
    return links


def count_words(count: Count) -> str:
    """“1 decision”, “more than 1,000 decisions”."""
    number = count.number or 0
    words = ngettext("%(count)s decision", "%(count)s decisions", number) % {"count": f"{number:,}"}
    return gettext("More than %(decisions)s") % {"decisions": words} if count.capped else words


def suggestion(path: str, data: QueryDict, question: str) -> dict[str, str] | None:
    """Other words for a question that finds nothing, with their list's address; None where they find nothing either."""
    better = suggest(question)
    if not better:
        return None
    changed = without(data, "q")
    changed["q"] = better
    filters = filters_of(changed)
    if not filters.is_valid() or not filters.qs.exists():
        return None
    return {"text": better, "href": address(path, changed)}


def other_names(path: str, data: QueryDict, question: str) -> dict[str, Any] | None:
    """The names in a question that were looked for by their other names too, and the list without that."""
    names = named_in(question)
    if not names:
        return None
    alone = without(data, "q")
    alone["q"] = as_written(question)
    return {"names": names, "href": address(path, alone)}


def relaxations(path: str, data: QueryDict, chosen: dict[str, Any]) -> list[dict[str, str]]:
    """What to try when nothing was found: the same list without each one of several filters."""
    removable = chips(path, data, chosen)
    return removable if len(removable) > 1 else []
