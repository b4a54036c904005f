-- An entry also carries the files that its background papers name.
ALTER TABLE book.entry_file DROP CONSTRAINT entry_file_role_check;
ALTER TABLE book.entry_file ADD CONSTRAINT entry_file_role_check
    CHECK (role IN ('paper', 'original', 'released', 'attachment'));
