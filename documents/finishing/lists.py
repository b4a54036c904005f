"""List items have a label and a body and nothing else (ISO 32000-1, 14.8.4.3.3)."""

import pydyf

from documents.finishing.origins import Origins
from documents.finishing.structure import Element, Structure, is_reference

_PARTS = ("/Lbl", "/LBody")


# The HTML element that stands for an item's label. A list marker would be painted after everything else on the page,
# and a label that is painted last is met last by whoever reads a page in the order of its painting.
LABEL = "data"


def raise_labels(structure: Structure, origins: Origins) -> None:
    """Make each label in a list item the item's Lbl, in front of its body."""
    for element in list(structure.elements()):
        if origins.get(element.number, (0, ""))[1] == LABEL and element["S"] == "/NonStruct":
            _raise(structure, element)


def _raise(structure: Structure, label: Element) -> None:
    parent = structure.at(label["P"])
    item = parent
    while item["S"] != "/LI":
        item = structure.at(item["P"])
    label["S"] = "/Lbl"
    parent["K"].remove(label.reference)
    label["P"] = item.reference
    item["K"].insert(0, label.reference)


def give_bodies(structure: Structure) -> None:
    """Gather whatever else stands in a list item (paragraphs, say) into one body."""
    for item in [element for element in structure.elements() if element["S"] == "/LI"]:
        loose = [kid for kid in item["K"] if not _is_part(structure, kid)]
        if loose:
            _move_into_body(structure, item, loose)


def _is_part(structure: Structure, kid: object) -> bool:
    return is_reference(kid) and structure.at(kid).get("S") in _PARTS


def _move_into_body(structure: Structure, item: Element, loose: list[object]) -> None:
    """Move loose children of a list item into its LBody element, in their order, and make one where it has none."""
    body = next((kid for kid in structure.children(item) if kid["S"] == "/LBody"), None)
    if body is None:
        body = pydyf.Dictionary(
            {"Type": "/StructElem", "S": "/LBody", "K": pydyf.Array(), "Pg": item["Pg"], "P": item.reference}
        )
        structure.pdf.add_object(body)
    order = [kid for kid in item["K"] if kid in loose or kid == body.reference]
    inner = [k for kid in order for k in (body["K"] if kid == body.reference else [kid])]
    for kid in loose:
        if is_reference(kid):
            structure.at(kid)["P"] = body.reference
    body["K"] = pydyf.Array(inner)
    labels = [kid for kid in item["K"] if kid not in order]
    item["K"] = pydyf.Array([*labels, body.reference])
