"""A place for the archive time stamp, added before the seal, so that the seal covers it and the tags know it."""

from typing import Any

from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, IndirectObject, NumberObject, pdf_name, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import InvisSigSettings, SigFieldSpec, append_signature_field

FIELD = "archive"
LABEL = "Archive time stamp"


def add_stamp_field(writer: IncrementalPdfFileWriter) -> None:
    """Add an empty field outside the page and a tag for it: untagged, it would break PDF/UA-1 (7.18.1)."""
    append_signature_field(
        writer,
        SigFieldSpec(FIELD, invis_sig_settings=InvisSigSettings(box_out_of_bounds=True), readable_field_name=LABEL),
    )
    fields = writer.root["/AcroForm"]["/Fields"]
    _tag(writer, next(fields.raw_get(n) for n in range(len(fields)) if fields[n]["/T"] == FIELD))


def _tag(writer: IncrementalPdfFileWriter, field: IndirectObject) -> None:
    root = writer.root["/StructTreeRoot"]
    document = root["/K"].raw_get(0)
    widget: Any = field.get_object()
    place = DictionaryObject(
        {pdf_name("/Type"): pdf_name("/OBJR"), pdf_name("/Obj"): field, pdf_name("/Pg"): widget.raw_get("/P")}
    )
    element = writer.add_object(
        DictionaryObject(
            {
                pdf_name("/Type"): pdf_name("/StructElem"),
                pdf_name("/S"): pdf_name("/Form"),
                pdf_name("/P"): document,
                pdf_name("/Pg"): widget.raw_get("/P"),
                pdf_name("/Alt"): pdf_string(LABEL),
                pdf_name("/K"): writer.add_object(place),
            }
        )
    )
    document.get_object()["/K"].append(element)
    writer.update_container(document.get_object()["/K"])
    numbers: ArrayObject = root["/ParentTree"]["/Nums"]
    key = NumberObject(int(numbers[-2]) + 1)
    numbers.extend([key, element])
    writer.update_container(numbers)
    widget[pdf_name("/StructParent")] = key
    writer.mark_update(field)
