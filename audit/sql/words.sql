-- Words that people wrote stand beside the history, not in it: the event keeps a digest with a random key, and where the
-- law orders words removed the row that holds words and key is deleted, so that the digest says nothing any more.

CREATE FUNCTION audit_guard_words() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' AND EXISTS (SELECT FROM audit_event e WHERE e.number = NEW.number
        AND e.details ->> 'words_sha256' = encode(sha256(NEW.key || convert_to(NEW.text, 'UTF8')), 'hex')) THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' AND coalesce(current_setting('register.forgetting', true), '') = 'yes'
        AND current_user = (SELECT tableowner FROM pg_catalog.pg_tables WHERE schemaname = 'public' AND tablename = 'audit_words') THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'the words of the history are kept as they were written'
        USING ERRCODE = '23514', CONSTRAINT = 'words_are_kept';
END $$;
CREATE TRIGGER words_are_kept BEFORE INSERT OR UPDATE OR DELETE ON audit_words
    FOR EACH ROW EXECUTE FUNCTION audit_guard_words();
ALTER TABLE audit_words ENABLE ALWAYS TRIGGER words_are_kept;

-- Called by the owner's functions alone, when two people agreed that something is expunged.
CREATE FUNCTION audit_forget(about text[]) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM set_config('register.forgetting', 'yes', true);
    DELETE FROM audit_words w USING audit_event e WHERE e.number = w.number AND e.subject = ANY (about);
    PERFORM set_config('register.forgetting', '', true);
END $$;
