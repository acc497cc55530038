"""Lists objects, versions and uploads as S3 does: in order, mixed, encoded, and each page for its own price.

moto 5.2.1 sorts the whole bucket for each page, and for each page of versions it copies the bucket's contents. It lists delete markers after all versions, so that which of the
same second came first is lost, and uploads not in pages and all begun in 2010.
"""

import base64
import binascii
import re
import urllib.parse
from xml.sax.saxutils import escape

import moto.s3.exceptions as exceptions
import moto.s3.models as models
import moto.s3.responses as responses
from moto.core.utils import iso_8601_datetime_without_milliseconds_s3

NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/"
OWNER_ID = "75aa57f09aa0c8caeab4f8c24e99d10f8e7faeebf76c078efc7c6caea54ba06a"
OWNER = f"<Owner><ID>{OWNER_ID}</ID><DisplayName>webfile</DisplayName></Owner>"
# S3 gives no more on a page, whatever is asked for.
MOST = 1000
NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\r]")


def xml(name, text):
    return f"<{name}>{NO_XML.sub(lambda found: f'&#{ord(found[0])};', escape(str(text)))}</{name}>"


def after_all(prefix):
    """The first text that comes after everything that begins with `prefix`."""
    return prefix[:-1] + chr(ord(prefix[-1]) + 1)


class Request:
    """What a listing is asked for."""

    def __init__(self, response):
        query = {name: values[0] for name, values in response.querystring.items()}
        whole = response._get_querystring(response.request, response.uri)
        query.update({name: values[0] for name, values in whole.items()})
        self.query = {
            name: value.decode("utf-8") if isinstance(value, bytes) else value for name, value in query.items()
        }
        self.prefix = self.get("prefix")
        self.delimiter = self.get("delimiter")
        self.encodes = self.get("encoding-type") == "url"

    def get(self, name):
        return self.query.get(name) or ""

    def most(self, name="max-keys"):
        text = self.query.get(name, str(MOST))
        if not text.isdigit():
            raise exceptions.InvalidArgumentError(f"Provided {name} not an integer or within integer range", name, text)
        return int(text)

    def text(self, name, value):
        """An element whose text is encoded as the caller asked."""
        # As S3 has it: a space is a plus sign, `/` and `*` stay.
        return xml(name, urllib.parse.quote_plus(value, safe="/*") if self.encodes else value)

    def prefixes(self, found):
        return "".join(f"<CommonPrefixes>{self.text('Prefix', each)}</CommonPrefixes>" for each in found)

    def echo(self):
        parts = [self.text("Prefix", self.prefix), self.text("Delimiter", self.delimiter) if self.delimiter else ""]
        return "".join([*parts, xml("EncodingType", "url") if self.encodes else ""])


def walk(keys, prefix, delimiter, start, inclusive, of):
    """Yields what `of(name)` makes of each key (None: there is nothing), and common prefixes as text, in order."""
    if prefix > start:
        start, inclusive = prefix, True
    if delimiter and start.startswith(prefix) and delimiter in start[len(prefix) :]:
        common = start[: start.index(delimiter, len(prefix)) + len(delimiter)]
        # A page that ended with this common prefix is followed by what comes after all of it.
        if common == start and not inclusive:
            start, inclusive = after_all(common), True
    while True:
        names = keys.names_from(start, inclusive, MOST)
        if not names:
            return
        for name in names:
            if not name.startswith(prefix):
                return
            start, inclusive = name, False
            found = of(name)
            if found is None:
                continue
            cut = name.find(delimiter, len(prefix)) if delimiter else -1
            if cut < 0:
                yield found
                continue
            common = name[: cut + len(delimiter)]
            yield common
            start, inclusive = after_all(common), True
            break


def current(keys):
    def of(name):
        versions = keys.getlist(name)
        newest = versions[-1] if versions else None
        return newest if isinstance(newest, models.FakeKey) else None

    return of


def page_of(entries, most):
    """The first entries, objects and common prefixes apart, whether there are more, and the last of them."""
    objects, prefixes, last = [], [], None
    if most == 0:
        return objects, prefixes, False, None
    for entry in entries:
        if len(objects) + len(prefixes) == min(most, MOST):
            return objects, prefixes, True, last
        (prefixes if isinstance(entry, str) else objects).append(entry)
        last = entry
    return objects, prefixes, False, last


def details(key):
    return (
        f"<LastModified>{key.last_modified_ISO8601}</LastModified><ETag>{escape(key.etag)}</ETag>"
        f"<Size>{key.size}</Size><StorageClass>{key.storage_class}</StorageClass>"
    )


def restore_status(key):
    header = key.response_dict.get("x-amz-restore")
    if header is None:
        return ""
    ongoing = 'ongoing-request="true"' in header
    until = "" if ongoing else xml("RestoreExpiryDate", iso_8601_datetime_without_milliseconds_s3(key._expiry))
    return f"<RestoreStatus>{xml('IsRestoreInProgress', str(ongoing).lower())}{until}</RestoreStatus>"


def contents(request, objects, with_owner, with_restore):
    return "".join(
        f"<Contents>{request.text('Key', key.name)}{details(key)}"
        + (f"<ChecksumAlgorithm>{key.checksum_algorithm}</ChecksumAlgorithm>" if key.checksum_algorithm else "")
        + (f"<ChecksumType>{key.checksum_type or 'FULL_OBJECT'}</ChecksumType>" if key.checksum_algorithm else "")
        + (OWNER if with_owner else "")
        + (restore_status(key) if with_restore else "")
        + "</Contents>"
        for key in objects
    )


def answer(root, *parts):
    body = f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{NAMESPACE}">{"".join(parts)}</{root}>'
    return 200, {"content-type": "application/xml"}, body


def wants_restore(response):
    return "RestoreStatus" in (response.headers.get("x-amz-optional-object-attributes") or "")


def list_objects(self):
    request = Request(self)
    bucket = self.backend.get_bucket(self.bucket_name)
    keys = bucket.keys
    entries = walk(keys, request.prefix, request.delimiter, request.get("marker"), False, current(keys))
    objects, prefixes, truncated, last = page_of(entries, request.most())
    following = last if isinstance(last, str) or last is None else last.name
    return answer(
        "ListBucketResult",
        xml("Name", bucket.name),
        request.text("Marker", request.get("marker")),
        request.echo(),
        xml("MaxKeys", request.most()),
        xml("IsTruncated", str(truncated).lower()),
        request.text("NextMarker", following) if truncated and request.delimiter else "",
        contents(request, objects, True, wants_restore(self)),
        request.prefixes(prefixes),
    )


def list_objects_v2(self):
    request = Request(self)
    bucket = self.backend.get_bucket(self.bucket_name)
    keys = bucket.keys
    start = request.get("start-after")
    token = request.query.get("continuation-token")
    if token is not None:
        try:
            start = base64.urlsafe_b64decode(token.encode("ascii")).decode("utf-8")
        except (binascii.Error, UnicodeError):
            start = ""
        if start == "":
            raise exceptions.InvalidContinuationToken()
    entries = walk(keys, request.prefix, request.delimiter, start, False, current(keys))
    objects, prefixes, truncated, last = page_of(entries, request.most())
    following = last if isinstance(last, str) or last is None else last.name
    return answer(
        "ListBucketResult",
        xml("Name", bucket.name),
        request.echo(),
        xml("MaxKeys", request.most()),
        xml("KeyCount", len(objects) + len(prefixes)),
        xml("IsTruncated", str(truncated).lower()),
        xml("ContinuationToken", token) if token is not None else "",
        xml("NextContinuationToken", base64.urlsafe_b64encode(following.encode()).decode()) if truncated else "",
        request.text("StartAfter", request.get("start-after")) if request.get("start-after") else "",
        contents(request, objects, request.get("fetch-owner") == "true", wants_restore(self)),
        request.prefixes(prefixes),
    )


def newest_first(keys, request):
    """All versions and markers of the keys in question as (version, whether it is the latest), and common prefixes."""
    marker = request.get("key-marker")
    version_marker = request.get("version-id-marker")
    if version_marker:
        before = keys.__dict__.setdefault("markers", {}).get((marker, version_marker))
        for version, latest in latest_first(keys.getlist(marker) or []):
            if before is not None and version.stored_as < before:
                yield version, latest
            elif before is None and version.version_id == version_marker:
                before = version.stored_as

    for found in walk(keys, request.prefix, request.delimiter, marker, False, lambda name: keys.getlist(name) or None):
        if isinstance(found, str):
            yield found
        else:
            yield from latest_first(found)


def latest_first(versions):
    for place, version in enumerate(reversed(list(versions))):
        yield version, place == 0


def list_object_versions(self):
    request = Request(self)
    bucket = self.backend.get_bucket(self.bucket_name)
    versions, prefixes, truncated, last = page_of(newest_first(bucket.keys, request), request.most())
    following = ""
    if truncated and isinstance(last, str):
        following = request.text("NextKeyMarker", last)
    elif truncated:
        version = last[0]
        # The version may be gone when the next page is asked for, and the page must begin where it was.
        bucket.keys.__dict__.setdefault("markers", {})[version.name, version.version_id] = version.stored_as
        following = request.text("NextKeyMarker", version.name) + xml("NextVersionIdMarker", version.version_id)
    rows = []
    for version, latest in versions:
        head = request.text("Key", version.name) + xml("VersionId", version.version_id)
        head += xml("IsLatest", str(latest).lower())
        if isinstance(version, models.FakeKey):
            restored = restore_status(version) if wants_restore(self) else ""
            rows.append(f"<Version>{head}{details(version)}{OWNER}{restored}</Version>")
        else:
            when = xml("LastModified", version.last_modified_ISO8601)
            rows.append(f"<DeleteMarker>{head}{when}{OWNER}</DeleteMarker>")
    return answer(
        "ListVersionsResult",
        xml("Name", bucket.name),
        request.echo(),
        request.text("KeyMarker", request.get("key-marker")),
        xml("VersionIdMarker", request.get("version-id-marker")),
        following,
        xml("MaxKeys", request.most()),
        xml("IsTruncated", str(truncated).lower()),
        *rows,
        request.prefixes(prefixes),
    )


def list_multipart_uploads(self):
    request = Request(self)
    begun = sorted(self.backend.list_multipart_uploads(self.bucket_name).values(), key=place_of)
    key_marker, id_marker = request.get("key-marker"), request.get("upload-id-marker")
    marked = next((place_of(each) for each in begun if each.key_name == key_marker and each.id == id_marker), None)
    uploads = [
        each
        for each in begun
        if each.key_name.startswith(request.prefix)
        and (place_of(each) > marked if marked else each.key_name > key_marker)
    ]
    most = min(request.most("max-uploads"), MOST)
    page, truncated = uploads[:most], len(uploads) > most > 0
    following = ""
    if truncated:
        following = request.text("NextKeyMarker", page[-1].key_name) + xml("NextUploadIdMarker", page[-1].id)
    rows = [
        f"<Upload>{request.text('Key', each.key_name)}{xml('UploadId', each.id)}{OWNER}"
        f"{OWNER.replace('Owner', 'Initiator')}{xml('StorageClass', each.storage or 'STANDARD')}"
        f"{xml('Initiated', iso_8601_datetime_without_milliseconds_s3(each.initiated))}</Upload>"
        for each in page
    ]
    return answer(
        "ListMultipartUploadsResult",
        xml("Bucket", self.bucket_name),
        request.text("KeyMarker", key_marker),
        xml("UploadIdMarker", id_marker),
        following,
        xml("MaxUploads", most),
        xml("IsTruncated", str(truncated).lower()),
        *rows,
        request.echo(),
    )


def place_of(upload):
    return upload.key_name, upload.initiated, upload.id


def list_in_order():
    """Puts these listings in the place of moto's."""
    response = responses.S3Response
    response.list_objects = list_objects
    response.list_objects_v2 = list_objects_v2
    response.list_object_versions = list_object_versions
    response.list_multipart_uploads = list_multipart_uploads
