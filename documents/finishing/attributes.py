"""Small attributes that PDF/UA-1 and PDF/A-3 ask for and that WeasyPrint leaves out."""

import pydyf

from documents.finishing.origins import Origins
from documents.finishing.structure import Element, Structure

PRINT = 4


def set_attributes(structure: Structure, origins: Origins) -> None:
    """Scope of header cells, numbering of lists, links that print, each attached file named once."""
    for element in structure.elements():
        if element["S"] == "/TH":
            element["A"]["Scope"] = _scope(structure, element)
        elif element["S"] == "/L":
            numbering = _numbering(structure, element, origins)
            element["A"] = pydyf.Dictionary({"O": "/List", "ListNumbering": numbering})
    for thing in structure.pdf.objects:
        if isinstance(thing, dict) and thing.get("Subtype") == "/Link":
            thing["F"] = PRINT
    files = structure.pdf.catalog.get("AF")
    if files:
        structure.pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(files))


def _scope(structure: Structure, cell: Element) -> str:
    group = structure.at(structure.at(cell["P"])["P"])
    return "/Column" if group["S"] == "/THead" else "/Row"


def _numbering(structure: Structure, listing: Element, origins: Origins) -> str:
    labelled = any(kid["S"] == "/Lbl" for item in structure.children(listing) for kid in structure.children(item))
    if not labelled:
        return "/None"
    return "/Decimal" if origins.get(listing.number, (0, ""))[1] == "ol" else "/Disc"
