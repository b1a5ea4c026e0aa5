import type { Page, Worker } from 'playwright-core';

/** Any page of an origin: it need only be allowed to use WebGPU. */
const PLAIN_PAGE = '/cuckoo.svg';

/**
 * A worker in a page that holds nothing else, as the miner's engine has one; ready when it has posted a message.
 * @param script URL of a module
 */
export async function openWorker(page: Page, script: string): Promise<Worker> {
  await page.goto(new URL(PLAIN_PAGE, script).href);
  const ready = (url: string) =>
    new Promise<void>((resolve, reject) => {
      const worker = new Worker(url, { type: 'module' });
      worker.onmessage = () => resolve();
      worker.onerror = ({ message }) => reject(new Error(message));
    });
  await page.evaluate(ready, script);
  return page.workers()[0]!;
}
