/**
 * Lighthouse's figures of every page of a running devnet (`npm start`), as a phone on a slow network sees it:
 *   npm run lighthouse [-- URL]
 * The network and the slower processor are simulated from one fast load, so that a busy machine matters less.
 */
import lighthouse, { type Flags, type RunnerResult } from 'lighthouse';
import { pageFunctions } from 'lighthouse/core/lib/page-functions.js';
import { type Browser, chromium } from 'playwright-core';
import { launchOptions } from '#devnet/browser/browser.ts';
import { freePort } from '#devnet/ports.ts';
import { PAGE_PATHS } from '#tools/pagePaths.ts';

const BASE = process.argv[2] ?? 'http://localhost:5173';
/** The least that a page may have, of 100. */
const BARS: Record<string, number> = { performance: 95, accessibility: 100, 'best-practices': 100, seo: 100 };

/**
 * Lighthouse slows the processor down to that of a middling phone. Four times is right for one of this index;
 * its makers advise to fit the factor to the machine, by these points of their calculator:
 * https://github.com/GoogleChrome/lighthouse/blob/main/docs/throttling.md#cpu-throttling
 */
const SLOWDOWNS = [
  { index: 150, factor: 1 },
  { index: 800, factor: 2 },
  { index: 1_300, factor: 3 },
  { index: 2_000, factor: 6 },
] as const;

/** @param index of a machine: how fast it computes, as Lighthouse measures it before each page */
function slowdownOf(index: number): number {
  const above = SLOWDOWNS.find((point) => point.index >= index) ?? SLOWDOWNS.at(-1)!;
  const below = SLOWDOWNS[SLOWDOWNS.indexOf(above) - 1];
  if (below === undefined) return above.factor;
  const part = (index - below.index) / (above.index - below.index);
  return below.factor + part * (above.factor - below.factor);
}

/** What the performance is made of; times in ms. */
const METRICS = {
  'first paint': 'first-contentful-paint',
  'largest paint': 'largest-contentful-paint',
  'speed index': 'speed-index',
  blocked: 'total-blocking-time',
  shift: 'cumulative-layout-shift',
};

/** Measured right before each page, because a busy machine is a slower one. */
async function slowdownIn(browser: Browser): Promise<number> {
  const page = await browser.newPage();
  const index = await page.evaluate(pageFunctions.computeBenchmarkIndex);
  await page.close();
  return slowdownOf(index);
}

/** In a browser of its own: a page that another has left behind would take part of its time. */
async function measure(url: string): Promise<RunnerResult['lhr']> {
  const port = await freePort();
  const options = launchOptions();
  const args = [...options.args, `--remote-debugging-port=${port}`];
  const browser = await chromium.launch({ ...options, args });
  try {
    const flags: Flags = {
      port,
      logLevel: 'error',
      output: 'json',
      onlyCategories: Object.keys(BARS),
      throttlingMethod: 'simulate',
      throttling: { cpuSlowdownMultiplier: await slowdownIn(browser) },
    };
    const lhr = (await lighthouse(url, flags))?.lhr;
    if (lhr === undefined || lhr.runtimeError !== undefined)
      throw new Error(`${url}: ${lhr?.runtimeError?.message ?? 'no result'} Is the devnet running?`);
    return lhr;
  } finally {
    await browser.close();
  }
}

const table: Record<string, Record<string, number>> = {};
const failures: string[] = [];
for (const path of PAGE_PATHS) {
  const { categories, audits, configSettings } = await measure(BASE + path);
  const row: Record<string, number> = {};
  for (const [name, bar] of Object.entries(BARS)) {
    row[name] = Math.round((categories[name]?.score ?? 0) * 100);
    if (row[name] >= bar) continue;
    const causes = (categories[name]?.auditRefs ?? [])
      .map(({ id }) => audits[id])
      .filter((audit) => audit?.score !== null && audit?.score !== undefined && audit.score < 1)
      .map((audit) => `${audit!.title} ${audit!.displayValue ?? ''}`.trim());
    failures.push(`${path}: ${name} ${row[name]}, at least ${bar} wanted: ${causes.join('; ')}`);
  }
  for (const [name, id] of Object.entries(METRICS)) row[name] = Number(audits[id]?.numericValue?.toFixed(3));
  row['slowed by'] = Number(configSettings.throttling.cpuSlowdownMultiplier.toFixed(1));
  table[path] = row;
}
console.table(table);
for (const failure of failures) console.error(failure);
if (failures.length > 0) process.exitCode = 1;
