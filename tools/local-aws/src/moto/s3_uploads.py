"""Checks what is uploaded as S3 does: checksums, uploads that are gone, and how much may be asked for at once.

moto 5.2.1 believes every checksum, takes CRC32 for CRC64NVME and CRC32C, breaks down on parts of an upload that has
ended, counts the places of parts for their numbers, and deletes any number of objects at once.
"""

import array
import base64
import binascii
import functools
import hashlib
import re
import sys

import moto.s3.exceptions as exceptions
import moto.s3.models as models
import moto.s3.responses as responses
import moto.s3.utils as utils

# Most objects in one DeleteObjects: https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html
MOST_DELETED = 1000
NAMED = re.compile(r"^x-amz-checksum-(crc32|crc32c|crc64nvme|sha1|sha256)$", re.IGNORECASE)
TRAILER = re.compile(rb"\r\nx-amz-checksum-(crc32|crc32c|crc64nvme|sha1|sha256):([A-Za-z0-9+/=]+)\r\n", re.IGNORECASE)


class BadDigest(exceptions.S3ClientError):
    code = "BadDigest"

    def __init__(self, algorithm):
        super().__init__("BadDigest", f"The {algorithm} you specified did not match the calculated checksum.")


@functools.lru_cache(maxsize=None)
def tables(polynomial):
    """What one byte, and what two bytes, do to a reflected CRC."""
    single = []
    for value in range(256):
        for _ in range(8):
            value = (value >> 1) ^ polynomial if value & 1 else value >> 1
        single.append(value)

    def step(crc):
        return (crc >> 8) ^ single[crc & 255]

    return single, [step(step(value)) for value in range(65536)]


def reflected_crc(data, polynomial, width, before=0):
    """The CRC of what came before, whose CRC is given, and of these data."""
    single, pairs = tables(polynomial)
    crc = before ^ ((1 << width) - 1)
    even = len(data) & ~1
    words = array.array("H", data[:even])
    if sys.byteorder == "big":
        words.byteswap()
    for pair in words:
        crc = (crc >> 16) ^ pairs[(crc ^ pair) & 65535]
    for byte in data[even:]:
        crc = (crc >> 8) ^ single[(crc ^ byte) & 255]
    return crc ^ ((1 << width) - 1)


CRCS = {
    "CRC64NVME": (8, lambda data, before: reflected_crc(data, 0x9A6C9329AC4BC9B5, 64, before)),
    "CRC32C": (4, lambda data, before: reflected_crc(data, 0x82F63B78, 32, before)),
    "CRC32": (4, binascii.crc32),
}


def checksum(body, algorithm, encode_base64=True):
    """As moto's `compute_checksum`, right without its optional libraries; CRC64NVME and CRC32C take 0.1 s per MB."""
    if algorithm in CRCS:
        length, extended = CRCS[algorithm]
        digest = extended(bytes(body), 0).to_bytes(length, "big")
    else:
        digest = (hashlib.sha1 if algorithm == "SHA1" else hashlib.sha256)(body).digest()
    return base64.b64encode(digest) if encode_base64 else digest


class PartByPart(models.MultipartChecksumBuilder):
    """Sums parts as they come, and not at all when nobody asked for a checksum. moto puts them together twice more for
    it; measured: an upload of 1 GB from 4.5 GB of memory to 2.1 GB."""

    def __init__(self, checksum_algorithm, checksum_type):
        super().__init__(checksum_algorithm, checksum_type)
        self.is_asked_for = checksum_algorithm is not None
        self.running = 0

    def addPart(self, part):  # noqa: N802
        if not self.is_asked_for:
            return
        if self.checksum_type != "FULL_OBJECT":
            return super().addPart(part)
        self.running = CRCS[self.checksum_algorithm][1](part, self.running)
        self.part_count += 1

    def build(self):
        if not self.is_asked_for:
            return None
        if self.checksum_type != "FULL_OBJECT":
            return super().build()
        digest = self.running.to_bytes(CRCS[self.checksum_algorithm][0], "big")
        return self.checksum_type, base64.b64encode(digest).decode(), self.part_count


def sent_checksum(self):
    """The checksum that came with a body, in a header or after it, as (algorithm, value)."""
    for name, value in self.headers.items():
        found = NAMED.match(name)
        if found:
            return found[1].upper(), value
    tail = (self.raw_body or b"")[-512:] if isinstance(self.raw_body, bytes) else b""
    found = TRAILER.search(tail)
    return (found[1].decode().upper(), found[2].decode()) if found else (None, None)


def get_checksum(self, response_headers):
    """In the place of moto's: the checksum of what was received, which must be the one that was sent."""
    if "x-amz-copy-source" in self.headers:
        return "", None
    md5 = self.headers.get("Content-MD5")
    if md5 and md5 != base64.b64encode(hashlib.md5(self.body or b"").digest()).decode():
        raise BadDigest("Content-MD5")
    algorithm, sent = sent_checksum(self)
    algorithm = algorithm or (self.headers.get("x-amz-sdk-checksum-algorithm") or "").upper()
    if not algorithm:
        return "", None
    value = checksum(self.body or b"", algorithm).decode()
    if sent is not None and sent != value:
        raise BadDigest(algorithm)
    response_headers[f"x-amz-checksum-{algorithm.lower()}"] = value
    return algorithm, value


def keep_checksums():
    """Has moto keep the checksum of an object and of its copies, and tell it of an upload that is complete."""
    backend = models.S3Backend
    response = responses.S3Response
    put_object, copy_object = backend.put_object, backend.copy_object
    complete_upload = backend.complete_multipart_upload

    def is_whole(key):
        key.checksum_type = "FULL_OBJECT"
        # moto answers the type as it answers metadata.
        key._metadata["x-amz-checksum-type"] = "FULL_OBJECT"

    def put(self, *args, **kwargs):
        key = put_object(self, *args, **kwargs)
        if key.checksum_value:
            is_whole(key)
        return key

    def complete(self, *args, **kwargs):
        key = complete_upload(self, *args, **kwargs)
        if key is not None and key.checksum_type == "COMPOSITE":
            key.checksum_value += f"-{key.checksum_parts}"
        return key

    def copy(self, src_key, dest_bucket_name, dest_key_name, *args, **kwargs):
        copy_object(self, src_key, dest_bucket_name, dest_key_name, *args, **kwargs)
        key = self.get_object(dest_bucket_name, dest_key_name)
        if key is not None and src_key.checksum_algorithm:
            # Of the whole: a copy in one call has no parts.
            key.checksum_algorithm = src_key.checksum_algorithm
            key.checksum_value = checksum(key.value, key.checksum_algorithm).decode()
            is_whole(key)

    post = response._key_response_post

    def posted(self, request, body, bucket_name, query, key_name):
        status, headers, text = post(self, request, body, bucket_name, query, key_name)
        if status != 200 or not query.get("uploadId"):
            return status, headers, text
        # Another version may be the current one by now.
        key = self.backend.get_object(bucket_name, key_name, version_id=headers.get("x-amz-version-id"))
        text = text.decode() if isinstance(text, bytes) else text
        # moto gives the answer a name of its own.
        text = text.replace("CompleteMultipartUploadResponse", "CompleteMultipartUploadResult")
        if key is not None and key.checksum_algorithm:
            name = f"Checksum{key.checksum_algorithm}"
            told = f"<{name}>{key.checksum_value}</{name}><ChecksumType>{key.checksum_type}</ChecksumType>"
            text = text.replace("</CompleteMultipartUploadResult>", f"{told}</CompleteMultipartUploadResult>")
        return status, headers, text

    backend.put_object = put
    backend.copy_object = copy
    backend.complete_multipart_upload = complete
    response._key_response_post = posted


def check_uploads():
    """Has moto check uploads as S3 does."""
    backend = models.S3Backend
    response = responses.S3Response
    for module in (utils, models, responses):
        module.compute_checksum = checksum
    response._get_checksum = get_checksum
    models.MultipartChecksumBuilder = PartByPart
    keep_checksums()

    def list_parts(self, part_number_marker, max_parts):
        after = [part for part in self.partlist if part > part_number_marker]
        return iter([self.parts[part] for part in after[:max_parts]])

    models.FakeMultipart.list_parts = list_parts
    backend.is_truncated = lambda self, bucket_name, multipart_id, after: any(
        part > after for part in self.get_bucket(bucket_name).multiparts[multipart_id].partlist
    )

    def known(method):
        @functools.wraps(method)
        def checked(self, bucket_name, multipart_id, *args, **kwargs):
            if multipart_id not in self.get_bucket(bucket_name).multiparts:
                raise exceptions.NoSuchUpload(upload_id=multipart_id)
            return method(self, bucket_name, multipart_id, *args, **kwargs)

        return checked

    copy_part = backend.upload_part_copy

    def copy_within(self, bucket_name, multipart_id, part_id, **source):
        key = self.get_object(source["src_bucket_name"], source["src_key_name"], version_id=source["src_version_id"])
        if source["end_byte"] is not None and key is not None and source["end_byte"] >= key.size:
            text = f"Range specified is not valid for source object of size: {key.size}"
            raise exceptions.InvalidArgumentError(text, "x-amz-copy-source-range", str(source["end_byte"]))
        return copy_part(self, bucket_name, multipart_id, part_id, **source)

    backend.upload_part_copy = copy_within
    for name in ("upload_part", "upload_part_copy", "complete_multipart_upload"):
        setattr(backend, name, known(getattr(backend, name)))

    upload_part = response.upload_part

    def checked_part(self):
        # Before the part is kept: moto looks at its checksum afterwards.
        get_checksum(self, {})
        return upload_part(self)

    response.upload_part = checked_part
    delete_keys = response._bucket_response_delete_keys

    def delete_some(self, *args, **kwargs):
        body = self.body if isinstance(self.body, bytes) else self.body.encode()
        if len(re.findall(rb"<(?:\w+:)?Object>", body)) > MOST_DELETED:
            raise exceptions.MalformedXML()
        return delete_keys(self, *args, **kwargs)

    response._bucket_response_delete_keys = delete_some
