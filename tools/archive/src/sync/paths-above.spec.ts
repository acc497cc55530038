import { KeptTrees, PathsAbove } from './paths-above';

it('finds a file where another path needs a directory, though other paths sort in between', () => {
  const paths = new PathsAbove();
  const found = ['a', 'a-x', 'a.b', 'a/b', 'a/b/c', 'a0', 'b', 'b/c'].map((path) => {
    const above = paths.above(path);
    paths.add(path);
    return above;
  });
  expect(found).toEqual([undefined, undefined, undefined, 'a', 'a', undefined, undefined, 'b']);
});

it('keeps what was skipped and all below it, and nothing that only begins alike', () => {
  const kept = new KeptTrees();
  kept.keep('d');
  expect(['d', 'd-x', 'd.x'].map((path) => kept.holds(path))).toEqual([true, false, false]);
  kept.keep('d.y/');
  expect(['d.y/1', 'd/1', 'd/2/3', 'd0'].map((path) => kept.holds(path))).toEqual([true, true, true, false]);
});
