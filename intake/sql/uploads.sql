-- What was read of an upload holds the paper's words. Its name changes only when the paper is expunged: then the words go
-- with it, whichever function expunges.
CREATE OR REPLACE FUNCTION intake_upload_forget() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    IF NEW.name IS DISTINCT FROM OLD.name THEN
        NEW.reading := NULL;
        NEW.ours_because := '';
        NEW.sha256 := '';
    END IF;
    RETURN NEW;
END
$$;
CREATE OR REPLACE TRIGGER intake_upload_forgets BEFORE UPDATE ON intake_upload
    FOR EACH ROW EXECUTE FUNCTION intake_upload_forget();
