import { boundedFetch } from '#chain/rpc/boundedFetch.ts';

/** The longest pause that a node may ask of one request, in seconds: a reader waits behind it. */
export const LONGEST_PAUSE_S = 5;

/**
 * `boundedFetch`, but no answer asks for a longer pause than LONGEST_PAUSE_S seconds: viem would wait as long
 * as a node says.
 * @throws RpcAnswerError as `boundedFetch`
 * @example http(url, { fetchFn: shortPauses });
 */
export const shortPauses: typeof fetch = async (input, init) => {
  const response = await boundedFetch(input, init);
  const pause = Number(response.headers.get('retry-after') ?? 0);
  // A date is not a number: viem does not read it either.
  if (pause > LONGEST_PAUSE_S) response.headers.set('retry-after', String(LONGEST_PAUSE_S));
  return response;
};
