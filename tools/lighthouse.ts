/**
 * Lighthouse's figures of every page of a running devnet (`npm start`), as a phone on a slow network sees it:
 *   npm run lighthouse [-- URL]
 * The network and the slower processor are simulated from one fast load, so that a busy machine matters less.
 */
import lighthouse, { type Flags, type RunnerResult } from 'lighthouse';
import { chromium } from 'playwright-core';
import { launchOptions } from '#devnet/browser/browser.ts';
import { freePort } from '#devnet/ports.ts';

const BASE = process.argv[2] ?? 'http://localhost:5173';
const PAGES = ['/', '/mine', '/mine/node', '/stake', '/portfolio', '/vote', '/faucet', '/model?id=icons128'];
/**
 * The least that a page may have, of 100. Two quiet cores without a GPU gave performances of 75 (Mine) to
 * 95: the time for which scripts block the page is this machine's.
 */
const BARS: Record<string, number> = { performance: 70, accessibility: 100, 'best-practices': 100, seo: 100 };

/** What the performance is made of; times in ms. */
const METRICS = {
  'first paint': 'first-contentful-paint',
  'largest paint': 'largest-contentful-paint',
  'speed index': 'speed-index',
  blocked: 'total-blocking-time',
  shift: 'cumulative-layout-shift',
};

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
for (const path of PAGES) {
  const { categories, audits } = await measure(BASE + path);
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
  table[path] = row;
}
console.table(table);
for (const failure of failures) console.error(failure);
if (failures.length > 0) process.exitCode = 1;
