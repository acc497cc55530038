"""The peer of the rotation benchmark: one volume after another, as a first script does it.

For each volume: create a snapshot, list the volume's snapshots, delete all but the newest two.

usage: rotate_sequentially.py ENDPOINT REGION TAG_KEY TAG_VALUE
"""

import sys

import boto3

KEEP = 2


def main(endpoint, region, tag_key, tag_value):
    ec2 = boto3.client(
        "ec2",
        endpoint_url=endpoint,
        region_name=region,
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )
    pages = ec2.get_paginator("describe_volumes").paginate(
        Filters=[{"Name": f"tag:{tag_key}", "Values": [tag_value]}]
    )
    volumes = [volume["VolumeId"] for page in pages for volume in page["Volumes"]]
    created = deleted = 0
    for volume in volumes:
        ec2.create_snapshot(VolumeId=volume, Description="benchmark")
        created += 1
        snapshots = ec2.describe_snapshots(
            OwnerIds=["self"], Filters=[{"Name": "volume-id", "Values": [volume]}]
        )["Snapshots"]
        newest_first = sorted(snapshots, key=lambda one: one["StartTime"], reverse=True)
        for old in newest_first[KEEP:]:
            ec2.delete_snapshot(SnapshotId=old["SnapshotId"])
            deleted += 1
    print(f'{{"created": {created}, "deleted": {deleted}}}')


main(*sys.argv[1:])
