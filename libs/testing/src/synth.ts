import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type EnvironmentConfig, findConfigDir, parseEnvironment } from '@strata/config';
import { App, Testing, type TerraformStack } from 'cdktf';

/** The Terraform JSON of one stack, as far as tests look at it. */
export interface SynthesisedStack {
  readonly terraform: { readonly backend: Record<string, Record<string, unknown>> };
  readonly provider: Record<string, Record<string, unknown>[]>;
  readonly resource: Record<string, Record<string, Record<string, unknown>>>;
  readonly data?: Record<string, Record<string, Record<string, unknown>>>;
  readonly output: Record<string, { readonly value: unknown }>;
  readonly locals?: Record<string, unknown>;
}

/** Synthesises the stacks that `build` adds, by stack name. Nothing is written outside a temporary folder. */
export function synthStack<S extends TerraformStack>(build: (app: App) => S): SynthesisedStack {
  const app = Testing.stubVersion(new App({ stackTraces: false }));
  return JSON.parse(Testing.synth(build(app))) as SynthesisedStack;
}

/**
 * A committed environment, whatever the variables of the shell say: `local` or `production.example`.
 * `change` edits the YAML text first, so that a test can ask "and with NAT none?" through the same validation as a user.
 */
export function testEnvironment(
  name = 'local',
  change: (yaml: string) => string = (yaml) => yaml,
): EnvironmentConfig {
  const file = join(findConfigDir([__dirname]), `${name}.yaml`);
  return parseEnvironment(change(readFileSync(file, 'utf8')), file);
}

/** All resources of one Terraform type, in the order of their addresses. */
export function resourcesOf(stack: SynthesisedStack, type: string): Record<string, unknown>[] {
  return Object.values(stack.resource[type] ?? {});
}

/** The only resource of a type. Fails when there is none, or more than one. */
export function onlyResource(stack: SynthesisedStack, type: string): Record<string, unknown> {
  const found = resourcesOf(stack, type);
  if (found.length !== 1 || !found[0]) throw new Error(`Expected one ${type}, found ${found.length}`);
  return found[0];
}

/** An IAM policy document inside a synthesised resource. */
export interface SynthesisedPolicy {
  readonly Statement: {
    readonly Sid?: string;
    readonly Effect: string;
    readonly Principal?: unknown;
    readonly Action: string | string[];
    readonly Resource: string | string[];
    readonly Condition?: Record<string, Record<string, unknown>>;
  }[];
}

/** Parses a policy attribute, which Terraform JSON keeps as text. */
export function policyOf(resource: Record<string, unknown>, attribute = 'policy'): SynthesisedPolicy {
  return JSON.parse(String(resource[attribute])) as SynthesisedPolicy;
}
