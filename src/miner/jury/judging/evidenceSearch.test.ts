import type { Address } from 'viem';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { EvidenceDownloads } from '#chain/courts/bundles/evidenceDownloads.ts';
import { EvidenceSearch, type WantedEvidence } from '#miner/jury/judging/evidenceSearch.ts';
import { Courthouse } from '#miner/testing/courthouse.ts';
import { type Bundle, bundleOf, reportedResult, reportedText } from '#miner/testing/evidence.ts';
import { type Answer, FakeRelays, honest } from '#miner/testing/relays.ts';
import { boss, miner, network, rival, stranger } from '#miner/testing/world.ts';
import { COURT_FRAME_BYTES } from '#protocol/court/courtFrames.ts';
import { type Evidence, encodeEvidence, evidenceHashOf } from '#protocol/court/evidence.ts';
import { RefusalError } from '#protocol/refusal.ts';

const house = new Courthouse(miner.address);
const [ONE, OTHER] = [boss.address, rival.address];
const TIMES = { patienceMs: 300, searchMs: 1_200 };
let evidence: Evidence;
let bundle: Bundle;
let others: Bundle;
let relays: FakeRelays;
let search: EvidenceSearch;
/** What coordinators serve by HTTP. */
let served: Map<Address, () => Promise<Uint8Array<ArrayBuffer>>>;
let downloads: EvidenceDownloads;

beforeAll(async () => {
  evidence = await reportedResult();
  [bundle, others] = [await bundleOf(evidence), await bundleOf(await reportedResult())];
});
beforeEach(() => {
  relays = new FakeRelays();
  downloads = {
    operators: () => [...served.keys()],
    get: vi.fn(async (operator) => served.get(operator)!()),
  };
  served = new Map();
  search = new EvidenceSearch({ network, relays, downloads });
});

const exhibitOf = ({ hash }: { hash: Bundle['hash'] }, coordinator = ONE) => ({ coordinator, hash });
const find = (change: Partial<WantedEvidence> = {}, signal = new AbortController().signal) =>
  search.find({ evidence: bundle.id, exhibits: [exhibitOf(bundle)], ...TIMES, turn: 0, ...change }, signal);
/** Serves these bytes, whatever is asked for. */
const serving =
  (bytes: Uint8Array<ArrayBuffer>): Answer =>
  async () => ({ type: 'evidence', bytes });
const STEP_MS = 10;
/** @returns what comes of it, and after how many ms of a clock that only this moves, to a step */
async function timed(finding: Promise<unknown>): Promise<[unknown, number]> {
  let ended: [unknown] | undefined;
  const end = (outcome: unknown) => {
    ended = [outcome];
  };
  finding.then(end, end);
  for (let ms = 0; ; ms += STEP_MS) {
    await new Promise((resolve) => setImmediate(resolve));
    if (ended !== undefined) return [ended[0], ms];
    await vi.advanceTimersByTimeAsync(STEP_MS);
  }
}
/** Serves a bundle only to who knows its hash. */
const byHash =
  (answer: Answer): Answer =>
  (question) =>
    question.type === 'evidence-about' ? honest(house)(question) : answer(question);
/** Bytes that are exhibited by their right hash. */
const exhibited = (bytes: Uint8Array<ArrayBuffer>) => ({ bytes, hash: evidenceHashOf(bytes), id: bundle.id });

afterEach(() => void vi.useRealTimers());

describe('EvidenceSearch', () => {
  it('asks each coordinator for what it holds about the case before it looks for what was exhibited', async () => {
    relays.answers.set(ONE, honest(house)).set(OTHER, honest(house, bundle));
    expect((await find({ exhibits: [exhibitOf(others)] })).parts?.size).toBe(2);
    expect(relays.asked).toEqual(
      [ONE, OTHER].map((operator) => ({
        ...{ operator, question: { type: 'evidence-about', evidence: bundle.id } },
      })),
    );
  });

  it('asks the coordinator that is named before any other', async () => {
    relays.answers.set(OTHER, byHash(honest(house, bundle))).set(ONE, byHash(honest(house, bundle)));
    expect((await find()).request.kind).toBe('image');
    const named = relays.asked.filter(({ question }) => question.type === 'evidence');
    expect(named.map(({ operator }) => operator)).toEqual([ONE]);
  });

  it('asks any connected coordinator where the named one is not connected', async () => {
    relays.answers.set(OTHER, byHash(honest(house, bundle)));
    expect((await find({ exhibits: [exhibitOf(bundle, stranger.address)] })).parts?.size).toBe(2);
  });

  const lies: [string, () => Answer][] = [
    ['does not answer', () => () => 'silent'],
    ['breaks off', () => () => 'cut'],
    ['does not hold it', () => honest(house)],
    ['serves the evidence of another case', () => serving(others.bytes)],
    ['leaves its end away', () => serving(bundle.bytes.subarray(0, -1))],
    ['changes a byte', () => serving(bundle.bytes.map((byte, at) => (at === 40 ? byte ^ 1 : byte)))],
    ['answers to another question', () => async () => ({ type: 'accepted' })],
    ['speaks another protocol', () => async () => ({ type: 'prompt', text: 'hello' })],
  ];

  it.each(lies)('takes it from another coordinator when the named one %s', async (_, lie) => {
    relays.answers.set(ONE, lie()).set(OTHER, honest(house, bundle));
    expect((await find()).request.kind).toBe('image');
  });

  it.each(lies)('finds nothing when the only coordinator %s', async (_, lie) => {
    relays.answers.set(ONE, lie());
    await expect(find()).rejects.toMatchObject({ code: 'UNKNOWN_EVIDENCE' });
  });

  it('finds nothing without a coordinator, or without an exhibit', async () => {
    await expect(find()).rejects.toMatchObject({ code: 'UNKNOWN_EVIDENCE' });
    relays.answers.set(ONE, byHash(honest(house, bundle)));
    await expect(find({ exhibits: [] })).rejects.toMatchObject({ code: 'UNKNOWN_EVIDENCE' });
  });

  it('goes on to the next exhibit when one is that of another case, and does not fetch it again', async () => {
    relays.answers.set(ONE, byHash(honest(house, others, bundle)));
    const exhibits = [exhibitOf(others), exhibitOf(bundle)];
    expect((await find({ exhibits })).claim).toBeDefined();
    await find({ exhibits });
    expect(relays.count('evidence')).toBe(3);
  });

  const bad: [string, string, () => Promise<Uint8Array<ArrayBuffer>>][] = [
    ['MALFORMED', 'the result of another case', async () => others.bytes],
    ['MALFORMED', 'no bundle at all', async () => Uint8Array.of(1, 2, 3)],
    [
      'BAD_SIGNATURE',
      'a result that its miner did not sign',
      async () => encodeEvidence({ ...evidence, signature: `0x${'1'.repeat(130)}` }),
    ],
    [
      'BAD_TRACE',
      'a part that its miner did not sign',
      async () =>
        encodeEvidence({
          ...evidence,
          handed: { ...evidence.handed!, parts: [[0, Uint8Array.of(9)]] },
        }),
    ],
  ];
  it.each(bad)('says %s when all that was exhibited is %s', async (code, _, make) => {
    const served = exhibited(await make());
    relays.answers.set(ONE, byHash(honest(house, served)));
    await expect(find({ exhibits: [exhibitOf(served)] })).rejects.toMatchObject({ code });
    // Once more without asking.
    await expect(find({ exhibits: [exhibitOf(served)] })).rejects.toMatchObject({ code });
    expect(relays.count('evidence')).toBe(1);
  });

  it('prefers a bundle with more of the trace, wherever it stands', async () => {
    const bare = await bundleOf({ ...evidence, handed: null });
    relays.answers.set(ONE, byHash(honest(house, bare, bundle)));
    for (const exhibits of [
      [bare, bundle],
      [bundle, bare],
    ])
      expect((await find({ exhibits: exhibits.map((each) => exhibitOf(each)) })).parts?.size).toBe(2);
    expect((await find({ exhibits: [exhibitOf(bare)] })).parts).toBeUndefined();
  });

  it('goes on from a bundle without the trace to one that holds it', async () => {
    const bare = await bundleOf({ ...evidence, handed: null });
    relays.answers.set(ONE, honest(house, bare)).set(OTHER, honest(house, bundle));
    expect((await find()).parts?.size).toBe(2);
    relays.answers.delete(OTHER);
    expect((await find()).parts).toBeUndefined();
  });

  it('ends with a text without a trace: its result holds all of it', async () => {
    const text = await bundleOf(await reportedText([3, 4]));
    relays.answers.set(ONE, honest(house, text)).set(OTHER, honest(house, text));
    expect((await find({ evidence: text.id })).parts).toBeUndefined();
    expect(relays.asked).toHaveLength(1);
  });

  it('does not wait for the exhibits of a flood', async () => {
    const junk = Array.from({ length: 16 }, (_, at) => exhibited(Uint8Array.of(at)));
    relays.answers
      .set(ONE, (question) => (question.type === 'evidence' ? 'silent' : honest(house)(question)))
      .set(OTHER, honest(house, bundle, ...junk));
    const exhibits = junk.map((each) => exhibitOf(each));
    expect((await find({ exhibits })).parts?.size).toBe(2);
    expect(relays.count('evidence')).toBe(0);
  });

  it.each([1, 2, 5])(
    'hears an honest coordinator behind silent ones, within its time: %i',
    async (silent) => {
      for (let at = 0; at < silent; at++) relays.answers.set(`0x${String(at).repeat(40)}`, () => 'silent');
      relays.answers.set(ONE, honest(house, bundle));
      vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
      const [found, ms] = await timed(find({ patienceMs: 60_000, exhibits: [] }));
      expect(found).toMatchObject({ request: { kind: 'image' } });
      expect(ms).toBeLessThanOrEqual(TIMES.searchMs / 2);
    },
  );

  it('ends in time when nobody answers, and looks for other exhibits the next time', async () => {
    const exhibits = Array.from({ length: 16 }, (_, at) => exhibitOf(exhibited(Uint8Array.of(at))));
    relays.answers.set(ONE, () => 'silent');
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    for (const turn of [0, 1]) {
      const [failed, ms] = await timed(find({ exhibits, patienceMs: 60_000, turn }));
      expect(failed).toMatchObject({ code: 'UNKNOWN_EVIDENCE' });
      expect(ms).toBeLessThanOrEqual(TIMES.searchMs + STEP_MS);
    }
    const looked = relays.asked.flatMap(({ question }) =>
      question.type === 'evidence' ? question.hash : [],
    );
    expect(looked).toEqual([exhibits[0]!.hash, exhibits[8]!.hash]);
  });

  it('looks for eight exhibits at a time', async () => {
    const exhibits = Array.from({ length: 9 }, (_, at) => exhibitOf(exhibited(Uint8Array.of(at))));
    relays.answers.set(ONE, honest(house));
    await expect(find({ exhibits })).rejects.toMatchObject({ code: 'UNKNOWN_EVIDENCE' });
    expect(relays.count('evidence')).toBe(8);
  });

  it('asks no more of a coordinator that has sent four bundles in vain, but still of an honest one', async () => {
    relays.bundleBytes = COURT_FRAME_BYTES;
    relays.answers.set(ONE, byHash(serving(others.bytes)));
    const search = () => expect(find()).rejects.toMatchObject({ code: 'UNKNOWN_EVIDENCE' });
    for (let searched = 0; searched < 6; searched++) await search();
    expect(relays.count('evidence')).toBe(4);
    relays.answers.set(ONE, honest(house, bundle));
    for (let found = 0; found < 6; found++) expect((await find()).parts?.size).toBe(2);
  });

  describe('by HTTP', () => {
    const busy: Answer = async () => ({ type: 'refused', code: 'BUSY' });

    it('takes what was exhibited when no stream gives it, of one that is not connected as well', async () => {
      relays.answers.set(ONE, busy);
      served.set(stranger.address, async () => bundle.bytes);
      expect((await find()).parts?.size).toBe(2);
      expect(relays.asked.map(({ question }) => question.type)).toEqual(['evidence-about', 'evidence']);
    });

    it('asks the next one where the first fails, is silent or serves something else', async () => {
      const lies = [
        async () => Promise.reject(new Error('503')),
        () => new Promise<never>(() => undefined),
        async () => others.bytes,
      ];
      for (const lie of lies) {
        served.clear();
        served.set(ONE, lie).set(OTHER, async () => bundle.bytes);
        expect((await find({ patienceMs: 50 })).parts?.size).toBe(2);
      }
    });

    it('is left alone while a stream gives it', async () => {
      relays.answers.set(ONE, honest(house, bundle));
      served.set(ONE, async () => bundle.bytes);
      await find();
      expect(downloads.get).not.toHaveBeenCalled();
    });

    it('is not asked for what a stream gave, though it shows only some of the trace', async () => {
      const { leaves, parts } = evidence.handed!;
      const some = await bundleOf({ ...evidence, handed: { leaves, parts: parts.slice(0, 1) } });
      relays.answers.set(ONE, byHash(honest(house, some)));
      served.set(ONE, async () => some.bytes);
      expect((await find({ exhibits: [exhibitOf(some)] })).parts?.size).toBe(1);
      expect(relays.count('evidence')).toBe(1);
      expect(downloads.get).not.toHaveBeenCalled();
    });

    it('is asked no more of one that has sent four bundles in vain', async () => {
      served.set(ONE, async () => others.bytes);
      vi.mocked(downloads.get).mockImplementation(async (operator, _, { onBytes }) => {
        onBytes(COURT_FRAME_BYTES);
        return served.get(operator)!();
      });
      for (let searched = 0; searched < 6; searched++)
        await expect(find()).rejects.toMatchObject({ code: 'UNKNOWN_EVIDENCE' });
      expect(downloads.get).toHaveBeenCalledTimes(4);
    });
  });

  it('ends at once when it is aborted', async () => {
    relays.answers.set(ONE, () => 'silent');
    const over = new AbortController();
    const finding = find({ patienceMs: 60_000 }, over.signal);
    over.abort(new RefusalError('WINDOW_OVER'));
    await expect(finding).rejects.toMatchObject({ code: 'WINDOW_OVER' });
  });
});
