"""Several papers as one PDF to read through: contents first, bookmarks, page labels, the originals attached untouched.

The pages are copies; a seal holds for the bytes it was made over, so each original travels inside as it is.
"""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pikepdf
from pikepdf import Array, AttachedFileSpec, Dictionary, Name, OutlineItem, String

#: Actions of links that lead to another place in the same file.
_INNER_ACTIONS = frozenset({"/GoTo"})


@dataclass(frozen=True, slots=True)
class PackedPaper:
    """A paper of the pack: what the bookmark calls it, the name of the attached file, its bytes."""

    title: str
    file_name: str
    pdf: bytes
    description: str = ""


def page_count(pdf: bytes) -> int:
    """How many pages a PDF has."""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        return len(file.pages)


def pack(front: bytes, papers: Sequence[PackedPaper], *, title: str, moment: datetime) -> bytes:
    """One PDF of `front` (its contents, labelled i, ii …) and the papers (labelled 1-1, 1-2 …, 2-1 …).

    The same bytes for the same papers and moment (aware).
    """
    when = moment.astimezone(UTC)
    with pikepdf.new() as packed:
        labels: list[Any] = [0, Dictionary(S=Name.r)]
        starts = [(title, 0)]
        _append(packed, front)
        for number, paper in enumerate(papers, 1):
            starts.append((f"{number}. {paper.title}", len(packed.pages)))
            labels += [len(packed.pages), Dictionary(S=Name.D, P=String(f"{number}-"))]
            _append(packed, paper.pdf)
        packed.Root.PageLabels = Dictionary(Nums=Array(labels))
        packed.Root.Lang = String("en-GB")
        packed.Root.PageMode = Name.UseOutlines
        packed.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        with packed.open_outline() as outline:
            outline.root.extend(OutlineItem(words, page) for words, page in starts)
        _attach(packed, papers, when)
        with packed.open_metadata(set_pikepdf_as_editor=False, update_docinfo=True) as metadata:
            metadata["dc:title"] = title
            metadata["xmp:CreateDate"] = metadata["xmp:ModifyDate"] = when.strftime("%Y-%m-%dT%H:%M:%SZ")
        written = io.BytesIO()
        packed.save(written, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return written.getvalue()


def _append(packed: pikepdf.Pdf, pdf: bytes) -> None:
    with pikepdf.open(io.BytesIO(pdf)) as file:
        for page in file.pages:
            for key in ("/StructParents", "/Tabs"):
                if key in page:
                    del page[key]
            if "/Annots" in page:
                page.Annots = Array(_outward(page.Annots))
        packed.pages.extend(file.pages)


def _outward(annotations: Iterable[Any]) -> list[Any]:
    """The links of a page that lead out of its file: only they still work when the page stands in another one."""
    outward = []
    for annotation in annotations:
        inner = "/Dest" in annotation or str(annotation.get("/A", {}).get("/S", "")) in _INNER_ACTIONS
        if annotation.get("/Subtype") == Name.Link and not inner:
            if "/StructParent" in annotation:
                del annotation["/StructParent"]
            outward.append(annotation)
    return outward


def _attach(packed: pikepdf.Pdf, papers: Sequence[PackedPaper], when: datetime) -> None:
    stamp = when.strftime("D:%Y%m%d%H%M%SZ")
    for number, paper in enumerate(papers, 1):
        name = f"{number}-{paper.file_name}"
        packed.attachments[name] = AttachedFileSpec(
            packed, paper.pdf, filename=name, description=paper.description, mime_type="application/pdf",
            creation_date=stamp, mod_date=stamp,
        )  # fmt: skip
