import { checklist } from '../check/plan';
import type { Evidence } from '../evidence';
import { soundEvidence, TOPIC } from '../testing/sound-evidence';
import { type Counts, whereItStopped } from './where';

const NOTHING: Counts = { fired: undefined, failed: undefined, published: undefined };
const sound = checklist(soundEvidence());

describe('where a test event stopped', () => {
  it('is the first step that fails, with what was counted', () => {
    const evidence = soundEvidence();
    const broken: Evidence = {
      ...evidence,
      rules: evidence.rules.map((rule) => ({
        ...rule,
        found: rule.found && { ...rule.found, isEnabled: false },
      })),
      topic: { arn: TOPIC, found: evidence.topic.found && { ...evidence.topic.found, policy: '{}' } },
    };
    expect(whereItStopped(checklist(broken).reverse(), { ...NOTHING, fired: 0 })).toMatchObject({
      where: expect.stringMatching(/^rule .*: is enabled$/) as string,
      why: expect.stringMatching(/DISABLED; the rule fired 0 times/) as string,
    });
  });

  it('is never a subscriber or an alarm: those come after the topic, or not at all', () => {
    const evidence = soundEvidence();
    const unheard: Evidence = {
      ...evidence,
      emails: ['other@example.com'],
      alarms: [{ name: 'x', found: undefined }],
    };
    expect(whereItStopped(checklist(unheard), NOTHING).where).toBe('not known');
  });

  it.each<[Partial<Counts>, string]>([
    [{ fired: 1, published: 1 }, 'behind the topic'],
    [{ fired: 1, failed: 1 }, 'between rule and topic'],
    [{ fired: 1 }, 'behind the rule'],
    [{}, 'not known'],
    [{ fired: 0, failed: 0, published: 0 }, 'not known'],
  ])('is told by the counts %j when all checks pass: %s', (counts, where) => {
    const stop = whereItStopped(sound, { ...NOTHING, ...counts });
    expect(stop.where).toBe(where);
    expect(stop.why).not.toBe('');
  });
});
