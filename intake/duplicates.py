"""Whether a file, or one that says the same, is in the register already."""

from difflib import SequenceMatcher

from decisions.models import Decision
from intake.models import Upload

#: Share of their words that two papers have in common when they are one paper saved twice.
_ALIKE = 0.95


def same_file(upload: Upload) -> str:
    """A sentence on where the same file, or a paper of the same words, was entered before; nothing when it was not."""
    same = Decision.objects.filter(imported_from__sha256=upload.sha256).first() if upload.sha256 else None
    if same is not None:
        return f"The same file was entered before, as {same.reference_words}."
    title, summary = _comparable_texts(upload)
    for paper in Decision.objects.filter(title=title).exclude(title="")[:20] if title else ():
        if not summary or SequenceMatcher(None, summary, paper.executive_summary, autojunk=False).ratio() >= _ALIKE:
            return f"A paper with the same title and summary was entered before, as {paper.reference_words}."
    return ""


def _comparable_texts(upload: Upload) -> tuple[str, str]:
    """Title and summary of an upload, cut to the lengths that are compared."""
    paper = (upload.reading or {}).get("paper") or {}
    return (paper.get("title") or "")[:300], (paper.get("executive_summary") or "")[:2000]
