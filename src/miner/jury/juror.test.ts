import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Juror } from '#miner/jury/juror.ts';
import { JURIES_SHOWN } from '#miner/status/minerStatus.ts';
import { StatusBoard } from '#miner/status/statusBoard.ts';
import { Courthouse, court, TERMS } from '#miner/testing/courthouse.ts';
import { type Bundle, bundleOf, reportedResult } from '#miner/testing/evidence.ts';
import { MANIFEST } from '#miner/testing/gatedEngine.ts';
import { NO_LOANS } from '#miner/testing/loans.ts';
import { MemoryAnswers, MemoryJuries } from '#miner/testing/memoryStores.ts';
import { until } from '#miner/testing/mining.ts';
import { FakeRelays, honest, NO_DOWNLOADS } from '#miner/testing/relays.ts';
import { boss, Chain, miner, network } from '#miner/testing/world.ts';

let bundle: Bundle;
let house: Courthouse;
let board: StatusBoard;
let store: MemoryJuries;
let traced: unknown[];
let nodeId: bigint | undefined;
let most: number;
let juror: Juror;

beforeAll(async () => {
  bundle = await bundleOf(await reportedResult());
});
beforeEach(() => {
  [house, board, store, traced] = [new Courthouse(miner.address), new StatusBoard(), new MemoryJuries(), []];
  [nodeId, most] = [5n, 0];
});
afterEach(() => juror.stop());

function start(): void {
  const relays = new FakeRelays();
  relays.answers.set(boss.address, honest(house, bundle));
  let running = 0;
  const audit = async () => {
    most = Math.max(most, ++running);
    await new Promise((resolve) => setTimeout(resolve, 20));
    running--;
    return { measures: { step: { value: 0, bound: 1 } } };
  };
  const chain = new Chain();
  chain.change({ minedAt: 0 });
  juror = new Juror({
    ...{ network, court, signer: miner, chain: house, isFined: house.isFined, store, relays, board },
    ...{ roster: chain, engine: { manifestOf: () => MANIFEST, audit }, loans: NO_LOANS },
    ...{ downloads: NO_DOWNLOADS, answers: new MemoryAnswers() },
    ...{ readNodeId: async () => nodeId, isResting: () => false, nowSeconds: () => house.nowSeconds },
    trace: (...told) => void traced.push(told),
  });
  juror.start();
}
const openCase = (): void => {
  const exhibits = [{ coordinator: boss.address, hash: bundle.hash }];
  house.draw(house.open({ evidence: bundle.id, exhibits }), 1);
};
const steps = () => board.current().juries.map(({ step }) => step);

describe('Juror', () => {
  it('shows the cases against its node while they run', async () => {
    const caseId = house.open({ nodeId: 5n });
    start();
    await until(() => expect(board.current().casesAgainst).toEqual([caseId.toString()]));
    house.settle(caseId, 'right');
    house.nowSeconds += TERMS.commitWindow + TERMS.revealWindow;
    await until(() => expect(board.current().casesAgainst).toEqual([]));
  });

  it('serves on several juries, and judges one at a time', async () => {
    for (let count = 0; count < 3; count++) openCase();
    start();
    await until(() => expect(steps()).toEqual(['committed', 'committed', 'committed']));
    expect(board.current().juries.map(({ caseId }) => caseId)).toEqual(['3', '2', '1']);
    expect(most).toBe(1);
  });

  it('shows the newest juries only', async () => {
    for (let count = 0; count < JURIES_SHOWN + 1; count++) openCase();
    start();
    await until(() => expect(steps()).toEqual(Array(JURIES_SHOWN).fill('committed')));
    expect(board.current().juries.map(({ caseId }) => caseId)).not.toContain('1');
    expect(await store.all()).toHaveLength(JURIES_SHOWN + 1);
  });

  it('goes on by itself when the chain is back', async () => {
    start();
    openCase();
    await until(() => expect(steps()).toEqual(['committed']));
    house.failure = new Error('no answer');
    openCase();
    await until(() => expect(traced).not.toHaveLength(0));
    expect(steps()).toHaveLength(1);
    house.failure = undefined;
    await until(() => expect(steps()).toEqual(['committed', 'committed']));
  });

  it('reads no cases while the key serves no node', async () => {
    nodeId = undefined;
    openCase();
    start();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(house.looked).toEqual([]);
    nodeId = 5n;
    await until(() => expect(steps()).toEqual(['committed']));
  });
});
