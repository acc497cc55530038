"""Shows SSE-KMS as S3 does: ETags that tell nothing of the content, and the Bucket Key of an upload in parts.

moto 5.2.1 gives every object the MD5 of its content for an ETag, whatever its encryption, and forgets the Bucket Key
of what is uploaded in parts. https://docs.aws.amazon.com/AmazonS3/latest/API/API_Object.html
"""

import re
import secrets
import threading

import moto.s3.models as models
import moto.s3.responses as responses

BUCKET_KEY = "x-amz-server-side-encryption-bucket-key-enabled"


def show_encryption():
    """Has moto show it so."""
    digest = models.FakeKey.etag.fget
    post = responses.S3Response._key_response_post
    create = models.S3Backend.create_multipart_upload
    complete = models.S3Backend.complete_multipart_upload
    asked = threading.local()

    def etag(self):
        if not (self.encryption or "").startswith("aws:kms"):
            return digest(self)
        if getattr(self, "opaque_etag", None) is None:
            parts = re.search(r"-\d+$", self._etag or "")
            self.opaque_etag = secrets.token_hex(16) + (parts[0] if parts else "")
        return f'"{self.opaque_etag}"'

    def posted(self, request, *args, **kwargs):
        asked.bucket_key = request.headers.get(BUCKET_KEY)
        return post(self, request, *args, **kwargs)

    def created(self, *args, **kwargs):
        multipart = create(self, *args, **kwargs)
        multipart.bucket_key_enabled = getattr(asked, "bucket_key", None)
        return multipart

    def completed(self, bucket_name, multipart_id, body):
        multipart = self.get_bucket(bucket_name).multiparts.get(multipart_id)
        key = complete(self, bucket_name, multipart_id, body)
        if key is not None and getattr(multipart, "bucket_key_enabled", None) is not None:
            key.bucket_key_enabled = multipart.bucket_key_enabled
        return key

    models.FakeKey.etag = property(etag)
    responses.S3Response._key_response_post = posted
    models.S3Backend.create_multipart_upload = created
    models.S3Backend.complete_multipart_upload = completed
