"""Every hiding place of a PDF is looked into: what the leak gate could otherwise miss."""

import io

import pikepdf
import pytest

from documents.inside import NotReadable, texts_inside

WORD = "quaggamire"


def attached(document: pikepdf.Pdf, name: str, data: bytes) -> pikepdf.AttachedFileSpec:
    """A file inside the file."""
    day = "D:20260101000000Z"
    return pikepdf.AttachedFileSpec(
        document, data, filename=name, description="", mime_type="application/json", creation_date=day, mod_date=day
    )


def pdf_with(place: str) -> bytes:
    """A one-page PDF that holds the word in one place."""
    document = pikepdf.new()
    page = document.add_blank_page(page_size=(200, 200))
    if place == "annotation":
        note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[0, 0, 9, 9], Contents=WORD)
        page.Annots = pikepdf.Array([document.make_indirect(note)])
    elif place == "title":
        document.docinfo["/Title"] = f"About {WORD}"
    elif place == "metadata":
        with document.open_metadata() as metadata:
            metadata["dc:description"] = WORD
    elif place == "attachment":
        document.attachments["plan.json"] = attached(document, "plan.json", WORD.encode())
    elif place == "file name":
        document.attachments[f"{WORD}.json"] = attached(document, f"{WORD}.json", b"{}")
    elif place == "alternative text":
        root = pikepdf.Dictionary(
            S=pikepdf.Name.Figure, Alt=WORD, K=pikepdf.Array([pikepdf.Dictionary(ActualText=WORD)])
        )
        document.Root.StructTreeRoot = document.make_indirect(root)
    elif place in ("white text", "invisible text"):
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        paint = "1 1 1 rg" if place == "white text" else "3 Tr"
        page.Contents = document.make_stream(f"BT /F1 9 Tf {paint} 20 20 Td ({WORD}) Tj ET".encode())
    out = io.BytesIO()
    document.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


PLACES = [
    "annotation", "title", "metadata", "attachment", "file name", "alternative text", "white text", "invisible text",
]  # fmt: skip


@pytest.mark.parametrize("place", PLACES)
def test_a_word_is_found_wherever_it_hides(place: str) -> None:
    assert any(WORD in text for _, text in texts_inside(pdf_with(place)))


def test_a_word_that_is_not_there_is_not_found() -> None:
    assert not any(WORD in text for _, text in texts_inside(pdf_with("nowhere")))


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7 broken", b"no pdf at all"])
def test_what_cannot_be_read_is_said_and_not_passed_over(data: bytes) -> None:
    with pytest.raises(NotReadable, match="could not be searched"):
        texts_inside(data)
