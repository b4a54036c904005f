-- Attachments are part of what is signed: they change in a draft alone, and are blanked where the law orders it.
CREATE TRIGGER part_is_fixed BEFORE INSERT OR UPDATE OR DELETE ON decisions_attachment
    FOR EACH ROW EXECUTE FUNCTION decisions_guard_part();
ALTER TABLE decisions_attachment ENABLE ALWAYS TRIGGER part_is_fixed;

CREATE FUNCTION decisions_expunge_attachments() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE decisions_attachment SET title = 'Removed by law', file_name = 'Removed by law', data = ''::bytea
        WHERE decision_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER attachments_expunged AFTER UPDATE ON decisions_decision FOR EACH ROW
    WHEN (NEW.part1 = ''::bytea AND OLD.part1 <> ''::bytea) EXECUTE FUNCTION decisions_expunge_attachments();
ALTER TABLE decisions_decision ENABLE ALWAYS TRIGGER attachments_expunged;
