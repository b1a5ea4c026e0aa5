/**
 * Tokens a second of the miner's engine beside a bare loop of `session.run` and beside `@huggingface/transformers`, in
 * one browser, on the same files:  npm run bench:text [-- --prompt 128 --tokens 64 --rounds 5]
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium, type Page } from 'playwright-core';
import { createServer } from 'vite';
import { browserFlags, findBrowser } from '../../src/devnet/browser.ts';
import type { ArmRun } from './armProtocol.ts';
import { writeBenchModels } from './benchModels.ts';
import { installComparison } from './comparison.ts';

const ARMS = ['engine', 'bare', 'transformers'] as const;
type ArmName = (typeof ARMS)[number];
const NAMES: Record<ArmName, string> = {
  engine: 'Cuckoo engine',
  bare: 'bare session.run',
  transformers: 'transformers.js',
};
const MODELS_PATH = '/bench-models/';

const { values } = parseArgs({
  options: {
    prompt: { type: 'string', default: '128' },
    tokens: { type: 'string', default: '64' },
    rounds: { type: 'string', default: '5' },
    model: { type: 'string', default: '' },
  },
});
const [promptLength, tokens, rounds] = [values.prompt, values.tokens, values.rounds].map(Number) as [
  number,
  number,
  number,
];

installComparison();

const median = (numbers: readonly number[]): number => {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[sorted.length >> 1]!;
};

const root = mkdtempSync(join(tmpdir(), 'cuckoo-bench-'));
const server = await createServer({
  root: fileURLToPath(new URL('../../', import.meta.url)),
  logLevel: 'error',
  cacheDir: join(root, 'vite'),
  // A dependency found late would reload the pages in mid-run.
  optimizeDeps: {
    noDiscovery: true,
    include: ['viem', 'zod', 'cborg', '@huggingface/jinja', '@huggingface/tokenizers'],
  },
  server: { port: 0, strictPort: false, host: '127.0.0.1', hmr: false, watch: null },
  plugins: [
    {
      name: 'bench-models',
      configureServer: ({ middlewares }) => {
        middlewares.use(MODELS_PATH, (request, response) => {
          const path = join(root, new URL(request.url ?? '', 'http://bench').pathname);
          if (!existsSync(path) || !statSync(path).isFile()) {
            response.statusCode = 404;
            response.end();
            return;
          }
          const body = readFileSync(path);
          response.setHeader('content-length', body.length);
          response.end(body);
        });
      },
    },
  ],
});
const executablePath = findBrowser();
const browser = await chromium.launch({
  args: browserFlags(),
  ...(executablePath ? { executablePath } : {}),
});
try {
  const models = writeBenchModels(root).filter(({ id }) => id.includes(values.model));
  await server.listen();
  const { port } = server.httpServer!.address() as AddressInfo;
  const base = `http://127.0.0.1:${port}`;
  console.log(
    `${browser.browserType().name()} ${browser.version()}, prompt ${promptLength}, ${tokens} tokens, ${rounds} rounds`,
  );
  for (const { id, title } of models) {
    const pages = new Map<ArmName, Page>();
    for (const arm of ARMS) {
      const page = await browser.newPage();
      page.on('pageerror', (error) => console.error(`${arm}: ${error.message}`));
      await page.goto(`${base}/tools/bench/arm.html?arm=${arm}&model=${MODELS_PATH}${id}`);
      await page.waitForFunction(() => window.arm !== undefined);
      await page.evaluate(async () => void (await window.arm));
      console.error(`${id}: ${NAMES[arm]} is ready`);
      pages.set(arm, page);
    }
    const prompt = Array.from({ length: promptLength }, (_, i) =>
      i === 0 ? 1 : 300 + ((i * 7_919) % 20_000),
    );
    const run = (arm: ArmName) =>
      pages
        .get(arm)!
        .evaluate(async ({ prompt, tokens }) => (await window.arm).run(prompt, tokens), { prompt, tokens });
    const runs = new Map<ArmName, ArmRun[]>(ARMS.map((arm) => [arm, []]));
    for (let round = 0; round <= rounds; round++) {
      for (const arm of ARMS) {
        const result = await run(arm);
        console.error(
          `${id}: round ${round} of ${rounds}, ${NAMES[arm]} ${Math.round(result.prefillMs)} + ${Math.round(result.decodeMs)} ms`,
        );
        // The first round compiles shaders.
        if (round > 0) runs.get(arm)!.push(result);
      }
    }
    report(title, runs, await pages.get('engine')!.evaluate(describeAdapter));
    for (const page of pages.values()) await page.close();
  }
} finally {
  await browser.close();
  await server.close();
  rmSync(root, { recursive: true });
}

async function describeAdapter(): Promise<string> {
  const info = (await navigator.gpu.requestAdapter())!.info;
  return info.description || [info.vendor, info.architecture].filter(Boolean).join(' ') || 'unnamed adapter';
}

function report(title: string, runs: ReadonlyMap<ArmName, readonly ArmRun[]>, adapter: string): void {
  const rate = (arm: ArmName, part: 'prefill' | 'decode') =>
    median(
      runs
        .get(arm)!
        .map(({ prefillMs, decodeMs }) =>
          part === 'prefill' ? (promptLength * 1_000) / prefillMs : ((tokens - 1) * 1_000) / decodeMs,
        ),
    );
  const engine = runs.get('engine')![0]!.tokens.join();
  console.log(`\n${title}, on ${adapter} (median of ${rounds}; ratio: engine / other)`);
  console.log(
    `${'arm'.padEnd(20)}${'prefill t/s'.padStart(12)}${'ratio'.padStart(8)}${'decode t/s'.padStart(12)}${'ratio'.padStart(8)}  same tokens`,
  );
  for (const arm of ARMS) {
    const cells = (['prefill', 'decode'] as const).map((part) => {
      const own = rate(arm, part);
      return own.toFixed(1).padStart(12) + (rate('engine', part) / own).toFixed(2).padStart(8);
    });
    const same = runs.get(arm)!.every((each) => each.tokens.join() === engine);
    console.log(`${NAMES[arm].padEnd(20)}${cells.join('')}  ${same ? 'yes' : 'no'}`);
  }
}
