import type { Page, Worker as PageWorker } from 'playwright-core';

/** Of any origin of ours: a page with nothing on it that may use WebGPU. */
export const PLAIN_PAGE = '/cuckoo.svg';

/**
 * A worker in a page that holds nothing else, as the miner's engine has one; ready when it has posted a message.
 * @param script URL of a module
 */
export async function openWorker(page: Page, script: string): Promise<PageWorker> {
  await page.goto(new URL(PLAIN_PAGE, script).href);
  const ready = (url: string) =>
    new Promise<void>((resolve, reject) => {
      const worker = new Worker(url, { type: 'module' });
      worker.onmessage = () => resolve();
      // What cannot be fetched has no message.
      worker.onerror = ({ message = `${url} cannot be loaded.` }) => reject(new Error(message));
    });
  await page.evaluate(ready, script);
  return page.workers()[0]!;
}
