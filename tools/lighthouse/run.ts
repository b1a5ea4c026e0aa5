/**
 * Lighthouse's figures of every page of a running devnet (`npm start`), as a phone on a slow network sees it:
 *   npm run lighthouse [-- URL [COORDINATOR]]
 * The network and the slower processor are simulated from one fast load, so that a busy machine matters
 * less. It still counts what a task waited for a core as if the page had computed four times as long. So the
 * bar for performance is that without such waits; Lighthouse's own stands beside it. Each page is loaded
 * three times; of the three the one with the median performance counts.
 */
import { setTimeout as wait } from 'node:timers/promises';
import lighthouse, { type Artifacts, type Flags, type RunnerResult } from 'lighthouse';
import { chromium } from 'playwright-core';
import { launchOptions } from '#devnet/browser/browser.ts';
import { freePort } from '#devnet/ports.ts';
import { computedBlockingMs, type TraceEvent } from '#tools/lighthouse/computedBlocking.ts';
import { orderTask } from '#tools/lighthouse/orderTask.ts';
import { scoreWithoutWaits } from '#tools/lighthouse/scoreWithoutWaits.ts';
import { PAGE_PATHS } from '#tools/pagePaths.ts';

const [, , BASE = 'http://localhost:5173', COORDINATOR = 'http://localhost:8787'] = process.argv;
const LOADS = 3;
/** The least that a page may have, of 100. */
const BARS: Record<string, number> = { performance: 95, accessibility: 100, 'best-practices': 100, seo: 100 };

/** What the performance is made of; times in ms. */
const METRICS = {
  'first paint': 'first-contentful-paint',
  'largest paint': 'largest-contentful-paint',
  'speed index': 'speed-index',
  blocked: 'total-blocking-time',
  shift: 'cumulative-layout-shift',
};

interface Figures {
  lhr: RunnerResult['lhr'];
  /** `computedBlockingMs`. */
  computedMs: number;
}

/** Loads what belongs to the browser's own window. It takes two seconds on a slow machine. */
const WINDOW_MS = 3_000;

/**
 * In a browser of its own: a page that another has left behind would take part of its time. Its window is
 * open before: the first tab of a window loads the browser's own pages, on the same cores.
 */
async function measure(url: string): Promise<Figures> {
  const port = await freePort();
  const options = launchOptions();
  const args = [...options.args, `--remote-debugging-port=${port}`];
  const window = await chromium.launchPersistentContext('', { ...options, args });
  try {
    await wait(WINDOW_MS);
    const flags: Flags = {
      port,
      logLevel: 'error',
      output: 'json',
      onlyCategories: Object.keys(BARS),
      throttlingMethod: 'simulate',
    };
    const { lhr, artifacts } = (await lighthouse(url, flags)) ?? {};
    if (lhr === undefined || lhr.runtimeError !== undefined)
      throw new Error(`${url}: ${lhr?.runtimeError?.message ?? 'no result'} Is the devnet running?`);
    const { traceEvents } = (artifacts as Artifacts).Trace;
    const { cpuSlowdownMultiplier } = lhr.configSettings.throttling;
    return { lhr, computedMs: computedBlockingMs(traceEvents as TraceEvent[], url, cpuSlowdownMultiplier) };
  } finally {
    await window.close();
  }
}

const performanceOf = ({ lhr }: Figures): number => lhr.categories.performance?.score ?? 0;

/** The one of several loads that has the median performance. */
async function measureMedian(url: string): Promise<Figures> {
  const loads: Figures[] = [];
  while (loads.length < LOADS) loads.push(await measure(url));
  return loads.toSorted((a, b) => performanceOf(a) - performanceOf(b))[Math.floor(LOADS / 2)]!;
}

const task = await orderTask(COORDINATOR);
const table: Record<string, Record<string, number>> = {};
const failures: string[] = [];
for (const example of PAGE_PATHS) {
  // A task that nobody knows answers 404, which the browser logs as an error.
  const path = example.startsWith('/tasks/') ? `/tasks/${task}` : example;
  const { lhr, computedMs } = await measureMedian(BASE + path);
  const { categories, audits, environment } = lhr;
  const row: Record<string, number> = {};
  const unwaited = Math.round(scoreWithoutWaits(lhr, computedMs) * 100);
  for (const [name, bar] of Object.entries(BARS)) {
    row[name] = Math.round((categories[name]?.score ?? 0) * 100);
    if (name === 'performance') row['performance, without waits'] = unwaited;
    if ((name === 'performance' ? unwaited : row[name]) >= bar) continue;
    const causes = (categories[name]?.auditRefs ?? [])
      .map(({ id }) => audits[id])
      .filter((audit) => audit?.score !== null && audit?.score !== undefined && audit.score < 1)
      .map((audit) => `${audit!.title} ${audit!.displayValue ?? ''}`.trim());
    failures.push(`${path}: ${name} ${row[name]}, at least ${bar} wanted: ${causes.join('; ')}`);
  }
  for (const [name, id] of Object.entries(METRICS)) row[name] = Number(audits[id]?.numericValue?.toFixed(3));
  row['blocked, without waits'] = Math.round(computedMs);
  row['machine’s index'] = Math.round(environment.benchmarkIndex);
  table[path] = row;
}
console.table(table);
for (const failure of failures) console.error(failure);
if (failures.length > 0) process.exitCode = 1;
