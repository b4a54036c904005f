"""Pick a row from a list, or name a new one beside it."""

from typing import Any

from django import forms

from figures.text import one_line

#: The first line of a list from which nothing is picked yet.
CHOOSE = "Choose from the list"


def picked_or_new(form: forms.Form, pick: str, new: str, label: str) -> Any:
    """The row picked, or the name of a new one; an error at the list when neither or both are given."""
    picked, name = form.cleaned_data.get(pick), one_line(form.cleaned_data.get(new, ""))
    if picked and name and picked.name.lower() != name.lower():
        form.add_error(new, f"You chose {picked.name} from the list and typed another name. Keep one of the two.")
    elif not picked and not name and pick not in form.errors:
        form.add_error(pick, f"Choose {label} from the list, or enter a new one beside it.")
    return picked or name
