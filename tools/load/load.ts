/**
 * Measures a coordinator under load: simulated tabs in processes of their own, real sockets, one HTTP client:
 *   npm run load -- [--tabs 1000] [--tasks 500] [--burst 64] [--idle 30]
 * The tabs yield their CPU to the coordinator. It runs with 100 tabs first, then with `tabs`, if those are
 * more. Bars: no tab lost, no task failed; 99 % of a burst assigned within 2 s; a task costs at most 10 ms
 * more of the coordinator's CPU than with 100 tabs; idle CPU of 10 %.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { NODE_OPTIONS } from '#coordinator/nodeOptions.ts';
import { type Bar, reportBars } from '#tools/bench/bars.ts';
import type { CoordinatorSample } from '#tools/load/coordinatorProcess.ts';

const FEW_TABS = 100;
/** Tabs of one process: more would wait for its own event loop. */
const TABS_A_PROCESS = 250;
/** After the last tab has joined, in ms: first heartbeats, gossip meshes. */
const SETTLE_MS = 20_000;

const { values } = parseArgs({
  options: {
    tabs: { type: 'string', default: '1000' },
    tasks: { type: 'string', default: '500' },
    burst: { type: 'string', default: '64' },
    idle: { type: 'string', default: '30' },
  },
});
const [tabs, tasks, burst, idleSeconds] = [values.tabs, values.tasks, values.burst, values.idle].map(
  Number,
) as [number, number, number, number];

interface Row {
  tabs: number;
  'idle CPU, %': number;
  'burst, longest stall, ms': number;
  'burst assigned, p50, ms': number;
  'burst assigned, p99, ms': number;
  'CPU a task, ms': number;
  'tabs lost': number;
  'tasks failed': number;
}

const children: ChildProcess[] = [];
try {
  const few = tabs > FEW_TABS ? await measure(FEW_TABS) : undefined;
  const many = await measure(tabs);
  console.table([...(few === undefined ? [] : [few]), many].map(rounded));
  reportBars(barsOf(few, many));
} finally {
  for (const child of children) child.kill('SIGKILL');
}

async function measure(count: number): Promise<Row> {
  const coordinator = start('coordinatorProcess.ts', [String(count)], NODE_OPTIONS);
  const [{ apiPort, multiaddrs }] = (await once(coordinator, 'message')) as [
    { apiPort: number; multiaddrs: string[] },
  ];
  const connected = new Map<number, number>();
  const began = performance.now();
  const crowds = [];
  for (let first = 0; first < count; first += TABS_A_PROCESS) {
    const size = Math.min(TABS_A_PROCESS, count - first);
    const crowd = start('tabsProcess.ts', [first, size, count, JSON.stringify(multiaddrs)].map(String));
    crowd.on('message', (news: { connected: number }) => connected.set(first, news.connected));
    crowds.push(crowd);
    await Promise.race([once(crowd, 'message'), died(crowd)]);
  }
  console.log(`${count} tabs joined in ${((performance.now() - began) / 1_000).toFixed(0)} s`);
  await wait(SETTLE_MS);
  const sample = async (): Promise<CoordinatorSample> => {
    coordinator.send('sample');
    return ((await once(coordinator, 'message')) as [CoordinatorSample])[0];
  };

  await sample();
  await wait(idleSeconds * 1_000);
  const idle = await sample();
  const idleShare = idle.cpuMs / idle.wallMs;
  const failedAtOnce = await order(apiPort, burst, burst);
  const rush = await sample();
  const failedLater = await order(apiPort, tasks, burst);
  const steady = await sample();
  const left = [...connected.values()].reduce((sum, each) => sum + each, 0);
  for (const child of [coordinator, ...crowds]) child.kill();
  return {
    tabs: count,
    'idle CPU, %': 100 * idleShare,
    'burst, longest stall, ms': rush.longestStallMs,
    'burst assigned, p50, ms': quantile(rush.assignedAfterMs, 0.5),
    'burst assigned, p99, ms': quantile(rush.assignedAfterMs, 0.99),
    'CPU a task, ms': (steady.cpuMs - idleShare * steady.wallMs) / tasks,
    'tabs lost': count - left,
    'tasks failed': failedAtOnce + failedLater,
  };
}

function start(file: string, args: string[], nodeOptions: string[] = []): ChildProcess {
  const execArgv = [...nodeOptions, '--import', 'tsx'];
  const child = fork(fileURLToPath(new URL(file, import.meta.url)), args, { execArgv });
  children.push(child);
  return child;
}

async function died(child: ChildProcess): Promise<never> {
  const [code] = (await once(child, 'exit')) as [number | null];
  throw new Error(`A process of tabs ended with ${code}.`);
}

/** Orders images, `together` at a time. @returns how many failed */
async function order(apiPort: number, count: number, together: number): Promise<number> {
  let [begun, failed] = [0, 0];
  const one = async (): Promise<void> => {
    const body = JSON.stringify({ model: 'draw', prompt: `a bird, number ${begun}`, size: '16x16' });
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body };
    const answer = await fetch(`http://127.0.0.1:${apiPort}/v1/images/generations`, init);
    const text = await answer.text();
    if (answer.ok) return;
    if (failed++ === 0) console.error(`A task failed with ${answer.status}: ${text.slice(0, 300)}`);
  };
  await Promise.all(
    Array.from({ length: Math.min(together, count) }, async () => {
      while (begun < count) {
        begun += 1;
        await one();
      }
    }),
  );
  return failed;
}

/** Its figures to two decimals: the clocks' further digits say nothing. */
function rounded(row: Row): Record<string, number> {
  return Object.fromEntries(
    Object.entries(row).map(([name, figure]) => [name, Math.round(figure * 100) / 100]),
  );
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}

function barsOf(few: Row | undefined, many: Row): Bar[] {
  const at = `${many.tabs} tabs`;
  return [
    { what: `${at}: tabs lost`, seen: many['tabs lost'], atMost: 0 },
    { what: `${at}: 64 at once, longest stall, ms`, seen: many['burst, longest stall, ms'], atMost: 50 },
    { what: `${at}: tasks failed`, seen: many['tasks failed'], atMost: 0 },
    {
      what: `${at}: ${burst} at once, p99 to assignment, ms`,
      seen: many['burst assigned, p99, ms'],
      atMost: 2_000,
    },
    ...(few === undefined
      ? []
      : [
          {
            what: `${at}: CPU a task beyond that with ${few.tabs}, ms`,
            seen: many['CPU a task, ms'] - few['CPU a task, ms'],
            atMost: 10,
          },
        ]),
    { what: `${at}: idle CPU, %`, seen: many['idle CPU, %'], atMost: 10 },
  ];
}
