import { type Hex, keccak256, toHex } from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Mining, startMining, stopMining, until } from '#miner/testing/mining.ts';
import { Boss, boss, miner, network, nodeOf, nowSeconds, rival } from '#miner/testing/world.ts';
import { COURT_FRAME_BYTES, COURT_PROTOCOL, jurorFrameSchema } from '#protocol/court/courtFrames.ts';
import { lotteryRanking, lotterySeed } from '#protocol/draw/lottery.ts';
import { signAssignment } from '#protocol/signed/assignment.ts';
import { signAuditNotice } from '#protocol/signed/auditNotice.ts';

const honest = privateKeyToAccount(generatePrivateKey());
let mining: Mining;
let reports: number;

beforeEach(async () => {
  const other = new Boss(honest, new Uint8Array(32).fill(8));
  mining = await startMining([new Boss(), other]);
  mining.chain.change({
    coordinators: [nodeOf(boss.address, 'coordinator', 8n), nodeOf(honest.address, 'coordinator', 8n)],
  });
  reports = 0;
  await other.node.handle(COURT_PROTOCOL, { frameBytes: COURT_FRAME_BYTES }, async (stream) => {
    const question = await stream.receive(jurorFrameSchema);
    if (question?.type === 'report') reports += 1;
    await stream.send({ type: 'accepted' });
  });
  await until(() =>
    expect(mining.board.current().coordinators.map(({ state }) => state)).toEqual(['connected', 'connected']),
  );
});
afterEach(() => stopMining(mining));

const figuresOf = (operator: string) =>
  mining.board.current().coordinators.find((each) => each.operator === operator)?.figures;

it('a wrong draw that a coordinator gossips is handed to the other one, and lowers its part', async () => {
  const { chain, coordinator, board } = mining;
  const { blockNumber, beacon, miners } = chain.current();
  const taskId = keccak256(toHex('a task'));
  const [winner] = lotteryRanking(lotterySeed(beacon, taskId), miners);
  const second = winner!.operator === miner.address ? rival : miner;
  const assignment = await signAssignment(network, boss, {
    ...{ taskId, coordinator: boss.address, miner: second.address, attempt: 0, rosterBlock: blockNumber },
    ...{ beacon, passed: [], unitPrice: 1n, expiry: nowSeconds() + 600 },
  });
  await until(async () => {
    await coordinator.node.publish('assignment', assignment);
    expect(board.current().faults).toMatchObject([
      { fault: 'order', operator: boss.address, state: 'handed' },
    ]);
  });
  expect(reports).toBe(1);
  await until(() => expect(figuresOf(boss.address)).toMatchObject({ wrongDraws: 1 }));
  expect(figuresOf(honest.address)).toMatchObject({ wrongDraws: 0 });

  // With the same stake as the other it would have half of the eight places. Now it has one, and may borrow
  // what the other's six and that one leave.
  mining.engine.open = false;
  const [, other] = mining.coordinators;
  await other!.assign();
  const asked: Hex[] = [];
  for (let task = 0; task < 4; task++) asked.push(await coordinator.assign());
  expect(asked.filter((digest) => coordinator.refusals.get(digest) === 'BUSY')).toHaveLength(2);
  for (let task = 0; task < 5; task++) await other!.assign();
  expect(other!.refusals.size).toBe(0);
});

it('an audit that was due and skipped counts against its coordinator', async () => {
  const { coordinator, figures } = mining;
  const taskId = keccak256(toHex('another task'));
  const facts = { taskId, miner: rival.address, assignment: keccak256('0xa55'), record: 8, drawBlock: 0 };
  const at = nowSeconds();
  const [due, skipped] = await Promise.all(
    (['due', 'skipped'] as const).map((state) => signAuditNotice(network, boss, { ...facts, state, at })),
  );
  await until(async () => {
    await coordinator.node.publish('audit', due!);
    await coordinator.node.publish('audit', skipped!);
    expect(figuresOf(boss.address)).toMatchObject({ skipped: 1, audited: 0 });
  });
  expect([...figures.kept.values()]).toMatchObject([{ skipped: 1 }]);
});

it('an assignment that its coordinator has not signed is refused, and does not count as given', async () => {
  const { coordinator, figures } = mining;
  const forged = await coordinator.assign({}, (assignment) =>
    coordinator.say({ type: 'assigned', assignment: { ...assignment, signature: `0x${'1b'.repeat(65)}` } }),
  );
  await until(() => expect(coordinator.refusals.has(forged)).toBe(true));
  mining.engine.open = false;
  await coordinator.assign();
  await until(() => expect([...figures.kept.values()]).toMatchObject([{ given: 1 }]));
});
