import { evaluatePath, targetInput } from '@strata/event-pattern';
import type { RuleEvidence, TargetEvidence } from '../evidence';
import { type Place, sampleEvent } from '../samples';
import { type Check, checker, DEPLOY } from './check';

/** What subscribers would read of an event; undefined when the input settings cannot be carried out. */
export function renderedText(
  rule: Pick<RuleEvidence, 'name'>,
  ruleArn: string,
  target: TargetEvidence,
  event: ReturnType<typeof sampleEvent>,
): string | undefined {
  try {
    return targetInput(target, event, { arn: ruleArn, name: rule.name, ingestionTime: new Date(event.time) });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** A message to the topic: every variable finds its value in a real event, and the text is more than JSON. */
export function renderingCheck(
  rule: RuleEvidence,
  ruleArn: string,
  target: TargetEvidence,
  place: Place,
): Check {
  const { pass, warn, fail } = checker('target', `${rule.name}/${target.id}`);
  const name = 'says it readably';
  const { InputTransformer: transformer } = target;
  if (!transformer) return warn(name, 'it has no input transformer: the e-mail is the bare event', DEPLOY);
  const { InputPathsMap: paths = {}, InputTemplate: template = '' } = transformer;
  const events = rule.samples.map((sample) => ({ sample, event: sampleEvent(sample, place) }));
  const faults = unknownVariables(template, paths).map((variable) => `<${variable}> is no variable`);
  for (const { sample, event } of events) {
    if (renderedText(rule, ruleArn, target, event) === undefined) {
      faults.push('a path is not of the form that EventBridge knows');
      break;
    }
    for (const [variable, path] of Object.entries(paths)) {
      if (evaluatePath(path, event) === undefined)
        faults.push(`<${variable}> finds nothing at ${path} of ${sample}`);
    }
  }
  if (template.trim() === '') faults.push('the template is empty');
  if (faults.length > 0) return fail(name, [...new Set(faults)].join('; '), DEPLOY);
  const [first] = events;
  const text = first ? renderedText(rule, ruleArn, target, first.event) : template;
  return pass(name, `it begins ${text?.split('\n')[0] ?? ''}`);
}

/** Names in a template that nothing stands behind: they would be mailed as they are. */
function unknownVariables(template: string, paths: Readonly<Record<string, string>>): string[] {
  const names = [...template.matchAll(/<([\w.-]+)>/g)].map(([, name = '']) => name);
  return [...new Set(names)].filter((name) => !(name in paths) && !name.startsWith('aws.events.'));
}
