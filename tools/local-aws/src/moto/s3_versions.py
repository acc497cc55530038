"""Keeps the versions of objects as S3 does, and finds keys in order without sorting all of them for each page.

moto 5.2.1 throws all older versions away when an object is written or deleted while versioning is suspended, makes no
delete marker for a key that is not there, compares each version of a key with each other one at every write, and dates
what was uploaded in parts by its end.
"""

import bisect
import itertools
import threading
import types

import moto.s3.models as models
import moto.s3.utils as utils
from moto.core.utils import utcnow

LOCK = threading.RLock()
ORDER = itertools.count(1)


class Versions(list):
    """The versions of one key, the last stored last. Adding one makes no copy of the others."""

    def __add__(self, more):
        return Longer(self, more)


class Longer(list):
    """Versions to be added to others, as `put_object` hands them to the store."""

    def __init__(self, versions, more):
        super().__init__(more)
        self.versions = versions


def ordered(version):
    """Numbers a version by when it was stored: dates go to the second only."""
    if not hasattr(version, "stored_as"):
        version.stored_as = next(ORDER)
    return version


class KeyStore(utils._VersionedKeyStore):
    """Written to as moto's own; besides it knows its keys in order (of code points, which is that of UTF-8 bytes)."""

    def __setitem__(self, key, value):
        with LOCK:
            self.setlist(key, Longer(dict.get(self, key), [value]) if key in self else [value])

    def setlist(self, key, list_):
        with LOCK:
            before = dict.get(self, key)
            if isinstance(list_, Longer) and list_.versions is before:
                before.extend(map(ordered, list_))
                return
            versions = Versions(map(ordered, list_.versions + list(list_) if isinstance(list_, Longer) else list_))
            kept = {id(version) for version in versions}
            for version in before or []:
                if id(version) not in kept and hasattr(version, "dispose"):
                    version.dispose()
            if before is None:
                self.in_order()
                bisect.insort(self.names, key)
            dict.__setitem__(self, key, versions)

    def pop(self, key):
        with LOCK:
            for version in dict.pop(self, key):
                if hasattr(version, "dispose"):
                    version.dispose()
            names = self.in_order()
            at = bisect.bisect_left(names, key)
            if at < len(names) and names[at] == key:
                del names[at]

    def in_order(self):
        names = self.__dict__.get("names")
        if names is None:
            names = self.names = sorted(dict.keys(self))
        return names

    def names_from(self, name, inclusive, count):
        """The next keys, from `name` on or after it."""
        with LOCK:
            names = self.in_order()
            at = (bisect.bisect_left if inclusive else bisect.bisect_right)(names, name)
            return names[at : at + count]


def become_null(keys, name, version):
    """While versioning is suspended, what is stored takes the place of the null version, and of no other."""
    version._version_id = "null"
    with LOCK:
        keys.setlist(name, [each for each in keys.getlist(name) if each is version or each.version_id != "null"])


def lie_where_begun(bucket, upload, version):
    """An object that was uploaded in parts is dated by the beginning of its upload, and among other versions lies by it:
    https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html and
    https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html#distributedmpupload"""
    version.last_modified = upload.initiated
    if bucket.versioning_status != "Enabled":
        return
    with LOCK:
        version.stored_as = upload.begun_as
        versions = bucket.keys.getlist(version.name)
        bucket.keys.setlist(version.name, sorted(versions, key=lambda each: each.stored_as))


def keep_versions():
    """Has moto keep versions as S3 does."""
    bucket = models.FakeBucket
    backend = models.S3Backend
    utils._VersionedKeyStore = models._VersionedKeyStore = KeyStore
    # Suspended versioning: https://docs.aws.amazon.com/AmazonS3/latest/userguide/VersionSuspendedBehavior.html
    bucket.is_versioned = property(lambda self: self.versioning_status in ("Enabled", "Suspended"))
    put_object = backend.put_object
    delete_object = backend.delete_object

    def put(self, bucket_name, key_name, *args, **kwargs):
        key = put_object(self, bucket_name, key_name, *args, **kwargs)
        target = self.get_bucket(bucket_name)
        if target.versioning_status == "Suspended":
            become_null(target.keys, key_name, key)
        return key

    def set_delete_marker(self, bucket_name, key_name):
        target = self.get_bucket(bucket_name)
        marker = models.FakeDeleteMarker(key=target.keys.get(key_name) or types.SimpleNamespace(name=key_name))
        target.keys[key_name] = marker
        if target.versioning_status == "Suspended":
            become_null(target.keys, key_name, marker)
        return marker

    def is_marker(self, bucket_name, key_name, version_id):
        versions = self.get_bucket(bucket_name).keys.getlist(key_name) or []
        return any(
            isinstance(each, models.FakeDeleteMarker) and each.version_id == version_id for each in reversed(versions)
        )

    def delete(self, bucket_name, key_name, version_id=None, bypass=False):
        removes_marker = version_id is not None and is_marker(self, bucket_name, key_name, version_id)
        done, answer = delete_object(self, bucket_name, key_name, version_id=version_id, bypass=bypass)
        if removes_marker:
            answer["delete-marker"] = "true"
        return done, answer

    def delete_all(self, bucket_name, objects, bypass_retention=False):
        deleted = []
        errors = []
        for each in objects:
            key_name, version_id = each["Key"], each.get("VersionId")
            try:
                _, answer = self.delete_object(bucket_name, key_name, version_id=version_id, bypass=bypass_retention)
            except models.AccessDeniedByLock:
                errors.append(key_name)
            else:
                marker = answer.get("version-id") if "delete-marker" in answer else None
                deleted.append((key_name, version_id, marker))
        return deleted, errors

    begin = models.FakeMultipart.__init__
    complete_upload = backend.complete_multipart_upload

    def begun(self, *args, **kwargs):
        begin(self, *args, **kwargs)
        self.initiated = utcnow()
        self.begun_as = next(ORDER)

    def complete(self, bucket_name, multipart_id, body):
        target = self.get_bucket(bucket_name)
        upload = target.multiparts[multipart_id]
        version = complete_upload(self, bucket_name, multipart_id, body)
        if version is not None:
            lie_where_begun(target, upload, version)
        return version

    models.FakeMultipart.__init__ = begun
    backend.complete_multipart_upload = complete
    backend.put_object = put
    backend._set_delete_marker = set_delete_marker
    backend.delete_object = delete
    backend.delete_objects = delete_all
