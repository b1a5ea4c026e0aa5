import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { court, TERMS } from '#miner/testing/courthouse.ts';
import { JurorBench, measureOf, NODE, SEATS } from '#miner/testing/jurorBench.ts';
import { clearDatabases } from '#miner/testing/memoryKeyval.ts';
import { honest } from '#miner/testing/relays.ts';
import { boss, miner, rival } from '#miner/testing/world.ts';
import type { CourtFrame } from '#protocol/court/courtFrames.ts';
import { sealVote } from '#protocol/court/vote.ts';

vi.mock('idb-keyval', () => import('#miner/testing/memoryKeyval.ts'));

let bench: JurorBench;
beforeEach(async () => {
  bench = await JurorBench.start();
});
afterEach(() => {
  bench.duty.stop();
  clearDatabases();
});

const { commitWindow, revealWindow, appealWindow, fineWindow } = TERMS;
const SETTLED = commitWindow + revealWindow + appealWindow;
const step = (name: string) => bench.until(() => expect(bench.status.step).toBe(name));
const ballot = () => bench.house.ballotOf(1n, 0);
const kept = async () => (await bench.store.all())[0]!.vote;

/** Lets the tab vote and open its vote, and the case be settled. */
async function voteAndSettle(verdict: 'right' | 'wrong' | undefined): Promise<void> {
  await step('committed');
  await bench.at(commitWindow);
  await step('opened');
  await bench.at(SETTLED);
  bench.house.settle(1n, verdict);
  await step('over');
}

describe('a juror’s tab', () => {
  it('judges, commits, reveals, and shows that it was paid', async () => {
    await bench.advance();
    expect(bench.status).toMatchObject({ caseId: '1', round: 0, seats: SEATS, finding: null });
    await step('committed');
    expect(bench.status).toMatchObject({ finding: 'right', distance: 0.5, outcome: null, problem: null });
    expect(await ballot()).toMatchObject({ isSealed: true, finding: undefined });
    await bench.at(commitWindow);
    await step('opened');
    expect(await ballot()).toMatchObject({ finding: 'right' });
    await bench.at(SETTLED);
    bench.house.settle(1n, 'right');
    await step('over');
    expect(bench.status.outcome).toEqual({ verdict: 'right', result: 'owed', amountWei: '30' });
    bench.house.pay(bench.jury);
    bench.house.nowSeconds += 30;
    await bench.advance();
    expect(bench.status.outcome).toMatchObject({ result: 'paid', amountWei: '30' });
    expect(bench.duty.isEnded).toBe(true);
  });

  it('finds a wrong result wrong, with its distance', async () => {
    bench.measures = [measureOf(2.5)];
    await voteAndSettle('wrong');
    expect(bench.status).toMatchObject({ finding: 'wrong', distance: 2.5, outcome: { result: 'owed' } });
  });

  it('keeps its vote before any coordinator hears of it', async () => {
    let keptBefore: unknown = 'not asked';
    const answer = honest(bench.house, bench.bundle);
    bench.relays.answers.set(boss.address, async (question) => {
      if (question.type === 'commit') keptBefore = (await kept())?.sealed;
      const said = answer(question);
      return said;
    });
    await step('committed');
    expect(keptBefore).toEqual((await kept())!.sealed);
  });

  it('opens its vote not before the commit window is over', async () => {
    await step('committed');
    await bench.at(commitWindow - 1);
    await bench.advance();
    expect(bench.relays.count('reveal')).toBe(0);
    await bench.at(commitWindow);
    await bench.advance();
    expect(bench.relays.count('reveal')).toBe(1);
  });

  it('shows nothing and logs nothing of the evidence', async () => {
    bench.measures = [new Error('a bird'), measureOf(0.5)];
    bench.relays.answers.set(rival.address, () => 'cut');
    await bench.until(() => expect(bench.status.problem).toBe('INFERENCE_FAILED'));
    bench.house.nowSeconds += 1;
    await step('committed');
    const told = bench.traced.flat().map((each) => `${String(each)} ${JSON.stringify(each)}`);
    expect(told.length).toBeGreaterThan(0);
    expect(`${told.join()} ${JSON.stringify(bench.status)}`).not.toContain('bird');
  });
});

describe('a juror’s tab that is closed and opened again', () => {
  it('goes on at every step, with one vote', async () => {
    const steps: string[] = [];
    const pass = async (name: string) => {
      await bench.reload();
      await step(name);
      steps.push(name);
    };
    // The commit does not get through at first.
    bench.relays.answers.set(boss.address, (question) =>
      question.type === 'commit' ? 'cut' : honest(bench.house, bench.bundle)(question),
    );
    await pass('sealed');
    const vote = await kept();
    // Another run would find the opposite.
    bench.measures = [measureOf(9)];
    await pass('sealed');
    bench.relays.answers.set(boss.address, honest(bench.house, bench.bundle));
    await pass('committed');
    await pass('committed');
    await bench.at(commitWindow);
    await pass('opened');
    await pass('opened');
    await bench.at(SETTLED);
    bench.house.settle(1n, 'right');
    await pass('over');
    bench.house.pay(bench.jury);
    await pass('over');
    expect(bench.status).toMatchObject({ finding: 'right', outcome: { result: 'paid' } });
    // Of what has ended, nothing is read any more.
    bench.house.failure = new Error('no answer');
    await pass('over');
    expect(bench.status).toMatchObject({ finding: 'right', outcome: { result: 'paid', amountWei: '30' } });
    expect(await kept()).toEqual(vote);
    expect(bench.audits).toHaveLength(1);
  });

  it('seals no second vote while the first tab’s is still being made', async () => {
    let finish: (measure: ReturnType<typeof measureOf>) => void = () => undefined;
    bench.measures = [new Promise((resolve) => (finish = resolve)), measureOf(9)];
    await bench.until(() => expect(bench.audits).toHaveLength(1));
    const first = bench.duty;
    // As a worker that goes on for a moment: it is not stopped.
    bench.duty = undefined as never;
    await bench.reload();
    finish(measureOf(0));
    await vi.waitFor(async () => expect(await kept()).toBeDefined());
    await step('committed');
    first.stop();
    const sealed = bench.relays.asked.flatMap(({ question }) =>
      question.type === 'commit' ? question.vote.vote : [],
    );
    expect(new Set(sealed)).toEqual(new Set([(await kept())!.sealed.vote]));
  });

  it('cannot open a vote that the browser has lost, and says so', async () => {
    await step('committed');
    clearDatabases();
    await bench.store.note({ jury: bench.jury, nodeId: NODE, seats: SEATS, noticedAt: 1 });
    await bench.reload();
    await bench.advance();
    expect(bench.status).toMatchObject({ step: 'missed', problem: 'WINDOW_OVER' });
    expect(bench.audits).toHaveLength(1);
  });
});

it('a juror’s tab does not open its vote where the chain has another of its node', async () => {
  await step('committed');
  const other = await sealVote(court, miner, bench.jury, {
    ...{ nodeId: NODE, finding: 'wrong', distance: 1n, salt: `0x${'7'.repeat(64)}` },
  });
  bench.house.loseBallot(bench.jury);
  await bench.house.commit(bench.jury, other);
  await bench.at(commitWindow);
  await bench.advance();
  expect(bench.status).toMatchObject({ step: 'missed', problem: 'WINDOW_OVER' });
  expect(bench.relays.count('reveal')).toBe(0);
});

describe('a vote on its way', () => {
  it('is sent by another coordinator when one takes it and does nothing', async () => {
    const lazy = async (): Promise<CourtFrame> => ({ type: 'accepted' });
    const { house, bundle, relays } = bench;
    relays.answers.set(boss.address, (question) =>
      question.type === 'evidence' ? honest(house, bundle)(question) : lazy(),
    );
    relays.answers.set(rival.address, honest(house, bundle));
    await bench.until(() => expect(relays.count('commit', boss.address)).toBe(1));
    // It has a while to bring the vote to the chain.
    house.nowSeconds += commitWindow / 20 - 0.1;
    await bench.advance();
    expect(relays.count('commit')).toBe(1);
    house.nowSeconds += 0.1;
    await step('committed');
    expect(relays.count('commit', rival.address)).toBe(1);
    await bench.at(commitWindow);
    await bench.advance();
    await bench.at(commitWindow + revealWindow / 20);
    await step('opened');
    expect(relays.asked.at(-1)).toMatchObject({ operator: rival.address, question: { type: 'reveal' } });
  });

  it('is sent again, the same, when a reorganisation takes it away', async () => {
    await step('committed');
    bench.house.loseBallot(bench.jury);
    bench.house.nowSeconds += commitWindow / 20;
    await step('committed');
    expect(await ballot()).toMatchObject({ isSealed: true });
    const votes = bench.relays.asked.filter(({ question }) => question.type === 'commit');
    expect(votes.length).toBeGreaterThan(1);
    expect(new Set(votes.map(({ question }) => JSON.stringify(question, plain))).size).toBe(1);
  });

  it('shows why coordinators refuse it', async () => {
    bench.relays.answers.set(boss.address, (question) =>
      question.type === 'evidence'
        ? honest(bench.house, bench.bundle)(question)
        : Promise.resolve({ type: 'refused', code: 'NO_SEATS' }),
    );
    await bench.until(() => expect(bench.status).toMatchObject({ step: 'sealed', problem: 'NO_SEATS' }));
  });

  it('is missed when no coordinator sends it in time', async () => {
    bench.relays.answers.set(boss.address, (question) =>
      question.type === 'evidence' ? honest(bench.house, bench.bundle)(question) : 'cut',
    );
    await step('sealed');
    await bench.at(commitWindow);
    const before = bench.relays.asked.length;
    await bench.advance();
    expect(bench.status).toMatchObject({ step: 'missed', problem: 'WINDOW_OVER' });
    expect(bench.relays.asked).toHaveLength(before);
  });

  it('waits while the chain is away', async () => {
    bench.house.failure = new Error('no answer');
    await expect(bench.advance()).rejects.toThrow('no answer');
    bench.house.failure = undefined;
    await step('committed');
  });
});

describe('a settled case', () => {
  it('costs a juror that missed it a fine, once somebody asks for it', async () => {
    await bench.at(commitWindow);
    await bench.advance();
    await bench.at(SETTLED);
    bench.house.settle(1n, 'wrong');
    await bench.advance();
    expect(bench.status.outcome).toMatchObject({ result: 'finable', amountWei: '60' });
    bench.house.fined.push(bench.jury);
    bench.house.nowSeconds += fineWindow;
    await bench.advance();
    expect(bench.status.outcome).toMatchObject({ result: 'fined', amountWei: '60' });
  });

  it('costs nothing where the evidence was unavailable', async () => {
    bench.manifest = undefined;
    await voteAndSettle('right');
    expect(bench.status).toMatchObject({ finding: 'unavailable', outcome: { result: 'none' } });
  });

  it('brings nothing without a verdict', async () => {
    await voteAndSettle(undefined);
    expect(bench.status.outcome).toEqual({ verdict: null, result: 'none', amountWei: '0' });
  });

  it('pays for an earlier jury what the last one confirms', async () => {
    await step('committed');
    await bench.at(commitWindow);
    await step('opened');
    await bench.at(commitWindow + revealWindow);
    bench.house.appeal(1n);
    await bench.advance();
    expect(bench.status.step).toBe('opened');
    bench.house.nowSeconds += commitWindow + revealWindow;
    bench.house.settle(1n, 'right');
    await step('over');
    expect(bench.status).toMatchObject({ round: 0, outcome: { result: 'owed', amountWei: '30' } });
  });
});

const plain = (_: string, value: unknown) => (typeof value === 'bigint' ? value.toString() : value);
