"""Places for seals: a box laid out by the style sheet becomes an empty, tagged signature field.

Fields must be there when the paper is drawn: one added at sealing would stand outside the tags.
"""

from collections.abc import Mapping
from typing import Any

import pydyf

from documents.finishing.structure import Structure, is_reference

PRINT, LOCKED = 4, 128


def make_fields(structure: Structure, labels: Mapping[str, str]) -> None:
    """Turn each link from a box to itself (`<a id="seal" href="#seal">`) into a signature field of that name.

    `labels` gives, by name, what assistive technology speaks (ISO 14289-1, 7.18.4).
    """
    fields = [
        _make_field(structure, thing, labels[thing["Dest"].string])
        for thing in list(structure.pdf.objects)
        if isinstance(thing, dict) and _names_a_field(thing, labels)
    ]
    if not fields:
        return
    _tag_as_forms(structure, {field.reference: field["TU"] for field in fields})
    form = pydyf.Dictionary({"Fields": pydyf.Array([field.reference for field in fields]), "SigFlags": 0})
    structure.pdf.add_object(form)
    structure.pdf.catalog["AcroForm"] = form.reference


def _names_a_field(thing: dict[str, Any], labels: Mapping[str, str]) -> bool:
    return thing.get("Subtype") == "/Link" and "Dest" in thing and thing["Dest"].string in labels


def _make_field(structure: Structure, link: Any, label: str) -> Any:
    x1, y1, x2, y2 = link["Rect"]
    left, right, bottom, top = min(x1, x2), max(x1, x2), min(y1, y2), max(y1, y2)
    box = pydyf.Array([0, 0, right - left, top - bottom])
    look = pydyf.Stream(
        [], {"Type": "/XObject", "Subtype": "/Form", "BBox": box, "Resources": pydyf.Dictionary()}, compress=False
    )
    structure.pdf.add_object(look)
    name = link["Dest"].string
    for key in ("Dest", "BS", "Border", "Contents", "A"):
        link.pop(key, None)
    link.update(
        {
            "Subtype": "/Widget", "FT": "/Sig", "T": pydyf.String(name), "TU": pydyf.String(label),
            "F": PRINT + LOCKED, "Rect": pydyf.Array([left, bottom, right, top]),
            "P": _page_of(structure, link), "AP": pydyf.Dictionary({"N": look.reference}),
        }
    )  # fmt: skip
    return link


def _page_of(structure: Structure, annotation: Any) -> bytes:
    references: list[bytes] = structure.pdf.page_references
    return next(ref for ref in references if annotation.reference in structure.at(ref).get("Annots", ()))


def _tag_as_forms(structure: Structure, labels: dict[bytes, Any]) -> None:
    for element in structure.elements():
        if element["S"] != "/Link":
            continue
        for kid in element["K"]:
            thing = structure.at(kid) if is_reference(kid) else {}
            if thing.get("Type") == "/OBJR" and thing["Obj"] in labels:
                element["S"], element["Alt"] = "/Form", labels[thing["Obj"]]
        if element["S"] == "/Form" and len(element["K"]) == 1:
            # Alone, not in a list: else a second seal makes the first look tampered with (pyHanko's rules of change).
            element["K"] = element["K"][0]
