-- What a catalogue and the history of an upload say of a file goes with the paper's words: an upload or a stored file changes its name only when its
-- paper is expunged, whichever function expunges. The digest stays, as it does on the upload.
CREATE FUNCTION intake_catalogue_forget() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    IF NEW.name IS DISTINCT FROM OLD.name AND OLD.sha256 <> '' THEN
        -- The history's words go where the database's owner expunges; the desk's own role may not have them forgotten.
        IF has_function_privilege('audit_forget(text[])', 'EXECUTE') THEN
            PERFORM audit_forget(ARRAY(SELECT 'upload:' || u.id FROM intake_upload u
                WHERE u.sha256 = OLD.sha256 OR (TG_TABLE_NAME = 'intake_upload' AND u.id = OLD.id))
            || ARRAY(SELECT 'catalogue-fault:' || f.id FROM intake_cataloguefault f WHERE f.sha256 = OLD.sha256));
        END IF;
        UPDATE intake_cataloguefile SET path = 'removed-' || id, sentence = '' WHERE sha256 = OLD.sha256;
        DELETE FROM intake_cataloguefault WHERE sha256 = OLD.sha256;
        DELETE FROM intake_readingcorrection c USING intake_upload u WHERE u.id = c.upload_id
            AND (u.sha256 = OLD.sha256 OR (TG_TABLE_NAME = 'intake_upload' AND u.id = OLD.id));
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER intake_upload_leaves_the_catalogue AFTER UPDATE OF name ON intake_upload
    FOR EACH ROW EXECUTE FUNCTION intake_catalogue_forget();
CREATE TRIGGER stored_file_leaves_the_catalogue AFTER UPDATE OF name ON decisions_storedfile
    FOR EACH ROW EXECUTE FUNCTION intake_catalogue_forget();
ALTER TABLE intake_upload ENABLE ALWAYS TRIGGER intake_upload_leaves_the_catalogue;
ALTER TABLE decisions_storedfile ENABLE ALWAYS TRIGGER stored_file_leaves_the_catalogue;

-- A correction of a reading is only ever added.
CREATE FUNCTION intake_correction_stays() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    RAISE EXCEPTION 'What a person put right of a reading is never changed; a later correction is added.'
        USING ERRCODE = '23514', CONSTRAINT = 'reading_correction_never_changed';
END
$$;
CREATE TRIGGER reading_correction_stays BEFORE UPDATE ON intake_readingcorrection
    FOR EACH ROW EXECUTE FUNCTION intake_correction_stays();
ALTER TABLE intake_readingcorrection ENABLE ALWAYS TRIGGER reading_correction_stays;
