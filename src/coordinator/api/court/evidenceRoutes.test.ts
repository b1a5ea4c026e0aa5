import { OpenAPIHono } from '@hono/zod-openapi';
import { type Hex, zeroHash } from 'viem';
import { describe, expect, it, vi } from 'vitest';
import { addEvidenceRoutes } from '#coordinator/api/court/evidenceRoutes.ts';
import type { ApiEnv } from '#coordinator/api/http/env.ts';
import { faultOf } from '#coordinator/api/http/requestFault.ts';
import { CourtError } from '#coordinator/court/chain/courtError.ts';
import { testCase } from '#coordinator/testing/testCase.ts';
import { EVIDENCE_BYTES } from '#protocol/court/evidence.ts';
import { RefusalError } from '#protocol/refusal.ts';

const BUNDLE = new Uint8Array(100_000).fill(7);
const bundleOf = (digit: string) => `/v1/evidence/0x${digit.repeat(64)}`;

function setUp() {
  const taken: [bigint, Hex, Uint8Array][] = [];
  const answers: { wanted: () => Promise<void>; kept: () => Promise<void> } = {
    wanted: async () => undefined,
    kept: async () => undefined,
  };
  const api = new OpenAPIHono<ApiEnv>();
  api.use(async (context, next) => {
    context.set('client', context.req.header('from') ?? 'a client');
    await next();
  });
  api.onError((error, context) => {
    const fault = faultOf(error, context, { error: () => undefined } as never);
    return context.json(fault.toJSON(), fault.status, { ...fault.details.headers });
  });
  addEvidenceRoutes(api, {
    evidence: {
      get: async (hash) => (hash === zeroHash ? undefined : BUNDLE),
      has: async (hash) => taken.some(([, known]) => known === hash),
    },
    copies: {
      caseOf: async (caseId) => {
        await answers.wanted();
        return testCase({ caseId, round: 0, start: 1_000 });
      },
      take: async ({ caseId }, hash, bytes) => {
        await answers.kept();
        taken.push([caseId, hash, bytes]);
      },
    },
    uptimeMs: () => 0,
  });
  const hand = (path: string, init: RequestInit & { duplex?: 'half' } = { body: BUNDLE }) =>
    api.request(path, { method: 'PUT', ...init });
  const codeOf = async (answer: Response) => [answer.status, (await answer.json()).error.code];
  return { api, hand, codeOf, taken, answers };
}

describe('a bundle that is asked for', () => {
  it.each([
    [`/v1/evidence/${zeroHash}`, 404],
    ['/v1/evidence/0x12', 400],
  ])('is refused at %s with status %i', async (path, status) => {
    expect((await setUp().api.request(path)).status).toBe(status);
  });

  it('is given to a client twenty times in a minute', async () => {
    const { api } = setUp();
    for (let asked = 0; asked < 20; asked++)
      expect((await api.request(`/v1/evidence/${zeroHash}`)).status).toBe(404);
    expect((await api.request(`/v1/evidence/${zeroHash}`)).status).toBe(429);
  });

  it('is sent to a client beside one other, and a third when it has taken one', async () => {
    const { api } = setUp();
    // Who only asks for the length of bundles takes no place.
    for (const digit of ['1', '2', '3']) {
      const head = await api.request(bundleOf(digit), { method: 'HEAD' });
      expect(head.headers.get('content-length')).toBe('100000');
    }
    const [first, second] = [await api.request(bundleOf('1')), await api.request(bundleOf('2'))];
    const third = await api.request(bundleOf('3'));
    expect([third.status, third.headers.get('retry-after')]).toEqual([503, '5']);
    expect(await third.json()).toMatchObject({ error: { code: 'evidence_busy' } });
    expect(first.headers.get('content-type')).toBe('application/cbor');
    expect(Buffer.compare(new Uint8Array(await first.arrayBuffer()), BUNDLE)).toBe(0);
    await second.body?.cancel();
    expect((await api.request(bundleOf('3'))).status).toBe(200);
    expect((await api.request(bundleOf('4'))).status).toBe(200);
  });
});

describe('a bundle that is handed over', () => {
  it('is kept, and once is enough', async () => {
    const { hand, taken } = setUp();
    for (let time = 0; time < 2; time++) expect((await hand(`${bundleOf('1')}?case=3`)).status).toBe(204);
    expect(taken).toHaveLength(1);
    expect(taken[0]!.slice(0, 2)).toEqual([3n, `0x${'1'.repeat(64)}`]);
    expect(Buffer.compare(taken[0]![2], BUNDLE)).toBe(0);
  });

  it.each<[string, number, string, Error]>([
    ['there is no such open case', 409, 'case_over', new RefusalError('UNKNOWN_CASE')],
    ['the case shows another', 409, 'evidence_not_exhibited', new CourtError('NOT_EXHIBITED', 'no')],
  ])('is not read where %s', async (_, status, code, error) => {
    const { hand, codeOf, answers } = setUp();
    answers.wanted = () => Promise.reject(error);
    let isRead = false;
    const body = new ReadableStream(
      {
        pull: (controller) => {
          isRead = true;
          controller.enqueue(BUNDLE);
        },
      },
      { highWaterMark: 0 },
    );
    expect(await codeOf(await hand(`${bundleOf('1')}?case=3`, { body, duplex: 'half' }))).toEqual([
      status,
      code,
    ]);
    expect(isRead).toBe(false);
  });

  it.each<[number, string, Error]>([
    [400, 'bad_evidence', new RefusalError('BAD_SIGNATURE')],
    [503, 'evidence_full', new CourtError('EVIDENCE_FULL', 'full')],
    [503, 'evidence_full', new CourtError('COPIES_ENOUGH', 'enough')],
    [500, 'internal', new Error('disk')],
  ])('is refused with %i %s where it cannot be kept', async (status, code, error) => {
    const { hand, codeOf, answers } = setUp();
    answers.kept = () => Promise.reject(error);
    expect(await codeOf(await hand(`${bundleOf('1')}?case=3`))).toEqual([status, code]);
  });

  it.each([bundleOf('1'), `${bundleOf('1')}?case=0`, '/v1/evidence/0x12?case=3'])(
    'is refused at %s, which names no case or no hash',
    async (path) => {
      expect((await setUp().hand(path)).status).toBe(400);
    },
  );

  it('is read no further than a bundle can be long', async () => {
    const { hand, codeOf, taken } = setUp();
    let sent = 0;
    const piece = new Uint8Array(1_000_000);
    const body = new ReadableStream(
      {
        pull: (controller) => {
          sent += piece.length;
          controller.enqueue(piece);
        },
      },
      { highWaterMark: 0 },
    );
    const path = `${bundleOf('1')}?case=3`;
    expect(await codeOf(await hand(path, { body, duplex: 'half' }))).toEqual([413, 'too_large']);
    expect(sent).toBeLessThan(EVIDENCE_BYTES + 2 * piece.length);
    const headers = { 'content-length': String(EVIDENCE_BYTES + 1) };
    expect(await codeOf(await hand(path, { body: BUNDLE, headers }))).toEqual([413, 'too_large']);
    expect(taken).toEqual([]);
  });

  /** A body of so many bytes each second, and its end once they are all there. */
  const bodyAt = (bytesPerSecond: number, seconds: number) => {
    let second = 0;
    return new ReadableStream({
      pull: async (controller) => {
        await new Promise((resolve) => setTimeout(resolve, 1_000));
        controller.enqueue(new Uint8Array(bytesPerSecond));
        if (++second === seconds) controller.close();
      },
    });
  };

  it('comes from a line of 1 Mbit/s, however long it takes, and not from one that holds its place', async () => {
    vi.useFakeTimers();
    try {
      const { hand, taken, codeOf } = setUp();
      const honest = hand(`${bundleOf('1')}?case=3`, { body: bodyAt(115_000, 280), duplex: 'half' });
      await vi.advanceTimersByTimeAsync(280_000);
      expect((await honest).status).toBe(204);
      expect(taken[0]![2]).toHaveLength(280 * 115_000);
      const slow = hand(`${bundleOf('2')}?case=3`, { body: bodyAt(1_000, 280), duplex: 'half' });
      await vi.advanceTimersByTimeAsync(11_000);
      expect((await codeOf(await slow))[1]).toBe('client_gone');
      // Its place is free again.
      expect((await hand(`${bundleOf('3')}?case=3`)).status).toBe(204);
    } finally {
      vi.useRealTimers();
    }
  });

  it('comes from a client one at a time, and twelve times in a minute', async () => {
    const { hand, codeOf, answers } = setUp();
    let goOn: (() => void) | undefined;
    const turn = new Promise<void>((resolve) => void (goOn = resolve));
    answers.wanted = () => turn;
    const first = hand(`${bundleOf('1')}?case=3`);
    const second = await hand(`${bundleOf('2')}?case=3`);
    expect(await codeOf(second)).toEqual([503, 'evidence_busy']);
    goOn?.();
    expect((await first).status).toBe(204);
    for (let time = 2; time < 12; time++) expect((await hand(`${bundleOf('1')}?case=3`)).status).toBe(204);
    expect((await hand(`${bundleOf('1')}?case=3`)).status).toBe(429);
    const other = { body: BUNDLE, headers: { from: 'another client' } };
    expect((await hand(`${bundleOf('1')}?case=3`, other)).status).toBe(204);
  });
});
