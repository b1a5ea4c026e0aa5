import { pino } from 'pino';
import { type Hex, keccak256, toHex } from 'viem';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { CaseView } from '#chain/courts/courtReader.ts';
import { caseSeconds } from '#chain/courts/courtTerms.ts';
import type { Exhibit } from '#chain/courts/exhibits.ts';
import { testTerms } from '#chain/courts/testing/testTerms.ts';
import { CourtError } from '#coordinator/court/chain/courtError.ts';
import { EvidenceCopies } from '#coordinator/court/evidence/evidenceCopies.ts';
import { testCase } from '#coordinator/testing/testCase.ts';
import { accountOf } from '#coordinator/testing/world.ts';
import { evidenceHashOf } from '#protocol/court/evidence.ts';
import { RefusalError } from '#protocol/refusal.ts';

const [own, ann, bob] = ['own', 'ann', 'bob'].map((name) => accountOf(name).address) as [Hex, Hex, Hex];
const BUNDLE = new Uint8Array([1, 2, 3]);
const HASH = evidenceHashOf(BUNDLE);
const UNTIL_MS = 5_000_000 + 1_000 * caseSeconds(testTerms);
const hashOf = (name: string) => keccak256(toHex(name));
const over = new AbortController();
const pass = (copies: EvidenceCopies) => copies.attend(over.signal);

let exhibits: Exhibit[];
/** Of cases that show others. */
let shownIn: Map<bigint, Exhibit[]>;
let served: Map<Hex, () => Promise<Uint8Array<ArrayBuffer>>>;
let asked: [Hex, Hex][];
let kept: [Uint8Array, Hex, number][];
let running: CaseView[];
let uptime: number;
let refusal: Error | undefined;
beforeEach(() => {
  exhibits = [{ coordinator: ann, hash: HASH }];
  served = new Map([[ann, async () => BUNDLE]]);
  [asked, kept, uptime, refusal, shownIn] = [[], [], 0, undefined, new Map()];
  running = [testCase({ caseId: 1n, round: 0, start: 1_000 })];
});

function setUp() {
  return new EvidenceCopies({
    court: {
      terms: async () => testTerms,
      caseCount: async () => 1n,
      readCase: async () => running[0]!,
      exhibits: async (caseId) => shownIn.get(caseId) ?? exhibits,
      isExhibited: async (_, hash) => exhibits.some((each) => each.hash === hash),
    },
    clock: { read: async () => ({ block: 9n, seconds: 1_010 }) },
    store: {
      has: async (hash) => kept.some(([bytes]) => evidenceHashOf(bytes) === hash),
      keepUntil: async (hash, untilMs) => {
        const known = kept.find(([bytes]) => evidenceHashOf(bytes) === hash);
        if (known !== undefined) known[2] = Math.max(known[2], untilMs);
        return known !== undefined;
      },
      copy: async (bytes, about, untilMs) => {
        if (refusal !== undefined) throw refusal;
        kept.push([bytes, about, untilMs]);
      },
    },
    reader: { read: async (bytes) => ({ hash: evidenceHashOf(bytes) }) },
    downloads: {
      operators: () => [own, ann, bob],
      get: async (operator, hash) => {
        asked.push([operator, hash]);
        const answer = served.get(operator);
        if (answer === undefined) throw new Error('404');
        return answer();
      },
    },
    runningCases: () => running,
    operator: own,
    log: pino({ level: 'silent' }),
    nowMs: () => 5_000_000,
    uptimeMs: () => uptime,
  });
}

it('copies what a running case shows and is not here, until the case’s windows are over', async () => {
  const copies = setUp();
  await pass(copies);
  expect(kept).toEqual([[BUNDLE, running[0]!.evidence, UNTIL_MS]]);
  uptime = 60_000;
  await pass(copies);
  expect(asked).toHaveLength(1);
});

it('keeps what is here from an earlier case about the result until the windows of this one are over', async () => {
  kept = [[BUNDLE, running[0]!.evidence, 7]];
  const copies = setUp();
  for (uptime of [0, 60_000]) await pass(copies);
  expect(kept).toEqual([[BUNDLE, running[0]!.evidence, UNTIL_MS]]);
  expect(asked).toEqual([]);
});

it('asks the coordinators that the case names in turn, but not itself, nor one that is not active', async () => {
  const stranger = accountOf('stranger').address;
  exhibits = [own, bob, stranger, ann].map((coordinator) => ({ coordinator, hash: HASH }));
  const copies = setUp();
  for (uptime of [0, 10_000]) await pass(copies);
  expect(asked.map(([operator]) => operator)).toEqual([bob, ann]);
  expect(kept).toHaveLength(1);
});

it('takes nothing under another hash, and looks elsewhere', async () => {
  exhibits.push({ coordinator: bob, hash: hashOf('junk') });
  served.set(ann, async () => new Uint8Array([9])).set(bob, async () => BUNDLE);
  const copies = setUp();
  for (uptime of [0, 10_000]) await pass(copies);
  expect(asked.filter(([, hash]) => hash === HASH).map(([operator]) => operator)).toEqual([ann, bob]);
  expect(kept.map(([bytes]) => bytes)).toEqual([BUNDLE]);
});

it.each([
  ['is no evidence of the case', new RefusalError('BAD_SIGNATURE'), 1],
  ['holds less than what is kept', new CourtError('COPIES_ENOUGH', 'enough'), 1],
  ['finds no room now', new CourtError('EVIDENCE_FULL', 'full'), 24],
])('tries a bundle that %s so often: %s, %i', async (_, error, times) => {
  refusal = error;
  const copies = setUp();
  for (uptime = 0; uptime < 30 * 600_000; uptime += 600_000) await pass(copies);
  expect(asked).toHaveLength(times);
});

it('gives up a coordinator that sends nothing before the time for a download is over', async () => {
  vi.useFakeTimers();
  try {
    served.set(ann, () => new Promise(() => undefined));
    const passing = pass(setUp());
    // The time for a download would be 12.5 s.
    await vi.advanceTimersByTimeAsync(11_000);
    await passing;
    expect([asked.length, kept]).toEqual([1, []]);
  } finally {
    vi.useRealTimers();
  }
});

it('waits longer after each failure', async () => {
  served.clear();
  const copies = setUp();
  const times: number[] = [];
  for (uptime = 0; uptime < 80_000; uptime += 2_500) {
    const before = asked.length;
    await pass(copies);
    if (asked.length > before) times.push(uptime);
  }
  expect(times).toEqual([0, 5_000, 15_000, 35_000, 75_000]);
});

it('downloads two at once and four in a pass, the reporter’s first and then those that failed least', async () => {
  exhibits = Array.from({ length: 6 }, (_, at) => ({ coordinator: ann, hash: hashOf(`${at}`) }));
  const waiting: (() => void)[] = [];
  let most = 0;
  let open = 0;
  served.set(ann, async () => {
    most = Math.max(most, ++open);
    await new Promise<void>((resolve) => void waiting.push(resolve));
    open -= 1;
    return BUNDLE;
  });
  const copies = setUp();
  const passing = pass(copies);
  await vi.waitFor(() => {
    for (const go of waiting.splice(0)) go();
    expect(asked).toHaveLength(4);
    expect(open).toBe(0);
  });
  await passing;
  expect(most).toBe(2);
  served.set(ann, async () => Promise.reject(new Error('404')));
  uptime = 6_000;
  await pass(copies);
  expect(asked.slice(4).map(([, hash]) => hash)).toEqual([0, 4, 5, 1].map((at) => hashOf(`${at}`)));
});

it('copies the evidence of other cases, and the reporter’s, while somebody exhibits junk in one', async () => {
  running = [1n, 2n].map((caseId) => testCase({ caseId, round: 0, start: 1_000 }));
  shownIn.set(2n, [{ coordinator: bob, hash: HASH }]);
  const copies = setUp();
  for (uptime = 0; uptime < 12 * 2_500; uptime += 2_500) {
    const junk = Array.from({ length: 15 }, (_, at) => ({
      coordinator: ann,
      hash: hashOf(`${uptime} ${at}`),
    }));
    shownIn.set(1n, [{ coordinator: ann, hash: hashOf('reporter') }, ...junk]);
    await pass(copies);
    if (uptime === 0) served.set(bob, async () => BUNDLE);
  }
  expect(asked.filter(([, hash]) => hash === hashOf('reporter')).length).toBeGreaterThanOrEqual(3);
  expect(kept.map(([bytes]) => bytes)).toEqual([BUNDLE]);
});

it('looks at a case again only after a part of its window, and forgets it once it is over', async () => {
  const copies = setUp();
  await pass(copies);
  exhibits = [{ coordinator: ann, hash: hashOf('later') }];
  uptime = 2_499;
  await pass(copies);
  expect(asked).toHaveLength(1);
  running = [];
  await pass(copies);
  running = [testCase({ caseId: 1n, round: 0, start: 1_000 })];
  await pass(copies);
  expect(asked).toHaveLength(2);
});

it('ends a download that lasts, and stops with the coordinator', async () => {
  served.set(ann, () => new Promise(() => undefined));
  vi.useFakeTimers();
  try {
    const slow = pass(setUp());
    await vi.advanceTimersByTimeAsync(12_500);
    await slow;
    const closing = new AbortController();
    const stopped = setUp().attend(closing.signal);
    await vi.advanceTimersByTimeAsync(1);
    closing.abort(new RefusalError('STOPPING'));
    await stopped;
  } finally {
    vi.useRealTimers();
  }
  expect(kept).toEqual([]);
});

describe('a bundle that is handed over', () => {
  it('is kept where a running case shows it', async () => {
    const copies = setUp();
    await copies.take(await copies.caseOf(1n, HASH), HASH, BUNDLE);
    expect(kept).toEqual([[BUNDLE, running[0]!.evidence, UNTIL_MS]]);
    await expect(copies.take(running[0]!, hashOf('x'), BUNDLE)).rejects.toMatchObject({ code: 'MALFORMED' });
  });

  it('is kept where newer exhibits of junk hide it', async () => {
    shownIn.set(1n, [{ coordinator: bob, hash: hashOf('junk') }]);
    await expect(setUp().caseOf(1n, HASH)).resolves.toBe(running[0]);
  });

  it.each<[string, bigint, Hex, Partial<CaseView>, string]>([
    ['there is no such case', 2n, HASH, {}, 'UNKNOWN_CASE'],
    ['the case is settled', 1n, HASH, { settledAt: 1_005 }, 'UNKNOWN_CASE'],
    ['all its windows are over', 1n, HASH, { openedAt: 1_009 - caseSeconds(testTerms) }, 'UNKNOWN_CASE'],
    ['the case shows another bundle', 1n, hashOf('x'), {}, 'NOT_EXHIBITED'],
  ])('is not wanted where %s', async (_, caseId, hash, changes, code) => {
    running = [testCase({ caseId: 1n, round: 0, start: 1_000 }, changes)];
    await expect(setUp().caseOf(caseId, hash)).rejects.toMatchObject({ code });
  });
});
