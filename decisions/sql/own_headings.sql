-- What the law orders removed takes the report's own headings too, when it takes the paper's words.
CREATE FUNCTION decisions_expunge_headings() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE decisions_section SET heading = '' WHERE decision_id = NEW.id AND heading <> '';
    RETURN NULL;
END $$;
CREATE TRIGGER headings_expunged AFTER UPDATE ON decisions_decision FOR EACH ROW
    WHEN (NEW.part1 = ''::bytea AND OLD.part1 <> ''::bytea) EXECUTE FUNCTION decisions_expunge_headings();
ALTER TABLE decisions_decision ENABLE ALWAYS TRIGGER headings_expunged;
