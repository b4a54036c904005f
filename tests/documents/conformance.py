"""Independent readers of a paper: PDF/UA-1, PDF/A-3a, meaning of the tags, syntax, fonts, seals."""

import io
import re
import subprocess
from pathlib import Path

import page
import pikepdf
from outloud import check

CSS_PIXEL = 0.75  # points; WeasyPrint scales each page by it
FAMILIES = ("Register-Serif", "Register-Sans", "Register-Marks", "Register-Mathematics")


def failures(path: Path, *, seals: int) -> list[str]:
    """What the readers complain about, without the false alarms that are known of page-validation 0.11.

    `*-STREAM-LENGTH-001` when a compressed stream ends in CR or LF (qpdf decides); `*-SIGNATURE-BYTERANGE-001` for
    every signature but the last.
    """
    faults = []
    for profile in ("ua1", "3a"):
        complaints = page.validate_pdf(str(path), profile=page.ValidationProfile(profile)).failures
        names = [complaint.rule_id for complaint in complaints if not complaint.rule_id.endswith("STREAM-LENGTH-001")]
        ranges = [name for name in names if name.endswith("SIGNATURE-BYTERANGE-001")]
        faults += [name for name in names if name not in ranges]
        if len(ranges) > max(0, seals - 1):
            faults.append(f"{profile}: {len(ranges)} byte ranges")
    verdict = check(str(path))
    faults += [f"{f.rule}: {f.message} ({f.evidence})" for f in verdict.findings]
    qpdf = subprocess.run(["qpdf", "--check", str(path)], capture_output=True, text=True, check=False)
    return faults if qpdf.returncode == 0 else [*faults, qpdf.stdout + qpdf.stderr]


def structure_failures(pdf: bytes) -> list[str]:
    """Our own promises, read with pikepdf."""
    faults = []
    with pikepdf.open(io.BytesIO(pdf)) as file:
        packets = [o for o in file.objects if isinstance(o, pikepdf.Stream) and o.get("/Type") == "/Metadata"]
        if len(packets) != 1 or "/Filter" in packets[0]:
            faults.append("not exactly one readable XMP packet")
        for thing in file.objects:
            if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
                faults += _object_failures(thing)
        if str(file.Root.Lang) != "en-GB" or not file.Root.MarkInfo.Marked or "/Outlines" not in file.Root:
            faults.append("language, tags or bookmarks are missing")
    return faults


def _object_failures(thing: pikepdf.Object) -> list[str]:
    faults = []
    if thing.get("/Type") == "/Font" and "/BaseFont" in thing:
        name = str(thing.BaseFont).lstrip("/")
        if not name.startswith(FAMILIES):
            faults.append(f"font {name}")
    if thing.get("/Type") == "/FontDescriptor" and "/FontFile2" not in thing:
        faults.append("a font is not embedded")
    if thing.get("/Type") == "/StructElem" and thing.get("/S") == "/TH" and "/Scope" not in thing.get("/A", {}):
        faults.append("a header cell without scope")
    if any(key in thing for key in ("/JS", "/JavaScript", "/Launch", "/URI")):
        faults.append("something active")
    return faults


def smallest_type(pdf: bytes) -> float:
    """The smallest size, in points, in which any text of the paper is set (the page is scaled by 0.75)."""
    sizes = []
    with pikepdf.open(io.BytesIO(pdf)) as file:
        for leaf in file.pages:
            size = matrix = 0.0
            for instruction in pikepdf.parse_content_stream(leaf):
                operands, operator = instruction.operands, instruction.operator
                if str(operator) == "Tf":
                    size = float(operands[1])
                elif str(operator) == "Tm":
                    matrix = abs(float(operands[0]))
                elif str(operator) in ("Tj", "TJ"):
                    sizes.append(size * matrix * CSS_PIXEL)
    return min(sizes)


def attachment(pdf: bytes) -> tuple[str, bytes]:
    """The relationship and the bytes of the one attached file."""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        (specification,) = file.Root.AF
        return str(specification.AFRelationship), specification.EF.F.read_bytes()


def reading_order(path: Path) -> str:
    """The tags in the order a screen reader meets them, with their text."""
    command = ["pdfinfo", "-struct-text", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env={"LC_ALL": "C.UTF-8"})
    without_numbers = re.sub(r"\b\d+-(\d+-\d+)\b", r"\1", done.stdout)  # of objects, which change with everything
    return re.sub(r"Object \d+ \d+", "Object", without_numbers)


def openssl_verifies(pdf: bytes, roots: Path, folder: Path) -> bool:
    """Whether OpenSSL, given only the bytes the seal covers, accepts it."""
    match = re.search(rb"/ByteRange\s*\[\s*(\d+) +(\d+) +(\d+) +(\d+)", pdf)
    assert match
    a, b, c, d = (int(number) for number in match.groups())
    room = bytes.fromhex(pdf[a + b + 1 : c - 1].decode())
    assert room[:2] == b"\x30\x82"
    # As long as the signature says: the room for it is filled up with zeros, and it may end with one itself.
    (folder / "seal.der").write_bytes(room[: 4 + int.from_bytes(room[2:4])])
    (folder / "covered").write_bytes(pdf[a : a + b] + pdf[c : c + d])
    command = [
        "openssl", "cms", "-verify", "-inform", "DER", "-in", str(folder / "seal.der"), "-binary",
        "-content", str(folder / "covered"), "-CAfile", str(roots), "-purpose", "any", "-out", "/dev/null",
    ]  # fmt: skip
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def pdfsig(path: Path) -> str:
    """What poppler says of the seals."""
    return subprocess.run(["pdfsig", "-nocert", str(path)], capture_output=True, text=True, check=False).stdout
