import { plural, table } from '@strata/cli-kit';
import { formatBytes, formatMoment } from '../amounts';
import { dataTimeOf, idOf } from '../model';
import type { Depth } from './comparison';
import { isClean, type VerifyReport } from './run';

type AgainstSource = VerifyReport & { readonly against: 'source' };
type AgainstLastRun = VerifyReport & { readonly against: 'last-run' };

/** Findings that the text names; `--json` names more. */
const SHOWN = 50;

/** A verification as people read it. */
export function verifyText(report: VerifyReport): string {
  const newest = report.backup
    ? `Newest backup: ${idOf(report.backup.arn)}, data of ${formatMoment(dataTimeOf(report.backup))}.`
    : 'Newest backup: none.';
  const body = report.against === 'source' ? sourceLines(report) : lastRunLines(report);
  return [...body, newest].join('\n');
}

/** A verification as `--json` prints it. */
export function verifyJson(report: VerifyReport) {
  const { backup, ...rest } = report;
  return { ...rest, backup: backup?.arn ?? null, clean: isClean(report) };
}

function sourceLines({ findings, counts, root, archive, depth }: AgainstSource): string[] {
  const shown = findings.named.slice(0, SHOWN);
  const rows = table(shown, [
    { title: 'finding', value: ({ verdict }) => verdict },
    { title: 'path', value: ({ key }) => printable(key) },
    { title: 'why', value: ({ reason }) => reason },
  ]).trimEnd();
  const more = findings.total - shown.length;
  const verdicts = Object.entries(findings.counts)
    .filter(([, count]) => count > 0)
    .map(([verdict, count]) => `${count} ${verdict}`);
  const aside = [
    counts.kept > 0 ? `${plural(counts.kept, 'file')} only in the archive, kept after their deletion` : '',
    counts.outside > 0 ? `${plural(counts.outside, 'object')} outside the filters` : '',
    counts.special > 0 ? `${plural(counts.special, 'special file')}, which DataSync does not copy` : '',
    counts.contentOutOfReach > 0
      ? `${plural(counts.contentOutOfReach, 'file')} in an archive class: metadata only`
      : '',
  ].filter((text) => text !== '');
  return [
    ...(rows === '' ? [] : [rows]),
    ...(more > 0 ? [`… and ${more} more; --json names the first thousand`] : []),
    `Source ${root}: ${plural(counts.sourceFiles, 'file')}, ${formatBytes(counts.sourceBytes)}.`,
    `Archive ${archive}: ${plural(counts.archivedFiles, 'file')}, ${formatBytes(counts.archivedBytes)}.`,
    `Compared: ${depthText(depth)}; content of ${plural(counts.contentCompared, 'file')}.`,
    ...(aside.length > 0 ? [`Left aside: ${aside.join('; ')}.`] : []),
    findings.total === 0
      ? 'They agree.'
      : `They DIFFER: ${verdicts.join(', ')}${findings.sinceBackup > 0 ? `; ${findings.sinceBackup} of them came after the newest backup began` : ''}.`,
  ];
}

function lastRunLines({ checks, notCompared, passed, archive }: AgainstLastRun): string[] {
  const rows = table(checks, [
    { title: 'check', value: ({ name }) => name },
    { title: '', value: (check) => (check.passed ? 'pass' : 'FAIL') },
    { title: 'evidence', value: ({ evidence }) => printable(evidence) },
  ]).trimEnd();
  return [
    rows,
    `Archive ${archive}: ${passed ? 'nothing speaks against it' : 'something is WRONG'}, as far as it can be told without the share.`,
    ...notCompared.map((text) => `NOT compared: ${text}.`),
  ];
}

function depthText(depth: Depth): string {
  if (depth.kind === 'full') return 'names, sizes, metadata and all contents';
  if (depth.kind === 'listing') return 'names, sizes and times of the listings';
  return `names, sizes and times; ${plural(depth.size, 'file')} by seed ${depth.seed}`;
}

/** Names may hold line breaks and control characters, which would tear the table or the terminal. */
function printable(text: string): string {
  // eslint-disable-next-line no-control-regex
  return text.replace(/[\u0000-\u001f\u007f-\u009f]/g, (char) => JSON.stringify(char).slice(1, -1));
}
