"""`ask.py PATH STATUS …`: asks the site of the walk for pages, as nginx serves them; waits for what is drawn."""

import ssl
import sys
import time
import urllib.error
import urllib.request

SECONDS = 90


class NoRedirects(urllib.request.HTTPRedirectHandler):
    """An answer that leads elsewhere is the answer."""

    def redirect_request(self, *request: object) -> None:
        """Follow nothing."""


def status_of(path: str) -> int:
    """What the site answers."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    opener = urllib.request.build_opener(urllib.request.HTTPSHandler(context=context), NoRedirects)
    request = urllib.request.Request("https://127.0.0.1" + path, headers={"Host": "register.example"})
    try:
        with opener.open(request, timeout=30) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as answer:
        return answer.code


def main() -> int:
    """Ask for each path until it has its status; 1 when one has not in time."""
    for path, wanted in zip(sys.argv[1::2], map(int, sys.argv[2::2]), strict=True):
        until = time.monotonic() + SECONDS
        while (found := status_of(path)) != wanted and time.monotonic() < until:
            time.sleep(1)
        print(path, found)
        if found != wanted:
            print(f"{path} should answer {wanted}.")
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
