import '#network/polyfill.ts';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { asc } from 'drizzle-orm';
import { pino } from 'pino';
import { EMPTY_CHANNEL } from '#chain/payments/channel.ts';
import { openMemoryDatabase } from '#coordinator/store/database.ts';
import { attempts, tasks } from '#coordinator/store/schema.ts';
import { startTestCoordinator } from '#coordinator/testing/testCoordinator.ts';
import { nodeOf, TestRoster, testCatalogue } from '#coordinator/testing/world.ts';
import { startTokenizers } from '#coordinator/tokenizer/tokenizers.ts';
import { stakeOf, tabName } from '#tools/load/tabNames.ts';

/** What the coordinator's process has used since it was last asked, and whom it serves. */
export interface CoordinatorSample {
  cpuMs: number;
  wallMs: number;
  /** The longest time for which its event loop stood still, in ms. */
  longestStallMs: number;
  /** From each task's arrival to its first assignment, in ms; of tasks since the last sample. */
  assignedAfterMs: number[];
}

/** A coordinator in a process of its own. Argument: how many miners its roster has. */
const count = Number(process.argv[2]);
const { db } = await openMemoryDatabase();
// Numbered in turn, as the staking contract does: draws compute the words of neighbours together.
const nodes = Array.from({ length: count }, (_, tab) =>
  nodeOf(tabName(tab), stakeOf(tab), { id: BigInt(tab + 1) }),
);
const roster = new TestRoster(nodes);
// As `main.ts` does: results are read, and their signatures checked, in a thread of their own.
const { results } = await startTokenizers([], pino({ level: 'silent' }));
const coordinator = await startTestCoordinator(db, roster, {
  catalogue: testCatalogue(results),
  relay: {
    listen: ['/ip4/127.0.0.1/tcp/0/ws'],
    privateKeySeed: new Uint8Array(32).fill(1),
    maxMiners: count,
  },
  payments: { wallet: async () => 10n ** 30n, channel: async () => EMPTY_CHANNEL },
  taskQuota: { requests: 1_000_000, periodSeconds: 60 },
  allowance: { clientWei: 10n ** 30n, totalWei: 10n ** 30n, periodSeconds: 60 },
  maxTasks: 1_000,
});

const delay = monitorEventLoopDelay({ resolution: 5 });
delay.enable();
let cpu = process.cpuUsage();
let began = performance.now();
let counted = 0;

async function sample(): Promise<CoordinatorSample> {
  const { user, system } = process.cpuUsage(cpu);
  const result = {
    cpuMs: (user + system) / 1_000,
    wallMs: performance.now() - began,
    longestStallMs: delay.max / 1e6,
    assignedAfterMs: await assignedAfterMs(),
  };
  delay.reset();
  cpu = process.cpuUsage();
  began = performance.now();
  return result;
}

async function assignedAfterMs(): Promise<number[]> {
  const arrived = new Map(
    (
      await db
        .select({ id: tasks.id, at: tasks.createdAt })
        .from(tasks)
        .orderBy(asc(tasks.createdAt))
        .offset(counted)
    ).map(({ id, at }) => [id, at]),
  );
  counted += arrived.size;
  const first = await db
    .select({ id: attempts.taskId, number: attempts.number, at: attempts.startedAt })
    .from(attempts);
  return first
    .filter(({ id, number }) => number === 0 && arrived.has(id))
    .map(({ id, at }) => at - arrived.get(id)!);
}

process.on('message', () => void sample().then((result) => process.send!(result)));
process.send!({ apiPort: coordinator.apiPort, multiaddrs: coordinator.multiaddrs() });
