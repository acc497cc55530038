/** The three numbers as text: digits, or the placeholders that Systems Manager replaces, such as `{{ Workers }}`. */
export interface StressScriptInput {
  readonly durationSeconds: string;
  /** `0` means one per core. */
  readonly workers: string;
  /** 1 to 100. */
  readonly loadPercent: string;
  readonly logFile: string;
}

/**
 * The script that keeps the CPU busy for a while and then stops: by stress-ng where it can be installed, else by busy
 * loops of bash. It ends by `timeout` whatever happens to the script itself, gives way to all other work (nice 19), and
 * takes its workers with it when it is told to end.
 */
export function renderStressScript(input: StressScriptInput): string {
  return String.raw`#!/bin/bash
# Keeps the CPU busy for a while, to prove that the group scales.
set -euo pipefail

duration='${input.durationSeconds}'
workers='${input.workers}'
load='${input.loadPercent}'
log_file='${input.logFile}'

mkdir -p "$(dirname "$log_file")"
log() { printf '%s %s\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$*" | tee -a "$log_file"; }

if ((workers == 0)); then workers=$(nproc); fi

# Each worker is under a timeout of its own, so none outlives the duration even when this script is killed outright.
pids=''
stop() {
  local pid
  for pid in $pids; do kill -TERM "$pid" 2>/dev/null || true; done
  wait
  pids=''
}
interrupted() {
  stop
  log "interrupted: all workers are stopped"
  exit 143
}
trap interrupted TERM INT HUP
trap stop EXIT

# Busy for $1 percent of every tenth of a second. Clocks in microseconds.
busy_loop() {
  local until_us seconds micros
  while :; do
    IFS=. read -r seconds micros <<<"$EPOCHREALTIME"
    until_us=$((seconds * 1000000 + 10#$micros + $1 * 1000))
    while IFS=. read -r seconds micros <<<"$EPOCHREALTIME" && ((seconds * 1000000 + 10#$micros < until_us)); do :; done
    if (($1 < 100)); then sleep "$(printf '0.%03d' $((100 - $1)))"; fi
  done
}
export -f busy_loop

if ! command -v stress-ng >/dev/null; then
  timeout -k 5 120 dnf install -y stress-ng >>"$log_file" 2>&1 </dev/null || log "stress-ng cannot be installed: using bash"
fi

log "loading $workers workers to $load % for $duration s"
if command -v stress-ng >/dev/null; then
  timeout -k 5 "$((duration + 5))" nice -n 19 stress-ng --cpu "$workers" --cpu-load "$load" --timeout "$duration" >>"$log_file" 2>&1 &
  pids=$!
else
  for ((worker = 0; worker < workers; worker++)); do
    # shellcheck disable=SC2016 # the inner shell expands it
    timeout -k 5 "$duration" nice -n 19 bash -c 'busy_loop "$1"' busy-loop "$load" &
    pids="$pids $!"
  done
fi

failed=0
for pid in $pids; do
  status=0
  wait "$pid" || status=$?
  # 124: timeout ended a busy loop, as it should.
  if ((status != 0 && status != 124)); then failed=$((failed + 1)); fi
done
pids=''
if ((failed > 0)); then
  log "FAILED: $failed of the workers ended with an error"
  exit 1
fi
log "done"
`;
}
