import { z } from 'zod';
import type { Path } from '../path';
import { environmentSchema } from './environment';

/** The part of JSON Schema that zod's generator uses for environment files. */
export interface JsonSchema {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly JsonSchema[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
}

let generated: JsonSchema | undefined;

/** The JSON Schema (draft 2020-12) of an environment file as people write it, defaults left out allowed. */
export function environmentJsonSchema(): JsonSchema {
  // Building it takes milliseconds, and each fault's message asks for it.
  generated ??= z.toJSONSchema(environmentSchema, { io: 'input' }) as JsonSchema;
  return generated;
}

/** The schema of the value at `path`, or undefined when the schema knows no such value. */
export function schemaAt(path: Path, root: JsonSchema = environmentJsonSchema()): JsonSchema | undefined {
  return path.reduce<JsonSchema | undefined>((schema, part) => {
    if (typeof part === 'number') return schema?.items;
    const forms = schema?.anyOf ?? [];
    const additional = [schema, ...forms].map((form) => form?.additionalProperties).find(Boolean);
    return schema?.properties?.[part] ?? (typeof additional === 'object' ? additional : undefined);
  }, root);
}
