/** The longest pause that a node may ask of one request, in seconds: a reader waits behind it. */
export const LONGEST_PAUSE_S = 5;

/**
 * `fetch`, but no answer asks for a longer pause than LONGEST_PAUSE_S seconds: viem would wait as long as a
 * node says.
 * @example http(url, { fetchFn: boundedFetch });
 */
export const boundedFetch: typeof fetch = async (input, init) => {
  const response = await fetch(input, init);
  const pause = Number(response.headers.get('retry-after') ?? 0);
  // A date is not a number: viem does not read it either.
  if (!(pause > LONGEST_PAUSE_S)) return response;
  const headers = new Headers(response.headers);
  headers.set('retry-after', String(LONGEST_PAUSE_S));
  const { body, status, statusText } = response;
  return new Response(body, { status, statusText, headers });
};
