import * as fc from 'fast-check';
import { type DemoPlan, type FolderEntry, isRefusal, planDemo } from './plan';

function file(path: string, size = 1, more: Partial<FolderEntry> = {}): FolderEntry {
  return { path, size, kind: 'file', readable: true, ...more };
}

function planned(entries: FolderEntry[]): DemoPlan {
  const plan = planDemo(entries);
  if (isRefusal(plan)) throw new Error(`refused: ${plan.reason}`);
  return plan;
}

describe('the plan of a demo', () => {
  it('backs up files and links, empty ones too, and says what it leaves', () => {
    const plan = planned([
      file('a'),
      file('b', 0),
      file('l', 0, { kind: 'link' }),
      file('pipe', 0, { kind: 'other' }),
    ]);
    expect(plan.backedUp.map(({ path }) => path)).toEqual(['a', 'b', 'l']);
    expect(plan.leftOut.map(({ path }) => path)).toEqual(['pipe']);
  });

  it('changes the smallest file, so that a large folder does not make the third run a large one', () => {
    expect(planned([file('big', 1e9), file('small', 3), file('l', 0, { kind: 'link' })]).changed).toBe(
      'small',
    );
  });

  it.each([
    ['nothing', []],
    ['links only', [file('l', 0, { kind: 'link' })]],
  ])('refuses a folder that holds %s', (_, entries) => {
    expect(planDemo(entries)).toEqual({ reason: 'empty' });
  });

  it('refuses a folder with files that cannot be read, and names each', () => {
    const entries = [file('a'), file('x', 1, { readable: false }), file('y', 1, { readable: false })];
    expect(planDemo(entries)).toEqual({ reason: 'unreadable', paths: ['x', 'y'] });
  });

  it('never adds a file under a name that is taken, by a file or by a folder', () => {
    const names = fc.constantFrom(
      'added-by-the-demo.txt',
      'added-by-the-demo-2.txt',
      'added-by-the-demo-3.txt/x',
      'z',
    );
    fc.assert(
      fc.property(fc.uniqueArray(names, { minLength: 1 }), (paths) => {
        const { added } = planned(paths.map((path) => file(path)));
        expect(paths.some((path) => path === added || path.startsWith(`${added}/`))).toBe(false);
      }),
    );
  });
});
