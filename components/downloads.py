"""One table as a page, as CSV and as a spreadsheet: the same rows in each."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.http import StreamingHttpResponse

from components.spreadsheets import MEDIA_TYPE, workbook
from components.tables import lines
from figures.money import canonical_money

CSV = "text/csv; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Table:
    """A list to be downloaded: `name` begins the file's name, `amounts` are the columns of pounds (Decimal)."""

    name: str
    title: str
    columns: Sequence[str]
    rows: Iterable[Sequence[Any]]
    amounts: frozenset[str] = field(default=frozenset())

    def csv_lines(self) -> Iterator[str]:
        """The lines of the CSV; amounts with two places, and no cell that is run as a formula."""
        return lines(self.columns, (map(_plain, row) for row in self.rows))

    def download(self, form: str) -> Any:
        """The answer with the file, a StreamingHttpResponse: `form` is csv or xlsx."""
        if form == "csv":
            answer = StreamingHttpResponse(self.csv_lines(), content_type=CSV)
        else:
            sheet = workbook(self.title, self.columns, self.rows, amounts=self.amounts)
            answer = StreamingHttpResponse(sheet, content_type=MEDIA_TYPE)
        answer["Content-Disposition"] = f'attachment; filename="{self.name}.{form}"'
        return answer


def _plain(value: Any) -> Any:
    return canonical_money(value) if isinstance(value, Decimal) else value
