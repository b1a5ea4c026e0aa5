import { onPageTitle } from '#web/mining/tabTitle.ts';

/**
 * Tells the title of each further page that the visitor comes to, once. The browser itself reads that of the
 * first; a title that changes while the page stays, as with its language, is no new page.
 * @param pathOf the path of the page that is shown
 * @returns stops it
 */
export function onNewPage(pathOf: () => string, tell: (title: string) => void): () => void {
  let told = pathOf();
  return onPageTitle((title) => {
    const path = pathOf();
    if (path === told) return;
    told = path;
    tell(title);
  });
}
