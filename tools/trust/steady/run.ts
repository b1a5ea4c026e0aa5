/**
 * What all audits cost a network of honest miners with long records: a coordinator's process on a real chain,
 * two miners over real connections with the models that are shipped, at the default settings. A network
 * without audits works in turns with it, so that whatever else the machine does weighs on both. Times are
 * processor time.
 *   npm run trust:steady -- [--tasks 2000] [--audits local|tabs]
 * Bars: audits cost at most 5 % of the work; nobody is accused or left unpaid; at most one result in a
 * thousand is doubted, and one order in a hundred fails. Needs Linux, for the coordinator's processor time.
 */
import { parseArgs } from 'node:util';
import { LONGEST_RECORD } from '#protocol/draw/auditShare.ts';
import { printBars } from '#tools/bench/bars.ts';
import { MOST_COST, MOST_DOUBTED } from '#tools/trust/audits/bars.ts';
import { type BookedResult, readBooks } from '#tools/trust/steady/books.ts';
import { type AuditMode, SteadyNetwork } from '#tools/trust/steady/network.ts';
import { LEAST, orderTasks, type TaskSize, USUAL } from '#tools/trust/steady/orders.ts';

const MODELS = ['icons128', 'stories15m'];
/** Tasks that give each miner a long record with each model, although the lottery gives one of them more. */
const AGEING = MODELS.length * (2 * LONGEST_RECORD + 80);
/** Percent of orders that may fail where the machine does other work too. */
const MOST_FAILED = 1;
/** The coordinator's own work a task is known from this share of the tasks, without audits. */
const BASELINE_SHARE = 0.25;
/** Tasks of the audited network in one of its turns. */
const TURN = 100;

const { values } = parseArgs({
  options: {
    tasks: { type: 'string', default: '2000' },
    audits: { type: 'string', default: 'local' },
  },
});
const tasks = Number(values.tasks);
const mode = values.audits as AuditMode;

interface Measured {
  tasks: number;
  /** Processor time, in ms. */
  coordinatorMs: number;
  minersMs: Record<string, number>;
  /** Orders without a result. */
  failed: number;
  /** Blocks of the chain that were made meanwhile. */
  blocks: number;
}

/** Orders tasks, and measures until their last audit is over. */
async function measure(
  network: SteadyNetwork,
  from: number,
  count: number,
  size: TaskSize,
  onAnswered?: () => Promise<void>,
): Promise<Measured> {
  const [blocks, coordinator, miners] = [
    await network.blocks(),
    network.coordinatorMs(),
    await network.minersMs(),
  ];
  const failed = await orderTasks(network.apiUrl, from, count, size, onAnswered);
  await network.settle();
  const now = await network.minersMs();
  return {
    tasks: count,
    failed,
    blocks: (await network.blocks()) - blocks,
    coordinatorMs: network.coordinatorMs() - coordinator,
    minersMs: Object.fromEntries(MODELS.map((model) => [model, now[model]! - miners[model]!])),
  };
}

const [audited, unaudited] = await Promise.all([
  SteadyNetwork.start(mode, MODELS),
  SteadyNetwork.start('off', MODELS),
]);
await measure(audited, 0, AGEING, LEAST);
console.log(`${AGEING} tasks made the miners' records long.`);
await measure(unaudited, 0, MODELS.length * 10, LEAST);
const since = Date.now();
const [withAudits, without] = [newTotal(), newTotal()];
for (let from = AGEING; withAudits.tasks < tasks; from += TURN) {
  add(withAudits, await measure(audited, from, Math.min(TURN, tasks - withAudits.tasks), USUAL));
  // A coordinator follows the chain whether it audits or not, and public chains make blocks by themselves,
  // where on a devnet each draw asks for one. So there are as many here.
  let wanted = 0;
  const addBlocks = async () => {
    for (wanted += withAudits.blocks / withAudits.tasks; wanted >= 1; wanted -= 1) await unaudited.addBlock();
  };
  add(without, await measure(unaudited, from, Math.ceil(BASELINE_SHARE * TURN), USUAL, addBlocks));
  console.log(`${withAudits.tasks} of ${tasks} tasks; each costs the coordinator ${ownCost()}`);
}
const booked = await readBooks(await audited.stop());
await unaudited.stop();
await Promise.all([audited.remove(), unaudited.remove()]);

const shortest = Math.min(...recordsOf(booked.filter(({ orderedAt }) => orderedAt < since)));
if (shortest < LONGEST_RECORD) throw new Error(`A miner's record was of ${shortest} results only.`);
const measured = booked.filter(({ orderedAt }) => orderedAt >= since);
const workMs = sumOf(MODELS.map((model) => withAudits.minersMs[model]!));
const replicaMs = sumOf(MODELS.map((model) => withAudits.minersMs[model]! * replicaShare(model)));
const ownMs = Math.max(0, withAudits.coordinatorMs - withAudits.tasks * costOf(without));
const stateOf = (...states: string[]) => measured.filter(({ state }) => states.includes(state)).length;

console.table({
  'tasks ordered': tasks,
  'done again by other tabs': measured.filter(({ isReplica }) => isReplica).length,
  passed: stateOf('passed'),
  skipped: stateOf('skipped'),
  unchecked: stateOf('unchecked'),
  'processor time of tasks, s': Math.round((workMs - replicaMs) / 1_000),
  'of replicas, s': Math.round(replicaMs / 1_000),
  'of audits at the coordinator, s': Math.round(ownMs / 1_000),
});
printBars([
  {
    what: 'audits, % of the work',
    seen: (100 * (replicaMs + ownMs)) / (workMs - replicaMs),
    atMost: 100 * MOST_COST,
  },
  {
    what: 'results that are disputed, withheld or not decided',
    seen: stateOf('disputed', 'withheld', 'waiting', 'due'),
    atMost: 0,
  },
  {
    what: 'results doubted, %',
    seen: (100 * measured.filter(({ isDoubted }) => isDoubted).length) / measured.length,
    atMost: 100 * MOST_DOUBTED,
  },
  { what: 'orders that failed, %', seen: (100 * withAudits.failed) / tasks, atMost: MOST_FAILED },
]);

function newTotal(): Measured {
  return { tasks: 0, coordinatorMs: 0, minersMs: {}, failed: 0, blocks: 0 };
}

function add(total: Measured, more: Measured): void {
  total.tasks += more.tasks;
  total.coordinatorMs += more.coordinatorMs;
  total.failed += more.failed;
  total.blocks += more.blocks;
  for (const [model, ms] of Object.entries(more.minersMs))
    total.minersMs[model] = (total.minersMs[model] ?? 0) + ms;
}

/** The coordinator's processor time a task, in ms. */
function costOf({ coordinatorMs, tasks: count }: Measured): number {
  return coordinatorMs / count;
}

function ownCost(): string {
  const blocks = [withAudits, without].map((each) => (each.blocks / each.tasks).toFixed(2));
  const costs = [withAudits, without].map((each) => costOf(each).toFixed(1));
  return `${costs[0]} ms with audits (${blocks[0]} blocks), ${costs[1]} ms without (${blocks[1]} blocks).`;
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, each) => sum + each, 0);
}

/** How long each miner's record with each model is. */
function recordsOf(results: readonly BookedResult[]): number[] {
  const accepted = results.filter(({ state }) => state === 'passed' || state === 'skipped');
  const miners = new Set(accepted.map(({ miner }) => miner));
  return [...miners].flatMap((miner) =>
    MODELS.map((model) => accepted.filter((each) => each.miner === miner && each.model === model).length),
  );
}

/** Replicas of a model as a share of what its miners computed. */
function replicaShare(model: string): number {
  const ofModel = measured.filter((each) => each.model === model);
  return ofModel.filter(({ isReplica }) => isReplica).length / ofModel.length;
}
process.exit();
