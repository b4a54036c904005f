"""Deletions that a flat OpenDocument file leaves where they stood, as LibreOffice writes it: taken out, to be told."""

from typing import Any

from lxml import etree

from text_readers.open_document_styles import name

_START, _END, _ID = name("text:change-start"), name("text:change-end"), name("text:change-id")
_PARAGRAPHS = {name("text:p"), name("text:h")}


def take_deletions(root: Any) -> list[str]:
    """The words between the marks of each deletion, taken out of the document."""
    deleted = {
        region.get(name("text:id")) or region.get(name("xml:id"))
        for region in root.iter(name("text:changed-region"))
        if region.find(name("text:deletion")) is not None
    }
    taken: list[list[str]] = []
    going_on: set[str] = set()
    for event, element in etree.iterwalk(root, events=("start", "end")) if deleted else ():
        if event == "start":
            if element.tag == _START and element.get(_ID) in deleted:
                going_on.add(element.get(_ID))
                taken.append([])
            elif element.tag == _END:
                going_on.discard(element.get(_ID))
            if going_on:
                taken[-1] += [" "] if element.tag in _PARAGRAPHS else []
                taken[-1].append(element.text or "")
                element.text = None
        elif going_on:
            taken[-1].append(element.tail or "")
            element.tail = None
    return [words for parts in taken if (words := " ".join("".join(parts).split()))]
