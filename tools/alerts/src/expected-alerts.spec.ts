import type { BackupOutputs } from '@strata/contracts';
import { watchedRules } from './expected-alerts';

const naming = { environment: 'local', account: '123456789012', region: 'eu-central-1' };
const outputs = (more: object = {}) =>
  ({
    stateChangeRuleName: 'ended',
    snapshotFailureRuleNames: [],
    backupFailureRuleNames: [],
    ...more,
  }) as unknown as BackupOutputs;
const names = (of: BackupOutputs, others: string[] = []) =>
  watchedRules(of, naming, others).map(({ name, samples }) => [name, samples.length > 0]);

describe('the rules to watch', () => {
  it('are those that the layer has', () => {
    expect(names(outputs())).toEqual([['ended', true]]);
    expect(names(outputs({ transferFallbackRuleName: 'plain' }))).toEqual([
      ['ended', true],
      ['plain', true],
    ]);
  });

  it('include that of AWS Backup where the layer has a vault', () => {
    expect(names(outputs({ backupFailureRuleNames: ['jobs'] }))).toEqual([
      ['ended', true],
      ['jobs', true],
    ]);
  });

  it('know the two about snapshots apart, in whatever order the state has them', () => {
    const snapshotFailureRuleNames = ['strata-local-snapshot-set-failed', 'strata-local-snapshot-failed'];
    const [, single, set] = watchedRules(outputs({ snapshotFailureRuleNames }), naming);
    expect(single).toMatchObject({
      name: 'strata-local-snapshot-failed',
      samples: ['snapshot-failed', 'snapshot-copy-failed'],
    });
    expect(set).toMatchObject({ name: 'strata-local-snapshot-set-failed', samples: ['snapshot-set-failed'] });
  });

  it('include, once, rules of the topic that nobody knows, of which no event is expected', () => {
    expect(names(outputs(), ['ended', 'by-hand', 'by-hand'])).toEqual([
      ['ended', true],
      ['by-hand', false],
    ]);
  });
});
