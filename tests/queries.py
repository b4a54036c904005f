"""A browser that counts: no page of the desk asks the database more than a dozen things, however many rows it has."""

from collections import Counter
from typing import Any

from django.db import connections
from django.test import Client

#: Questions to the database for one page, those of the session and of who is there included.
MOST = 12
#: Pages that still ask more: they gather what waits in many tables. These ceilings only ever go down.
STILL_MORE = {
    "desk:desk_home": 24,
    "grant_page": 24,
}


class CountingClient(Client):
    """As Django's own; a page of the desk that asks too much fails the test that reads it."""

    #: How many queries the last page made.
    query_count = 0

    def get(self, path: Any, *arguments: Any, **more: Any) -> Any:
        """One page, with its questions counted."""
        questions: list[str] = []

        def note(execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
            # Savepoints are of the test; a session is saved now and then, whichever page it is.
            if not str(sql).startswith(("SAVEPOINT", "RELEASE", 'UPDATE "django_session"')):
                questions.append(str(sql))
            return execute(sql, params, many, context)

        with connections["default"].execute_wrapper(note):
            answer = super().get(path, *arguments, **more)
        self.query_count = len(questions)
        match = answer.wsgi_request.resolver_match
        if match and match.route.startswith("desk/") and answer.status_code == 200:
            most = STILL_MORE.get(match.view_name, MOST)
            assert self.query_count <= most, f"{path} asks {self.query_count} things, not {most}:\n{_often(questions)}"
        return answer


def _often(questions: list[str]) -> str:
    """The questions, those asked most often first."""
    counts = Counter(question.partition(" WHERE ")[0][:160] for question in questions)
    return "\n".join(f"{count} × {question}" for question, count in counts.most_common())
