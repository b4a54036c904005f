"""The log's public addresses: checkpoints, keys, proofs, entries and files, for people who check and for machines."""

import json
from hashlib import sha256

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header

from book.log.cosigned import cosigned_note
from book.log.lines import entry_line
from book.log.proofs import NoSuchProof, consistency, inclusion, latest_head, root
from book.models import Entry, EntryFile, File, HandOver, Retirement, State, TreeHead
from http_cache.pages import public_bytes, public_page
from verification.predecessors import predecessors
from verification.views.tools import tool_rows
from verification.witnesses import witness_count, witness_rows, witness_sentence

#: How many entries one answer holds at most.
ENTRIES = 500
TEXT = "text/plain; charset=utf-8"


@public_page
def log_page(request: HttpRequest) -> HttpResponseBase:
    """What the log is, where it stands, and how to check it."""
    head = latest_head()
    known = witness_count(head.size) if head else None
    context = {
        "head": head,
        "seen": witness_sentence(known),
        "quorum": known and known.quorum,
        "witnesses": witness_rows(known),
        "tools": tool_rows(),
        "printed_in": settings.LOG_KEY_PRINTED_IN,
        "entries": State.objects.get().entries,
        "keys": [{"text": key, "fingerprint": sha256(key.encode()).hexdigest()} for key in _keys()],
        "address": settings.REGISTER_ADDRESS,
        "predecessors": predecessors(),
    }
    return render(request, "verification/log.html", context)


@public_page
def log_checkpoint(request: HttpRequest, size: int | None = None) -> HttpResponseBase:
    """The newest signed tree head, or an older one by its size: a signed note, with the lines of the witnesses."""
    head = latest_head() if size is None else TreeHead.objects.filter(size=size).first()
    if head is None:
        raise Http404("No tree head of that size has been signed.")
    return HttpResponse(cosigned_note(head), content_type=TEXT)


@public_page
def log_heads(request: HttpRequest) -> HttpResponseBase:
    """The sizes for which heads were signed, and when."""
    heads = [
        {"size": head.size, "root": bytes(head.root).hex(), "signed_at": head.signed_at.isoformat()}
        for head in TreeHead.objects.order_by("-size")[:1000]
    ]
    return JsonResponse({"heads": heads})


@public_page
def log_keys(request: HttpRequest) -> HttpResponseBase:
    """Every key that tree heads were signed with, one a line."""
    return HttpResponse("".join(f"{key}\n" for key in _keys()), content_type=TEXT)


@public_page
def log_hand_overs(request: HttpRequest) -> HttpResponseBase:
    """Every statement by which a key of the log handed over to the next, oldest first (JSON)."""
    statements = [
        {"old": hand_over.old_verifier, "new": hand_over.new_verifier, "statement": hand_over.statement}
        for hand_over in HandOver.objects.order_by("id")
    ]
    return JsonResponse({"hand_overs": statements})


@public_page
def log_closing(request: HttpRequest) -> HttpResponseBase:
    """The statements by which the keys of a closed register retired (signed notes, text)."""
    statements = list(Retirement.objects.order_by("kept_at").values_list("statement", flat=True))
    if not statements:
        raise Http404("The register is open.")
    return HttpResponse("\n".join(statements), content_type=TEXT)


@public_page
def log_proof(request: HttpRequest, number: int) -> HttpResponseBase:
    """The proof that an entry is in the book, at the newest signed head or at ?size=."""
    try:
        proof = inclusion(number, _size(request))
    except NoSuchProof as error:
        return _none(str(error))
    answer = {
        "number": proof.number,
        "leaf_index": proof.number - 1,
        "tree_size": proof.size,
        "leaf": proof.leaf.decode(),
        "leaf_hash": proof.leaf_hash.hex(),
        "path": [hashed.hex() for hashed in proof.path],
        "root": proof.root.hex(),
    }
    return JsonResponse(answer)


@public_page
def log_consistency(request: HttpRequest, first: int, second: int) -> HttpResponseBase:
    """The proof that the book at one size begins with the book at a smaller one."""
    try:
        path, roots = consistency(first, second), (root(first), root(second))
    except NoSuchProof as error:
        return _none(str(error))
    answer = {
        "first": first,
        "second": second,
        "path": [hashed.hex() for hashed in path],
        "first_root": roots[0].hex(),
        "second_root": roots[1].hex(),
    }
    return JsonResponse(answer)


@public_page
def log_entries(request: HttpRequest, first: int) -> HttpResponseBase:
    """Entries from number `first` on, one JSON object a line: the leaf, the payload, and the names of its files."""
    entries = Entry.objects.filter(number__gte=first).prefetch_related("files")[:ENTRIES]
    lines = "".join(json.dumps(entry_line(entry), ensure_ascii=False) + "\n" for entry in entries)
    return HttpResponse(lines, content_type="application/x-ndjson; charset=utf-8")


@public_bytes
def log_file(request: HttpRequest, digest: str) -> HttpResponseBase:
    """A file of the book by its SHA-256, as an attachment; what was expunged is gone."""
    file = get_object_or_404(File, sha256=digest)
    if file.content is None:
        return HttpResponse("This file was removed from the register because the law orders it.\n", TEXT, status=410)
    use = EntryFile.objects.filter(file=digest).exclude(name="").order_by("entry").first()
    # Names and types come from outside: never shown in the browser, whatever they say.
    content_type = "application/pdf" if file.content_type == "application/pdf" else "application/octet-stream"
    response = HttpResponse(bytes(file.content), content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=use.name if use else digest
    )
    response["X-Digest"] = digest
    return response


def _keys() -> list[str]:
    return sorted(set(TreeHead.objects.values_list("verifier", flat=True)))


def _size(request: HttpRequest) -> int | None:
    text = request.GET.get("size", "")
    if not text:
        return None
    if not text.isascii() or not text.isdigit() or len(text) > 18:
        raise NoSuchProof("size must be a whole number.")
    return int(text)


def _none(sentence: str) -> JsonResponse:
    return JsonResponse({"problem": sentence}, status=404)
