import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { Worker as PageWorker } from 'playwright-core';
import { createServer } from 'vite';
import { launchBenchBrowser } from '#tools/bench/benchBrowser.ts';
import { openWorker } from '#tools/moduleWorker.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/**
 * Opens a module worker in a browser with a WebGPU adapter, from the development server, and closes all of it
 * after use.
 * @param script the worker's place in the project
 * @throws Error when the browser has no adapter
 * @example
 * await withBenchWorker('tools/bench/image.worker.ts', (worker) => worker.evaluate(benchOneImage));
 */
export async function withBenchWorker<T>(
  script: string,
  use: (worker: PageWorker) => Promise<T>,
): Promise<T> {
  const server = await createServer({
    ...{ root: ROOT, logLevel: 'error' },
    server: { port: 0, strictPort: false, host: '127.0.0.1' },
  });
  try {
    await server.listen();
    const { port } = server.httpServer!.address() as AddressInfo;
    const origin = `http://127.0.0.1:${port}`;
    const browser = await launchBenchBrowser(origin);
    try {
      return await use(await openWorker(await browser.newPage(), `${origin}/${script}`));
    } finally {
      await browser.close();
    }
  } finally {
    await server.close();
  }
}
