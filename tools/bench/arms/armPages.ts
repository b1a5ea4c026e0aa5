import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page, Worker } from 'playwright-core';
import { createServer } from 'vite';
import type { ArmRun } from '#tools/bench/arms/armProtocol.ts';
import { launchBenchBrowser } from '#tools/bench/benchBrowser.ts';
import { FIRST_WORD } from '#tools/models/llama/llamaVocabulary.ts';
import { openWorker } from '#tools/moduleWorker.ts';

export type ArmName = 'engine' | 'bare' | 'transformers';

/** A browser whose pages each run one model in one way, in a worker. */
export interface ArmPages {
  /** Folder of the models' repositories. */
  readonly root: string;
  readonly browser: string;
  /** Opens a page and waits until its arm is ready. */
  open(arm: ArmName, modelId: string, provider?: 'webgpu' | 'wasm'): Promise<Page>;
  close(): Promise<void>;
}

const MODELS_PATH = '/bench-models/';

export async function openArmPages(): Promise<ArmPages> {
  const root = mkdtempSync(join(tmpdir(), 'cuckoo-bench-'));
  const server = await createServer({
    root: fileURLToPath(new URL('../../../', import.meta.url)),
    logLevel: 'error',
    cacheDir: join(root, 'vite'),
    // A dependency that Vite finds late would reload the pages during a run.
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
  await server.listen();
  const { port } = server.httpServer!.address() as AddressInfo;
  const origin = `http://127.0.0.1:${port}`;
  const browser = await launchBenchBrowser(origin);
  return {
    root,
    browser: `${browser.browserType().name()} ${browser.version()}`,
    open: async (arm, modelId, provider = 'webgpu') => {
      const page = await browser.newPage();
      page.on('pageerror', (error) => console.error(`${arm}: ${error.message}`));
      // URLSearchParams encodes the slash, which Vite would read as a folder's.
      const query = new URLSearchParams({ arm, provider, model: `${MODELS_PATH}${modelId}` });
      const worker = await openWorker(page, `${origin}/tools/bench/arms/arm.worker.ts?${query}`);
      await worker.evaluate(async () => void (await globalThis.arm));
      return page;
    },
    close: async () => {
      await browser.close();
      await server.close();
      rmSync(root, { recursive: true });
    },
  };
}

/**
 * The worker of a page's arm, after a garbage collection. Each kernel that ran had a bind group, which is a
 * memory mapping in lavapipe, and a process with 65,530 of them dies.
 */
export async function armOf(page: Page): Promise<Worker> {
  const worker = page.workers()[0]!;
  await worker.evaluate(() => globalThis.gc!());
  return worker;
}

export async function runArm(page: Page, prompt: readonly number[], tokens: number): Promise<ArmRun> {
  const worker = await armOf(page);
  return worker.evaluate(async (given) => (await globalThis.arm).run(given.prompt, given.tokens), {
    prompt,
    tokens,
  });
}

export async function describeAdapter(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const info = (await navigator.gpu.requestAdapter())!.info;
    return (
      info.description || [info.vendor, info.architecture].filter(Boolean).join(' ') || 'unnamed adapter'
    );
  });
}

/** stories15M writes 6,489 words; their ids follow those of the bytes. */
const WORDS = 6_000;

/** A prompt of `length` tokens. It is meaningless, but takes as long as any other. */
export function anyPrompt(length: number): number[] {
  return Array.from({ length }, (_, i) => (i === 0 ? 1 : FIRST_WORD + ((i * 7_919) % WORDS)));
}
