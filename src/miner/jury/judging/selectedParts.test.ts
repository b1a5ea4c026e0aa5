import { beforeAll, beforeEach, expect, it } from 'vitest';
import { EvidenceSearch } from '#miner/jury/judging/evidenceSearch.ts';
import { Courthouse } from '#miner/testing/courthouse.ts';
import { type Bundle, bundleOf, reportedResult } from '#miner/testing/evidence.ts';
import { FakeRelays, honest, NO_DOWNLOADS } from '#miner/testing/relays.ts';
import { boss, miner, network, rival } from '#miner/testing/world.ts';

/** The third latent is wrong. What the audit found shows it; the accused shows more, but leaves it out. */
const AUDITED = [0, 2, 3, 5];
const SELECTED = [0, 1, 2, 4, 5];

const house = new Courthouse(miner.address);
let byAuditor: Bundle;
let byAccused: Bundle;
let relays: FakeRelays;
beforeAll(async () => {
  const evidence = await reportedResult({ steps: 5 });
  const { leaves, parts } = evidence.handed!;
  const showing = (shown: readonly number[]) =>
    bundleOf({
      ...evidence,
      handed: { leaves, parts: parts.filter(([index]) => shown.includes(index)) },
    });
  [byAuditor, byAccused] = [await showing(AUDITED), await showing(SELECTED)];
});
beforeEach(() => {
  relays = new FakeRelays();
});

const partsFound = async () => {
  const search = new EvidenceSearch({ network, relays, downloads: NO_DOWNLOADS });
  const exhibits = [byAuditor, byAccused].map(({ hash }) => ({ coordinator: boss.address, hash }));
  const times = { patienceMs: 300, searchMs: 1_200, turn: 0 };
  const { parts } = await search.find(
    { evidence: byAuditor.id, exhibits, ...times },
    new AbortController().signal,
  );
  return [...parts!.keys()].sort();
};

it.each([
  ['one coordinator', () => relays.answers.set(boss.address, honest(house, byAccused, byAuditor))],
  [
    'two',
    () =>
      relays.answers.set(boss.address, honest(house, byAuditor)).set(rival.address, honest(house, byAccused)),
  ],
])('a bundle with more parts, from %s, hides none that a smaller one shows', async (_, serve) => {
  serve();
  expect(await partsFound()).toEqual([0, 1, 2, 3, 4, 5]);
});

it('what only one bundle shows is enough for a judgement', async () => {
  relays.answers.set(boss.address, honest(house, byAuditor));
  expect(await partsFound()).toEqual(AUDITED);
});
