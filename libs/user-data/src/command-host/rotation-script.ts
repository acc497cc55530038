import { quoted } from '../shell/values';

/** The rotation that a host starts: it runs as a function, by the schedules of a group. */
export interface HostedRotation {
  /** EventBridge Scheduler's group, with one schedule per snapshot policy. */
  readonly scheduleGroupName: string;
  /** The Lambda function that the schedules start. */
  readonly functionName: string;
}

/** A function runs for 15 minutes at most (https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html); its answer comes then. */
const READ_TIMEOUT_SECONDS = 960;

/**
 * A script that runs each snapshot policy now, as its schedule would: it hands the function what the schedule hands it,
 * so a policy that changes needs no new host. Needs the AWS CLI, which Amazon Linux 2023 brings, and the permissions
 * `scheduler:ListSchedules`, `scheduler:GetSchedule` and `lambda:InvokeFunction`.
 *
 * It ends with 1 when a policy failed, and goes on with the others.
 *
 * @throws UserDataInputError
 */
export function renderRotationScript({ scheduleGroupName, functionName }: HostedRotation): string {
  return String.raw`#!/bin/bash
# Runs each snapshot policy of this environment now, one after the other, as its schedule would.
set -uo pipefail

group=${quoted('scheduleGroupName', scheduleGroupName)}
function_name=${quoted('functionName', functionName)}

request=$(mktemp) && answer=$(mktemp) || exit 1
trap 'rm -f "$request" "$answer"' EXIT

if ! schedules=$(aws scheduler list-schedules --group-name "$group" --query 'Schedules[].Name' --output text) ||
  [ -z "$schedules" ] || [ "$schedules" = None ]; then
  echo "FAILED: $group has no schedules that can be read; is the backup layer deployed, with backup.snapshots.enabled?"
  exit 1
fi

failed=0
for schedule in $schedules; do
  if ! input=$(aws scheduler get-schedule --group-name "$group" --name "$schedule" --query Target.Input --output text); then
    echo "$schedule: FAILED: it cannot be read"
    failed=1
    continue
  fi
  printf '%s' "$input" | sed "s/<aws.scheduler.scheduled-time>/$(date -u +%Y-%m-%dT%H:%M:%SZ)/" >"$request"
  echo "$schedule: started"
  if ! problem=$(aws lambda invoke --function-name "$function_name" --cli-binary-format raw-in-base64-out \
    --payload "file://$request" --cli-read-timeout ${READ_TIMEOUT_SECONDS} --query FunctionError --output text "$answer"); then
    echo "$schedule: FAILED: the function was not run"
    failed=1
  elif [ "$problem" != None ]; then
    echo "$schedule: FAILED: $(cat "$answer")"
    failed=1
  else
    echo "$schedule: $(cat "$answer")"
  fi
done
exit "$failed"
`;
}
