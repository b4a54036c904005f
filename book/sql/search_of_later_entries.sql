-- What is told of a decision later (a correction, an outcome, a release) is searched where it stands, in its own entry:
-- expunging that entry takes it out of the search as well.
CREATE INDEX entry_told_later ON book.entry USING gin (to_tsvector('english'::regconfig, COALESCE(summary, '')))
    WHERE kind IN ('correction', 'outcome', 'release');
