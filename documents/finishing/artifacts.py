"""Running heads and page numbers: printed matter, no content, so not for a screen reader to speak."""

from documents.finishing.structure import Structure, is_reference, number_of


def mark_artifacts(structure: Structure) -> None:
    """Marked content that the tag tree does not reach is margin text: make it artifacts, empty its tags."""
    reached = _reachable(structure)
    for page in range(len(structure.page_numbers)):
        marked = structure.marked(page)
        outside = {n for n, ref in enumerate(marked) if is_reference(ref) and number_of(ref) not in reached}
        structure.make_artifacts(page, outside)
    for element in list(structure.elements()):
        if element.number not in reached:
            element.clear()


def _reachable(structure: Structure) -> set[int]:
    """The numbers of all objects that can be reached from the root of the structure."""
    reached: set[int] = set()
    waiting = [structure.root]
    while waiting:
        for kid in waiting.pop().get("K", ()):
            if not is_reference(kid) or number_of(kid) in reached:
                continue
            reached.add(number_of(kid))
            thing = structure.at(kid)
            if isinstance(thing, dict) and thing.get("Type") == "/StructElem":
                waiting.append(thing)
    return reached
