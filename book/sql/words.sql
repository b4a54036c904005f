-- The words of titles, summaries and names of deciders as they are written, with how many decisions on lists have each:
-- where nothing fits a question, "did you mean" is answered from them. Kept by a trigger, so that a word goes with the
-- last decision that has it, also when that is withdrawn or expunged.
CREATE TABLE book.word (
    word text PRIMARY KEY,
    decisions integer NOT NULL
);
CREATE INDEX word_of_no_decision ON book.word (decisions) WHERE decisions <= 0;

CREATE FUNCTION book.words_of(shown book.decision) RETURNS SETOF text
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT word FROM unnest(tsvector_to_array(to_tsvector('simple',
        concat_ws(' ', shown.title, left(shown.summary, 2000), shown.decided_by)))) word
    WHERE shown.key IS NOT NULL AND shown.status <> 'withdrawn' AND word ~ '^[a-z]{4,30}$'
$$;

CREATE FUNCTION book.count_words() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO book.word AS kept (word, decisions)
        SELECT word, sum(number) FROM (
            SELECT word, 1 AS number FROM book.words_of(NEW) word
            UNION ALL SELECT word, -1 FROM book.words_of(OLD) word) changed
        GROUP BY word HAVING sum(number) <> 0 ORDER BY word
        ON CONFLICT (word) DO UPDATE SET decisions = kept.decisions + excluded.decisions;
    DELETE FROM book.word WHERE decisions <= 0;
    RETURN NULL;
END $$;

CREATE TRIGGER words_of_a_new_decision AFTER INSERT ON book.decision
    FOR EACH ROW EXECUTE FUNCTION book.count_words();
CREATE TRIGGER words_of_a_changed_decision AFTER UPDATE OF title, summary, decided_by, status ON book.decision
    FOR EACH ROW WHEN ((OLD.title, OLD.summary, OLD.decided_by, OLD.status)
        IS DISTINCT FROM (NEW.title, NEW.summary, NEW.decided_by, NEW.status))
    EXECUTE FUNCTION book.count_words();
ALTER TABLE book.decision ENABLE ALWAYS TRIGGER words_of_a_new_decision;
ALTER TABLE book.decision ENABLE ALWAYS TRIGGER words_of_a_changed_decision;

INSERT INTO book.word (word, decisions)
    SELECT word, count(*) FROM book.decision d CROSS JOIN LATERAL book.words_of(d) word GROUP BY word;
