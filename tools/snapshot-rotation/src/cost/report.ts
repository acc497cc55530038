import { plural, table } from '@strata/cli-kit';
import type { CostEstimate } from './estimate';
import { monthlyUsd } from './plan';
import type { Price } from './prices';

/** What the figures leave out, beside what an estimate counted itself. */
const LEFT_OUT = [
  'the first snapshot of a volume restored from another snapshot may share its blocks; here it counts as new',
  'the archive tier, fast snapshot restore, locked and Recycle Bin snapshots',
  'requests of the EBS direct APIs, those of this command among them, and of other APIs',
  'copies in other Regions, the transfer of their data, and snapshots of other accounts',
  'taxes, discounts and credits; bills count hours, so a snapshot made today costs less this month',
];

/** The sums of an estimate. */
export function totals({ volumes }: CostEstimate) {
  const sum = (of: (volume: CostEstimate['volumes'][number]) => number) =>
    volumes.reduce((total, volume) => total + of(volume), 0);
  return {
    snapshots: sum(({ snapshots }) => snapshots),
    storedBytes: sum(({ storedBytes }) => storedBytes),
    ownBytes: sum(({ ownBytes }) => ownBytes),
    prunable: sum(({ prunable }) => prunable),
    prunableBytes: sum(({ prunableBytes }) => prunableBytes),
  };
}

/** The estimates as `--json` prints them; money is rounded to cents, as it is no exacter than that. */
export function costJson(estimates: readonly CostEstimate[], price: Price | undefined): unknown {
  const usd = (bytes: number) =>
    price === undefined ? undefined : Math.round(monthlyUsd(bytes, price.usdPerGbMonth) * 100) / 100;
  return {
    price: price ?? null,
    leavesOut: LEFT_OUT,
    policies: estimates.map((estimate) => {
      const sums = totals(estimate);
      return {
        ...estimate,
        volumes: estimate.volumes.map((volume) => ({
          ...volume,
          monthlyUsd: usd(volume.storedBytes),
          prunableUsd: usd(volume.prunableBytes),
        })),
        total: { ...sums, monthlyUsd: usd(sums.storedBytes), prunableUsd: usd(sums.prunableBytes) },
      };
    }),
  };
}

/** The estimates for people. */
export function costText(estimates: readonly CostEstimate[], price: Price | undefined): string {
  return [...estimates.map((estimate) => policyText(estimate, price)), footnotes(estimates, price)].join(
    '\n',
  );
}

function policyText(estimate: CostEstimate, price: Price | undefined): string {
  const { policy, region, volumes, failed, refusals } = estimate;
  const usd = (bytes: number) =>
    price === undefined ? '-' : `≈ $${monthlyUsd(bytes, price.usdPerGbMonth).toFixed(2)}`;
  const { storedBytes, ownBytes, prunable, prunableBytes } = totals(estimate);
  const rows = table(volumes, [
    { title: 'volume', value: ({ volumeId }) => volumeId },
    { title: 'snapshots', value: ({ snapshots }) => snapshots },
    { title: 'newest', value: ({ newestBytes }) => size(newestBytes), align: 'right' },
    {
      title: 'changed each',
      value: ({ changedBytesPerSnapshot: bytes }) => (bytes === undefined ? '-' : size(bytes)),
      align: 'right',
    },
    { title: 'stored', value: ({ storedBytes: bytes }) => size(bytes), align: 'right' },
    { title: 'a month', value: ({ storedBytes: bytes }) => usd(bytes), align: 'right' },
    { title: 'prunable', value: (volume) => volume.prunable },
    { title: 'frees', value: ({ prunableBytes: bytes }) => size(bytes), align: 'right' },
  ]);
  const others = storedBytes - ownBytes;
  return [
    `Policy ${policy} in ${region}: ${plural(volumes.length, 'volume')}`,
    rows.trimEnd(),
    volumes.length === 0 ? '' : `Stored: ${size(storedBytes)}, ${usd(storedBytes)} a month.`,
    others > 0
      ? `Of that, ${size(others)} would stay without this policy: others' snapshots have it too.`
      : '',
    prunable > 0
      ? `Pruning would remove ${plural(prunable, 'snapshot')}, free ${size(prunableBytes)} and save ${usd(prunableBytes)} a month.`
      : '',
    ...refusals.map(({ message }) => `But a guard refuses that prune: ${message}`),
    ...failed.map(({ volumeId, reason }) => `${volumeId}: not measured: ${reason}`),
    ...volumes.flatMap(({ volumeId, incomparable }) =>
      incomparable.map(
        (id) => `${volumeId}: EBS does not compare ${id} with the one before: counted as wholly new`,
      ),
    ),
    '',
  ]
    .filter((line, at, lines) => line !== '' || at === lines.length - 1)
    .join('\n');
}

function footnotes(estimates: readonly CostEstimate[], price: Price | undefined): string {
  const copies = estimates.reduce((sum, { leftOut }) => sum + leftOut.copies, 0);
  const unfinished = estimates.reduce((sum, { leftOut }) => sum + leftOut.unfinished, 0);
  const by = price
    ? `An estimate, by blocks of 512 KiB at $${price.usdPerGbMonth} per GB-month: ${price.source}.`
    : 'No price is known for this Region: state it with --price (https://aws.amazon.com/ebs/pricing/).';
  const counted = [
    ...(copies > 0 ? [`${plural(copies, 'copy', 'copies')} from other Regions`] : []),
    ...(unfinished > 0 ? [`${plural(unfinished, 'snapshot')} pending or failed`] : []),
  ];
  return [by, 'It leaves out:', ...[...counted, ...LEFT_OUT].map((line) => `  - ${line}`)].join('\n');
}

function size(bytes: number): string {
  const gib = bytes / 1024 ** 3;
  if (gib >= 10 || bytes === 0) return `${gib.toFixed(0)} GiB`;
  return gib >= 0.1 ? `${gib.toFixed(1)} GiB` : `${(bytes / 1024 ** 2).toFixed(1)} MiB`;
}
