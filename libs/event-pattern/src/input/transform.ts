import type { EventEnvelope } from '../event';
import { evaluatePath } from './json-path';

/** How a target wants its input; at most one of the three. */
export interface InputSettings {
  readonly Input?: string | undefined;
  readonly InputPath?: string | undefined;
  readonly InputTransformer?:
    | {
        readonly InputPathsMap?: Readonly<Record<string, string>> | undefined;
        readonly InputTemplate: string | undefined;
      }
    | undefined;
}

/** What the reserved variables tell about. */
export interface RuleFacts {
  readonly arn: string;
  readonly name: string;
  /** When the bus received the event. */
  readonly ingestionTime: Date;
}

/** The text that a target receives: the event, or what the target's settings make of it. */
export function targetInput(settings: InputSettings, event: EventEnvelope, rule: RuleFacts): string {
  if (settings.Input !== undefined) return settings.Input;
  if (settings.InputPath !== undefined)
    return JSON.stringify(evaluatePath(settings.InputPath, event) ?? null);
  const { InputTemplate, InputPathsMap = {} } = settings.InputTransformer ?? {};
  if (InputTemplate === undefined) return JSON.stringify(event);
  const paths = Object.entries(InputPathsMap).map(
    ([name, path]) => [name, evaluatePath(path, event)] as const,
  );
  return renderTemplate(InputTemplate, new Map([...paths, ...reservedVariables(event, rule)]));
}

function reservedVariables(event: EventEnvelope, rule: RuleFacts): [string, unknown][] {
  const envelope = Object.fromEntries(Object.entries(event).filter(([name]) => name !== 'detail'));
  return [
    ['aws.events.rule-arn', rule.arn],
    ['aws.events.rule-name', rule.name],
    ['aws.events.event', envelope],
    ['aws.events.event.json', event],
    ['aws.events.event.ingestion-time', rule.ingestionTime.toISOString()],
  ];
}

/**
 * Puts values in place of `<name>`. Within quotes a value is written as text, escaped so that the quotes still
 * close where they did; outside, as JSON. A variable whose path found nothing leaves an empty text.
 * Names that are no variables stay as they are.
 */
export function renderTemplate(template: string, variables: ReadonlyMap<string, unknown>): string {
  let quoted = false;
  return template.replace(/\\[\s\S]|"|<([\w.-]+)>/g, (token: string, name: string | undefined) => {
    if (token === '"') quoted = !quoted;
    if (name === undefined || !variables.has(name)) return token;
    const value = variables.get(name) ?? '';
    if (!quoted) return JSON.stringify(value);
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    return JSON.stringify(text).slice(1, -1);
  });
}
