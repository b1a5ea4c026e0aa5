import { afterEach, describe, expect, it, vi } from 'vitest';
import { readFined } from '#chain/courts/fines.ts';
import { openFolderDatabase } from '#coordinator/store/database.ts';
import { accounts, attempts, audits, outgoing, payments, tasks } from '#coordinator/store/schema.ts';
import { TASK_ID } from '#tools/trust/kills/client.ts';
import { nameOf } from '#tools/trust/kills/journal.ts';
import { COORDINATOR_KILLS, type KillPoint, TAB_KILLS } from '#tools/trust/kills/killPoints.ts';
import { ABSENT_BOND, BOND, Story, terms } from '#tools/trust/kills/story.ts';

const BPS = 10_000n;
/** Four steps at two CAI each. */
const PRICE = 8n * 10n ** 18n;
const SLASHED = (BOND * BigInt(terms.slashBps)) / BPS;
const STORY_MS = 1_800_000;
/** For a restart on a busy machine. */
const RESTART_MS = 60_000;

let story: Story | undefined;
afterEach(async () => {
  await story?.end();
  story = undefined;
}, 60_000);

/** Plays the story with these kills, and compares its end with that of a story without any. */
async function endsWell(armed: readonly KillPoint[]): Promise<void> {
  story = await Story.begin(armed);
  const { stage } = story;
  const { absent } = story.cast;
  const { court } = stage;
  const reporter = stage.coordinator.address;
  const wallet = await stage.balanceOf(reporter);
  const { forger, voters } = await story.forge();
  const again = await story.dispute();
  const owned = await Promise.all(voters.map(({ owner }) => stage.balanceOf(owner.address)));
  await story.vote();
  await story.settle();

  // Each was killed where it was to be, once.
  expect(story.journal.kills().sort()).toEqual(armed.map(nameOf).sort());
  const dies = ({ victim }: KillPoint) => victim === 'coordinator' || victim === 'both';
  // The last one may still be on its way down.
  await vi.waitFor(() => expect(story!.deaths).toBe(armed.filter(dies).length), RESTART_MS);

  // One case, one verdict, one slash.
  expect(await court.caseCount()).toBe(1n);
  expect(await court.readCase(1n)).toMatchObject({ verdict: 'wrong', nodeId: forger.id, round: 0 });
  const events = (await court.events(1n, 100)).map(({ eventName }) => eventName);
  for (const once of ['Opened', 'JuryDrawn', 'Settled'] as const)
    expect(events.filter((event) => event === once)).toHaveLength(1);
  expect(await stage.nodeOf(forger)).toMatchObject({ assets: BOND - SLASHED, active: false });

  // Jurors are paid and fined once, and the reporter gets its part and its deposit, to the wei.
  const seats = await Promise.all(voters.map((voter) => story!.seatsOf(voter)));
  const votes = seats.reduce((sum, each) => sum + each, 0n);
  const each = votes <= BigInt(terms.seats) ? terms.pay : (terms.pay * BigInt(terms.seats)) / votes;
  const paid = await Promise.all(voters.map(({ owner }) => stage.balanceOf(owner.address)));
  expect(paid.map((wei, at) => wei - owned[at]!)).toEqual(seats.map((count) => count * each));
  const fine = terms.fine * (await story.seatsOf(absent));
  expect(fine).toBeGreaterThan(0n);
  expect(await stage.nodeOf(absent)).toMatchObject({ assets: ABSENT_BOND - fine });
  const { contracts } = stage.config;
  expect(await readFined(stage.client, contracts, { caseId: 1n, round: 0, nodeId: absent.id })).toBe(true);
  const reward = ((SLASHED + fine) * BigInt(terms.reporterBps)) / BPS;
  expect((await stage.balanceOf(reporter)) + (await story.funded()) - wallet).toBe(reward);

  // The client's task ended once; the forger is paid nothing, and who made it again is paid once.
  await story.stopCoordinator();
  const { db, close } = await openFolderDatabase(story.coordinatorFolder);
  const states = await db.select({ id: tasks.id, status: tasks.status }).from(tasks);
  expect(new Map(states.map(({ id, status }) => [id, status]))).toEqual(
    new Map([
      [TASK_ID, 'done'],
      [again, 'done'],
    ]),
  );
  const delivered = (await db.select().from(attempts)).filter(({ outcome }) => outcome === 'delivered');
  expect(delivered.map(({ taskId }) => taskId).sort()).toEqual([TASK_ID, again].sort());
  const ends = await db.select({ id: audits.taskId, state: audits.state, case: audits.caseId }).from(audits);
  expect(ends.sort((a) => (a.id === TASK_ID ? -1 : 1))).toEqual([
    { id: TASK_ID, state: 'disputed', case: '1' },
    { id: again, state: 'passed', case: null },
  ]);
  const paidOut = (await db.select().from(payments)).filter(({ paidAt }) => paidAt !== null);
  expect(paidOut).toMatchObject([{ taskId: again, amount: PRICE }]);
  const promised = (await db.select().from(accounts)).filter(({ cumulative }) => cumulative > 0n);
  expect(promised).toEqual([{ miner: paidOut[0]!.miner, cumulative: PRICE }]);
  // The last transaction may be in a block that the coordinator had no time to look at.
  const mined = await stage.client.getTransactionCount({ address: reporter });
  const left = await db.select({ nonce: outgoing.nonce }).from(outgoing);
  expect(left.filter(({ nonce }) => nonce >= mined)).toEqual([]);
  await close();

  // The tab holds the voucher.
  const winner = voters.find(({ operator }) => operator.address === paidOut[0]!.miner)!;
  expect(await story.storesOf(winner).vouchers.all()).toMatchObject([{ cumulative: PRICE }]);
}

const coordinator = (side: KillPoint['side'], step: string): KillPoint => ({
  ...{ side, step, victim: 'coordinator' },
});

const LONG = process.env.CUCKOO_LONG_TESTS !== undefined || process.env.CUCKOO_KILLS === 'all';

/** Two minutes: `npm run test:long` plays it. */
it.runIf(LONG)(
  'a wrong result is punished once though its coordinator is killed four times on the way',
  () =>
    endsWell([
      coordinator('after', 'result received'),
      coordinator('after', 'verdict noted'),
      coordinator('after', 'case opened'),
      coordinator('before', 'sealed vote kept'),
    ]),
  STORY_MS,
);

/** Each restart takes seconds: `npm run trust:kills` plays them all. */
describe.runIf(process.env.CUCKOO_KILLS === 'all')('a wrong result is punished once', () => {
  it.each(['before', 'after'] as const)(
    'though its coordinator is killed just %s every step is durable',
    (side) => endsWell(COORDINATOR_KILLS.filter((point) => point.side === side)),
    STORY_MS,
  );

  it(
    'though tabs are killed around what they store, and between their sealed votes and the opened ones',
    () => endsWell(TAB_KILLS),
    STORY_MS,
  );

  it.each<[string, KillPoint]>([
    ['after the evidence is kept', { side: 'after', step: 'evidence noted', victim: 'both' }],
    ['after its case is noted', { side: 'after', step: 'case noted', victim: 'both' }],
    ['while the report waits for its block', { side: 'after', step: 'case opened', victim: 'chain' }],
    ['after the votes are sealed', { side: 'after', step: 'sealed vote sent', victim: 'chain' }],
  ])('though the chain’s node dies with its last blocks %s', (_, point) => endsWell([point]), STORY_MS);
});
