"""Keep what the list of papers is asked under a name, or forget it: everybody's views are their own."""

from accounts.models import Person
from components.refusals import Refused
from decisions.models import SavedView
from figures.text import one_line, plain_text

#: So many views stand above the list; more would hide it.
MOST_VIEWS = 12


def save_view(*, name: str, query: str, by: Person) -> SavedView:
    """Keep a query under a name; a view of that name is changed.

    Raises:
        Refused: it has no name, or the person has as many views as fit above the list.
    """
    name = one_line(plain_text(name)).strip()[:80]
    if not name:
        raise Refused("Enter a name for the view.")
    own_views = SavedView.objects.filter(person=by)
    if own_views.count() >= MOST_VIEWS and not own_views.filter(name=name).exists():
        raise Refused(f"You have {MOST_VIEWS} views already. Remove one first.")
    view, _ = SavedView.objects.update_or_create(person=by, name=name, defaults={"query": query[:500]})
    return view


def forget_view(*, view: SavedView, by: Person) -> None:
    """Remove one of one's own views; the papers it showed are untouched."""
    SavedView.objects.filter(pk=view.pk, person=by).delete()
