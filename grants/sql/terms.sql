-- Conditions and restrictions of an agreement, and that they were met, are only ever added.
CREATE TRIGGER agreement_term_is_kept BEFORE UPDATE OR DELETE ON grants_agreementterm
    FOR EACH ROW EXECUTE FUNCTION grants_keep();
CREATE TRIGGER term_met_is_kept BEFORE UPDATE OR DELETE ON grants_termmet
    FOR EACH ROW EXECUTE FUNCTION grants_keep();
ALTER TABLE grants_agreementterm ENABLE ALWAYS TRIGGER agreement_term_is_kept;
ALTER TABLE grants_termmet ENABLE ALWAYS TRIGGER term_met_is_kept;
