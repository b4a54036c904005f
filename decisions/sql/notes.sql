-- A note keeps its words; it is settled once. It goes with a draft that is removed, and by order of law.
CREATE FUNCTION decisions_guard_note() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.settled_at IS NOT NULL THEN
            PERFORM decisions_refuse('a note is open when it is written', 'note_begins_open');
        END IF;
        IF EXISTS (SELECT FROM decisions_note n WHERE n.id = NEW.reply_to_id
                AND (n.decision_id, n.part) IS DISTINCT FROM (NEW.decision_id, NEW.part)
                OR n.id = NEW.reply_to_id AND n.reply_to_id IS NOT NULL) THEN
            PERFORM decisions_refuse('a reply stands under a note about the same', 'note_reply_about_the_same');
        END IF;
        RETURN NEW;
    END IF;
    IF decisions_expunging() THEN
        RETURN NEW;
    END IF;
    IF OLD.settled_at IS NOT NULL OR NEW.settled_at IS NULL
        OR (to_jsonb(NEW) - ARRAY['settled_at', 'settled_by_id']) <> (to_jsonb(OLD) - ARRAY['settled_at', 'settled_by_id'])
    THEN
        PERFORM decisions_refuse('a note keeps its words and is settled once', 'note_is_kept');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER note_guarded BEFORE INSERT OR UPDATE ON decisions_note
    FOR EACH ROW EXECUTE FUNCTION decisions_guard_note();
ALTER TABLE decisions_note ENABLE ALWAYS TRIGGER note_guarded;

CREATE FUNCTION decisions_keep_note() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    -- The draft that it goes with is gone already when this is asked.
    IF TG_OP = 'TRUNCATE' OR EXISTS (SELECT FROM decisions_decision d WHERE d.id = OLD.decision_id) THEN
        PERFORM decisions_refuse('a note is kept with the history', 'note_is_kept');
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER note_kept AFTER DELETE ON decisions_note DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION decisions_keep_note();
CREATE TRIGGER note_not_truncated BEFORE TRUNCATE ON decisions_note
    FOR EACH STATEMENT EXECUTE FUNCTION decisions_keep_note();
ALTER TABLE decisions_note ENABLE ALWAYS TRIGGER note_kept, ENABLE ALWAYS TRIGGER note_not_truncated;

-- What the law orders removed takes these words too, when it takes the paper's.
CREATE FUNCTION decisions_expunge_notes() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE decisions_note SET text = 'Removed by law', paragraph = '' WHERE decision_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER notes_expunged AFTER UPDATE ON decisions_decision FOR EACH ROW
    WHEN (NEW.part1 = ''::bytea AND OLD.part1 <> ''::bytea) EXECUTE FUNCTION decisions_expunge_notes();
ALTER TABLE decisions_decision ENABLE ALWAYS TRIGGER notes_expunged;
