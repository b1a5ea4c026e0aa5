import { sql } from 'drizzle-orm';
import { pino } from 'pino';
import { zeroHash } from 'viem';
import { beforeEach, expect, it } from 'vitest';
import { EvidenceStore } from '#coordinator/court/evidenceStore.ts';
import type { Database } from '#coordinator/store/database.ts';
import { evidence } from '#coordinator/store/schema.ts';
import { testEvidence } from '#coordinator/testing/testEvidence.ts';
import { accountOf, COORDINATOR, NETWORK } from '#coordinator/testing/world.ts';
import { encodeEvidence, evidenceHashOf, evidenceIdOf } from '#protocol/court/evidence.ts';
import { textTrace, traceOf } from '#protocol/trace/workTrace.ts';

const bundle = (name: string) =>
  testEvidence(
    NETWORK,
    { coordinator: COORDINATOR, miner: accountOf('ann') },
    { blockNumber: 1, beacon: zeroHash, minedAt: 1_000 },
    name,
  );

/** What the store of evidence must do on any database. @param open its `db` is there once the tests run */
export function testEvidenceStore(open: { readonly db: Database }): void {
  beforeEach(() => open.db.execute(sql`truncate evidence`));

  function storeOf(maxBytes = 1_000_000) {
    const sentences: string[] = [];
    const log = pino(
      { level: 'error' },
      { write: (line: string) => void sentences.push(JSON.parse(line).msg) },
    );
    return { store: new EvidenceStore({ db: open.db, network: NETWORK, maxBytes, log }), sentences };
  }

  it('keeps a bundle under its hash, over a restart too', async () => {
    const bytes = await bundle('one');
    const { hash, claim } = await storeOf().store.put(bytes, 5);
    expect([hash, claim.units]).toEqual([evidenceHashOf(bytes), 4]);
    const { store } = storeOf();
    expect(await store.has(hash)).toBe(true);
    expect(await store.get(hash)).toEqual(bytes);
    expect(await store.get(zeroHash)).toBeUndefined();
  });

  it('reads a bundle once for all who ask for it at once', async () => {
    const { hash } = await storeOf().store.put(await bundle('one'), 5);
    const { store } = storeOf();
    const got = await Promise.all(Array.from({ length: 20 }, () => store.get(hash)));
    expect([got.length, new Set(got).size]).toEqual([20, 1]);
  });

  it('finds the largest bundle about a result, whatever its hash', async () => {
    const { store } = storeOf();
    const bare = await bundle('one');
    const { claim, evidence, result } = await store.put(bare, 5);
    await store.put(await bundle('another'), 5);
    expect(await store.about(evidenceIdOf(claim))).toEqual(bare);
    expect(await store.about(zeroHash)).toBeUndefined();
    const tokens = result.kind === 'text' ? result.tokens : [];
    const [part] = textTrace(tokens) as [Uint8Array<ArrayBuffer>];
    const traced = encodeEvidence({
      ...evidence,
      handed: { leaves: [...traceOf([part]).leaves], parts: [[0, part]] },
    });
    await store.put(traced, 5);
    await store.put(bare, 5);
    expect(await store.about(evidenceIdOf(claim))).toEqual(traced);
  });

  it('finds a bundle of before a result was noted with it once it is put again', async () => {
    const { store } = storeOf();
    const { claim } = await store.put(await bundle('one'), 5);
    await open.db.update(evidence).set({ about: null });
    expect(await store.about(evidenceIdOf(claim))).toBeUndefined();
    await store.put(await bundle('one'), 5);
    expect(await store.about(evidenceIdOf(claim))).toBeDefined();
  });

  it('keeps nothing whose signatures or hashes are wrong', async () => {
    const bytes = await bundle('one');
    const { store } = storeOf();
    // A letter of the prompt.
    const at = Buffer.from(bytes).indexOf('one');
    const forged = bytes.with(at, bytes[at]! ^ 1);
    await expect(store.put(forged, 5)).rejects.toMatchObject({ code: 'MALFORMED' });
    expect(await store.has(evidenceHashOf(forged))).toBe(false);
  });

  it('keeps as many bytes as it may and no more, and says so in the log', async () => {
    const [one, two] = [await bundle('one'), await bundle('two')];
    const all = one.byteLength + two.byteLength;
    const small = storeOf(all - 1);
    await small.store.put(one, 5);
    await expect(small.store.put(two, 5)).rejects.toMatchObject({ code: 'EVIDENCE_FULL' });
    expect(small.sentences).toEqual([expect.stringContaining('the store is full')]);
    // What is there already takes no more room.
    await small.store.put(one, 5);
    await storeOf(all).store.put(two, 5);
    expect(await small.store.has(evidenceHashOf(two))).toBe(true);
  });

  it('deletes a bundle once its time is over, by the later of two moments', async () => {
    const { store } = storeOf();
    const { hash } = await store.put(await bundle('one'), 7);
    await store.put(await bundle('one'), 5);
    await store.get(hash);
    await store.forget(7);
    expect(await store.get(hash)).toBeDefined();
    await store.forget(8);
    expect(await store.get(hash)).toBeUndefined();
  });

  it('names the result that a bundle is about, and whether there is a bundle about a result', async () => {
    const { store } = storeOf();
    const { hash, claim } = await store.put(await bundle('one'), 5);
    const about = evidenceIdOf(claim);
    expect([await store.resultOf(hash), await store.hasAbout(about)]).toEqual([about, true]);
    expect([await store.resultOf(zeroHash), await store.hasAbout(zeroHash)]).toEqual([undefined, false]);
    await open.db.update(evidence).set({ about: null });
    expect([await store.resultOf(hash), await store.hasAbout(about)]).toEqual([undefined, false]);
  });

  it('keeps a bundle once that is put twice at once', async () => {
    const { store } = storeOf();
    const bytes = await bundle('one');
    await Promise.all([store.put(bytes, 5), store.put(bytes, 5)]);
    expect((await open.db.select().from(evidence)).length).toBe(1);
  });

  it('gives bytes that nobody else writes into', async () => {
    const bytes = await bundle('one');
    const { hash } = await storeOf().store.put(bytes, 5);
    const { store } = storeOf();
    const got = (await store.get(hash))!;
    expect([got.buffer.byteLength, got.constructor]).toEqual([bytes.byteLength, Uint8Array]);
  });
}
