import { nextTask } from '#web/time/nextTask.ts';

/**
 * Runs scripts one after another, each in a task of its own. To import the last of them would run all that it
 * imports in one task, for a quarter of a second on a phone, in which the page does not answer.
 * @param scripts addresses, each after those that it imports
 * @example await loadInParts(namedScripts(document));
 */
export async function loadInParts(
  scripts: readonly string[],
  load: (script: string) => Promise<unknown> = (script) => import(/* @vite-ignore */ script),
): Promise<void> {
  for (const script of scripts) {
    // Whoever needs what it has imports it again, and says what is missing.
    await load(script).catch(() => undefined);
    await nextTask();
  }
}

/** The scripts that a page's HTML names (tools/prerenderPages.ts). */
export const namedScripts = (page: Document): string[] =>
  [...page.querySelectorAll<HTMLLinkElement>('link[rel=modulepreload]')].map(({ href }) => href);
