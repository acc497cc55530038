import { Command } from 'commander';
import { addUnkindFlags, settingOf } from './flags';

function parse(...words: string[]) {
  return settingOf(addUnkindFlags(new Command()).parse(words, { from: 'user' }).opts());
}

describe('the flags of unkindness', () => {
  it('mean nothing when none is given, so that nothing is changed', () => {
    expect(parse()).toBeUndefined();
  });

  it('become a setting', () => {
    const faults = [
      '--fault-rate',
      '0.2',
      '--seed',
      '7',
      '--faults',
      'reset-after,throttle',
      '--after',
      '20',
    ];
    expect(parse('--throttle', '--latency', '40', ...faults, '--fault-services', 'ec2, ebs')).toEqual({
      throttle: true,
      latencyMs: 40,
      faultRate: 0.2,
      seed: 7,
      faults: ['reset-after', 'throttle'],
      after: 20,
      services: ['ec2', 'ebs'],
    });
  });

  it('are refused all at once, by the names that were typed', () => {
    expect(() => parse('--latency', 'soon', '--fault-rate', '20%', '--seed', '', '--after', 'ten')).toThrow(
      expect.objectContaining({
        exitCode: 2,
        message: expect.stringMatching(
          /--latency: got "soon"[^]*--fault-rate: got "20%"[^]*--seed: got ""[^]*--after: got "ten"/,
        ),
      }),
    );
  });
});
