/** Shell functions that scripts share. They are pasted in, so that each script on an instance stands alone. */

/** `log MESSAGE…`: one line with the time in UTC, to the console and to the file named by `$log_file`. */
export const LOG_FUNCTION = String.raw`mkdir -p "$(dirname "$log_file")"
log() { printf '%s %s\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$*" | tee -a "$log_file"; }`;

/**
 * `retry ATTEMPTS LIMIT COMMAND…`: runs a command, each time for at most LIMIT seconds, until it works; waits 2, 4, 8 …
 * at most 30 seconds in between. What the command prints goes to `$log_file` only: were it piped, a daemon that the
 * command leaves behind would keep the pipe, and this script, open for ever.
 */
export const RETRY_FUNCTION = String.raw`retry() {
  local attempts=$1 limit=$2 attempt=1 delay=2
  shift 2
  until timeout -k 5 "$limit" "$@" >>"$log_file" 2>&1 </dev/null; do
    log "attempt $attempt of $attempts failed: $*"
    if ((attempt >= attempts)); then return 1; fi
    sleep "$delay"
    attempt=$((attempt + 1))
    delay=$((delay * 2 < 30 ? delay * 2 : 30))
  done
}`;

/** Longest time that `retry attempts limit` takes when the command never works, in seconds. */
export function retryBoundSeconds(attempts: number, limitSeconds: number): number {
  let total = 0;
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    total += limitSeconds + 5;
    if (attempt < attempts) total += Math.min(30, 2 ** attempt);
  }
  return total;
}

/**
 * `identify`: sets `$instance_id` and `$zone` from the instance metadata service, by a session token as IMDSv2 wants
 * it (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html); fails after 8 attempts.
 */
export const IDENTIFY_FUNCTION = String.raw`instance_id='' zone=''
imds() {
  local path=$1
  shift
  curl -sSf --noproxy '*' --max-time 5 "$@" "http://169.254.169.254/latest/$path"
}
identify() {
  local attempt=1 token header
  until token=$(imds api/token -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 60') &&
    header="X-aws-ec2-metadata-token: $token" &&
    instance_id=$(imds meta-data/instance-id -H "$header") &&
    zone=$(imds meta-data/placement/availability-zone -H "$header"); do
    log "the instance metadata service does not answer (attempt $attempt of 8)"
    if ((attempt >= 8)); then return 1; fi
    sleep "$attempt"
    attempt=$((attempt + 1))
  done
}`;

/** Longest time that `identify` takes, in seconds: 8 times 3 requests of 5 seconds, and 1 + 2 + … + 7 of waiting. */
export const IDENTIFY_BOUND_SECONDS = 8 * 3 * 5 + 28;

/**
 * `write_fstab LINE`: makes LINE the only entry of `$fstab` for `$mount_point`, through a draft that is renamed, so
 * that a crash leaves either the old table or the new one.
 */
export const FSTAB_FUNCTION = String.raw`write_fstab() {
  if grep -qxF -- "$1" "$fstab" && (($(awk -v at="$mount_point" '$1 !~ /^#/ && $2 == at' "$fstab" | wc -l) == 1)); then
    log "$fstab holds the entry already"
    return 0
  fi
  awk -v at="$mount_point" '$1 ~ /^#/ || $2 != at' "$fstab" >"$fstab.strata"
  printf '%s\n' "$1" >>"$fstab.strata"
  chmod 644 "$fstab.strata"
  mv -f "$fstab.strata" "$fstab"
  systemctl daemon-reload
  log "$fstab: $1"
}`;
