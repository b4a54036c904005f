"""What WeasyPrint's PDF/A-3a still lacks to be PDF/UA-1 as well, ready for a seal, and the same bytes everywhere."""

from collections.abc import Mapping
from typing import Any

import pydyf

from documents.finishing.artifacts import mark_artifacts
from documents.finishing.attributes import set_attributes
from documents.finishing.fields import make_fields
from documents.finishing.joining import Joiner
from documents.finishing.lists import give_bodies, raise_labels
from documents.finishing.origins import Origins
from documents.finishing.packet import write_packet
from documents.finishing.structure import Structure
from documents.finishing.typefaces import check_families, complete_text_maps, keep_compressed, rename_fonts


def finish(
    document: Any,
    pdf: pydyf.PDF,
    *,
    origins: Origins,
    fields: Mapping[str, str],
    families: frozenset[str],
    kind: str,
    identifier: str,
) -> None:
    """Mend the PDF before it is written; raises ForeignFont when a typeface is not one of `families`."""
    check_families(document.fonts, families)
    structure = Structure(pdf)
    mark_artifacts(structure)
    raise_labels(structure, origins)
    Joiner(structure, origins).join_pages()
    give_bodies(structure)
    make_fields(structure, fields)
    set_attributes(structure, origins)
    complete_text_maps(structure, document.fonts)
    rename_fonts(structure, document.fonts)
    keep_compressed(structure)
    write_packet(structure, document.metadata, kind=kind, identifier=identifier)
