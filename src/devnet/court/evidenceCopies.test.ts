import type { Address } from 'viem';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { evidenceDownloads } from '#chain/courts/bundles/evidenceDownloads.ts';
import { identityOf } from '#chain/networkConfig.ts';
import type { Roster } from '#chain/roster.ts';
import type { CourtService } from '#coordinator/court/court.ts';
import { DEVNET } from '#devnet/chain/parameters.ts';
import { ask } from '#devnet/testing/askCourt.ts';
import { CourtApi } from '#devnet/testing/courtApi.ts';
import { type CourtMiner, CourtNetwork } from '#devnet/testing/courtNetwork.ts';
import { EvidenceSearch } from '#miner/jury/judging/evidenceSearch.ts';
import { FakeRelays } from '#miner/testing/relays.ts';
import { evidenceHashOf } from '#protocol/court/evidence.ts';
import { sealVote } from '#protocol/court/vote.ts';

const { terms } = DEVNET.courts;
const JURY = { caseId: 1n, round: 0 };
const { signal } = new AbortController();

let reporterApi: CourtApi;
let otherApi: CourtApi;
let network: CourtNetwork;
let accused: CourtMiner;
let juror: CourtMiner;
let roster: Roster;
beforeAll(async () => {
  [reporterApi, otherApi] = [await CourtApi.listen(), await CourtApi.listen()];
  network = await CourtNetwork.start(reporterApi.url);
  await network.registerOther(otherApi.url);
  accused = await network.addMiner();
  juror = await network.addMiner();
  roster = await network.settledRoster();
}, 180_000);
afterAll(async () => {
  await Promise.all([reporterApi.stop().catch(() => undefined), otherApi.stop()]);
  await network.stop();
});

/** A juror's search for the evidence of the case: over streams of what runs, and from both HTTP APIs. */
async function search(connected: Record<Address, CourtService>) {
  const relays = new FakeRelays();
  for (const [operator, service] of Object.entries(connected))
    relays.answers.set(operator as Address, (question) => ask(service, question));
  const { client, config } = network;
  const downloads = evidenceDownloads(client, config.contracts.staking, { current: () => roster });
  const { evidence } = await network.court.readCase(1n);
  const wanted = { evidence, exhibits: await network.court.exhibits(1n), turn: 0 };
  const times = { patienceMs: 5_000, searchMs: 20_000 };
  const find = new EvidenceSearch({ network: identityOf(config), relays, downloads });
  return find.find({ ...wanted, ...times }, signal);
}

it('a case outlasts the coordinator that brought it: another one has a copy, by which a juror votes', async () => {
  const bytes = await network.evidenceOf(accused, 'wrong');
  const hash = evidenceHashOf(bytes);
  const reporter = network.restarted();
  reporterApi.serve(reporter);
  expect(await reporter.clerk.open(bytes)).toBe(1n);
  // A block is asked for in each pass until there is one with which the jury is drawn.
  for (let pass = 0; pass <= terms.drawBlocks; pass++) await reporter.clerk.attend();

  const other = network.restartedOther();
  expect(await ask(other, { type: 'evidence', hash })).toEqual({ type: 'refused', code: 'UNKNOWN_EVIDENCE' });
  await other.clerk.attend();
  await other.copies.attend(signal);
  // A copy is no finding of its own: it neither appeals by it nor names miners.
  expect(await other.evidence.hasOwnAbout((await network.court.readCase(1n)).evidence)).toBe(false);

  await reporterApi.stop();
  await reporter.stop();
  await expect(search({})).rejects.toMatchObject({ code: 'UNKNOWN_EVIDENCE' });
  // Restarted, and by HTTP alone.
  const restarted = network.restartedOther();
  otherApi.serve(restarted);
  const { claim } = await search({});
  expect(await search({ [network.other]: restarted })).toMatchObject({ claim });

  const { chainId, contracts } = network.config;
  const opened = { nodeId: juror.id, finding: 'wrong', distance: 2_000_000n, salt: hash } as const;
  const vote = await sealVote({ chainId, juries: contracts.juries }, juror.operator, JURY, opened);
  expect(await ask(restarted, { type: 'commit', jury: JURY, vote })).toEqual({ type: 'accepted' });
  await restarted.clerk.attend();
  expect(await network.court.ballotOf(1n, 0, juror.id)).toMatchObject({ isSealed: true });
  expect(network.errors).toEqual([]);
}, 180_000);
