-- Signatures name the office by the neutral key that every body shares. A draft has no series before it has a number.
ALTER TABLE decisions_signature DISABLE TRIGGER only_added;
UPDATE decisions_signature SET office = CASE office WHEN 'chief_executive' THEN 'endorser' WHEN 'deputy_mayor' THEN 'decider' ELSE office END;
ALTER TABLE decisions_signature ENABLE ALWAYS TRIGGER only_added;
UPDATE decisions_decision SET series = '' WHERE number IS NULL;
