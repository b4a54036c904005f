-- Other names of bodies and funds, by which the search finds them too, beside those that the profile ships. They are
-- public, so the desk writes them by one function. One other name belongs to one usual name; a row that is not in use
-- takes back what the profile ships, or what was kept before. Who kept it and when stands in the history.
CREATE TABLE book.other_name (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    other text NOT NULL CHECK (length(other) BETWEEN 2 AND 200),
    name text NOT NULL CHECK (length(name) BETWEEN 2 AND 200),
    in_use boolean NOT NULL,
    changed_at timestamptz NOT NULL,
    CONSTRAINT other_name_is_another CHECK (lower(other) <> lower(name))
);
CREATE UNIQUE INDEX other_name_once ON book.other_name (lower(other));

CREATE FUNCTION book.keep_other_name(other text, name text, in_use boolean) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    kept bigint;
BEGIN
    INSERT INTO book.other_name AS o (other, name, in_use, changed_at)
        VALUES (keep_other_name.other, keep_other_name.name, keep_other_name.in_use, clock_timestamp())
        ON CONFLICT (lower(other)) DO UPDATE SET other = excluded.other, name = excluded.name, in_use = excluded.in_use,
            changed_at = excluded.changed_at
        RETURNING o.id INTO kept;
    UPDATE book.state SET version = version + 1;
    RETURN kept;
END $$;

CREATE TRIGGER other_name_stays BEFORE DELETE OR TRUNCATE ON book.other_name EXECUTE FUNCTION book.refuse();
ALTER TABLE book.other_name ENABLE ALWAYS TRIGGER other_name_stays;
