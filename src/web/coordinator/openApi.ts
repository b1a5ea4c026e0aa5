import { z } from 'zod';
import { read } from '#web/coordinator/coordinatorApi.ts';

/** What a coordinator's OpenAPI document says of its operations, as far as a reader wants it. */

/** More than any coordinator has: a longer document is not shown to its end. */
const MOST_OPERATIONS = 200;
const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

const words = z.string().max(2_000);
const valueSchema = z.object({
  /** Several where the value may be one of them, often `null`. */
  type: z.union([words, z.array(words)]).optional(),
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
  // A value that is described otherwise may be anything.
  properties: z.record(z.string(), valueSchema.catch({})).default({}),
  required: z.array(words).default([]),
});
/** By its type, such as application/json. A file's has no properties. */
const contentSchema = z.record(
  z.string(),
  z.object({ schema: bodySchema.default({ properties: {}, required: [] }) }),
);
const operationSchema = z.object({
  summary: words.default(''),
  parameters: z
    .array(z.object({ name: words, in: words, required: z.boolean().default(false), schema: valueSchema }))
    .default([]),
  requestBody: z.object({ content: contentSchema }).optional(),
  responses: z
    .record(z.string(), z.object({ description: words.default(''), content: contentSchema.default({}) }))
    .default({}),
});
const documentSchema = z.object({ paths: z.record(words, z.record(z.string(), z.unknown())) });

export interface ApiParameter {
  name: string;
  required: boolean;
  value: ApiValue;
}

/** Where an operation takes something. */
export type ApiPlace = 'path' | 'query' | 'header' | 'body';

export interface ApiAnswer {
  /** An HTTP status; `default` is any other one. */
  status: string;
  description: string;
  /** Its types, such as application/json. */
  types: string[];
  /** Of its JSON. One that is not required may be left out. */
  fields: ApiParameter[];
}

export interface ApiOperation {
  method: string;
  path: string;
  /** What it does, in the coordinator's own words. */
  summary: string;
  /** Of its path, its query, its headers and its body. */
  parameters: (ApiParameter & { place: ApiPlace })[];
  answers: ApiAnswer[];
}

type Body = z.output<typeof bodySchema>;

const fieldsOf = ({ properties, required }: Body = { properties: {}, required: [] }): ApiParameter[] =>
  Object.entries(properties).map(([name, value]) => ({ name, value, required: required.includes(name) }));

const PLACES: readonly string[] = ['path', 'query', 'header'] satisfies ApiPlace[];
const isPlace = (place: string): place is ApiPlace => PLACES.includes(place);

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
        ...operation.parameters.flatMap(({ name, in: place, required, schema }) =>
          isPlace(place) ? [{ name, place, required, value: schema }] : [],
        ),
        ...fieldsOf(body).map((field) => ({ ...field, place: 'body' as const })),
      ];
      const answers = Object.entries(operation.responses).map(([status, { description, content }]) => ({
        ...{ status, description, types: Object.keys(content) },
        fields: fieldsOf(Object.values(content)[0]?.schema),
      }));
      found.push({ method: method.toUpperCase(), path, summary: operation.summary, parameters, answers });
    }
  }
  return found.slice(0, MOST_OPERATIONS);
}

export const OPEN_API_PATH = '/openapi.json';

/** @throws ApiFailure */
export const readOperations = async (baseUrl: string): Promise<ApiOperation[]> =>
  operationsOf(await read(baseUrl, OPEN_API_PATH, documentSchema));
