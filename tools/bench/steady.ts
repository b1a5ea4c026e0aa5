/**
 * Measures whether a mining tab stays steady. A tab works on one task after another, visible, then hidden for
 * minutes, then visible again, in a browser without Playwright's flags. Prints throughput, memory and the
 * main thread's long tasks:
 *   npm run bench:steady -- [--tasks 200]
 * Bars: at least 90 % of the visible speed while hidden; no main-thread task over 50 ms; flat memory.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { launchOptions } from '#devnet/browser/browser.ts';
import {
  connectDevnetWallet,
  registerTab,
  startMining,
  takeDrip,
  waitUntilMining,
} from '#devnet/browser/minerTab.ts';
import { buildAll } from '#devnet/build/buildSteps.ts';
import { startDevnet } from '#devnet/devnet.ts';
import { freePort } from '#devnet/ports.ts';
import { type Bar, reportBars } from '#tools/bench/bars.ts';
import { type DevtoolsBrowser, DevtoolsTab, launchWithPipe } from '#tools/bench/devtoolsPipe.ts';
import { stepPrinter } from '#tools/stepPrinter.mjs';

const HIDDEN_BAR = 0.9;
/** Memory at the end of the run, as a multiple of that in the middle. */
const GROWTH_BAR = 1.05;
/** From this length on, browsers report a long task. */
const LONG_TASK_MS = 50;
const READY_MS = 600_000;
/** How long a tab may take to notice that it was hidden or shown. */
const TURN_MS = 10_000;
/** Tasks of each visible part, as a fraction of the hidden part's. */
const SHOWN_PART = 0.3;
const SAMPLES = 10;

/** Records the milliseconds of long tasks, and a description of frames that blocked the page. */
const WATCH_MAIN_THREAD = `
  globalThis.longTasks = [];
  globalThis.slowFrames = [];
  const watch = (type, note) =>
    new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({ type });
  watch('longtask', ({ duration }) => longTasks.push(duration));
  watch('long-animation-frame', ({ startTime, duration, blockingDuration, styleAndLayoutStart, scripts }) => {
    if (blockingDuration === 0) return;
    const drawing = styleAndLayoutStart === 0 ? 0 : startTime + duration - styleAndLayoutStart;
    const calls = scripts.map((script) => script.duration.toFixed(0) + ' ms ' + script.invoker).join(', ');
    const ms = (time) => time.toFixed(0) + ' ms';
    slowFrames.push('a frame of ' + ms(duration) + ': style to paint ' + ms(drawing) + '; ' + calls);
  });
  0`;

const { values } = parseArgs({ options: { tasks: { type: 'string', default: '200' } } });
const hiddenTasks = Number(values.tasks);

interface Part {
  part: string;
  tasks: number;
  'tasks a minute': number;
  'long tasks': number;
  'longest, ms': number;
}
interface Memory {
  'after tasks': number;
  'page heap, MB': number;
  'tab, MB': number;
  'GPU process, MB': number;
}

await buildAll(stepPrinter());
const folder = await mkdtemp(join(tmpdir(), 'cuckoo-steady-'));
const profile = join(folder, 'profile');
const ports = {
  web: await freePort(),
  api: await freePort(),
  relay: await freePort(),
  rpc: await freePort(),
};
// The default quota of apps without a key is too low for this.
const coordinatorEnv = { QUOTA_REQUESTS: String(10 * hiddenTasks) };
const devnet = await startDevnet({ folder, ports, coordinatorEnv });
let browser: DevtoolsBrowser | undefined;
let bars: Bar[];
try {
  await register();
  browser = launchWithPipe(profile);
  const tab = await DevtoolsTab.open(browser, `${devnet.web.url}/mine`);
  await tab.until(`/Mining: /.test(document.body?.innerText)`, READY_MS);
  await tab.evaluate(WATCH_MAIN_THREAD);

  const parts: Part[] = [];
  const memory: Memory[] = [];
  let done = 0;
  const shownTasks = Math.ceil(SHOWN_PART * hiddenTasks);
  const work = async (part: string, tasks: number) => {
    await tab.evaluate(`longTasks.length = slowFrames.length = 0`);
    const began = performance.now();
    for (let i = 0; i < tasks; i++) {
      await order(done++);
      if (done % Math.ceil((hiddenTasks + 2 * shownTasks) / SAMPLES) === 0)
        memory.push(await measure(browser!, tab, done));
    }
    const minutes = (performance.now() - began) / 60_000;
    const long = await tab.evaluate<number[]>(`longTasks`);
    parts.push({
      ...{ part, tasks, 'tasks a minute': Number((tasks / minutes).toFixed(2)), 'long tasks': long.length },
      'longest, ms': Math.round(Math.max(0, ...long)),
    });
    for (const frame of await tab.evaluate<string[]>(`slowFrames`)) console.log(`  ${frame}`);
    console.log(`${part}: ${tasks} tasks in ${minutes.toFixed(1)} minutes`);
  };
  // The first tasks compile shaders that the test inputs did not need.
  for (let i = 0; i < 3; i++) await order(done++);
  await work('shown', shownTasks);
  const other = await DevtoolsTab.open(browser, 'about:blank');
  await tab.until(`document.visibilityState === 'hidden'`, TURN_MS);
  await work('hidden', hiddenTasks);
  await other.close();
  await tab.show();
  await tab.until(`document.visibilityState === 'visible'`, TURN_MS);
  await work('shown again', shownTasks);

  console.table(parts);
  console.table(memory);
  bars = barsOf(parts, memory);
} finally {
  await browser?.close();
  await devnet.stop();
  await rm(folder, { recursive: true, force: true });
}
reportBars(bars);

/** Registers a miner through the dApp's pages. Later the profile starts mining by itself. */
async function register(): Promise<void> {
  const context = await chromium.launchPersistentContext(profile, launchOptions());
  const page = context.pages()[0] ?? (await context.newPage());
  await page.goto(devnet.web.url);
  await connectDevnetWallet(page);
  await takeDrip(page, devnet.web.url);
  await registerTab(page, devnet.web.url, { name: 'Steady tab' });
  await page.getByRole('checkbox', { name: 'Stories 15M' }).uncheck();
  await startMining(page);
  await waitUntilMining(page, READY_MS);
  await context.close();
}

/** An image in one step: the smallest task, so that the overhead around the computation weighs most. */
async function order(seed: number): Promise<void> {
  const answer = await fetch(`${devnet.coordinator.apiUrl}/v1/images/generations`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ prompt: 'a flat fox on a green background', steps: 1, seed }),
  });
  if (!answer.ok) throw new Error(`The coordinator answers ${answer.status}: ${await answer.text()}`);
  await answer.arrayBuffer();
}

function megabytes(bytes: number): number {
  return Number((bytes / 1e6).toFixed(1));
}

async function measure(from: DevtoolsBrowser, tab: DevtoolsTab, tasks: number): Promise<Memory> {
  return {
    'after tasks': tasks,
    'page heap, MB': megabytes(await tab.heap()),
    'tab, MB': megabytes(await from.resident('renderer')),
    'GPU process, MB': megabytes(await from.resident('GPU')),
  };
}

function barsOf([before, hidden, after]: Part[], memory: Memory[]): Bar[] {
  const mean = (samples: Memory[], kind: 'tab, MB' | 'GPU process, MB') =>
    samples.reduce((sum, one) => sum + one[kind], 0) / samples.length;
  const third = Math.floor(memory.length / 3);
  const grown = (['tab, MB', 'GPU process, MB'] as const).map((kind) => ({
    what: `steady: ${kind}, last third / middle third`,
    seen: mean(memory.slice(-third), kind) / mean(memory.slice(third, 2 * third), kind),
    atMost: GROWTH_BAR,
  }));
  const ratio = (2 * hidden!['tasks a minute']) / (before!['tasks a minute'] + after!['tasks a minute']);
  const longest = Math.max(...[before, hidden, after].map((part) => part!['longest, ms']));
  return [
    { what: 'steady: tasks a minute, hidden / shown', seen: ratio, atLeast: HIDDEN_BAR },
    // 0 means that none was reported.
    { what: 'steady: longest task of the main thread, ms', seen: longest, atMost: LONG_TASK_MS },
    ...grown,
  ];
}
