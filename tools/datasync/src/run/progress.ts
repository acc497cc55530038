import { formatSeconds, type Output, plural, startProgress } from '@strata/cli-kit';
import { formatBytes } from '../amounts';
import { EXECUTION_PHASES, type ExecutionRecord } from '../model';
import { paceOf, type RunPace, type RunSample, withSample } from './rate';

/** Progress of an execution through its phases. */
export interface RunProgress {
  /** What a look at it showed. */
  saw(execution: ExecutionRecord): void;
  /** Leaves the terminal clean. May be called more than once. */
  stop(): Promise<void>;
}

const TITLES: Readonly<Record<(typeof EXECUTION_PHASES)[number], string>> = {
  QUEUED: 'queued',
  LAUNCHING: 'launching',
  PREPARING: 'preparing: compare source and archive',
  TRANSFERRING: 'transferring',
  VERIFYING: 'verifying',
};

/** Shows each phase on stderr, redrawn with counts, rate and estimate on a terminal. */
export async function startRunProgress(output: Output): Promise<RunProgress> {
  const progress = await startProgress(
    EXECUTION_PHASES.map((phase) => ({ key: phase, title: TITLES[phase] })),
    output,
  );
  let phase: string | undefined;
  let samples: RunSample[] = [];
  let stopped = false;
  const isPhase = (status: string): boolean => (EXECUTION_PHASES as readonly string[]).includes(status);
  return {
    saw(execution) {
      const { status, counts } = execution;
      if (status !== phase) {
        const failed = status === 'ERROR' || status === 'CANCELLING';
        if (phase !== undefined && failed) progress.fail(phase, status === 'ERROR' ? 'failed' : 'cancelling');
        else if (phase !== undefined) progress.done(phase, outcomeOf(phase, execution));
        phase = isPhase(status) ? status : undefined;
        if (phase !== undefined) progress.start(phase);
      }
      if (phase === undefined) return;
      const sample = {
        atMs: performance.now(),
        bytes: counts.bytesTransferred,
        files: counts.filesTransferred,
      };
      samples = withSample(samples, sample);
      progress.update(phase, phaseText(execution, paceOf(samples, counts)));
    },
    async stop() {
      if (stopped) return;
      stopped = true;
      await progress.stop();
    },
  };
}

/** What a phase is at: `12 of 300 files, 1.0 MiB of 2.0 GiB, 5.0 MiB/s, about 6 min 40 s left`. Pure. */
export function phaseText({ status, counts }: ExecutionRecord, pace: RunPace): string {
  if (status === 'QUEUED') return 'another run of the task comes first';
  if (status === 'PREPARING') return `${plural(counts.estimatedFiles, 'file')} to transfer so far`;
  if (status === 'VERIFYING') return `${plural(counts.filesVerified, 'file')} verified`;
  if (status !== 'TRANSFERRING') return '';
  const parts = [
    `${counts.filesTransferred} of ${plural(counts.estimatedFiles, 'file')}`,
    `${formatBytes(counts.bytesTransferred)} of ${formatBytes(counts.estimatedBytes)}`,
    `${formatBytes(pace.bytesPerSecond)}/s`,
  ];
  if (pace.secondsLeft !== undefined) parts.push(`about ${formatSeconds(pace.secondsLeft)} left`);
  return parts.join(', ');
}

function outcomeOf(phase: string, { counts }: ExecutionRecord): string {
  if (phase === 'PREPARING') return `${plural(counts.estimatedFiles, 'file')} to transfer`;
  if (phase === 'TRANSFERRING') {
    return `${plural(counts.filesTransferred, 'file')}, ${formatBytes(counts.bytesTransferred)}`;
  }
  return phase === 'VERIFYING' ? `${plural(counts.filesVerified, 'file')} verified` : 'done';
}
