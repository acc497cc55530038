import { decideInterrupt } from './interrupt';

it.each<[string, boolean, boolean, (string | undefined)[], string]>([
  ['the option says so', true, true, [], 'cancel'],
  ['nobody is there to ask', false, false, [], 'leave'],
  ['the answer is c', false, true, ['c'], 'cancel'],
  ['the answer is Stop', false, true, [' Stop '], 'leave'],
  ['the answer is empty', false, true, [''], 'go-on'],
  ['the first answer makes no sense', false, true, ['yes?', 'cancel'], 'cancel'],
  ['Ctrl-C comes once more', false, true, [undefined], 'leave'],
])('when %s', async (_what, cancel, canAsk, answers, decision) => {
  const left = [...answers];
  const ask = async (): Promise<string | undefined> => {
    if (left.length === 0) throw new Error('Nobody was to be asked.');
    return left.shift();
  };
  expect(await decideInterrupt({ cancel, canAsk, ask })).toBe(decision);
  expect(left).toEqual([]);
});
