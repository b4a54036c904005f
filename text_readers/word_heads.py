"""Running heads and feet of a Word file: which of them its pages show."""

from typing import Any

from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml

from text_readers.word_values import is_on

_KINDS = (".header+xml", ".footer+xml")


def heads_of(document: Any) -> tuple[list[Any], list[Any]]:
    """The heads and feet that a page shows, and those that none does, each once as an element.

    The first page of a section shows its own where the section says so, even pages where the file does; a section
    without one of a kind takes that of the section before it (ISO/IEC 29500-1, 17.10).
    """
    kinds = ["default", *(["even"] if is_on(document.settings.element, "w:evenAndOddHeaders") else [])]
    now: dict[tuple[str, str], str] = {}
    shown: dict[str, dict[str, None]] = {"header": {}, "footer": {}}
    for section in document.element.body.iter(qn("w:sectPr")):
        if section.getparent().tag == qn("w:sectPrChange"):
            continue
        for place in shown:
            for reference in section.findall(qn(f"w:{place}Reference")):
                now[place, reference.get(qn("w:type")) or "default"] = reference.get(qn("r:id")) or ""
        of_the_section = [*kinds, *(["first"] if is_on(section, "w:titlePg") else [])]
        for (place, kind), link in now.items():
            if kind in of_the_section:
                shown[place].setdefault(link)
    links = {**shown["header"], **shown["footer"]}
    parts = document.part.related_parts
    unshown = {part for link, part in parts.items() if part.content_type.endswith(_KINDS)}
    unshown -= {parts[link] for link in links if link in parts}
    return [parse_xml(parts[link].blob) for link in links if link in parts], [parse_xml(part.blob) for part in unshown]
