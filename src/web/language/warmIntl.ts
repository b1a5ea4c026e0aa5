/**
 * Chromium lists the locales of each of Intl's formatters when a process makes its first one: up to 100 ms
 * on a small machine, an eighth of what the start of a page computes. A worker is in the same process, so it
 * does that while the main thread is free. Other browsers lose nothing.
 */
export function warmIntl(): void {
  new Worker(new URL('./intl.worker.ts', import.meta.url), { type: 'module', name: 'intl' });
}
