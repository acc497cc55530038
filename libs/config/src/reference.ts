import { environmentJsonSchema, type JsonSchema } from './schema/json-schema';

/** What `config/schema.json` holds: the JSON Schema that editors check environment files against. */
export function schemaFile(): object {
  return { ...environmentJsonSchema(), title: 'Strata environment' };
}

/** The text of `docs/reference/configuration.md`: every setting with its type, default and meaning. */
export function referenceText(): string {
  const rows = settings(environmentJsonSchema(), '').map(
    ({ path, schema, required }) =>
      `| \`${path}\` | ${cell(typeText(schema))} | ${cell(defaultText(schema, required))} | ${cell(schema.description ?? '')} |`,
  );
  return [
    '# Configuration',
    '',
    'One YAML file per environment in `config/`. Generated from the schema in `libs/config`: change it there, then run `npx nx run config:generate`.',
    '',
    '| Setting | Type | Default | Meaning |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}

interface Setting {
  readonly path: string;
  readonly schema: JsonSchema;
  readonly required: boolean;
}

/** Settings that hold values, in the order of the schema; groups are opened. */
function settings(schema: JsonSchema, prefix: string): Setting[] {
  return Object.entries(schema.properties ?? {}).flatMap(([key, property]) => {
    const path = `${prefix}${key}`;
    if (property.properties !== undefined) return settings(property, `${path}.`);
    const item = property.items?.properties === undefined ? [] : settings(property.items, `${path}[].`);
    return [{ path, schema: property, required: schema.required?.includes(key) ?? false }, ...item];
  });
}

function typeText(schema: JsonSchema): string {
  if (schema.anyOf !== undefined) return schema.anyOf.map(typeText).join(', or ');
  if (schema.enum !== undefined) return schema.enum.map((value) => `\`${String(value)}\``).join(', ');
  if (schema.type === 'array') {
    const entries = schema.items?.properties === undefined ? typeText(schema.items ?? {}) : 'groups';
    return `list of ${entries}${range(schema.minItems, schema.maxItems)}`;
  }
  if (schema.type === 'object') {
    const { additionalProperties: entry } = schema;
    return typeof entry === 'object' && entry.properties !== undefined
      ? `{ ${Object.keys(entry.properties).join(', ')} } by name`
      : 'text by name';
  }
  if (schema.type === 'integer') return `whole number${range(schema.minimum, schema.maximum)}`;
  return (
    { number: `number${range(schema.minimum, schema.maximum)}`, boolean: 'true or false' }[
      schema.type ?? ''
    ] ?? 'text'
  );
}

function range(least: number | undefined, most: number | undefined): string {
  const bounded = most !== undefined && most < Number.MAX_SAFE_INTEGER;
  if (least !== undefined && bounded) return `, ${least} to ${most}`;
  if (least !== undefined) return `, ${least} or more`;
  return bounded ? `, up to ${most}` : '';
}

function defaultText(schema: JsonSchema, required: boolean): string {
  if (schema.default !== undefined) return `\`${JSON.stringify(schema.default)}\``;
  if (required) return 'must be stated';
  return /derived when not stated/i.test(schema.description ?? '') ? 'derived' : 'none';
}

/** Text inside a Markdown table cell. */
function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
