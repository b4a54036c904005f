-- Published tables, their figures and what people said of them are only ever added.
DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['outsidesource', 'outsidefigure', 'outsideruling'] LOOP
        EXECUTE format('CREATE TRIGGER %I BEFORE UPDATE OR DELETE ON grants_%I '
            'FOR EACH ROW EXECUTE FUNCTION grants_keep()', name || '_is_kept', name);
        EXECUTE format('CREATE TRIGGER %I BEFORE TRUNCATE ON grants_%I '
            'FOR EACH STATEMENT EXECUTE FUNCTION grants_keep()', name || '_never_emptied', name);
        EXECUTE format('ALTER TABLE grants_%I ENABLE ALWAYS TRIGGER %I', name, name || '_is_kept');
        EXECUTE format('ALTER TABLE grants_%I ENABLE ALWAYS TRIGGER %I', name, name || '_never_emptied');
    END LOOP;
END $$;
