"""Word files as other programs pack them: parts by any name and folder, odd links, other encodings, templates."""

import io
import zipfile
from collections.abc import Callable

import pytest

from text_readers.reader import read_text

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
KINDS = {
    "docx": "openxmlformats-officedocument.wordprocessingml.document.main",
    "docm": "ms-word.document.macroEnabled.main",
    "dotx": "openxmlformats-officedocument.wordprocessingml.template.main",
    "dotm": "ms-word.template.macroEnabledTemplate.main",
}
NUMBERED = '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="4"/></w:numPr></w:pPr>'
BODY = (
    f"<w:p>{NUMBERED}<w:r><w:t>Accept £5,000</w:t></w:r></w:p><w:p>{NUMBERED}<w:r><w:t>Award £6,000</w:t></w:r></w:p>"
)
LEVEL = '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'
NUMBERING = (
    f'<w:abstractNum w:abstractNumId="1">{LEVEL}</w:abstractNum><w:num w:numId="4"><w:abstractNumId w:val="1"/></w:num>'
)


def parts(
    kind: str = "docx", *, main: str = "word/document.xml", beside: str = "", links: str = ""
) -> dict[str, bytes]:
    """The parts of a file; `beside` is where the list of numbers lies, as a link from the main part says it."""
    folder, _, name = main.rpartition("/")
    folder = f"{folder}/" if folder else ""
    styles = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    numbering = f"{folder}{beside or 'numbering.xml'}"
    types = (
        f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/><Default '
        f'Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName='
        f'"/{main.replace(" ", "%20")}" ContentType="application/vnd.{KINDS[kind]}+xml"/><Override PartName='
        f'"/{folder}styles.xml" ContentType="{styles}.styles+xml"/><Override PartName="/{numbering}" ContentType='
        f'"{styles}.numbering+xml"/></Types>'
    )
    whole = links or f'<Relationship Id="r" Type="{REL}/officeDocument" Target="{main}"/>'
    own = (
        f'<Relationship Id="a" Type="{REL}/styles" Target="styles.xml"/><Relationship Id="b" Type="{REL}/numbering" '
        f'Target="{beside or "numbering.xml"}"/><Relationship Id="c" Type="{REL}/image" Target="NULL"/>'
    )
    texts = {
        "[Content_Types].xml": types,
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{whole}</Relationships>',
        main: f'<w:document xmlns:w="{W}"><w:body>{BODY}</w:body></w:document>',
        f"{folder}_rels/{name}.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{own}</Relationships>',
        f"{folder}styles.xml": f'<w:styles xmlns:w="{W}"/>',
        numbering: f'<w:numbering xmlns:w="{W}">{NUMBERING}</w:numbering>',
    }
    return {name: text.encode() for name, text in texts.items()}


def packed(files: dict[str, bytes]) -> bytes:
    with zipfile.ZipFile(stream := io.BytesIO(), "w") as archive:
        for name, content in files.items():
            info = zipfile.ZipInfo()
            info.filename = name  # as it is, with the slashes of another system
            archive.writestr(info, content)
    return stream.getvalue()


def shown(files: dict[str, bytes]) -> list[str]:
    return [str(line) for line in read_text("paper.docx", packed(files)) if line.strip()]


READ = ["1. Accept £5,000", "2. Award £6,000"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("main", "beside"),
    [
        ("word/document.xml", ""),
        ("text/paper.xml", ""),
        ("document.xml", "word/lists.xml"),
        ("text/part 1.xml", "more/n.xml"),
    ],
)
def test_a_file_is_read_whatever_its_parts_are_called(kind, main, beside):
    assert shown(parts(kind, main=main, beside=beside)) == READ


def test_links_with_prefixes_escapes_and_single_quotes_lead_to_the_text():
    link = f"Target='/text/part%201.xml' Type='{REL}/officeDocument' Id='r'"
    links = f"<r:Relationship xmlns:r='{PACKAGE}/relationships' {link}/>"
    assert shown(parts(main="text/part 1.xml", links=links)) == READ


def with_backslashes(files: dict[str, bytes]) -> dict[str, bytes]:
    return {name.replace("/", "\\"): content for name, content in files.items()}


def with_other_capitals(files: dict[str, bytes]) -> dict[str, bytes]:
    return {
        name.replace("word/", "Word/").replace("[Content_T", "[content_t"): content for name, content in files.items()
    }


def in_utf_16(files: dict[str, bytes]) -> dict[str, bytes]:
    head = '<?xml version="1.0" encoding="UTF-16"?>'
    return {
        name: (head + content.decode()).encode("utf-16") if "word/" in name else content
        for name, content in files.items()
    }


def strict(files: dict[str, bytes]) -> dict[str, bytes]:
    for kind in ("officeDocument", "wordprocessingml"):
        old, new = f"http://schemas.openxmlformats.org/{kind}/2006/", f"http://purl.oclc.org/ooxml/{kind}/"
        files = {name: content.replace(old.encode(), new.encode()) for name, content in files.items()}
    return files


def test_links_that_kept_the_usual_name_are_those_of_the_text():
    files = parts(main="word/document2.xml")
    files["word/_rels/document.xml.rels"] = files.pop("word/_rels/document2.xml.rels")
    assert shown(files) == READ


@pytest.mark.parametrize("change", [with_backslashes, with_other_capitals, in_utf_16, strict])
@pytest.mark.parametrize("main", ["word/document.xml", "word/paper 7.xml"])
def test_a_file_is_read_however_another_program_wrote_its_parts(change: Callable[..., dict[str, bytes]], main: str):
    assert shown(change(parts(main=main))) == READ


def test_a_broken_list_of_links_is_refused_in_a_sentence():
    files = parts() | {"_rels/.rels": b"<Relationships"}
    with pytest.raises(Exception, match=r"paper\.docx is a broken"):
        shown(files)
