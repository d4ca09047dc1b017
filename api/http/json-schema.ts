import { z } from 'zod';

/** The part of JSON Schema 2020-12 that is produced and read here. */
export interface JsonSchema {
  $ref?: string;
  $defs?: Record<string, JsonSchema>;
  type?: string | string[];
  properties?: Record<string, JsonSchema>;
  required?: string[];
  additionalProperties?: boolean | JsonSchema;
  items?: JsonSchema;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  allOf?: JsonSchema[];
  enum?: unknown[];
  const?: unknown;
  pattern?: string;
  format?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  minItems?: number;
  maxItems?: number;
  description?: string;
  examples?: unknown[];
  default?: unknown;
  [keyword: string]: unknown;
}

/** The schema with its named parts (`.meta({ id })`) apart, referred to as `#/components/schemas/<id>`. */
export interface SplitSchema {
  schema: JsonSchema;
  components: Record<string, JsonSchema>;
}

/** @param io `input`: what a client sends; `output`: what an answer contains */
export function schemaOf(schema: z.ZodType, io: 'input' | 'output'): SplitSchema {
  const {
    $schema: _,
    $defs = {},
    ...own
  } = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as JsonSchema;
  const components = Object.fromEntries(Object.entries($defs).map(([name, each]) => [name, refer(each)]));
  return { schema: refer(own), components };
}

const refer = (value: JsonSchema): JsonSchema =>
  JSON.parse(JSON.stringify(value).replaceAll('"#/$defs/', '"#/components/schemas/')) as JsonSchema;
