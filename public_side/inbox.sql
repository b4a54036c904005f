-- What the public sends in, where the public side has machines of its own: insert-only functions for the register's
-- login, and two for the desk's worker, which takes what came and has it deleted. May be run again.
CREATE SCHEMA IF NOT EXISTS inbox;
REVOKE ALL ON SCHEMA inbox FROM PUBLIC;
GRANT USAGE ON SCHEMA inbox TO :public, :taker;

CREATE TABLE IF NOT EXISTS inbox.message (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    sent_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    kind text NOT NULL CHECK (kind IN ('format request', 'mistake', 'alert', 'confirm', 'leave')),
    content jsonb NOT NULL CHECK (octet_length(content::text) < 20000)
);
-- Who sent something within the last hour, as keyed digests: the limit must outlive what the worker takes.
CREATE TABLE IF NOT EXISTS inbox.sender (
    kind text NOT NULL,
    digest text NOT NULL,
    sent_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX IF NOT EXISTS sender_by_kind ON inbox.sender (kind, sent_at);
CREATE TABLE IF NOT EXISTS inbox.only_row (one boolean PRIMARY KEY DEFAULT true CHECK (one));
INSERT INTO inbox.only_row DEFAULT VALUES ON CONFLICT DO NOTHING;
REVOKE ALL ON ALL TABLES IN SCHEMA inbox FROM PUBLIC, :public, :taker;

-- Keep a message, or say no (false): more from one sender, or from all, than people send in an hour.
CREATE OR REPLACE FUNCTION inbox.keep(kind text, content jsonb, digest text, most integer, most_of_all integer)
RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    -- One at a time, so that a race cannot pass the limit.
    PERFORM FROM inbox.only_row FOR UPDATE;
    DELETE FROM inbox.sender s WHERE s.sent_at < clock_timestamp() - interval '1 hour';
    IF (SELECT count(*) FROM inbox.sender s WHERE s.kind = keep.kind AND s.digest = keep.digest) >= most
        OR (SELECT count(*) FROM inbox.sender s WHERE s.kind = keep.kind) >= most_of_all THEN
        RETURN false;
    END IF;
    INSERT INTO inbox.sender (kind, digest) VALUES (kind, digest);
    INSERT INTO inbox.message (kind, content) VALUES (kind, content);
    RETURN true;
END $$;

-- The same names and arguments as in the book: the register calls whichever schema its inbox has.
CREATE OR REPLACE FUNCTION inbox.ask_for_format(
    receipt text, about text, wanted text, details text, technology text, name text, email text, sender text
) RETURNS boolean LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT inbox.keep('format request', jsonb_build_object(
        'receipt', receipt, 'about', about, 'wanted', wanted, 'details', details, 'technology', technology,
        'name', name, 'email', email, 'sender', sender), sender, 5, 200)
$$;
CREATE OR REPLACE FUNCTION inbox.tell_mistake(
    receipt text, reference text, wrong text, source text, name text, email text, credited boolean, sender text
) RETURNS boolean LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT inbox.keep('mistake', jsonb_build_object(
        'receipt', receipt, 'reference', reference, 'wrong', wrong, 'source', source, 'name', name, 'email', email,
        'credited', credited, 'sender', sender), sender, 5, 200)
$$;
CREATE OR REPLACE FUNCTION inbox.ask_for_alert(email text, query text, often text, sender text) RETURNS boolean
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT inbox.keep('alert', jsonb_build_object('email', email, 'query', query, 'often', often, 'sender', sender),
        sender, 20, 500)
$$;
-- Whose secret it is, is known to the desk alone: what is sent here is passed on, and nothing is said about it.
CREATE OR REPLACE FUNCTION inbox.confirm_alert(secret text) RETURNS boolean
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT inbox.keep('confirm', jsonb_build_object('secret', secret), '', 2000, 2000)
$$;
CREATE OR REPLACE FUNCTION inbox.leave_alerts(secret text) RETURNS boolean
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT inbox.keep('leave', jsonb_build_object('secret', secret), '', 2000, 2000)
$$;

-- For the worker: what waits, the oldest first, and forgetting what it has.
CREATE OR REPLACE FUNCTION inbox.waiting(most integer) RETURNS TABLE (id uuid, kind text, content jsonb)
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT m.id, m.kind, m.content FROM inbox.message m ORDER BY m.sent_at, m.id LIMIT most
$$;
CREATE OR REPLACE FUNCTION inbox.forget(taken uuid[]) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    DELETE FROM inbox.message m WHERE m.id = ANY (taken)
$$;

REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA inbox FROM PUBLIC, :public, :taker;
GRANT EXECUTE ON FUNCTION inbox.ask_for_format(text, text, text, text, text, text, text, text),
    inbox.tell_mistake(text, text, text, text, text, text, boolean, text), inbox.ask_for_alert(text, text, text, text),
    inbox.confirm_alert(text), inbox.leave_alerts(text) TO :public;
GRANT EXECUTE ON FUNCTION inbox.waiting(integer), inbox.forget(uuid[]) TO :taker;
