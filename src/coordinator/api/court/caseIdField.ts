import { z } from '@hono/zod-openapi';

/** The number of a case in a path or a query. */
export const caseIdField = z
  .string()
  .regex(/^[1-9][0-9]{0,17}$/, 'must be the number of a case')
  .transform((text) => BigInt(text));
