import { summarise, tellsOfFailure } from './failure-lines';

it.each([
  ['[ERROR] Failed to open source file /a: Permission denied', true],
  ['[WARN] Failed to read metadata for file /a: Permission denied', true],
  ['[NOTICE] Verification failed <> /folder/file', true],
  ['[NOTICE] Verification failed > /folder/file', true],
  ['[NOTICE] Execution started: efs to s3', false],
  ['[INFO] Transferred file /Verification failed, 3 bytes', false],
  ['[WARN] Skipped special file /socket: socket', false],
])('%s tells of a failure: %s', (line, expected) => {
  expect(tellsOfFailure(line)).toBe(expected);
});

it.each<[string, string[], { failed: number; mismatches: number }]>([
  ['nothing', [], { failed: 0, mismatches: 0 }],
  [
    'an object of which S3 and DataSync both tell, once',
    ['[ERROR] S3 Exception: op=PutObject a, code=403, msg=no', '[ERROR] Failed to transfer file /a: no'],
    { failed: 1, mismatches: 0 },
  ],
  ['objects of which only S3 tells', ['[ERROR] S3 Exception: op=PutObject a'], { failed: 1, mismatches: 0 }],
  ['mismatches apart', ['[NOTICE] Verification failed <> /a'], { failed: 0, mismatches: 1 }],
  [
    'no item in what ended the whole run',
    [
      '[ERROR] Task failed to access location loc-1: x40016: mount.nfs',
      '[ERROR] The task execution was cancelled.',
      '[ERROR] Transfer and verification completed. Verification detected mismatches.',
    ],
    { failed: 0, mismatches: 0 },
  ],
])('counts %s', (_what, lines, counted) => {
  expect(summarise(lines, true)).toMatchObject(counted);
});

it('keeps the first lines, and counts the rest', () => {
  const lines = Array.from({ length: 9 }, (_, nth) => `[WARN] Failed to open source file /${nth}: gone`);
  const { failed, lines: shown } = summarise(lines, false);
  expect([failed, shown]).toEqual([9, lines.slice(0, 5)]);
});
