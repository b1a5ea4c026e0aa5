/** How often a tab that stays open asks whether there is a newer version, in ms: a page's HTML is 5 kB. */
export const LOOK_MS = 30 * 60_000;

/** The script that a page's HTML starts: its name is another one in each build. */
export const entryOf = (html: string): string | undefined =>
  /<script type="module"[^>]* src="([^"]+)"/.exec(html)?.[1];

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
