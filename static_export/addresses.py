"""Every address of the register that a walk begins with; those of lists, funders and years come from links."""

from collections.abc import Iterator

from book.log.tiles import WIDTH, Tile, count, tiles_of
from book.models import Entry, File, PublishedDecision, State, TreeHead
from register.opendata.records import is_gone
from verification.views.log import ENTRIES
from verification.views.tools import TOOLS

#: Where a reader begins, and what no page links.
FIRST = (
    "/", "/sitemap.xml", "/robots.txt", "/.well-known/security.txt", "/api/v1/", "/api/v1/docs/", "/log/", "/log/keys",
    "/log/heads", "/log/hand-overs", "/log/closing", "/log/policy", "/log/witnesses", "/log/checkpoint",
    "/verify/offline/", "/verify/roots.pem", "/open-data/book.sqlite", "/decisions.csv", "/decisions.json",
    "/decisions.xlsx", "/decisions.atom", "/decisions.feed.json", "/calendar.ics", "/forward-plan/", "/delegated/",
    "/panel-pack/",
)  # fmt: skip


def first_addresses() -> Iterator[str]:
    """All of them: fixed ones, those of each decision and version, and those of the log."""
    yield from FIRST
    yield from _of_decisions()
    yield from _of_log()


def _of_decisions() -> Iterator[str]:
    for decision in PublishedDecision.objects.order_by("key").iterator():
        base = f"/decisions/{decision.slug}"
        yield from (f"{base}/", f"{base}.json", f"{base}/decision.pdf", f"{base}/decision.tlog-proof")
        yield f"{base}/versions/"
        for version in range(1, decision.version + 1):
            of_version = f"{base}/versions/{version}"
            yield from (f"{of_version}/", f"{of_version}.json")
            yield from (f"{of_version}/decision.pdf", f"{of_version}/decision.tlog-proof")
        yield from (f"/v/{decision.slug}", f"/api/v1/decisions/{decision.slug}/")
        if not is_gone(decision):
            yield from (f"/threads/{decision.slug}/", f"/threads/{decision.slug}.atom")
            yield f"/api/v1/threads/{decision.slug}/"
        # How people spell it where they do not copy the address.
        yield from (f"/decisions/{decision.key}/", f"/decisions/{decision.slug.lower()}/")


def _of_log() -> Iterator[str]:
    entries = State.objects.get().entries
    sizes = list(TreeHead.objects.order_by("size").values_list("size", flat=True))
    yield from (f"/log/tools/{name}" for name in TOOLS)
    yield from (f"/log/entries/{first}" for first in range(1, entries + 1, ENTRIES))
    yield from (f"/log/files/{digest}" for digest in File.objects.order_by("sha256").values_list("sha256", flat=True))
    for number in Entry.objects.order_by("number").values_list("number", flat=True):
        yield from (f"/log/proof/{number}", f"/log/proof/{number}.tlog-proof")
    for size, following in zip(sizes, [*sizes[1:], sizes[-1:]], strict=False):
        yield f"/log/checkpoint/{size}"
        yield from {f"/log/consistency/{size}/{later}" for later in (following, sizes[-1]) if later != size}
    yield from (f"/log/tile/{tile.path()}" for tile in tiles_for(sizes))


def tiles_for(sizes: list[int]) -> list[Tile]:
    """The tiles of the newest head, and the partial ones that readers of an older head still ask for.

    A partial tile is left out once its full tile is there, which the standard lets a reader take instead.
    """
    if not sizes:
        return []
    newest = sizes[-1]
    tiles = dict.fromkeys(tiles_of(newest))
    for size in sizes:
        for tile in tiles_of(size):
            if tile.width < WIDTH and (tile.index + 1) * WIDTH > count(tile.level, newest):
                tiles[tile] = None
    return list(tiles)
