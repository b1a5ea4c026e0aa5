import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ModelLoans } from '#miner/engine/modelLoans.ts';
import { TERMS } from '#miner/testing/courthouse.ts';
import { type Bundle, bundleOf, reportedResult } from '#miner/testing/evidence.ts';
import { type GatedEngine, MANIFEST } from '#miner/testing/gatedEngine.ts';
import { type Mining, startMining, stopMining, until } from '#miner/testing/mining.ts';
import { honest, serveCourt } from '#miner/testing/relays.ts';
import { Boss, boss, miner, nodeOf, nowSeconds, rival } from '#miner/testing/world.ts';
import type { RefusalCode } from '#protocol/refusal.ts';

/** A mining tab on a real network, with a coordinator that serves the court. */
let mining: Mining;
let bundle: Bundle;

beforeEach(async () => {
  mining = await startMining();
  bundle = await bundleOf(await reportedResult());
  mining.house.nowSeconds = nowSeconds();
  await serveCourt(mining.coordinator.node, honest(mining.house, bundle));
  await connected();
});
afterEach(() => stopMining(mining));

const connected = () => until(() => expect(mining.board.current().coordinators[0]?.state).toBe('connected'));
const juries = () => mining.board.current().juries;
const openCase = (seats = 2): bigint => {
  const exhibits = [{ coordinator: boss.address, hash: bundle.hash }];
  const caseId = mining.house.open({ evidence: bundle.id, exhibits });
  mining.house.draw(caseId, seats);
  return caseId;
};
/** As the chain's newest block tells the time. */
const move = (seconds: number) => {
  mining.house.nowSeconds += seconds;
  mining.chain.change({ minedAt: mining.house.nowSeconds });
};
const step = (name: string) => until(() => expect(juries()[0]?.step).toBe(name));

describe('a mining tab', () => {
  it('notices that it was drawn, votes by its coordinator, and shows what it is paid', async () => {
    const caseId = openCase();
    await step('committed');
    expect(juries()[0]).toMatchObject({ caseId: '1', seats: 2, finding: 'right', distance: 0 });
    move(TERMS.commitWindow);
    await step('opened');
    move(TERMS.revealWindow + TERMS.appealWindow);
    mining.house.settle(caseId, 'right');
    mining.house.pay({ caseId, round: 0 });
    await step('over');
    expect(juries()[0]!.outcome).toEqual({ verdict: 'right', result: 'paid', amountWei: '20' });
  });

  it('gets a model that it does not mine with, judges with it, and gives it back', async () => {
    await stopMining(mining);
    const calls: string[] = [];
    const note = (what: string) => async (model: string) => void calls.push(`${what} ${model}`);
    const lending = (engine: GatedEngine) => {
      engine.offered = ['sing'];
      return new ModelLoans({
        gpu: {
          ...{ load: note('load'), unload: note('unload') },
          conformance: async (modelId) => {
            await note('prove')(modelId);
            return { modelId, manifest: MANIFEST, tests: { done: 9, total: 9 }, relativeL2: 0, tolerance: 1 };
          },
        },
        supply: {
          lookUp: async () => ({ manifest: MANIFEST, bytes: 9, missingBytes: 9 }),
          fetch: note('fetch'),
        },
        ...{ features: () => new Set<string>(), isUnfit: () => false, mayDownload: () => true },
        isWanted: () => false,
        onWorkerLost: () => undefined,
      });
    };
    mining = await startMining([new Boss()], { house: mining.house, lending });
    await serveCourt(mining.coordinator.node, honest(mining.house, bundle));
    await connected();
    openCase();
    await step('committed');
    expect(juries()[0]).toMatchObject({ finding: 'right', distance: 0 });
    expect(calls).toEqual(['fetch draw', 'load draw', 'prove draw', 'unload draw']);
    expect(mining.engine.audits).toHaveLength(1);
    expect(mining.engine.models()).toEqual(['sing']);
  });

  /** The coordinator gives it no work any more. */
  async function dismiss(code: RefusalCode): Promise<void> {
    mining.coordinator.dismissal = code;
    await mining.coordinator.say({ type: 'dismissed', code });
    await until(() =>
      expect(mining.board.current().coordinators[0]).toMatchObject({ state: 'refused', code }),
    );
  }

  it.each(['JAILED', 'UNDER_STAKED', 'RETIRED'] as const)(
    'votes though it gets no work: %s',
    async (code) => {
      const caseId = openCase();
      await dismiss(code);
      await step('committed');
      // It says hello again meanwhile.
      const asked = mining.coordinator.hellos.length;
      mining.chain.change({ miners: [{ ...nodeOf(miner.address, 'miner', 0n), retired: true }] });
      await until(() => expect(mining.coordinator.hellos.length).toBeGreaterThan(asked));
      move(TERMS.commitWindow);
      await step('opened');
      move(TERMS.revealWindow + TERMS.appealWindow);
      mining.house.settle(caseId, 'right');
      mining.house.pay({ caseId, round: 0 });
      await step('over');
      expect(juries()[0]!.outcome).toMatchObject({ result: 'paid' });
    },
  );

  it('asks no court of a coordinator that refuses it for another reason', async () => {
    await dismiss('NO_COMMON_MODEL');
    openCase();
    await until(() => expect(juries()[0]).toMatchObject({ step: 'judging', problem: 'UNKNOWN_EVIDENCE' }));
    expect(mining.engine.audits).toHaveLength(0);
  });

  it('votes in the same way when it is stopped and started again in between', async () => {
    openCase();
    await step('committed');
    const [{ vote } = { vote: undefined }] = await mining.juries.all();
    await stopMining(mining);
    const { house } = mining;
    mining = await startMining([new Boss()], { house, juries: mining.juries });
    await serveCourt(mining.coordinator.node, honest(house, bundle));
    mining.engine.measure = { measures: { step: { value: 9, bound: 1 } } };
    move(TERMS.commitWindow);
    await step('opened');
    expect(juries()[0]).toMatchObject({ finding: 'right' });
    expect((await mining.juries.all())[0]!.vote).toEqual(vote);
    expect(mining.engine.audits).toHaveLength(0);
  });

  it('takes the evidence from another coordinator when the one that is named hangs up', async () => {
    await stopMining(mining);
    const other = new Boss(rival, new Uint8Array(32).fill(3));
    mining = await startMining([new Boss(), other], { house: mining.house });
    const [first] = mining.chain.current().coordinators;
    mining.chain.change({ coordinators: [first!, nodeOf(rival.address, 'coordinator', 9n)] });
    await serveCourt(mining.coordinator.node, () => 'cut');
    await serveCourt(other.node, honest(mining.house, bundle));
    openCase();
    await step('committed');
    expect(juries()[0]).toMatchObject({ finding: 'right' });
  });

  it('goes on with paid work while it has juries to serve on', async () => {
    const { engine, coordinator } = mining;
    // Each audit takes a second of the GPU; each task takes two.
    Object.defineProperty(engine, 'measure', {
      get: () => {
        engine.clock += 1_000;
        return { measures: { step: { value: 0, bound: 1 } } };
      },
    });
    engine.open = false;
    for (let task = 0; task < 6; task++) await coordinator.assign();
    await until(() => expect(engine.runs).toHaveLength(1));
    openCase();
    openCase();
    await until(() => expect(juries().some(({ work }) => work === 'measuring')).toBe(true));
    expect(engine.audits).toHaveLength(0);
    for (let task = 0; task < 6; task++) {
      await until(() => expect(engine.runs).toHaveLength(task + 1));
      if (task > 0) await until(() => expect(engine.audits).toHaveLength(1));
      engine.clock += 2_000;
      engine.runs[task]!.finish();
    }
    await until(() => expect(mining.board.current().tasksDone).toBe(6));
    await until(() => expect(engine.audits).toHaveLength(2));
  });

  it('sends nothing more once it is stopped', async () => {
    await mining.loop.stop(0);
    openCase();
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(juries()).toEqual([]);
    expect(mining.house.looked).toEqual([]);
  });
});
