-- A version of an agreement is only ever added: a change is a new version.
CREATE TRIGGER agreement_is_kept BEFORE UPDATE OR DELETE ON grants_agreement
    FOR EACH ROW EXECUTE FUNCTION grants_keep();
CREATE TRIGGER agreement_cost_is_kept BEFORE UPDATE OR DELETE ON grants_agreementcost
    FOR EACH ROW EXECUTE FUNCTION grants_keep();
ALTER TABLE grants_agreement ENABLE ALWAYS TRIGGER agreement_is_kept;
ALTER TABLE grants_agreementcost ENABLE ALWAYS TRIGGER agreement_cost_is_kept;
