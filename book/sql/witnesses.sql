-- Who else has seen the book's tree heads: the policy that names the witnesses, their cosignatures, and how each stands.

-- A leaf must fit an entry bundle (C2SP tlog-tiles), which gives its length in two bytes.
ALTER TABLE book.entry ADD CONSTRAINT entry_leaf_fits_a_bundle CHECK (octet_length(leaf) < 65536);

CREATE TABLE book.witness_policy (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    content text NOT NULL
);

CREATE TABLE book.cosignature (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    size bigint NOT NULL REFERENCES book.head,
    verifier text NOT NULL CHECK (verifier <> ''),
    line text NOT NULL CHECK (line LIKE '— %' AND line LIKE E'%\n' AND line NOT LIKE E'%\n_%'),
    cosigned_at timestamptz NOT NULL,
    UNIQUE (size, verifier)
);
CREATE INDEX cosignature_of_witness ON book.cosignature (verifier, size);

CREATE TABLE book.witness_state (
    verifier text PRIMARY KEY,
    size bigint NOT NULL DEFAULT 0 CHECK (size >= 0),
    failures integer NOT NULL DEFAULT 0 CHECK (failures >= 0),
    problem text NOT NULL DEFAULT '',
    tried_at timestamptz NOT NULL,
    try_at timestamptz NOT NULL
);

-- The worker says which policy is in force.
CREATE FUNCTION book.set_witness_policy(policy text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO book.witness_policy (content) VALUES (policy)
        ON CONFLICT (one) DO UPDATE SET content = excluded.content WHERE witness_policy.content <> excluded.content;
    UPDATE book.state SET version = version + 1 WHERE FOUND;
    RETURN FOUND;
END $$;

-- The worker hands in a cosignature that it has checked; a witness has one for each head.
CREATE FUNCTION book.keep_cosignature(head_size bigint, witness text, signature text, signed_at timestamptz, at timestamptz)
RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    added boolean;
BEGIN
    INSERT INTO book.cosignature (size, verifier, line, cosigned_at) VALUES (head_size, witness, signature, signed_at)
        ON CONFLICT (size, verifier) DO NOTHING;
    added := FOUND;
    INSERT INTO book.witness_state (verifier, size, tried_at, try_at) VALUES (witness, head_size, at, at)
        ON CONFLICT (verifier) DO UPDATE SET size = greatest(witness_state.size, excluded.size), failures = 0,
            problem = '', tried_at = excluded.tried_at, try_at = excluded.try_at;
    UPDATE book.state SET version = version + 1 WHERE added;
    RETURN added;
END $$;

-- The worker notes that a witness gave none, why, and when it will be asked again.
CREATE FUNCTION book.note_witness_problem(witness text, reason text, at timestamptz, again timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    before text := (SELECT problem FROM book.witness_state WHERE verifier = witness);
BEGIN
    INSERT INTO book.witness_state (verifier, failures, problem, tried_at, try_at) VALUES (witness, 1, reason, at, again)
        ON CONFLICT (verifier) DO UPDATE SET failures = witness_state.failures + 1, problem = excluded.problem,
            tried_at = excluded.tried_at, try_at = excluded.try_at;
    -- Pages are new only when they say something new, not each time that a witness is away.
    UPDATE book.state SET version = version + 1 WHERE before IS DISTINCT FROM reason;
END $$;

CREATE TRIGGER cosignature_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON book.cosignature EXECUTE FUNCTION book.refuse();
ALTER TABLE book.cosignature ENABLE ALWAYS TRIGGER cosignature_stays;
