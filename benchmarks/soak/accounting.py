"""The end of the soak: compare what was acknowledged (standard input) with what the database holds."""

import os
import sys
from hashlib import sha256

import django


def main() -> None:
    """Print every fault."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    for line in sys.stdin:
        word, slug, *digests = line.split()
        fault = _approved(slug, *digests) if word == "approved" else _published(slug, *digests)
        if fault:
            print(fault)
    for fault in (*_half_done(), *_leaks()):
        print(fault)


def _approved(slug: str, pdf: str) -> str:
    from decisions.models import Decision
    from figures.references import Reference

    paper = Decision.objects.filter(reference_key=Reference.parse(slug).key).select_related("sealed_paper").first()
    if paper is None:
        return f"{slug} was approved and is lost."
    if sha256(bytes(paper.sealed_paper.pdf)).hexdigest() != pdf:
        return f"The sealed paper of {slug} is another than was approved."
    return ""


def _published(slug: str, part1: str, pdf: str) -> str:
    from book.models import Entry
    from figures.references import Reference

    entry = Entry.objects.filter(reference=str(Reference.parse(slug)), kind="decision").first()
    if entry is None:
        return f"{slug} was published and is not in the book."
    if sha256(bytes(entry.payload or b"")).hexdigest() != part1 or entry.pdf_sha256 != pdf:
        return f"The entry of {slug} is another than was published."
    return ""


def _half_done() -> list[str]:
    """Papers whose status and signatures, seal or numbers do not fit together."""
    from decisions.models import Decision, SealedPaper

    decided = Decision.objects.filter(status__in=["approved", "refused"], imported=False)
    sealed = set(SealedPaper.objects.values_list("decision_id", flat=True))
    faults = [
        f"{paper.reference_words} is decided and has no sealed paper." for paper in decided if paper.pk not in sealed
    ]
    own = Decision.objects.filter(imported=False, series="PCD")
    numbers = sorted(number for number in own.values_list("number", flat=True) if number is not None)
    if numbers != list(range(numbers[0], numbers[0] + len(numbers))):
        faults.append("The numbers of the papers have a gap or a double.")
    return faults


def _leaks() -> list[str]:
    """Tables of the book in which something hidden can be read, as the reader."""
    from django.db import connections

    from benchmarks.soak.writing import HIDDEN

    faults = []
    with connections["book"].cursor() as cursor:
        cursor.execute("SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'book'")
        for (table,) in cursor.fetchall():
            cursor.execute(f"SELECT count(*) FROM book.{table} t WHERE t::text LIKE %s", [f"%{HIDDEN}%"])  # noqa: S608
            if cursor.fetchone()[0]:
                faults.append(f"The table book.{table} shows the reader something hidden.")
            hidden_bytes = HIDDEN.encode().hex()
            cursor.execute(f"SELECT count(*) FROM book.{table} t WHERE t::text LIKE %s", [f"%{hidden_bytes}%"])  # noqa: S608
            if cursor.fetchone()[0]:
                faults.append(f"The table book.{table} holds bytes of something hidden.")
    return faults


if __name__ == "__main__":
    main()
