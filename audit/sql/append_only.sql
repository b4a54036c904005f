-- Events are numbered and chained by the database, and never changed or removed.
CREATE FUNCTION audit_event_chain() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
    head audit_head%ROWTYPE;
BEGIN
    INSERT INTO audit_head (id, count, hash) VALUES (1, 0, ''::bytea) ON CONFLICT (id) DO NOTHING;
    -- One writer at a time, until its transaction ends: two events can never follow the same one.
    SELECT * INTO head FROM audit_head WHERE id = 1 FOR UPDATE;
    NEW.number := head.count + 1;
    NEW.recorded_at := clock_timestamp();
    NEW.canonical := convert_to(json_build_object(
        'number', NEW.number,
        'recorded_at', to_char(NEW.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
        'at', to_char(NEW.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
        'verb', NEW.verb,
        'actor_id', NEW.actor_id,
        'actor_name', NEW.actor_name,
        'subject', NEW.subject,
        'sentence', NEW.sentence,
        'details', NEW.details,
        'address', NEW.address,
        'previous', encode(head.hash, 'hex')
    )::text, 'UTF8');
    NEW.hash := sha256(NEW.canonical);
    UPDATE audit_head SET count = NEW.number, hash = NEW.hash WHERE id = 1;
    RETURN NEW;
END $$;
CREATE TRIGGER audit_event_chain BEFORE INSERT ON audit_event FOR EACH ROW EXECUTE FUNCTION audit_event_chain();
ALTER TABLE audit_event ENABLE ALWAYS TRIGGER audit_event_chain;

CREATE FUNCTION audit_event_fixed() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'An event is never changed or removed.' USING ERRCODE = '23514';
END $$;
CREATE TRIGGER audit_event_fixed BEFORE UPDATE OR DELETE ON audit_event
    FOR EACH ROW EXECUTE FUNCTION audit_event_fixed();
CREATE TRIGGER audit_event_kept BEFORE TRUNCATE ON audit_event
    FOR EACH STATEMENT EXECUTE FUNCTION audit_event_fixed();
ALTER TABLE audit_event ENABLE ALWAYS TRIGGER audit_event_fixed;
ALTER TABLE audit_event ENABLE ALWAYS TRIGGER audit_event_kept;

CREATE FUNCTION audit_head_guard() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    -- Only the chain's own function runs as the owner of the table; whoever is signed in to the database does not.
    IF TG_OP IN ('INSERT', 'UPDATE')
       AND current_user = (SELECT pg_get_userbyid(relowner) FROM pg_class WHERE oid = TG_RELID) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'The head of the history is moved by adding an event.' USING ERRCODE = '23514';
END $$;
CREATE TRIGGER audit_head_guard BEFORE INSERT OR UPDATE OR DELETE ON audit_head
    FOR EACH ROW EXECUTE FUNCTION audit_head_guard();
CREATE TRIGGER audit_head_kept BEFORE TRUNCATE ON audit_head
    FOR EACH STATEMENT EXECUTE FUNCTION audit_head_guard();
ALTER TABLE audit_head ENABLE ALWAYS TRIGGER audit_head_guard;
ALTER TABLE audit_head ENABLE ALWAYS TRIGGER audit_head_kept;
