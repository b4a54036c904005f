"""The one XMP packet: PDF/A-3a and PDF/UA-1 together, with what kind of paper it is (ISO 19005-3, 6.6)."""

from typing import Any
from xml.sax.saxutils import escape

from weasyprint import __version__

from documents.finishing.structure import Structure

_UA_SCHEMA = """<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>The part of ISO 14289 that the file follows</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"""

_NAMESPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
}


def write_packet(structure: Structure, metadata: Any, *, kind: str, identifier: str) -> None:
    """Replace WeasyPrint's packet; uncompressed, so that programs which know no PDF can read it (6.6.2.1)."""
    stream = structure.at(structure.pdf.catalog["Metadata"])
    stream.stream[:] = [packet(metadata, kind=kind, identifier=identifier).encode()]
    stream.compress = False


def packet(metadata: Any, *, kind: str, identifier: str) -> str:
    """The packet's text: `kind` goes to dc:type, `identifier` to dc:identifier."""
    spaces = " ".join(f'xmlns:{prefix}="{address}"' for prefix, address in _NAMESPACES.items())
    return "\n".join(
        [
            '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>',
            '<x:xmpmeta xmlns:x="adobe:ns:meta/">',
            '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">',
            f'<rdf:Description rdf:about="" {spaces}>',
            *_properties(metadata, kind, identifier),
            "</rdf:Description>",
            _UA_SCHEMA,
            "</rdf:RDF>",
            "</x:xmpmeta>",
            '<?xpacket end="r"?>',
        ]
    )


def _properties(metadata: Any, kind: str, identifier: str) -> list[str]:
    """Each property that has a value; what stands in the document information must stand here too (6.6.3)."""
    properties = [
        ("pdfaid:part", "3"), ("pdfaid:conformance", "A"), ("pdfuaid:part", "1"),
        ("dc:format", "application/pdf"), ("dc:identifier", escape(identifier)),
        ("dc:title", _alternatives(metadata.title)), ("dc:creator", _list("Seq", metadata.authors)),
        ("dc:description", _alternatives(metadata.description)), ("dc:language", _list("Bag", [metadata.lang])),
        ("dc:type", _list("Bag", [kind])), ("pdf:Keywords", escape(", ".join(metadata.keywords))),
        ("pdf:Producer", f"WeasyPrint {__version__}"), ("xmp:CreatorTool", escape(metadata.generator or "")),
        ("xmp:CreateDate", metadata.created or ""), ("xmp:ModifyDate", metadata.modified or ""),
    ]  # fmt: skip
    return [f"<{name}>{value}</{name}>" for name, value in properties if value]


def _alternatives(text: str | None) -> str:
    if not text:
        return ""
    return f'<rdf:Alt><rdf:li xml:lang="x-default">{escape(text)}</rdf:li></rdf:Alt>'


def _list(kind: str, items: list[str]) -> str:
    lines = "".join(f"<rdf:li>{escape(item)}</rdf:li>" for item in items if item)
    return f"<rdf:{kind}>{lines}</rdf:{kind}>" if lines else ""
