-- A file whose lines were entered stays named, with its digest, for as long as its lines.
CREATE FUNCTION grants_keep_entered_file() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' OR OLD.entered_at IS NOT NULL THEN
        RAISE EXCEPTION 'a ledger file that was entered is kept'
            USING ERRCODE = '23514', CONSTRAINT = 'ledger_file_is_kept';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER ledger_file_is_kept BEFORE UPDATE OR DELETE ON grants_ledgerfile
    FOR EACH ROW EXECUTE FUNCTION grants_keep_entered_file();
CREATE TRIGGER ledger_file_never_emptied BEFORE TRUNCATE ON grants_ledgerfile
    FOR EACH STATEMENT EXECUTE FUNCTION grants_keep_entered_file();
ALTER TABLE grants_ledgerfile ENABLE ALWAYS TRIGGER ledger_file_is_kept;
ALTER TABLE grants_ledgerfile ENABLE ALWAYS TRIGGER ledger_file_never_emptied;
