"""The witnesses of the log, for programs: the policy, and who has seen how much."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase

from book.log.proofs import latest_head
from book.models import WitnessPolicy
from http_cache.pages import public_page
from verification.witnesses import witness_count


@public_page
def log_policy(request: HttpRequest) -> HttpResponseBase:
    """The policy in force (C2SP tlog-policy). Whoever checks should have it from elsewhere too."""
    policy = WitnessPolicy.objects.first()
    if policy is None:
        raise Http404("This register has no witnesses.")
    return HttpResponse(policy.content, content_type="text/plain; charset=utf-8")


@public_page
def log_witnesses(request: HttpRequest) -> HttpResponseBase:
    """How many witnesses have seen the newest signed head, when last, and how each stands."""
    head = latest_head()
    size = head.size if head else 0
    known = witness_count(size)
    answer = {
        "size": size,
        "seen_by": known.count if known else 0,
        "of": known.total if known else 0,
        "quorum": known.quorum if known else False,
        "last_at": known.last_at.isoformat() if known and known.last_at else None,
        "witnesses": [
            {
                "name": line.name,
                "key": line.verifier,
                "size": line.size,
                "cosigned_at": line.last_at.isoformat() if line.last_at else None,
                "problem": line.problem,
            }
            for line in (known.witnesses if known else ())
        ],
    }
    return JsonResponse(answer)
