-- Decisions that are planned, as staff publish them. The desk calls one function; the public reads the table.
CREATE TABLE book.planned (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    title text NOT NULL CHECK (length(title) BETWEEN 3 AND 300),
    kind text NOT NULL CHECK (kind IN ('bid', 'offer', 'award', 'other')),
    expected_on date NOT NULL CHECK (extract(day FROM expected_on) = 1),
    office text NOT NULL CHECK (length(office) BETWEEN 2 AND 200),
    state text NOT NULL DEFAULT 'planned' CHECK (state IN ('planned', 'dropped', 'decided')),
    -- The key of the published decision that it became.
    decision text REFERENCES book.decision (key),
    note text NOT NULL DEFAULT '' CHECK (length(note) <= 500),
    changed_at timestamptz NOT NULL,
    CONSTRAINT decided_item_names_its_decision CHECK ((state = 'decided') = (decision IS NOT NULL))
);
CREATE INDEX planned_by_month ON book.planned (expected_on, id);
CREATE INDEX planned_decision ON book.planned (decision) WHERE decision IS NOT NULL;

-- Add an item (no number) or change one; answers its number, or nothing when there is none of that number. An item
-- becomes "decided" only by a decision that the book holds: one that is deferred must not be guessed from the plan.
CREATE FUNCTION book.plan(
    number bigint, title text, kind text, expected_on date, office text, state text, decision text, note text
) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    kept bigint;
BEGIN
    IF number IS NULL THEN
        INSERT INTO book.planned (title, kind, expected_on, office, state, decision, note, changed_at)
            VALUES (plan.title, plan.kind, plan.expected_on, plan.office, plan.state, plan.decision, plan.note,
                    clock_timestamp())
            RETURNING id INTO kept;
    ELSE
        UPDATE book.planned p SET title = plan.title, kind = plan.kind, expected_on = plan.expected_on,
            office = plan.office, state = plan.state, decision = plan.decision, note = plan.note,
            changed_at = clock_timestamp()
            WHERE p.id = plan.number RETURNING p.id INTO kept;
    END IF;
    UPDATE book.state SET version = version + 1;
    RETURN kept;
END $$;

-- A row is changed and never taken away: what was planned and dropped stays to be read.
CREATE TRIGGER planned_stays BEFORE DELETE OR TRUNCATE ON book.planned EXECUTE FUNCTION book.refuse();
ALTER TABLE book.planned ENABLE ALWAYS TRIGGER planned_stays;

-- What the law orders removed of a decision leaves the plan too.
CREATE FUNCTION book.expunge_planned() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    UPDATE book.planned p SET title = 'Removed by law', note = '' WHERE p.decision = NEW.key;
    RETURN NULL;
END $$;
CREATE TRIGGER decision_expunges_plan AFTER UPDATE ON book.decision
    FOR EACH ROW WHEN (NEW.expunged AND NOT OLD.expunged) EXECUTE FUNCTION book.expunge_planned();
ALTER TABLE book.decision ENABLE ALWAYS TRIGGER decision_expunges_plan;
