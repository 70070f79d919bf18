/** JSON Schema as far as the OpenAPI document uses it. */
export interface Schema {
  readonly $ref?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly propertyNames?: Schema;
  readonly additionalProperties?: Schema | boolean;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly default?: unknown;
}

export interface SampleOptions {
  readonly schemas: Readonly<Record<string, Schema>>;
  /** What stands for the ID in a field of this name; a random one by default. */
  readonly id: (field: string) => string;
  /** What a person would type into a free field; the shortest word by default. */
  readonly text?: (path: string, maxLength: number) => string;
  /** Also fill what may be left out. */
  readonly everything?: boolean;
}

/** Words of the kinds the API's patterns ask for; the first that fits is taken. */
const CANDIDATES = ['a1', 'abc', '001', '12', 'A12', 'A1', 'AB', 'A10.1', '99213', '+1 555 0100', '0123456789abcdef', '2026-01-02', '1-1', 'Ward', 'someone', '250.00'];

/** The smallest value a schema accepts. Throws when it does not know one: the walk must then be taught. */
export function sample(schema: Schema, options: SampleOptions, path = ''): unknown {
  const field = path.split('.').pop() ?? '';
  if (schema.$ref) return sample(options.schemas[schema.$ref.split('/').pop() ?? ''] ?? fail(path, schema), options, path);
  if ('const' in schema) return schema.const;
  if (schema.enum) return schema.enum[0];
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return sample(choices.find(({ type }) => type !== 'null') ?? fail(path, schema), options, path);
  if (schema.allOf) return Object.assign({}, ...schema.allOf.map((part) => sample(part, options, path)));
  switch (Array.isArray(schema.type) ? schema.type[0] : schema.type) {
    case 'string': return sampleText(schema, options, path, field);
    case 'integer': case 'number': return Math.max(schema.minimum ?? -Infinity, (schema.exclusiveMinimum ?? 0) + 1) > (schema.maximum ?? Infinity) ? schema.maximum : Math.max(schema.minimum ?? 1, (schema.exclusiveMinimum ?? 0) + 1, 1);
    case 'boolean': return true;
    case 'null': return null;
    case 'array': return Array.from({ length: Math.max(schema.minItems ?? 0, options.everything ? 1 : 0) }, () => sample(schema.items ?? fail(path, schema), options, `${path}.0`));
    case 'object': return sampleObject(schema, options, path);
    default: return schema.type === undefined ? 'a1' : fail(path, schema);
  }
}

function sampleObject(schema: Schema, options: SampleOptions, path: string): Record<string, unknown> {
  const names = options.everything ? Object.keys(schema.properties ?? {}) : schema.required ?? [];
  return Object.fromEntries(names.filter((name) => schema.properties?.[name]).map((name) => [name, sample(schema.properties?.[name] ?? {}, options, path ? `${path}.${name}` : name)]));
}

function sampleText(schema: Schema, options: SampleOptions, path: string, field: string): string {
  switch (schema.format) {
    case 'uuid': return options.id(field);
    case 'date': return '2026-01-02';
    case 'date-time': return '2036-01-02T03:04:05Z';
    case 'email': return 'someone@careway.example';
    default:
  }
  const { minLength = 0, maxLength = 10_000, pattern } = schema;
  const fits = (text: string) => text.length >= minLength && text.length <= maxLength && (!pattern || new RegExp(pattern, 'u').test(text));
  const typed = options.text?.(path, maxLength);
  if (typed !== undefined && fits(typed)) return typed;
  const fitting = [...CANDIDATES, 'x'.repeat(Math.max(minLength, 1))].find(fits);
  return fitting ?? fail(path, schema);
}

function fail(path: string, schema: Schema): never {
  throw new Error(`The walk has no sample for ${path || 'the body'} (${JSON.stringify(schema).slice(0, 200)}). Add one to tests/support/walk.`);
}
