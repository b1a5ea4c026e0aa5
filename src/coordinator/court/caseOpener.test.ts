import { pino } from 'pino';
import { type Address, type Hex, numberToHex, zeroHash } from 'viem';
import { expect, it, vi } from 'vitest';
import type { Exhibit } from '#chain/courts/exhibits.ts';
import { CaseOpener, type CaseOpenerDeps } from '#coordinator/court/caseOpener.ts';
import { CourtError } from '#coordinator/court/chain/courtError.ts';

const [OURS, OTHER] = [1, 2].map((number): Address => numberToHex(number, { size: 20 })) as [
  Address,
  Address,
];
const [HASH, OTHER_HASH]: [Hex, Hex] = [`0x${'a1'.repeat(32)}`, `0x${'a2'.repeat(32)}`];

interface Scene {
  shown?: Exhibit[];
  settledAt?: number;
  refusal?: CourtError;
}

/** An opener that comes after somebody else's case 7 about the same result. */
function setUp({ shown = [], settledAt, refusal }: Scene) {
  const call = vi.fn(async (..._call: unknown[]) => {
    if (refusal !== undefined) throw refusal;
    return { transactionHash: zeroHash };
  });
  const deps = {
    court: {
      terms: async () => ({ reportWindow: 1, juries: 1 }),
      caseOf: async () => 7n,
      readCase: async () => ({ settledAt }),
      exhibits: async () => shown,
    },
    sender: { address: OURS, call },
    evidence: { put: async () => ({ hash: HASH, about: zeroHash }) },
    ...{ log: pino({ level: 'silent' }), nowMs: () => 0 },
  } as unknown as CaseOpenerDeps;
  const opener = new CaseOpener(deps);
  return { open: () => opener.open(new Uint8Array()), call };
}
const EXHIBITED = ['exhibit', [7n, { coordinator: OURS, hash: HASH }]];

it.each<[string, Scene, boolean]>([
  ['where nobody has', {}, true],
  ['where another coordinator has the same bundle', { shown: [{ coordinator: OTHER, hash: HASH }] }, true],
  ['where its own shows another bundle', { shown: [{ coordinator: OURS, hash: OTHER_HASH }] }, true],
  ['not once more after a restart', { shown: [{ coordinator: OURS, hash: HASH }] }, false],
  ['not in a case that is settled', { settledAt: 1 }, false],
])('exhibits its bundle in a case that somebody else has opened, %s', async (_, scene, isCalled) => {
  const { open, call } = setUp(scene);
  expect(await open()).toBe(7n);
  expect(call.mock.calls).toEqual(isCalled ? [EXHIBITED] : []);
});

it('takes a case for what it is that was settled meanwhile, and no other refusal', async () => {
  expect(await setUp({ refusal: new CourtError('TOO_LATE', 'It is settled.') }).open()).toBe(7n);
  await expect(
    setUp({ refusal: new CourtError('PENDING', 'Another one waits.') }).open(),
  ).rejects.toMatchObject({ code: 'PENDING' });
});

it('opens one bundle once at a time', async () => {
  const { open, call } = setUp({});
  expect(await Promise.all([open(), open()])).toEqual([7n, 7n]);
  expect(call).toHaveBeenCalledOnce();
});
