-- A file of a grant is what its digest says, and stays. What the law orders removed takes its name and bytes, together
-- with the grant's own words (decisions_expunge_agreed): nobody else can, because the desk's role may not truncate.
ALTER TABLE grants_grantfile ADD CONSTRAINT grant_file_is_its_digest
    CHECK (data = ''::bytea OR sha256 = encode(sha256(data), 'hex'));

CREATE FUNCTION grants_keep_file() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.data = ''::bytea AND has_table_privilege(current_user, TG_RELID, 'TRUNCATE')
            AND EXISTS (SELECT FROM grants_grant g WHERE g.id = OLD.grant_id AND g.title = 'Removed by law') THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a file of a grant is kept' USING ERRCODE = '23514', CONSTRAINT = 'grant_file_is_kept';
END $$;
CREATE TRIGGER grant_file_is_kept BEFORE UPDATE OR DELETE ON grants_grantfile
    FOR EACH ROW EXECUTE FUNCTION grants_keep_file();
CREATE TRIGGER grant_file_never_emptied BEFORE TRUNCATE ON grants_grantfile
    FOR EACH STATEMENT EXECUTE FUNCTION grants_keep();
ALTER TABLE grants_grantfile ENABLE ALWAYS TRIGGER grant_file_is_kept;
ALTER TABLE grants_grantfile ENABLE ALWAYS TRIGGER grant_file_never_emptied;

CREATE FUNCTION grants_remove_files() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF has_table_privilege(current_user, 'grants_grantfile', 'TRUNCATE') THEN
        UPDATE grants_grantfile SET title = NEW.title, file_name = '', data = ''::bytea WHERE grant_id = NEW.id;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER grant_files_removed AFTER UPDATE OF title ON grants_grant FOR EACH ROW
    WHEN (NEW.title = 'Removed by law' AND OLD.title <> NEW.title) EXECUTE FUNCTION grants_remove_files();
ALTER TABLE grants_grant ENABLE ALWAYS TRIGGER grant_files_removed;
