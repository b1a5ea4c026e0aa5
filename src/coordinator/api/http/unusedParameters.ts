import { isDeepStrictEqual } from 'node:util';
import { z } from '@hono/zod-openapi';

/** A parameter of OpenAI's API that has no effect here. */
export interface UnusedParameter {
  /** The values that are accepted: any of a hint, else those that ask for what is done anyway. */
  readonly accepts: 'any' | readonly unknown[];
  /** Why it has no effect, as the end of the sentence "`name` …". */
  readonly because: string;
}
export type UnusedParameters = Readonly<Record<string, UnusedParameter>>;

/** A refused parameter, as its issue's `params` carry it. */
export interface UnsupportedParameter {
  readonly code: 'unsupported_parameter';
}

/** A value that asks for nothing: clients send parameters that way instead of leaving them out. */
const isEmpty = (value: unknown): boolean =>
  value === null ||
  value === false ||
  value === '' ||
  isDeepStrictEqual(value, []) ||
  isDeepStrictEqual(value, {});

/**
 * Makes a schema lenient where that is harmless: null stands for a parameter that is left out, and a
 * parameter without effect may be sent with a value that changes nothing. With any other value the answer
 * would silently differ from what was asked for, so it is refused by name.
 * @example
 * const unused = { user: { accepts: 'any', because: 'is a hint' } } as const;
 * const orderSchema = lenient(z.strictObject({ prompt: z.string() }), unused);
 */
export function lenient<S extends z.ZodObject>(schema: S, unused: UnusedParameters) {
  return z.preprocess((body, context) => {
    if (typeof body !== 'object' || body === null || Array.isArray(body)) return body;
    const kept = Object.entries(body).filter(([name, value]) => {
      if (value === null) return false;
      if (Object.hasOwn(schema.shape, name)) return true;
      const parameter = Object.hasOwn(unused, name) ? unused[name] : undefined;
      if (isEmpty(value)) return false;
      if (parameter === undefined) return true;
      const { accepts, because } = parameter;
      if (
        accepts !== 'any' &&
        !accepts.some((accepted) => value === accepted || isDeepStrictEqual(value, accepted))
      ) {
        const params = { code: 'unsupported_parameter' } satisfies UnsupportedParameter;
        context.addIssue({ code: 'custom', path: [name], message: `${name} ${because}`, params });
      }
      return false;
    });
    return Object.fromEntries(kept);
  }, schema);
}
