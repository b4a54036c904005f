-- The tables of the book. Nothing lies here that is not published.

CREATE TABLE book.state (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    version bigint NOT NULL DEFAULT 0,
    entries bigint NOT NULL DEFAULT 0
);
INSERT INTO book.state DEFAULT VALUES;

CREATE TABLE book.entry (
    number bigint PRIMARY KEY CHECK (number > 0),
    kind text NOT NULL
        CHECK (kind IN ('decision', 'correction', 'outcome', 'release', 'transcript', 'withdrawal', 'expunged')),
    reference text NOT NULL,
    key text NOT NULL,
    version integer NOT NULL CHECK (version > 0),
    about bigint REFERENCES book.entry CHECK (about < number),
    published_at timestamptz NOT NULL,
    summary text NOT NULL,
    leaf bytea NOT NULL,
    leaf_hash bytea NOT NULL,
    payload bytea,
    payload_sha256 text NOT NULL CHECK (payload_sha256 ~ '^[0-9a-f]{64}$'),
    pdf_sha256 text CHECK (pdf_sha256 ~ '^[0-9a-f]{64}$'),
    CONSTRAINT entry_about_only_when_expunged CHECK ((kind = 'expunged') = (about IS NOT NULL)),
    CONSTRAINT entry_hash_is_of_its_leaf CHECK (leaf_hash = sha256('\x00'::bytea || leaf)),
    CONSTRAINT entry_payload_is_what_it_says
        CHECK (payload IS NULL OR payload_sha256 = encode(sha256(payload), 'hex'))
);
CREATE UNIQUE INDEX entry_one_version ON book.entry (key, version) WHERE kind = 'decision';
CREATE UNIQUE INDEX entry_published_at ON book.entry (published_at);
CREATE INDEX entry_of_key ON book.entry (key, number);
CREATE INDEX entry_of_kind ON book.entry (kind, number);
CREATE INDEX entry_about ON book.entry (about) WHERE about IS NOT NULL;
CREATE INDEX entry_payload ON book.entry (payload_sha256);
CREATE INDEX entry_pdf ON book.entry (pdf_sha256);

CREATE TABLE book.file (
    sha256 text PRIMARY KEY CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    content_type text NOT NULL,
    size bigint NOT NULL,
    pages integer,
    build text NOT NULL,
    content bytea,
    CONSTRAINT file_content_is_what_it_says
        CHECK (content IS NULL OR (encode(sha256(content), 'hex') = sha256 AND length(content) = size))
);
-- PDFs are compressed already: keep them out of line as they are.
ALTER TABLE book.file ALTER COLUMN content SET STORAGE EXTERNAL;

CREATE TABLE book.entry_file (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    entry bigint NOT NULL REFERENCES book.entry,
    sha256 text NOT NULL REFERENCES book.file,
    role text NOT NULL CHECK (role IN ('paper', 'original', 'released')),
    name text NOT NULL,
    item integer,
    UNIQUE (entry, role, sha256)
);
CREATE INDEX entry_file_of_file ON book.entry_file (sha256);

CREATE TABLE book.decision (
    key text PRIMARY KEY,
    reference text NOT NULL,
    slug text NOT NULL UNIQUE,
    series text NOT NULL,
    number integer NOT NULL,
    year integer,
    entry_number bigint NOT NULL REFERENCES book.entry,
    first_number bigint NOT NULL,
    changed_number bigint NOT NULL,
    version integer NOT NULL,
    title text NOT NULL,
    summary text NOT NULL,
    outcome text NOT NULL,
    decided_on date,
    decided_by text NOT NULL,
    needed_by date,
    late boolean NOT NULL,
    deferred boolean NOT NULL,
    deferral_reason text NOT NULL,
    deferred_until date,
    imported boolean NOT NULL,
    transcript boolean NOT NULL,
    part_2 boolean NOT NULL,
    published_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL,
    days_to_publish integer,
    sorted_on date NOT NULL,
    status text NOT NULL DEFAULT 'in force' CHECK
        (status IN ('in force', 'continued', 'amended', 'replaced', 'revoked', 'refused', 'withdrawn')),
    withdrawn_reason text NOT NULL DEFAULT '',
    expunged boolean NOT NULL DEFAULT false,
    counted boolean NOT NULL DEFAULT true,
    thread text NOT NULL,
    thread_size integer NOT NULL DEFAULT 1,
    bid numeric(16, 2),
    offered numeric(16, 2),
    accepted numeric(16, 2),
    as_stated numeric(16, 2),
    approved numeric(16, 2),
    amount numeric(16, 2) NOT NULL,
    outcome_result text NOT NULL DEFAULT '',
    pdf_sha256 text,
    pdf_size bigint,
    pdf_pages integer,
    facets text[] NOT NULL DEFAULT '{}',
    paper_facets text[] NOT NULL,
    refers_to text[] NOT NULL,
    words text NOT NULL,
    search tsvector NOT NULL,
    ranking tsvector NOT NULL
);
CREATE INDEX decision_by_date ON book.decision (sorted_on DESC, key DESC);
CREATE INDEX decision_by_amount ON book.decision (amount DESC, key DESC);
CREATE INDEX decision_by_change ON book.decision (changed_number);
CREATE INDEX decision_by_number ON book.decision (number);
CREATE INDEX decision_of_thread ON book.decision (thread);
CREATE INDEX decision_statistics ON book.decision (decided_on) INCLUDE (published_at, late, deferred, approved, counted);
-- Written at publication, read all the time: no pending list to wade through.
CREATE INDEX decision_refers_to ON book.decision USING gin (refers_to) WITH (fastupdate = off);
-- Words and facets in one index: what fits both is found in one walk, past what fits only one.
CREATE INDEX decision_words_and_facets ON book.decision USING gin (search, facets) WITH (fastupdate = off);
-- What the worker still has to draw.
CREATE INDEX decision_without_paper ON book.decision (key) WHERE pdf_sha256 IS NULL;

CREATE TABLE book.link (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    later text NOT NULL REFERENCES book.decision,
    earlier text NOT NULL REFERENCES book.decision CHECK (earlier <> later),
    kind text NOT NULL CHECK (kind IN ('continues', 'amends', 'replaces', 'revokes')),
    UNIQUE (later, earlier)
);
CREATE INDEX link_of_earlier ON book.link (earlier);

CREATE TABLE book.funder (
    id text PRIMARY KEY,
    name text NOT NULL,
    slug text NOT NULL UNIQUE,
    decisions integer NOT NULL DEFAULT 0
);

CREATE TABLE book.fund (
    id text PRIMARY KEY,
    name text NOT NULL,
    slug text NOT NULL UNIQUE,
    funder text NOT NULL REFERENCES book.funder,
    decisions integer NOT NULL DEFAULT 0
);
CREATE INDEX fund_of_funder ON book.fund (funder);

CREATE TABLE book.money (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    key text NOT NULL REFERENCES book.decision,
    position integer NOT NULL,
    financial_year integer NOT NULL,
    "grant" text NOT NULL,
    grant_title text NOT NULL,
    direction text NOT NULL,
    fund text NOT NULL,
    fund_name text NOT NULL,
    fund_as_written text NOT NULL,
    funder text NOT NULL,
    funder_name text NOT NULL,
    recipient text NOT NULL,
    recipient_name text NOT NULL,
    bid numeric(16, 2) CHECK (bid >= 0),
    offered numeric(16, 2) CHECK (offered >= 0),
    accepted numeric(16, 2) CHECK (accepted >= 0),
    as_stated numeric(16, 2) CHECK (as_stated >= 0),
    UNIQUE (key, position)
);
CREATE INDEX money_of_funder ON book.money (funder, financial_year);
CREATE INDEX money_of_fund ON book.money (fund, financial_year);
CREATE INDEX money_of_year ON book.money (financial_year);
CREATE INDEX money_of_grant ON book.money ("grant");

CREATE TABLE book.recommendation (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    key text NOT NULL REFERENCES book.decision,
    number integer NOT NULL,
    action text NOT NULL,
    "grant" text,
    amount numeric(16, 2),
    up_to boolean NOT NULL,
    UNIQUE (key, number)
);

CREATE TABLE book.outcome (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    entry bigint NOT NULL REFERENCES book.entry,
    key text NOT NULL REFERENCES book.decision,
    "grant" text NOT NULL,
    result text NOT NULL,
    happened_on date,
    financial_year integer,
    fund text NOT NULL,
    fund_name text NOT NULL,
    offered numeric(16, 2),
    accepted numeric(16, 2)
);
CREATE INDEX outcome_of_decision ON book.outcome (key);
CREATE INDEX outcome_of_entry ON book.outcome (entry);

CREATE TABLE book.released (
    entry bigint PRIMARY KEY REFERENCES book.entry,
    key text NOT NULL REFERENCES book.decision,
    item integer NOT NULL,
    kind text NOT NULL
);
CREATE INDEX released_of_decision ON book.released (key);

CREATE TABLE book.facet_count (
    facet text PRIMARY KEY,
    count integer NOT NULL
);

CREATE TABLE book.total (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    scope text NOT NULL CHECK (scope IN ('all', 'funder', 'fund')),
    subject text NOT NULL,
    financial_year integer NOT NULL,
    decisions integer NOT NULL,
    bid numeric(18, 2) NOT NULL,
    offered numeric(18, 2) NOT NULL,
    accepted numeric(18, 2) NOT NULL,
    as_stated numeric(18, 2) NOT NULL,
    UNIQUE (scope, subject, financial_year)
);

CREATE TABLE book.node (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    level smallint NOT NULL,
    position bigint NOT NULL,
    hash bytea NOT NULL,
    UNIQUE (level, position)
);

CREATE TABLE book.head (
    size bigint PRIMARY KEY CHECK (size > 0),
    root bytea NOT NULL,
    checkpoint text NOT NULL,
    signed_at timestamptz NOT NULL,
    -- The key that signed it, so that whoever reads the book can check it, and keys can be changed.
    verifier text NOT NULL
);
