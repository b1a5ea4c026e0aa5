import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { routePath } from 'hono/route';
import type { Logger } from 'pino';
import type { z } from 'zod';
import { ApiFault } from '#coordinator/api/http/apiFault.ts';
import { bodyRuleOf } from '#coordinator/api/http/bodyRule.ts';
import { internalFault } from '#coordinator/api/http/eventFeed.ts';
import { issueSentence } from '#coordinator/api/http/issueSentence.ts';
import type { UnsupportedParameter } from '#coordinator/api/http/unusedParameters.ts';

/** The answer for an error that ended a request. */
export function faultOf(error: unknown, context: Context, log: Logger): ApiFault {
  if (error instanceof ApiFault) return error;
  // 415: the content-type is not the one that the route accepts.
  if (error instanceof HTTPException && (error.status === 400 || error.status === 415))
    return unreadableBody(context.req.path);
  // Nobody reads this answer: the client hung up.
  if (context.req.raw.signal.aborted) return new ApiFault('client_gone', 'The client hung up.');
  log.error({ err: error, route: routePath(context, -1) }, 'a request failed');
  return internalFault();
}

export function unreadableBody(path: string): ApiFault {
  const { code, message } = bodyRuleOf(path).unreadable;
  return new ApiFault(code, message);
}

/** A body larger than its path allows. */
export function tooLarge(path: string): ApiFault {
  // The rest of the body is not read, so the connection cannot be used again.
  const headers = { connection: 'close' };
  return new ApiFault(
    'too_large',
    `The body is too large. This route accepts at most ${bodyRuleOf(path).bytes} bytes.`,
    { headers },
  );
}

/** The first error in a request's body or path. */
export function faultOfInput(error: z.core.$ZodError): ApiFault {
  const issue = error.issues[0];
  if (issue?.code === 'unrecognized_keys') {
    const key = issue.keys[0] ?? 'unknown';
    return new ApiFault(
      'unknown_parameter',
      `This route does not support the parameter ${key}. Leave it out.`,
      {
        param: key,
      },
    );
  }
  const param = issue?.path.join('.') ?? '';
  if (issue?.code === 'custom' && issue.params !== undefined) {
    const { code } = issue.params as UnsupportedParameter;
    return new ApiFault(code, `The parameter ${issue.message}.`, { param });
  }
  const sentence = issue === undefined ? 'The request could not be read.' : issueSentence(issue, param);
  return new ApiFault('invalid_value', sentence, { param: param || null });
}
