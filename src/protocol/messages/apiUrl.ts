/**
 * Where a part of a coordinator's HTTP API is. The base that it announces may have a path of its own.
 * @param path of the API, from its root: `/v1/models`
 * @example apiUrl('https://nest.example/cuckoo', '/v1/models'); // https://nest.example/cuckoo/v1/models
 */
export function apiUrl(baseUrl: string, path: string): URL {
  const base = new URL(baseUrl);
  if (!base.pathname.endsWith('/')) base.pathname += '/';
  return new URL(`.${path}`, base);
}
