import type { Page, Worker as PageWorker } from 'playwright-core';

/** A file on every server here. A browser opens it as an empty page with access to WebGPU. */
export const PLAIN_PAGE = '/cuckoo.svg';

/**
 * Opens a module worker in an empty page, like the miner's GPU worker. Resolves once it has posted a message.
 * @param script URL of a module
 */
export async function openWorker(page: Page, script: string): Promise<PageWorker> {
  await page.goto(new URL(PLAIN_PAGE, script).href);
  const ready = (url: string) =>
    new Promise<void>((resolve, reject) => {
      const worker = new Worker(url, { type: 'module' });
      worker.onmessage = () => resolve();
      // An error event of a script that cannot be fetched has no message.
      worker.onerror = ({ message = `${url} cannot be loaded.` }) => reject(new Error(message));
    });
  await page.evaluate(ready, script);
  return page.workers()[0]!;
}
