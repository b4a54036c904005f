-- The desk reads by what rules its papers are judged; the owner alone writes them (manage.py load_profile).
DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['profilestep', 'requiredsignatory', 'profileseries'] LOOP
        EXECUTE format('CREATE TRIGGER only_added BEFORE UPDATE OR DELETE ON decisions_%s FOR EACH ROW EXECUTE FUNCTION decisions_only_add()', name);
        EXECUTE format('ALTER TABLE decisions_%s ENABLE ALWAYS TRIGGER only_added', name);
    END LOOP;
END $$;
