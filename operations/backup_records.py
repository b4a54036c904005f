"""What is known of backups: each one, and each that failed, is an event of the history."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from audit.models import Event

MADE, FAILED, TESTED = "back up", "fail to back up", "test a backup"
#: A nightly backup may be some hours late; after this it was missed.
OLDEST = timedelta(hours=36)
#: How long ago a backup may last have been restored as a test, a month and some days.
OLDEST_TEST = timedelta(days=38)


@dataclass(frozen=True, slots=True)
class BackupRecords:
    """The newest backup, the newest failure, and the newest restore test; None where there was none."""

    last: Event | None
    failed: Event | None
    tested: Event | None

    @property
    def failed_since(self) -> Event | None:
        """The newest failure, unless a backup was made after it."""
        if self.failed and (self.last is None or self.failed.number > self.last.number):
            return self.failed
        return None

    def is_old(self, at: datetime) -> bool:
        """Whether the newest backup is older than a missed night explains, or there is none."""
        return self.last is None or at - self.last.at > OLDEST

    def is_untested(self, at: datetime) -> bool:
        """Whether no backup was restored as a test for more than a month."""
        return self.tested is None or at - self.tested.at > OLDEST_TEST


def backup_records() -> BackupRecords:
    """What the history says of backups."""
    newest = Event.objects.filter(subject=SUBJECT).order_by("-number")
    return BackupRecords(*(newest.filter(verb=verb).first() for verb in (MADE, FAILED, TESTED)))


SUBJECT = "service:backup"
