/**
 * How long at most a paint is waited for, in ms: some browsers hold back the frames of a window behind others
 * and call it visible. A slow phone paints the page's HTML sooner.
 */
const LONGEST_WAIT_MS = 3_000;

/** The document, as far as it tells whether it is shown. */
export type ShownPage = Pick<Document, 'visibilityState' | 'addEventListener' | 'removeEventListener'>;

/**
 * Waits until the browser has shown something of the page. A hidden page, which is not painted, does not
 * wait, nor does a browser that tells nothing of its paints.
 * @example await firstPaint(document);
 */
export async function firstPaint(page: ShownPage): Promise<void> {
  if (page.visibilityState === 'hidden') return;
  if (!PerformanceObserver.supportedEntryTypes.includes('paint')) return;
  let end = () => {};
  await new Promise<void>((resolve) => {
    const observer = new PerformanceObserver((list) => {
      if (list.getEntriesByName('first-contentful-paint').length > 0) resolve();
    });
    const limit = setTimeout(resolve, LONGEST_WAIT_MS);
    const onHidden = () => resolve();
    observer.observe({ type: 'paint', buffered: true });
    page.addEventListener('visibilitychange', onHidden);
    end = () => {
      observer.disconnect();
      clearTimeout(limit);
      page.removeEventListener('visibilitychange', onHidden);
    };
  });
  end();
}
