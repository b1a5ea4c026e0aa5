import { afterEach, expect, it, vi } from 'vitest';
import { handOver } from '#web/evidence/handOver.ts';

const HASH = `0x${'a'.repeat(64)}` as const;
const BUNDLE = { caseId: 7n, hash: HASH, bytes: new Uint8Array([1, 2, 3]) };
const [ONE, TWO] = ['http://one.test/api', 'http://two.test'] as const;
const never = new AbortController().signal;
afterEach(() => vi.unstubAllGlobals());

const refusal = (status: number, code: string) =>
  new Response(JSON.stringify({ error: { message: 'No.', type: 'x', code, param: null } }), { status });

/** Coordinators that answer so, each in turn. */
function serve(answers: Record<string, (() => Response | Promise<Response>)[]>) {
  const asked: { url: string; method: string | undefined; body: unknown }[] = [];
  vi.stubGlobal('fetch', async (url: URL, { method, body }: RequestInit) => {
    asked.push({ url: url.href, method, body });
    return answers[url.host]!.shift()!();
  });
  return asked;
}
const taken = () => new Response(null, { status: 204 });

it('hands the bundle to all, under its hash and with its case', async () => {
  const asked = serve({ 'one.test': [taken], 'two.test': [taken] });
  expect(await handOver([ONE, TWO], BUNDLE, never)).toEqual([ONE, TWO]);
  expect(asked).toEqual([
    { url: `http://one.test/api/v1/evidence/${HASH}?case=7`, method: 'PUT', body: BUNDLE.bytes },
    { url: `http://two.test/v1/evidence/${HASH}?case=7`, method: 'PUT', body: BUNDLE.bytes },
  ]);
});

it('asks a coordinator again that has not seen the exhibit yet', async () => {
  const late = () => refusal(409, 'evidence_not_exhibited');
  const asked = serve({ 'one.test': [late, late, taken] });
  expect(await handOver([ONE], BUNDLE, never, 1)).toEqual([ONE]);
  expect(asked).toHaveLength(3);
});

it.each([
  ['does not take it', [() => refusal(400, 'bad_evidence')], 1],
  ['is gone', [() => Promise.reject(new TypeError('failed'))], 1],
  [
    'never sees the exhibit',
    Array.from({ length: 6 }, () => () => refusal(409, 'evidence_not_exhibited')),
    6,
  ],
])('tells of those that keep it where one %s', async (_, answers, times) => {
  const asked = serve({ 'one.test': answers, 'two.test': [taken] });
  expect(await handOver([ONE, TWO], BUNDLE, never, 1)).toEqual([TWO]);
  expect(asked).toHaveLength(times + 1);
});

it('ends when its page is left', async () => {
  const over = new AbortController();
  vi.stubGlobal(
    'fetch',
    (_: URL, { signal }: { signal: AbortSignal }) =>
      new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
  );
  const handing = handOver([ONE], BUNDLE, over.signal);
  over.abort(new DOMException('left', 'AbortError'));
  await expect(handing).rejects.toMatchObject({ name: 'AbortError' });
});
