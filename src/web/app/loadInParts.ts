import { nextTask } from '#web/time/nextTask.ts';

/**
 * Runs scripts one after another, each in a task of its own. To import the last of them would run all that it
 * imports in one task, for a quarter of a second on a phone, in which the page does not answer.
 * @param scripts addresses, each after those that it imports
 * @example await loadInParts(preloadScripts(document));
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

/** The name of an element in a page's HTML that lists its scripts (tools/prerenderPages.ts). */
export const SCRIPTS_META = 'scripts';

/**
 * Begins to load the scripts that the page's HTML lists, all at once. Before the page is painted they would
 * only delay it. The development server's page lists none.
 * @returns their addresses, each after those that it imports
 */
export function preloadScripts(page: Document): string[] {
  const scripts = page.querySelector<HTMLMetaElement>(`meta[name=${SCRIPTS_META}]`)?.content.split(' ') ?? [];
  for (const href of scripts)
    page.head.append(Object.assign(page.createElement('link'), { rel: 'modulepreload', href }));
  return scripts;
}
