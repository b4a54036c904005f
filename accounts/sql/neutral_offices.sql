-- Offices are stored by the neutral keys that every body shares; their labels are the profile's.
ALTER TABLE accounts_holding DISABLE TRIGGER accounts_holding_fixed;
ALTER TABLE accounts_holding DISABLE TRIGGER accounts_delegation_inside;
UPDATE accounts_holding SET office = CASE office WHEN 'finance_officer' THEN 'originator' WHEN 'chief_executive' THEN 'endorser'
    WHEN 'deputy_mayor' THEN 'decider' WHEN 'dmpc_staff' THEN 'checker' ELSE office END;
ALTER TABLE accounts_holding ENABLE ALWAYS TRIGGER accounts_holding_fixed;
ALTER TABLE accounts_holding ENABLE ALWAYS TRIGGER accounts_delegation_inside;
