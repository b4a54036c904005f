-- One person alone neither withdraws, corrects, releases, brings forward nor expunges; and no lock that a reader could
-- take holds publication up: the row of book.state is the lock, which only the owner's functions can take.

CREATE FUNCTION book.hold() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM FROM book.state FOR UPDATE;
END $$;

CREATE OR REPLACE FUNCTION book.publish_batch(wait boolean) RETURNS integer
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    due public.book_waiting;
    published integer := 0;
    began timestamptz := clock_timestamp();
BEGIN
    IF NOT EXISTS (SELECT FROM public.book_waiting WHERE due_at <= clock_timestamp()) THEN
        RETURN 0;
    END IF;
    IF wait THEN
        PERFORM FROM book.state FOR UPDATE;
    ELSE
        PERFORM FROM book.state FOR UPDATE SKIP LOCKED;
        IF NOT FOUND THEN
            RETURN 0;
        END IF;
    END IF;
    FOR due IN
        SELECT * FROM public.book_waiting WHERE due_at <= clock_timestamp() ORDER BY due_at, id LIMIT 200 FOR UPDATE
    LOOP
        PERFORM book.publish_one(due);
        published := published + 1;
        EXIT WHEN clock_timestamp() > began + interval '1 second';
    END LOOP;
    IF published > 0 THEN
        UPDATE book.state SET version = version + 1;
    END IF;
    RETURN published;
END $$;

-- Removes the content of the entry that a confirmed proposal names, as the law orders: payload, files and reading rows
-- go, leaf and a notice stay. `payload` is the notice's canonical JSON: it names the entry, the reason and both people.
CREATE FUNCTION book.expunge_agreed(proposal bigint, payload bytea) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    agreed public.accounts_proposal;
    old book.entry;
    notice book.entry;
    says jsonb := convert_from(payload, 'UTF8')::jsonb;
BEGIN
    PERFORM FROM book.state FOR UPDATE;
    SELECT * INTO agreed FROM public.accounts_proposal p
        WHERE p.id = proposal AND p.verb = 'publication.expunge' AND p.confirmed_by_id IS NOT NULL;
    IF agreed.id IS NULL THEN
        RAISE EXCEPTION 'Two people must agree before an entry is expunged.'
            USING ERRCODE = '23514', CONSTRAINT = 'expunge_two_people';
    END IF;
    SELECT * INTO old FROM book.entry e WHERE e.number = (agreed.arguments ->> 'entry')::bigint;
    IF old.number IS NULL OR old.kind = 'expunged' OR old.payload IS NULL THEN
        RAISE EXCEPTION 'Entry % has no content to expunge.', agreed.arguments ->> 'entry'
            USING ERRCODE = '23514', CONSTRAINT = 'expunge_content';
    END IF;
    IF (says ->> 'entry')::bigint IS DISTINCT FROM old.number OR says ->> 'reason' IS DISTINCT FROM agreed.reason
        OR trim(agreed.reason) = '' OR says -> 'agreed_by' IS DISTINCT FROM (
            SELECT jsonb_build_array(a.name, b.name) FROM public.accounts_person a, public.accounts_person b
            WHERE a.id = agreed.proposed_by_id AND b.id = agreed.confirmed_by_id) THEN
        RAISE EXCEPTION 'The notice must say what the two people agreed.'
            USING ERRCODE = '23514', CONSTRAINT = 'expunge_notice';
    END IF;
    notice := book.add_entry('expunged', old.reference, old.key, old.version, old.number, agreed.reason, payload,
                             encode(sha256(payload), 'hex'), NULL, NULL);
    UPDATE book.entry e SET payload = NULL, summary = '' WHERE e.number = old.number;
    UPDATE book.file SET content = NULL
        WHERE content IS NOT NULL AND sha256 IN (SELECT f.sha256 FROM book.entry_file f WHERE f.entry = old.number);
    UPDATE book.entry_file SET name = '' WHERE entry = old.number;
    PERFORM book.hide_expunged(old, notice);
    UPDATE book.state SET version = version + 1;
    RETURN notice.number;
END $$;

-- What waits for publication is what two people agreed: the words of the proposal and those of the entry are the same.
CREATE FUNCTION book.guard_handing_over() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    says jsonb;
BEGIN
    IF encode(sha256(NEW.payload), 'hex') <> NEW.payload_sha256 THEN
        RAISE EXCEPTION 'What waits must be what its digest says.'
            USING ERRCODE = '23514', CONSTRAINT = 'waiting_payload_is_what_it_says';
    END IF;
    IF NEW.kind IN ('outcome', 'transcript') OR (NEW.kind = 'decision' AND NEW.version = 1) THEN
        RETURN NEW;
    END IF;
    says := convert_from(NEW.payload, 'UTF8')::jsonb;
    IF NOT EXISTS (
        SELECT FROM public.accounts_proposal p
        WHERE p.confirmed_by_id IS NOT NULL AND p.arguments ->> 'key' = NEW.key AND CASE NEW.kind
            WHEN 'withdrawal' THEN p.verb = 'publication.withdraw' AND p.arguments ->> 'reason' = says ->> 'reason'
            WHEN 'correction' THEN p.verb = 'publication.correct' AND p.arguments ->> 'text' = says ->> 'note'
            WHEN 'decision' THEN p.verb = 'publication.correct' AND p.arguments ->> 'part1_sha256' = NEW.payload_sha256
            WHEN 'release' THEN p.verb = 'decision.release' AND p.arguments ->> 'digest' = says ->> 'digest'
            ELSE false END) THEN
        RAISE EXCEPTION 'Two people must agree before a % is published.', NEW.kind
            USING ERRCODE = '23514', CONSTRAINT = 'waiting_agreed_by_two';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER waiting_agreed BEFORE INSERT ON public.book_waiting
    FOR EACH ROW EXECUTE FUNCTION book.guard_handing_over();
ALTER TABLE public.book_waiting ENABLE ALWAYS TRIGGER waiting_agreed;

-- What waits is as signed: only the moment it is due may be moved, and to an earlier one by two people.
CREATE OR REPLACE FUNCTION book.guard_waiting() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    moved jsonb := to_jsonb(NEW) - 'due_at';
BEGIN
    IF moved <> to_jsonb(OLD) - 'due_at' THEN
        RAISE EXCEPTION 'What waits for publication is never changed, only moved or taken back.'
            USING ERRCODE = '23514', CONSTRAINT = 'waiting_never_changed';
    END IF;
    IF NEW.due_at < OLD.due_at AND NOT EXISTS (
        SELECT FROM public.accounts_proposal p
        WHERE p.verb = 'publication.early' AND p.confirmed_by_id IS NOT NULL AND p.arguments ->> 'key' = NEW.key
            AND NEW.due_at >= (p.arguments ->> 'due_at')::timestamptz) THEN
        RAISE EXCEPTION 'Two people must agree before a decision is published earlier.'
            USING ERRCODE = '23514', CONSTRAINT = 'waiting_brought_forward_by_two';
    END IF;
    RETURN NEW;
END $$;

DROP FUNCTION book.expunge(bigint, bigint, bigint, text, bytea);

-- The row that keeps requests for an accessible format one at a time; the reader has no right to lock it by itself.
CREATE TABLE public.book_formatlock (one boolean PRIMARY KEY DEFAULT true CHECK (one));
INSERT INTO public.book_formatlock DEFAULT VALUES;
CREATE OR REPLACE FUNCTION book.ask_for_format(
    receipt text, about text, wanted text, details text, technology text, name text, email text, sender text
) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    since timestamptz := clock_timestamp() - interval '1 hour';
BEGIN
    IF length(about) > 300 OR length(details) > 2000 OR length(email) NOT BETWEEN 3 AND 254
        OR length(receipt) NOT BETWEEN 6 AND 20 OR length(sender) <> 64 THEN
        RAISE EXCEPTION 'A request for an accessible format is longer than the form allows.' USING ERRCODE = '23514';
    END IF;
    -- One at a time, so that a race cannot pass the limit.
    PERFORM FROM public.book_formatlock FOR UPDATE;
    IF (SELECT count(*) FROM public.book_formatrequest r
        WHERE r.sender = ask_for_format.sender AND r.asked_at > since) >= 5
        OR (SELECT count(*) FROM public.book_formatrequest r WHERE r.asked_at > since) >= 200 THEN
        RETURN false;
    END IF;
    INSERT INTO public.book_formatrequest
        (receipt, about, wanted, details, technology, name, email, sender, asked_at, answer)
        VALUES (receipt, about, wanted, details, technology, name, email, sender, clock_timestamp(), '');
    RETURN true;
END $$;
