"""Letters of a trial, as files that nobody but the account of the service can read: they hold links that sign in."""

import os
from typing import Any

from django.core.mail.backends.filebased import EmailBackend


class PrivateFiles(EmailBackend):
    """As Django's, in a folder of mode 700 with files of mode 600."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        os.chmod(self.file_path, 0o700)  # made by the class above, if need be
        for name in os.listdir(self.file_path):
            os.chmod(os.path.join(self.file_path, name), 0o600)

    def open(self) -> bool:
        """Open the file of this connection."""
        opened = bool(super().open())
        if self.stream is not None:
            os.fchmod(self.stream.fileno(), 0o600)
        return opened
