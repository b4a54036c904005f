-- What became of a bid or an offer is only ever added to.
CREATE TRIGGER grant_outcome_is_kept BEFORE UPDATE OR DELETE ON grants_grantoutcome
    FOR EACH ROW EXECUTE FUNCTION grants_keep();
ALTER TABLE grants_grantoutcome ENABLE ALWAYS TRIGGER grant_outcome_is_kept;
