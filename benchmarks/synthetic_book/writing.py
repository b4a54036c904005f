"""Writing an invented book in bulk, as the owner: COPY into a staging table, then the book's own rules, row by row."""

import io
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from hashlib import sha256
from typing import Any

from django.db import connections, transaction

from benchmarks.synthetic_book.papers import InventedPaper, PaperMaker
from book.canonical import canonical
from book.entries import Leaf
from book.integrity.findings import Tick
from book.log.tree import node_hash
from book.projection import project

#: Entries that go to the server in one COPY.
CHUNK = 2_000
_STAGING = """
    CREATE TEMP TABLE staging (number bigint, key text, projection jsonb) ON COMMIT DROP
"""
_ENTRY = """
    COPY book.entry (number, kind, reference, key, version, published_at, summary, leaf, leaf_hash, payload,
                     payload_sha256, pdf_sha256) FROM STDIN
"""
_ROWS = """
    INSERT INTO book.decision
        SELECT r.* FROM staging s JOIN book.entry e USING (number)
        CROSS JOIN LATERAL book.row_of(e, s.projection -> 'decision', NULL) r
        WHERE s.number > %s
"""
_MONEY = """
    INSERT INTO book.funder (id, name, slug)
        SELECT DISTINCT ON (f ->> 'id') f ->> 'id', f ->> 'name',
               book.slug_of(f ->> 'name') || '-' || left(encode(sha256(convert_to(f ->> 'id', 'UTF8')), 'hex'), 8)
        FROM staging CROSS JOIN LATERAL jsonb_array_elements(projection -> 'funders') f ON CONFLICT DO NOTHING;
    INSERT INTO book.fund (id, name, slug, funder)
        SELECT DISTINCT ON (f ->> 'id') f ->> 'id', f ->> 'name',
               book.slug_of(f ->> 'name') || '-' || left(encode(sha256(convert_to(f ->> 'id', 'UTF8')), 'hex'), 8),
               f ->> 'funder'
        FROM staging CROSS JOIN LATERAL jsonb_array_elements(projection -> 'funds') f ON CONFLICT DO NOTHING;
    INSERT INTO book.money (key, position, financial_year, "grant", grant_title, direction, fund, fund_name,
                            fund_as_written, funder, funder_name, recipient, recipient_name, bid, offered, accepted,
                            as_stated)
        SELECT s.key, m.position, m.financial_year, m."grant", m.grant_title, m.direction, m.fund, m.fund_name,
               m.fund_as_written, m.funder, m.funder_name, m.recipient, m.recipient_name, m.bid, m.offered, m.accepted,
               m.as_stated
        FROM staging s CROSS JOIN LATERAL jsonb_populate_recordset(NULL::book.money, s.projection -> 'money') m;
    INSERT INTO book.recommendation (key, number, action, "grant", amount, up_to)
        SELECT s.key, r.number, r.action, r."grant", r.amount, r.up_to
        FROM staging s
        CROSS JOIN LATERAL jsonb_populate_recordset(NULL::book.recommendation, s.projection -> 'recommendations') r;
    INSERT INTO book.link (later, earlier, kind)
        SELECT s.key, l ->> 'earlier', l ->> 'kind'
        FROM staging s CROSS JOIN LATERAL jsonb_array_elements(s.projection -> 'links') l
        JOIN book.decision d ON d.key = l ->> 'earlier';
"""
# As book/sql/words.sql counts them.
_WORDS = """
    INSERT INTO book.word (word, decisions)
        SELECT word, count(*) FROM book.decision d CROSS JOIN LATERAL book.words_of(d) word GROUP BY word
"""
_DERIVED = """
    ANALYZE book.decision; ANALYZE book.link;
    SELECT book.rethread(ARRAY(SELECT later FROM book.link));
    SELECT book.restate(ARRAY(SELECT key FROM staging));
    ANALYZE book.decision; ANALYZE book.money;
    SELECT book.tally(ARRAY(SELECT key FROM staging), 1);
"""


@dataclass(frozen=True, slots=True)
class Line:
    """An entry that is ready to be copied in."""

    paper: InventedPaper
    number: int
    published_at: datetime
    payload: bytes
    leaf: Leaf

    @property
    def leaf_bytes(self) -> bytes:
        """The leaf's canonical JSON."""
        return canonical(self.leaf)


def write_book(count: int, *, seed: int, tick: Tick, say: Any) -> None:
    """Write `count` invented decisions into an empty book, all or nothing.

    Args:
        count: how many.
        seed: the same seed writes the same book.
        tick: called for each decision copied in.
        say: called with a line about each long step.
    """
    maker = PaperMaker(seed, count)
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0; SET LOCAL maintenance_work_mem = '256MB'; " + _STAGING)
        with _without_indexes(cursor, say):
            hashes: list[bytes] = []
            # The next chunk is made while the server works on this one.
            with ThreadPoolExecutor(1) as writer:
                writing = None
                for first in range(0, count, CHUNK):
                    lines = list(_lines(maker, first, min(count, first + CHUNK)))
                    hashes += [line.leaf.hash() for line in lines]
                    if writing:
                        writing.result()
                    writing = writer.submit(_write_chunk, cursor, first, lines, tick)
                if writing:
                    writing.result()
            say("Money, links and funders")
            cursor.execute(_MONEY)
            say("Threads, status, counts and totals")
            cursor.execute(_DERIVED)
            say("The tree")
            _copy_nodes(cursor, hashes)
        cursor.execute("UPDATE book.state SET entries = %s, version = version + 1", [count])
    with connections["owner"].cursor() as cursor:
        say("Statistics for the planner")
        # The update of all threads at once left every row twice, as one publication after another does not.
        cursor.execute("VACUUM FULL book.decision")
        cursor.execute("VACUUM ANALYZE")


def _lines(maker: PaperMaker, first: int, last: int) -> Iterator[Line]:
    for place in range(first, last):
        paper = maker.make(place)
        # Published within some days of the signature, in the order of the entries.
        day = maker.first_on + timedelta(days=place * 4900 // maker.count + 9)
        moment = datetime.combine(day, time(9), tzinfo=UTC) + timedelta(milliseconds=place)
        payload = paper.part1.to_json()
        leaf = Leaf(
            *("leaf/1", place + 1, "decision", str(paper.reference), 1, moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")),
            *(sha256(payload).hexdigest(), None, (), None),
        )  # fmt: skip
        yield Line(paper, place + 1, moment, payload, leaf)


def _write_chunk(cursor: Any, first: int, lines: list[Line], tick: Tick) -> None:
    _copy(cursor, lines)
    cursor.execute(_ROWS, [first])
    for _ in lines:
        tick()


def _copy(cursor: Any, lines: list[Line]) -> None:
    entries, staging = io.StringIO(), io.StringIO()
    for line in lines:
        reference, leaf = line.paper.reference, line.leaf_bytes
        entries.write(
            _tabbed(
                *(line.number, "decision", reference, reference.key, 1, line.published_at.isoformat()),
                *(line.paper.part1.title, leaf, line.leaf.hash(), line.payload, line.leaf.payload_sha256, None),
            )
        )
        staging.write(_tabbed(line.number, reference.key, json.dumps(project(line.paper.part1), ensure_ascii=False)))
    for text, statement in ((entries, _ENTRY), (staging, "COPY staging FROM STDIN")):
        text.seek(0)
        cursor.copy_expert(statement, text)


def _copy_nodes(cursor: Any, hashes: list[bytes]) -> None:
    text, level = io.StringIO(), 0
    while hashes:
        for position, hashed in enumerate(hashes):
            text.write(_tabbed(level, position, hashed))
        hashes = [node_hash(hashes[n], hashes[n + 1]) for n in range(0, len(hashes) - 1, 2)]
        level += 1
    text.seek(0)
    cursor.copy_expert("COPY book.node (level, position, hash) FROM STDIN", text)


def _tabbed(*values: Any) -> str:
    """A line of COPY's text format."""
    return "\t".join(_cell(value) for value in values) + "\n"


def _cell(value: Any) -> str:
    if value is None:
        return r"\N"
    if isinstance(value, bytes):
        return rf"\\x{value.hex()}"
    return str(value).replace("\\", r"\\").replace("\t", r"\t").replace("\n", r"\n").replace("\r", r"\r")


@contextmanager
def _without_indexes(cursor: Any, say: Any) -> Iterator[None]:
    """Drop the indexes and count no words while rows come in, and do both in one go: many times faster."""
    cursor.execute(
        "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'book' AND tablename IN ('decision', 'money') "
        "AND indexdef NOT LIKE 'CREATE UNIQUE%'"
    )
    indexes = cursor.fetchall()
    for name, _ in indexes:
        cursor.execute(f'DROP INDEX book."{name}"')
    # Within one transaction every decision would leave a dead version of each of its words behind.
    cursor.execute("ALTER TABLE book.decision DISABLE TRIGGER words_of_a_new_decision")
    yield
    for name, definition in indexes:
        say(f"Index {name}")
        cursor.execute(definition)
    say("Words for suggestions")
    cursor.execute(_WORDS)
    cursor.execute("ALTER TABLE book.decision ENABLE ALWAYS TRIGGER words_of_a_new_decision")
