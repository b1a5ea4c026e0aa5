import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { TERMS } from '#miner/testing/courthouse.ts';
import { JurorBench } from '#miner/testing/jurorBench.ts';
import { clearDatabases } from '#miner/testing/memoryKeyval.ts';
import { honest } from '#miner/testing/relays.ts';
import { boss } from '#miner/testing/world.ts';

vi.mock('idb-keyval', () => import('#miner/testing/memoryKeyval.ts'));

let bench: JurorBench;
beforeEach(async () => {
  bench = await JurorBench.start();
});
afterEach(() => {
  bench.duty.stop();
  clearDatabases();
});

/** The coordinator takes votes, and never answers a question for evidence. */
function silentAboutEvidence(): void {
  const answer = honest(bench.house);
  bench.relays.answers.set(boss.address, (question) =>
    question.type.startsWith('evidence') ? 'silent' : answer(question),
  );
}

/** The chain tells all but what was exhibited, without which no search begins. */
function silentAboutExhibits(): void {
  Object.assign(bench.house, { exhibits: () => Promise.reject(new Error('no route')) });
}

it.each([
  ['a coordinator that is silent', silentAboutEvidence],
  ['a chain that tells no exhibits', silentAboutExhibits],
])('evidence is not said to be missing where no search ended: %s', async (_, stall) => {
  stall();
  await bench.until(() => expect(bench.status.work).not.toBeNull());
  const { start } = await bench.house.readJury(bench.jury.caseId, bench.jury.round);
  bench.house.nowSeconds = start + 0.8 * TERMS.commitWindow;
  await bench.until(() =>
    expect(bench.status).toMatchObject({
      ...{ step: 'committed', finding: 'unavailable', reason: 'SEARCH_UNFINISHED' },
    }),
  );
  expect((await bench.store.all())[0]!.vote!.reason).toBe('SEARCH_UNFINISHED');
});
