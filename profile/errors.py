"""What is wrong with a profile, as one sentence for whoever wrote the file."""


class ProfileError(ValueError):
    """A profile cannot be used; the message names the file, the line and the key."""

    def __init__(self, file: str, line: int | None, key: str, problem: str) -> None:
        self.file, self.line, self.key, self.problem = file, line, key, problem
        place = f"{file}, line {line}" if line else file
        super().__init__(f"{place}: {key + ': ' if key else ''}{problem}")
