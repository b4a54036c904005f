"""A copy of the exports in a bucket (S3 or what speaks its language), for web processes without the worker's folder.

The folder on the worker's machine stays what counts (`export_folder.py`): whatever goes there goes from the bucket in
the same round. The bucket is closed to the public; whoever asks for an export is sent on to an address in it that is
signed for ten seconds, so that what is withdrawn is soon out of reach there too. Off unless EXPORTS_BUCKET names one.
"""

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.files import File

if TYPE_CHECKING:
    from storages.backends.s3 import S3Storage

#: Seconds for which a signed address may be asked for; a download that has begun goes on.
LIFETIME = 10
#: Seconds for a connection and for an answer; after that an export is written while it is sent.
PATIENCE = {"connect_timeout": 2, "read_timeout": 10, "retries": {"total_max_attempts": 2}}


class BucketUnavailable(OSError):
    """The bucket does not answer, refuses the credentials, or has no such object."""


def is_configured() -> bool:
    """Whether there is a bucket."""
    return bool(settings.EXPORTS_BUCKET)


def text(name: str) -> str:
    """An object of the bucket as text. Raises BucketUnavailable."""
    try:
        with _storage().open(name) as file:
            content: bytes = file.read()
            return content.decode()
    except _failures() as error:
        raise BucketUnavailable(f"The bucket gives no {name}: {error}") from error


def address(name: str, *, content_type: str, file_name: str = "", packed: bool = False) -> str:
    """The address of an object for the next LIFETIME seconds, with the headers that its answer is to carry.

    Args:
        name: of the object.
        content_type: of the answer.
        file_name: under which browsers save it; "" where they show it.
        packed: whether the object is compressed with gzip.
    """
    headers = {"ResponseContentType": content_type, "ResponseCacheControl": "no-store"}
    if file_name:
        headers["ResponseContentDisposition"] = f'attachment; filename="{file_name}"'
    if packed:
        headers["ResponseContentEncoding"] = "gzip"
    signed: str = _storage().url(name, parameters=headers)
    return signed


def copy_folder(folder: Path, *, lists: tuple[str, ...], without: tuple[str, ...]) -> int:
    """Make the bucket hold what a folder holds, and nothing else; returns how many objects changed.

    What the folder has no longer goes first, for it may hold what was withdrawn; the lists that name the files come
    last, so that they name none that is not there yet. Files of one name have one content; the lists are written each
    time.

    Args:
        folder: the worker's folder of exports.
        lists: names of its files whose content changes.
        without: names of its files that are not copied.

    Raises:
        BucketUnavailable: some of it may have been done; it is done again in the next round.
    """
    storage = _storage()
    here = {path.name for path in folder.iterdir() if path.is_file()} - {*without}
    try:
        there = set(storage.listdir("")[1])
        gone, fresh = there - here, here - there - {*lists}
        for name in sorted(gone):
            storage.delete(name)
        for name in [*sorted(fresh), *(name for name in lists if name in here)]:
            with (folder / name).open("rb") as file:
                storage.save(name, File(file))
    except _failures() as error:
        raise BucketUnavailable(f"The exports could not be copied to the bucket: {error}") from error
    return len(gone) + len(fresh)


def _failures() -> tuple[type[Exception], ...]:
    """What a bucket that cannot be used raises."""
    from boto3.exceptions import Boto3Error
    from botocore.exceptions import BotoCoreError, ClientError

    return (Boto3Error, BotoCoreError, ClientError, OSError)


def _storage() -> "S3Storage":
    return _storage_of(settings.EXPORTS_BUCKET, settings.EXPORTS_BUCKET_ENDPOINT)


@lru_cache(maxsize=4)
def _storage_of(bucket: str, endpoint: str) -> "S3Storage":
    """The bucket, imported and connected only where one is configured; it reads its credentials as all AWS tools do."""
    from botocore.config import Config
    from storages.backends.s3 import S3Storage

    name, _, prefix = bucket.partition("/")
    options: dict[str, Any] = {
        "bucket_name": name,
        "location": prefix,
        "endpoint_url": endpoint or None,
        "querystring_expire": LIFETIME,
        "file_overwrite": True,
        "default_acl": None,
        "client_config": Config(signature_version="s3v4", s3={"addressing_style": "auto"}, **PATIENCE),
    }
    return S3Storage(**options)
