import { type Address, type Hex, keccak256, toHex } from 'viem';
import type { PrivateKeyAccount } from 'viem/accounts';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { evidenceDownloads } from '#chain/courts/bundles/evidenceDownloads.ts';
import { identityOf } from '#chain/networkConfig.ts';
import type { Roster } from '#chain/roster.ts';
import { deployerWallet, mined } from '#devnet/chain/deployerWallet.ts';
import { DEVNET } from '#devnet/chain/parameters.ts';
import { ask } from '#devnet/testing/askCourt.ts';
import { CourtApi } from '#devnet/testing/courtApi.ts';
import { type CourtMiner, CourtNetwork } from '#devnet/testing/courtNetwork.ts';
import type { AuditedWork } from '#inference/loadedModel.ts';
import { answerBundle } from '#miner/answers/answerBundle.ts';
import { answerKeptSeconds, answerScope, openAnswerStore } from '#miner/answers/answerStore.ts';
import { EvidenceSearch } from '#miner/jury/judging/evidenceSearch.ts';
import { judgeReady } from '#miner/jury/judging/judgement.ts';
import { FakeRelays } from '#miner/testing/relays.ts';
import { evidenceHashOf, readEvidence } from '#protocol/court/evidence.ts';
import { type OpenedVote, sealVote } from '#protocol/court/vote.ts';
import { textTrace } from '#protocol/trace/workTrace.ts';
import { sendAnswer } from '#web/evidence/answer/sendAnswer.ts';
import { handOver } from '#web/evidence/handOver.ts';
import { sendExhibit } from '#web/evidence/sendExhibit.ts';
import type { Network } from '#web/network/networkContext.ts';

/** The tab of the accused keeps its work in memory here. */
vi.mock('idb-keyval', () => import('#miner/testing/memoryKeyval.ts'));

const { terms } = DEVNET.courts;
const QUORUM = Math.ceil((terms.seats * terms.quorumBps) / 10_000);
/** Seconds after which coordinators act in a case that is not theirs: a sixteenth of its windows. */
const OTHERS_WAIT_S = Math.ceil(terms.commitWindow / 16);
const BOND = DEVNET.staking.minerMinimum;
const { signal } = new AbortController();
/** What the model of the test answers. */
const TOKENS = [3, 4, 5];

let network: CourtNetwork;
let api: CourtApi;
let accused: CourtMiner;
let jurors: CourtMiner[];
let roster: Roster;
beforeAll(async () => {
  api = await CourtApi.listen();
  network = await CourtNetwork.start();
  await network.registerOther(api.url);
  accused = await network.addMiner();
  jurors = [await network.addMiner(), await network.addMiner()];
  roster = await network.settledRoster();
}, 180_000);
afterAll(async () => {
  await api.stop();
  await network.stop();
});

const page = () => ({ client: network.client, config: network.config }) as unknown as Network;

/** A wallet that asks nobody. */
function walletOf(account: PrivateKeyAccount) {
  const wallet = deployerWallet(network.config, account);
  return {
    send: async ({ to, data }: { to: Address; data: Hex }) => {
      const hash = await wallet.sendTransaction({ to, data });
      await mined(wallet, hash);
      return hash;
    },
  };
}

/** Has the tab of the miner keep what it computed, as it does when it signs a result. */
async function keepWork(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  const { config, client } = network;
  const { evidence, request } = await readEvidence(identityOf(config), bytes);
  const { assignment, result, units, signature } = evidence;
  const work = { assignment, request, units, signature, parts: textTrace(TOKENS) };
  const store = openAnswerStore(await answerScope(client, config), {
    nowSeconds: () => Math.floor(Date.now() / 1_000),
    keptSeconds: answerKeptSeconds(await network.court.terms()),
  });
  const bundle = answerBundle(identityOf(config), { ...work, result: Uint8Array.from(result) });
  await store.keep(bundle);
}

/** What a juror finds of the case: from the HTTP APIs of coordinators, and over a stream of the other one. */
async function findingOf(caseId: bigint): Promise<string> {
  const { client, config } = network;
  const relays = new FakeRelays();
  const service = network.restartedOther();
  relays.answers.set(network.other, (question) => ask(service, question));
  const downloads = evidenceDownloads(client, config.contracts.staking, { current: () => roster });
  const search = new EvidenceSearch({ network: identityOf(config), relays, downloads });
  const { evidence } = await network.court.readCase(caseId);
  const wanted = { evidence, exhibits: await network.court.exhibits(caseId), turn: 0 };
  const work = await search.find({ ...wanted, patienceMs: 5_000, searchMs: 20_000 }, signal);
  const audit = async ({ result }: AuditedWork) => {
    const isRight = result.kind === 'text' && result.tokens.join() === TOKENS.join();
    return { measures: { tokens: { value: isRight ? 0 : 9, bound: 1 } } };
  };
  return (await judgeReady({ audit }, work, { claim: { client: 'juries', weight: () => 1 }, signal }))
    .finding;
}

const attend = () => network.restartedOther().clerk.attend();

/** Has the jury drawn by the block that its call names. */
async function draw(caseId: bigint): Promise<CourtMiner[]> {
  for (let block = 0; block <= terms.drawBlocks; block++) await network.pass(OTHERS_WAIT_S);
  await attend();
  const seats = await Promise.all(jurors.map(({ id }) => network.court.seatsOf(caseId, 0, id)));
  expect(seats[0]! + seats[1]!).toBeGreaterThanOrEqual(QUORUM);
  return jurors.filter((_, at) => seats[at]! > 0);
}

it('an honest miner whose accuser holds the evidence back is acquitted thanks to its answer', async () => {
  const bytes = await network.evidenceOf(accused, 'right');
  await keepWork(bytes);
  const another = await network.evidenceOf(jurors[1]!, 'another task');
  const caseId = await network.openDirectly(bytes, {
    ...{ coordinator: network.reporter, hash: keccak256(toHex('nobody has this')) },
  });
  const seated = await draw(caseId);
  const noEvidence = { code: 'UNKNOWN_EVIDENCE' };
  await expect(findingOf(caseId)).rejects.toMatchObject(noEvidence);

  // What strangers exhibit is taken by nobody, and changes nothing.
  const stranger = walletOf(jurors[0]!.owner);
  const { other: coordinator } = network;
  api.serve(network.restartedOther());
  for (const bad of [
    another,
    Uint8Array.of(1, 2, 3),
    bytes.map((byte, at) => (at === 99 ? byte ^ 1 : byte)),
  ]) {
    const hash = evidenceHashOf(bad);
    await sendExhibit(page(), stranger, { caseId, hash, coordinator });
    expect(await handOver([api.url], { caseId, hash, bytes: bad }, signal, 1)).toEqual([]);
  }
  await expect(findingOf(caseId)).rejects.toMatchObject(noEvidence);

  const theCase = await network.court.readCase(caseId);
  const wallet = walletOf(accused.owner);
  const answer = await sendAnswer(page(), wallet, { theCase, coordinator });
  expect((await network.court.exhibits(caseId)).at(-1)).toEqual({ coordinator, hash: answer.hash });
  expect(await handOver([api.url], answer, signal)).toEqual([api.url]);
  const finding = await findingOf(caseId);
  expect(finding).toBe('right');

  const { chainId, contracts } = network.config;
  const jury = { caseId, round: 0 };
  const voteOf = ({ id }: CourtMiner): OpenedVote => ({
    ...{ nodeId: id, finding: 'right', distance: 0n, salt: keccak256(toHex(`salt ${id}`)) },
  });
  for (const juror of seated) {
    const court = { chainId, juries: contracts.juries };
    const vote = await sealVote(court, juror.operator, jury, voteOf(juror));
    const service = network.restartedOther();
    expect(await ask(service, { type: 'commit', jury, vote })).toEqual({ type: 'accepted' });
    expect(await ask(service, { type: 'reveal', jury, vote: voteOf(juror) })).toEqual({ type: 'accepted' });
  }
  await attend();
  await network.pass(terms.commitWindow);
  await attend();
  await network.pass(terms.revealWindow + terms.appealWindow + OTHERS_WAIT_S);
  await attend();
  expect(await network.court.readCase(caseId)).toMatchObject({ verdict: 'right' });
  expect(await network.nodeOf(accused)).toMatchObject({ assets: BOND, active: true, jailedUntil: 0n });
  await expect(sendAnswer(page(), wallet, { theCase, coordinator })).rejects.toMatchObject({
    code: 'REVERTED',
  });
}, 240_000);
