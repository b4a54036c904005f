"""The paper's own typefaces: cut once at set-up from the locked npm packages, the only ones a paper may use.

`python -m documents.fonts` cuts them into `documents/fonts_built/`. Each carries a family name of our own,
as the Open Font License asks of altered copies of a face with a reserved name.
"""

import json
import os
import sys
import tempfile
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

HERE = Path(__file__).resolve().parent
BUILT = HERE / "fonts_built"
PACKAGES = HERE.parent / "node_modules" / "@fontsource"
FEATURES = ["kern", "liga", "ccmp", "locl", "mark", "tnum", "pnum", "lnum"]

# What every paper must be able to show: Latin-1, Latin Extended-A, the punctuation of English, a tick.
# U+0132, U+0133 and U+0149 are not letters of any language now; `lettering` spells them out.
PROMISED = frozenset(
    (set(range(0x20, 0x7F)) | set(range(0xA0, 0x180)) - {0xAD, 0x132, 0x133, 0x149})
    | {ord(c) for c in "–—‘’‚“”„†‡•…′″‹›€™−→≤≥≠≈✓✗☐☑■□●○"}
)

# Code points that mean nothing to a reader of text (ISO 14289-1, 7.21.7, forbids three of them in a font's map).
UNSPOKEN = frozenset((*range(0x20), *range(0x7F, 0xA0), *range(0x200B, 0x2010), 0xFEFF, *range(0xFFF0, 0x10000)))


class FontsMissing(RuntimeError):
    """The typefaces have not been cut yet, or their packages are not installed."""


@dataclass(frozen=True, slots=True)
class Face:
    """One cut: which file of which npm package, the family, weight and style it serves as."""

    family: str
    package: str
    part: str
    weight: int
    style: str
    unicodes: tuple[tuple[int, int], ...] = ()

    @property
    def name(self) -> str:
        """The file name of the cut face."""
        return f"{self.family.replace(' ', '')}-{self.weight}-{self.style}.ttf"

    @property
    def source(self) -> Path:
        """Where the npm package keeps the face that is cut."""
        return PACKAGES / self.package / "files" / f"{self.package}-{self.part}-{self.weight}-{self.style}.woff2"


def _text_faces() -> list[Face]:
    serif, sans = "source-serif-4", "public-sans"
    faces = []
    for part, suffix in (("latin", ""), ("latin-ext", " Latin")):
        for weight, style in ((400, "normal"), (400, "italic"), (600, "normal"), (600, "italic")):
            faces.append(Face(f"Register Serif{suffix}", serif, part, weight, style))
        for weight in (400, 600):
            faces.append(Face(f"Register Sans{suffix}", sans, part, weight, "normal"))
    for part, suffix in (("greek", " Greek"), ("cyrillic", " Cyrillic")):
        faces += [Face(f"Register Serif{suffix}", serif, part, weight, "normal") for weight in (400, 600)]
    return faces


FACES: tuple[Face, ...] = (
    *_text_faces(),
    Face("Register Marks", "noto-sans-symbols-2", "symbols", 400, "normal", ((0x2600, 0x26FF), (0x2700, 0x27BF))),
    Face(
        "Register Mathematics", "noto-sans-math", "latin", 400, "normal",
        ((0x2010, 0x205E), (0x2070, 0x209F), (0x2190, 0x21FF), (0x2200, 0x22FF), (0x2500, 0x25FF), (0x1D400, 0x1D7FF)),
    ),
)  # fmt: skip

SERIF = "'Register Serif','Register Serif Latin','Register Sans Latin','Register Serif Greek','Register Serif Cyrillic'"
SANS = "'Register Sans','Register Sans Latin','Register Serif','Register Serif Latin'"
MARKS = "'Register Mathematics','Register Marks'"


def cut(folder: Path = BUILT) -> list[Path]:
    """Cut every face into `folder`; raises FontsMissing where a package is absent or a promised character is."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".fonts-") as work:
        done = []
        for face in FACES:
            target = Path(work) / face.name
            _cut_face(face, target)
            done.append(target)
        missing = PROMISED - _characters(done)
        if missing:
            raise FontsMissing(f"No face shows {', '.join(f'U+{c:04X}' for c in sorted(missing))}.")
        folder.mkdir(exist_ok=True)
        for target in done:
            os.replace(target, folder / target.name)
    known = {face.name for face in FACES}
    for stale in folder.glob("*.ttf"):
        if stale.name not in known:
            stale.unlink()
    return [folder / face.name for face in FACES]


def _cut_face(face: Face, target: Path) -> None:
    if not face.source.is_file():
        raise FontsMissing(f"The typeface package @fontsource/{face.package} is not installed: run npm ci.")
    with TTFont(face.source, recalcTimestamp=False) as font:
        _subset(font, face)
        _rename(font, face)
        font.flavor = None
        font.save(target)


def _subset(font: TTFont, face: Face) -> None:
    """Leave the characters that the paper uses."""
    options = subset.Options(hinting=False, layout_features=FEATURES, notdef_outline=True, name_IDs=[0, 14])
    options.drop_tables += ["DSIG", "STAT", "MATH", "meta"]
    wanted = set(font.getBestCmap()) - UNSPOKEN
    if face.unicodes:
        wanted &= {c for first, last in face.unicodes for c in range(first, last + 1)}
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=wanted)
    cutter.subset(font)


def _rename(font: TTFont, face: Face) -> None:
    manner = {"normal": "", "italic": " Italic"}[face.style]
    style = ({400: "Regular", 600: "SemiBold"}[face.weight] + manner).replace("Regular Italic", "Italic")
    whole = f"{face.family} {style}"
    postscript = f"{face.family.replace(' ', '')}-{style.replace(' ', '')}"
    for number, text in ((1, face.family), (2, style), (3, whole), (4, whole), (6, postscript)):
        font["name"].setName(text, number, 3, 1, 0x409)


def built() -> list[tuple[Face, bytes]]:
    """Every face with its bytes, in a fixed order; raises FontsMissing with what to do."""
    return list(_built(BUILT))


@cache
def _built(folder: Path) -> tuple[tuple[Face, bytes], ...]:
    absent = [face.name for face in FACES if not (folder / face.name).is_file()]
    if absent:
        raise FontsMissing("The paper's typefaces are not there yet: run python -m documents.fonts.")
    return tuple((face, (folder / face.name).read_bytes()) for face in FACES)


@cache
def covered() -> frozenset[int]:
    """The code points that at least one of the faces shows."""
    built()
    return frozenset(_characters([BUILT / face.name for face in FACES]))


def _characters(paths: list[Path]) -> set[int]:
    characters: set[int] = set()
    for path in paths:
        with TTFont(path, lazy=True) as font:
            characters |= set(font.getBestCmap())
    return characters


@cache
def digest() -> str:
    """SHA-256 (hex) over names and bytes of all faces: part of a paper's build identity."""
    parts = {face.name: sha256(data).hexdigest() for face, data in built()}
    return sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def style_sheet(address: str) -> str:
    """The @font-face rules, with every face below `address`, and the two stacks of families as properties."""
    rules = [
        f"@font-face{{font-family:'{face.family}';font-weight:{face.weight};font-style:{face.style};"
        f"src:url({address}{face.name})}}"
        for face in FACES
    ]
    return "\n".join([*rules, f":root{{--serif:{SERIF},{MARKS};--sans:{SANS},{MARKS}}}"])


def main() -> int:
    """Cut the faces; one line to the terminal."""
    try:
        paths = cut()
    except FontsMissing as problem:
        print(problem, file=sys.stderr)
        return 1
    print(f"Cut {len(paths)} typefaces, {sum(p.stat().st_size for p in paths) // 1024} KB, into {BUILT.name}/.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
