"""Restores archived objects as S3 does: by version, in time, once at a time.

moto 5.2.1 restores the newest version only, at once, and lets parts be copied from what is archived.
"""

import datetime
import re
import time

import moto.s3.exceptions as exceptions
import moto.s3.models as models
import moto.s3.responses as responses
from moto.core.utils import utcnow

# Tag of an object or of its bucket: how long a restore takes, ms. S3 takes hours.
TAG = "local-aws:restore-ms"
DEFAULT_MS = 300


def error(status, code, message):
    body = f'<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>{code}</Code><Message>{message}</Message></Error>'
    return status, {"content-type": "application/xml"}, body


def seconds_for(backend, bucket, key):
    for arn in (key.arn, bucket.arn):
        text = backend.tagger.get_tag_dict_for_resource(arn).get(TAG, "")
        if text.isdigit():
            return int(text) / 1000
    return DEFAULT_MS / 1000


def restore(self, body, bucket_name, query, key_name):
    version_id = query.get("versionId", [None])[0]
    key = self.backend.get_object(bucket_name, key_name, version_id=version_id)
    if key is None:
        raise exceptions.MissingVersion() if version_id else exceptions.MissingKey(key=key_name)
    if key.storage_class not in models.ARCHIVE_STORAGE_CLASSES:
        raise exceptions.InvalidObjectState(storage_class=key.storage_class)
    days = re.search(rb"<(?:\w+:)?Days>\s*(\d+)\s*<", body or b"")
    tier = re.search(rb"<(?:\w+:)?Tier>\s*(\w+)\s*<", body or b"")
    if days is None or int(days[1]) < 1:
        raise exceptions.MalformedXML()
    if tier and tier[1] == b"Expedited" and key.storage_class == "DEEP_ARCHIVE":
        return error(400, "InvalidArgument", "Expedited retrievals are not available for DEEP_ARCHIVE")
    is_restored = key._expiry is not None
    if is_restored and key.status == "IN_PROGRESS":
        return error(409, "RestoreAlreadyInProgress", "Object restore is already in progress")
    if not is_restored:
        key.restored_at = time.time() + seconds_for(self.backend, self.backend.get_bucket(bucket_name), key)
    # S3 rounds up to the next midnight, UTC.
    key._expiry = utcnow().replace(hour=0, minute=0, second=0, microsecond=0) + datetime.timedelta(int(days[1]) + 1)
    return (200 if is_restored else 202), {}, ""


def is_away(key):
    if key.storage_class not in models.ARCHIVE_STORAGE_CLASSES:
        return False
    return key._expiry is None or key.status == "IN_PROGRESS"


def restore_in_time():
    """Has moto restore as S3 does."""
    post = responses.S3Response._key_response_post
    copy_part = models.S3Backend.upload_part_copy

    def posted(self, request, body, bucket_name, query, key_name):
        if "restore" not in query:
            return post(self, request, body, bucket_name, query, key_name)
        self._set_action("KEY", "POST", query)
        self._authenticate_and_authorize_s3_action(bucket_name=bucket_name, key_name=key_name)
        return restore(self, body, bucket_name, query, key_name)

    def copied(self, *args, **kwargs):
        source = self.get_object(
            kwargs["src_bucket_name"], kwargs["src_key_name"], version_id=kwargs.get("src_version_id")
        )
        if source is not None and is_away(source):
            raise exceptions.InvalidObjectState(storage_class=source.storage_class)
        return copy_part(self, *args, **kwargs)

    responses.S3Response._key_response_post = posted
    models.S3Backend.upload_part_copy = copied
    models.FakeKey.status = property(
        lambda self: "IN_PROGRESS" if time.time() < getattr(self, "restored_at", 0) else "RESTORED",
        lambda self, value: None,
    )
    # What S3 answers to a copy too, whatever its reference says.
    responses.ObjectNotInActiveTierError = lambda key: exceptions.InvalidObjectState(storage_class=key.storage_class)
