import { z } from 'zod';
import { read } from '#web/coordinator/coordinatorApi.ts';

/** What a coordinator's OpenAPI document says of its operations, as far as a reader wants it. */

/** More than any coordinator has: a longer document is not shown to its end. */
const MOST_OPERATIONS = 200;
const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

const words = z.string().max(2_000);
const valueSchema = z.object({
  type: words.optional(),
  format: words.optional(),
  enum: z.array(z.union([z.string(), z.number(), z.boolean()])).optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  maxLength: z.number().optional(),
  maxItems: z.number().optional(),
  get anyOf() {
    return z.array(valueSchema).optional();
  },
});
/** What a parameter may be: a part of a JSON schema. */
export type ApiValue = z.output<typeof valueSchema>;

const bodySchema = z.object({
  properties: z.record(z.string(), valueSchema).default({}),
  required: z.array(words).default([]),
});
const operationSchema = z.object({
  summary: words.default(''),
  parameters: z
    .array(z.object({ name: words, in: words, required: z.boolean().default(false), schema: valueSchema }))
    .default([]),
  requestBody: z.object({ content: z.record(z.string(), z.object({ schema: bodySchema })) }).optional(),
});
const documentSchema = z.object({ paths: z.record(words, z.record(z.string(), z.unknown())) });

export interface ApiParameter {
  name: string;
  required: boolean;
  value: ApiValue;
}

export interface ApiOperation {
  method: string;
  path: string;
  /** What it does, in the coordinator's own words. */
  summary: string;
  /** Of its path, its query and its body. */
  parameters: ApiParameter[];
}

/**
 * The operations of an OpenAPI document, in its order. One that is not as expected is left out.
 * @throws ZodError when it is no such document
 */
export function operationsOf(document: unknown): ApiOperation[] {
  const found: ApiOperation[] = [];
  for (const [path, byMethod] of Object.entries(documentSchema.parse(document).paths)) {
    for (const method of METHODS) {
      const operation = operationSchema.safeParse(byMethod[method]).data;
      if (operation === undefined) continue;
      const body = Object.values(operation.requestBody?.content ?? {})[0]?.schema;
      const parameters = [
        ...operation.parameters.map(({ name, required, schema }) => ({ name, required, value: schema })),
        ...Object.entries(body?.properties ?? {}).map(([name, value]) => ({
          ...{ name, value, required: body?.required.includes(name) ?? false },
        })),
      ];
      found.push({ method: method.toUpperCase(), path, summary: operation.summary, parameters });
    }
  }
  return found.slice(0, MOST_OPERATIONS);
}

export const OPEN_API_PATH = '/openapi.json';

/** @throws ApiFailure */
export const readOperations = async (baseUrl: string): Promise<ApiOperation[]> =>
  operationsOf(await read(baseUrl, OPEN_API_PATH, documentSchema));
