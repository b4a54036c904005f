"""`python -m documents.verify paper.pdf --roots roots.pem`: check a paper's seal without the register or a database."""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from asn1crypto import x509

from documents.evidence import NotProved, check_evidence
from documents.examining import NotExamined, examine
from documents.keys import KeyTrouble, fingerprint, read_certificates
from documents.seal_hand_over import NotHandedOver, from_json, roots_after
from documents.verifying import SealReport


def main(arguments: list[str] | None = None) -> int:
    """Print what was found; 0 when every file's seal is intact, 1 when one is not, 2 when nothing could be checked."""
    options = _parser().parse_args(arguments)
    try:
        roots = read_certificates(Path(options.roots))
        if options.hand_overs:
            roots = list(roots_after(roots, from_json(Path(options.hand_overs).read_bytes())))
    except (KeyTrouble, NotHandedOver, OSError) as trouble:
        print(trouble, file=sys.stderr)
        return 2
    reports = []
    for name in options.files:
        try:
            reports.append((name, examine(Path(name).read_bytes(), roots)))
        except OSError as trouble:
            print(f"{name} cannot be read: {trouble.strerror}.", file=sys.stderr)
            return 2
        except NotExamined as trouble:
            print(f"{name}: {trouble}", file=sys.stderr)
            return 2
    evidence = _evidence(options, roots)
    if options.json:
        print(json.dumps([{"file": name, **report.as_plain()} for name, report in reports], indent=2))
    else:
        for name, report in reports:
            print("\n".join([*_lines(name, report), *evidence.lines]))
        print(f"Checked against {', '.join(fingerprint(root) for root in roots)}.")
    return 0 if evidence.holds and all(report.verdict == "intact" for _, report in reports) else 1


class _Evidence(NamedTuple):
    """The lines to print about an evidence record, and whether it holds."""

    lines: list[str]
    holds: bool


def _evidence(options: argparse.Namespace, roots: Sequence[x509.Certificate]) -> _Evidence:
    if not options.evidence:
        return _Evidence([], True)
    record, document = Path(options.evidence).read_bytes(), Path(options.files[0]).read_bytes()
    try:
        stamps = check_evidence(record, document, roots)
    except NotProved as reason:
        return _Evidence([f"  {options.evidence}: {reason}"], False)
    words = [
        f"  {stamp.by} stamped it at {stamp.at} ({stamp.algorithm}), good until {stamp.until}." for stamp in stamps
    ]
    return _Evidence([f"  {options.evidence}: the evidence record holds.", *words], True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m documents.verify", description=__doc__)
    parser.add_argument("files", nargs="+", metavar="FILE", help="a PDF from the register")
    default = os.environ.get("SEAL_ROOTS_FILE") or str(Path(os.environ.get("VAR", "var")) / "seal" / "roots.crt")
    parser.add_argument(
        "--roots", default=default, help="the register’s root certificates in PEM form, from its page Check a paper"
    )
    parser.add_argument("--hand-overs", help="statements by which seals hand over (/verify/seal-hand-overs.json)")
    parser.add_argument("--evidence", help="the evidence record (.ers) beside the one FILE, to be checked as well")
    parser.add_argument("--json", action="store_true", help="the findings as JSON")
    return parser


def _lines(name: str, report: SealReport) -> list[str]:
    lines = [f"{name}: {report.sentence}"]
    if report.sealed_by:
        lines.append(f"  Sealed by {report.sealed_by}, by its own clock at {report.sealed_at}.")
    if report.trial:
        lines.append("  The seal is a trial one: it proves nothing outside a trial.")
    if report.reason:
        lines.append(f"  {report.reason}")
    if report.timestamped_at:
        lines.append(f"  {report.timestamped_by} confirms that it existed at {report.timestamped_at}.")
    lines.append(f"  SHA-256 {report.sha256}")
    return lines


if __name__ == "__main__":
    sys.exit(main())
