"""What a paper may load: named bytes in memory, and nothing else in the world."""

from collections.abc import Mapping

from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

# A host that can never exist (RFC 6761, section 6.4); relative names join only onto schemes urljoin knows.
ADDRESS = "https://assets.invalid/"


class ForbiddenFetch(FatalURLFetchingError):
    """A paper asked for something outside its own assets: the drawing stops."""


class AssetFetcher(URLFetcher):
    """Serves assets by name below `ADDRESS`; every other address, of whatever form, is refused."""

    def __init__(self, assets: Mapping[str, tuple[bytes, str]]) -> None:
        super().__init__(timeout=1, allowed_protocols=("https",), allow_redirects=False, fail_on_errors=True)
        self._assets = assets

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        """The asset's bytes with their media type; raises ForbiddenFetch for anything that is no asset."""
        asset = self._assets.get(url.removeprefix(ADDRESS)) if url.startswith(ADDRESS) else None
        if asset is None:
            raise ForbiddenFetch(f"The paper asks for {url[:80]!r}, which is not part of it.")
        data, media_type = asset
        return URLFetcherResponse(url, data, {"Content-Type": media_type})
