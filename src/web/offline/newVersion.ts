/** How often a tab that stays open asks whether there is a newer version, in ms: a page's HTML is 5 kB. */
export const LOOK_MS = 30 * 60_000;

/** The script that a page's HTML starts: its name is another one in each build. */
export const entryOf = (html: string): string | undefined =>
  /<script type="module"[^>]* src="([^"]+)"/.exec(html)?.[1];

/** The script that this page was started with. Extensions put others into a page, from other addresses. */
export const ownEntry = (page: Pick<Document, 'querySelectorAll'> = document): string | undefined =>
  [...page.querySelectorAll('script[type=module][src]')]
    .map((script) => script.getAttribute('src')!)
    .find((address) => address.startsWith('/'));

/**
 * Whether the site serves another build than the one that this page is of. An answer that is no page of the
 * dApp tells nothing: a hotel's login page, say.
 * @param own the script that this page was started with
 * @throws TypeError where the site does not answer
 */
export async function isReplaced(
  own: string,
  load: () => Promise<Response> = () => fetch('/', { cache: 'no-cache' }),
): Promise<boolean> {
  const answer = await load();
  const entry = answer.ok ? entryOf(await answer.text()) : undefined;
  return entry !== undefined && entry !== own;
}

/** Lets the browser keep the new version, so that it opens without a network from then on, if it can. */
export async function keepNewVersion(
  workers: Pick<ServiceWorkerContainer, 'getRegistration'> | undefined,
): Promise<void> {
  try {
    await (await workers?.getRegistration())?.update();
  } catch {
    // That there is a new version is told all the same.
  }
}
