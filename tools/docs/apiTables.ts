import { z } from 'zod';
import { chatOrderSchema } from '#coordinator/api/chat/chatOrder.ts';
import {
  UNUSED_CHAT_PARAMETERS,
  UNUSED_MESSAGE_FIELDS,
  UNUSED_PART_FIELDS,
  UNUSED_STREAM_OPTIONS,
} from '#coordinator/api/chat/chatParameters.ts';
import type { UnusedParameters } from '#coordinator/api/http/unusedParameters.ts';
import { imageEditFieldsSchema } from '#coordinator/api/images/imageEditOrder.ts';
import { imageFieldsSchema } from '#coordinator/api/images/imageOrder.ts';
import { UNUSED_EDIT_PARAMETERS, UNUSED_IMAGE_PARAMETERS } from '#coordinator/api/images/imageParameters.ts';
import { API_ERROR_CODES, API_ERROR_STATUS } from '#protocol/messages/apiErrorCodes.ts';
import { code, type Row, type Tables, table } from '#tools/docs/tables.ts';
import english from '#web/messages/en.json' with { type: 'json' };

interface JsonSchema {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
  readonly maxItems?: number;
  readonly anyOf?: readonly JsonSchema[];
}

/** A parameter's values in words, such as "number from 0 to 2". */
function valuesOf(schema: JsonSchema): string {
  if (schema.anyOf) return schema.anyOf.map(valuesOf).join(' or ');
  if (schema.enum) return schema.enum.map((value) => code(String(value))).join(' or ');
  const { type = 'file', minimum, maximum, maxLength, maxItems } = schema;
  if (minimum !== undefined && maximum !== undefined) {
    const top = maximum === Number.MAX_SAFE_INTEGER ? '2^53 − 1' : maximum.toLocaleString('en-US');
    return `${type} from ${minimum} to ${top}`;
  }
  if (maxLength !== undefined) return `${type} of at most ${maxLength.toLocaleString('en-US')} characters`;
  return maxItems === undefined ? type : `${type} of at most ${maxItems}`;
}

function honoured({ shape }: z.ZodObject): Row[] {
  return Object.entries(shape).map(([name, schema]) => {
    const json = z.toJSONSchema(schema as z.ZodType, { io: 'input', unrepresentable: 'any' }) as JsonSchema;
    return [code(name), 'honoured', valuesOf(json)];
  });
}

function unused(parameters: UnusedParameters, prefix = ''): Row[] {
  return Object.entries(parameters).map(([name, { accepts, because }]) => {
    if (accepts === 'any') return [code(prefix + name), 'ignored', because];
    const values = accepts.map((value) => code(JSON.stringify(value))).join(', ');
    const use = accepts.length === 0 ? 'refused unless empty' : `refused unless ${values}`;
    return [code(prefix + name), use, because];
  });
}

const parameters = (...rows: readonly Row[][]): string =>
  table(['parameter', 'use', 'values, or why not'], rows.flat());

/** Codes, with the sentences that the dApp's page for developers shows. */
const errors = (): string =>
  table(
    ['code', 'status', 'what happened'],
    API_ERROR_CODES.map((name) => [
      code(name),
      String(API_ERROR_STATUS[name]),
      english.messages[`coordinator.code.${name}`],
    ]),
  );

/** The tables of docs/api.md. */
export const API_TABLES: Tables = {
  chat: () =>
    parameters(
      honoured(chatOrderSchema.out),
      unused(UNUSED_CHAT_PARAMETERS),
      unused(UNUSED_STREAM_OPTIONS, 'stream_options.'),
      unused(UNUSED_MESSAGE_FIELDS, 'messages[].'),
      unused(UNUSED_PART_FIELDS, 'messages[].content[].'),
    ),
  images: () => parameters(honoured(imageFieldsSchema), unused(UNUSED_IMAGE_PARAMETERS)),
  edits: () => parameters(honoured(imageEditFieldsSchema), unused(UNUSED_EDIT_PARAMETERS)),
  errors,
};
