import { sql } from 'drizzle-orm';
import { pino } from 'pino';
import { zeroHash } from 'viem';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { EvidenceStore } from '#coordinator/court/evidence/evidenceStore.ts';
import { type BundleReader, readBundle } from '#coordinator/court/evidence/reading/bundleReading.ts';
import { joinBundles } from '#coordinator/court/evidence/reading/joinBundles.ts';
import type { Database } from '#coordinator/store/database.ts';
import { evidence } from '#coordinator/store/schema.ts';
import { testEvidence, testImageEvidence } from '#coordinator/testing/testEvidence.ts';
import { accountOf, COORDINATOR, NETWORK } from '#coordinator/testing/world.ts';
import {
  type Evidence,
  encodeEvidence,
  evidenceHashOf,
  evidenceIdOf,
  readEvidence,
} from '#protocol/court/evidence.ts';
import { encodeWire } from '#protocol/messages/wire.ts';
import { textTrace, traceOf } from '#protocol/trace/workTrace.ts';

const bundle = (name: string) =>
  testEvidence(
    NETWORK,
    { coordinator: COORDINATOR, miner: accountOf('ann') },
    { blockNumber: 1, beacon: zeroHash, minedAt: 1_000 },
    name,
  );

const idOf = async (bytes: Uint8Array) => evidenceIdOf((await readEvidence(NETWORK, bytes)).claim);

/** What the store of evidence must do on any database. @param open its `db` is there once the tests run */
export function testEvidenceStore(open: { readonly db: Database }): void {
  beforeEach(() => open.db.execute(sql`truncate evidence`));

  const here: BundleReader = {
    read: (bytes) => readBundle(NETWORK, bytes),
    join: (first, second) => joinBundles(NETWORK, first, second),
  };

  function storeOf(own = 1_000_000, copies = 1_000_000, reader = here) {
    const sentences: string[] = [];
    const log = pino(
      { level: 'error' },
      { write: (line: string) => void sentences.push(JSON.parse(line).msg) },
    );
    return {
      store: new EvidenceStore({
        ...{ db: open.db, reader, maxBytes: { own, copies }, log },
      }),
      sentences,
    };
  }

  it('keeps a bundle under its hash, over a restart too', async () => {
    const bytes = await bundle('one');
    const { hash, about, signed } = await storeOf().store.put(bytes, 5);
    expect([hash, about, signed.result.units]).toEqual([evidenceHashOf(bytes), await idOf(bytes), 4]);
    const { store } = storeOf();
    expect(await store.has(hash)).toBe(true);
    expect(await store.get(hash)).toEqual(bytes);
    expect(await store.get(zeroHash)).toBeUndefined();
  });

  it('leaves all hashing to its reader, which has a thread, for its own bundles and for copies', async () => {
    const told = await readBundle(NETWORK, await bundle('one'));
    const read = vi.fn(async () => told);
    const { store } = storeOf(100, 100, { ...here, read });
    // Whoever hashed these here would find another hash, and no evidence.
    const bytes = new Uint8Array(9);
    expect(await store.put(bytes, 5)).toBe(told);
    expect(await store.get(told.hash)).toEqual(bytes);
    await store.copy(bytes, 'about' in told ? told.about : zeroHash, 5);
    expect(read.mock.calls).toEqual([[bytes], [bytes]]);
  });

  it('reads a bundle once for all who ask for it at once', async () => {
    const { hash } = await storeOf().store.put(await bundle('one'), 5);
    const { store } = storeOf();
    const got = await Promise.all(Array.from({ length: 20 }, () => store.get(hash)));
    expect([got.length, new Set(got).size]).toEqual([20, 1]);
  });

  it('holds no more than the last two bundles that were asked for in memory', async () => {
    const { store } = storeOf();
    const all = await Promise.all(['one', 'two', 'three'].map((name) => bundle(name)));
    for (const bytes of all) await store.get((await store.put(bytes, 5)).hash);
    await open.db.execute(sql`truncate evidence`);
    const left = await Promise.all(all.map((bytes) => store.get(evidenceHashOf(bytes))));
    expect(left).toEqual([undefined, ...all.slice(1)]);
  });

  it('finds the largest bundle about a result, whatever its hash', async () => {
    const { store } = storeOf();
    const bare = await bundle('one');
    const { claim, evidence, result } = await readEvidence(NETWORK, bare);
    await store.put(bare, 5);
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
    const { about } = await store.put(await bundle('one'), 5);
    await open.db.update(evidence).set({ about: null });
    expect(await store.about(about)).toBeUndefined();
    await store.put(await bundle('one'), 5);
    expect(await store.about(about)).toBeDefined();
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

  it('keeps a bundle longer when it is wanted longer, and says whether there is one', async () => {
    const { store } = storeOf();
    const { hash } = await store.put(await bundle('one'), 5);
    expect([await store.keepUntil(hash, 9), await store.keepUntil(hash, 7)]).toEqual([true, true]);
    expect(await store.keepUntil(zeroHash, 9)).toBe(false);
    await store.forget(9);
    expect(await store.has(hash)).toBe(true);
    await store.forget(10);
    expect(await store.has(hash)).toBe(false);
  });

  describe('copies', () => {
    const sizes = async () =>
      (await open.db.select({ bytes: evidence.bytes }).from(evidence))
        .map(({ bytes }) => bytes.length)
        .sort();

    /** The same result's bundle under other hashes: signatures of the same value are written in two ways. */
    async function variants(name: string) {
      const bare = await bundle(name);
      const { evidence: own, result } = await readEvidence(NETWORK, bare);
      const [part] = textTrace(result.kind === 'text' ? result.tokens : []) as [Uint8Array<ArrayBuffer>];
      const leaves = [...traceOf([part]).leaves];
      const turned = (signature: Evidence['signature']) =>
        `0x${signature.slice(2, -2)}${signature.endsWith('1b') ? '00' : '01'}` as const;
      const signatures = [own.signature, turned(own.signature)];
      const assigned = [own.assignment.signature, turned(own.assignment.signature)];
      const all = signatures.flatMap((signature) =>
        assigned.map((by) => ({ ...own, signature, assignment: { ...own.assignment, signature: by } })),
      );
      return {
        small: all.map((each) => encodeEvidence(each)),
        traced: encodeEvidence({ ...own, handed: { leaves, parts: [[0, part]] } }),
      };
    }

    it('are served as our own evidence is, and say nothing about what we found', async () => {
      const { store } = storeOf();
      const bytes = await bundle('one');
      const id = await idOf(bytes);
      await store.copy(bytes, id, 5);
      expect([await store.get(evidenceHashOf(bytes)), await store.about(id)]).toEqual([bytes, bytes]);
      expect(await store.hasOwnAbout(id)).toBe(false);
      // Our own audit finds it wrong too.
      await store.put(bytes, 5);
      expect(await store.hasOwnAbout(id)).toBe(true);
      await store.copy(bytes, id, 7);
      expect(await store.hasOwnAbout(id)).toBe(true);
    });

    it('are of the case’s result only, with right signatures', async () => {
      const { store } = storeOf();
      const [bytes, other] = [await bundle('one'), await bundle('another')];
      await expect(store.copy(other, await idOf(bytes), 5)).rejects.toMatchObject({ code: 'MALFORMED' });
      const at = Buffer.from(bytes).indexOf('one');
      const forged = bytes.with(at, bytes[at]! ^ 1);
      await expect(store.copy(forged, await idOf(bytes), 5)).rejects.toMatchObject({ code: 'MALFORMED' });
      expect(await sizes()).toEqual([]);
    });

    it('are refused where a field that nobody signed makes them larger', async () => {
      const { store } = storeOf();
      const bytes = await bundle('one');
      const field = encodeWire({ result: new Uint8Array(1_000) }).subarray(1);
      const padded = new Uint8Array([bytes[0]! + 1, ...field, ...bytes.subarray(1)]);
      await expect(store.copy(padded, await idOf(bytes), 5)).rejects.toMatchObject({ code: 'MALFORMED' });
      expect(await sizes()).toEqual([]);
    });

    it('have room of their own: neither takes the other’s', async () => {
      const [one, two, three] = [await bundle('one'), await bundle('two'), await bundle('three')];
      const { store } = storeOf(one.byteLength, two.byteLength);
      await store.copy(two, await idOf(two), 5);
      await store.put(one, 5);
      await expect(store.copy(three, await idOf(three), 5)).rejects.toMatchObject({ code: 'EVIDENCE_FULL' });
      await expect(store.put(three, 5)).rejects.toMatchObject({ code: 'EVIDENCE_FULL' });
      // What is there is kept longer without more room, and our own needs our own.
      await store.copy(two, await idOf(two), 9);
      await expect(store.put(two, 5)).rejects.toMatchObject({ code: 'EVIDENCE_FULL' });
      await store.forget(8);
      expect([await store.has(evidenceHashOf(one)), await store.has(evidenceHashOf(two))]).toEqual([
        false,
        true,
      ]);
    });

    it('take no more than their room when they come at once', async () => {
      const all = await Promise.all(['a', 'b', 'c'].map((name) => bundle(name)));
      const { store } = storeOf(0, 2 * all[0]!.byteLength);
      const copying = all.map(async (bytes) => store.copy(bytes, await idOf(bytes), 5));
      const ends = (await Promise.allSettled(copying)).map(({ status }) => status);
      expect(ends.filter((end) => end === 'fulfilled')).toHaveLength(2);
      expect(await sizes()).toHaveLength(2);
    });

    it('show together all that any of them has shown, whatever larger ones leave out', async () => {
      const { store } = storeOf();
      const image = await testImageEvidence(NETWORK, { coordinator: COORDINATOR, miner: accountOf('ann') });
      const { leaves, parts } = image.handed!;
      const showing = (without: readonly number[], more: Partial<Evidence> = {}) =>
        encodeEvidence({
          ...{ ...image, ...more },
          handed: { leaves, parts: parts.filter(([index]) => !without.includes(index)) },
        });
      const audited = showing([1, 3, 4]);
      const id = await idOf(audited);
      await store.copy(audited, id, 5);
      // The step between the parts 2 and 3 is faked.
      for (const other of [1, 3, 4, 5]) await store.copy(showing([2, other]), id, 5).catch(() => undefined);
      const { parts: shown } = await readEvidence(NETWORK, (await store.about(id))!);
      expect([...shown!.keys()]).toEqual([0, 1, 2, 3, 4, 5]);
      expect(await sizes()).toHaveLength(4);
    });

    it('are four about a result, of which a larger one replaces the smallest', async () => {
      const { store } = storeOf();
      const { small, traced } = await variants('one');
      const id = await idOf(traced);
      for (const each of small) await store.copy(each, id, 5);
      expect(await sizes()).toHaveLength(4);
      await store.get(evidenceHashOf(small[0]!));
      await store.copy(traced, id, 5);
      expect(await sizes()).toHaveLength(4);
      expect(await store.about(id)).toEqual(traced);
      const left = await Promise.all(small.map((each) => store.has(evidenceHashOf(each))));
      expect(left.filter(Boolean)).toHaveLength(3);
      const lost = small[left.indexOf(false)]!;
      expect(await store.get(evidenceHashOf(lost))).toBeUndefined();
      await expect(store.copy(lost, id, 5)).rejects.toMatchObject({ code: 'COPIES_ENOUGH' });
    });
  });
}
