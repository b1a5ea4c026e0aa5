/** How long a toast of what went well stays, in ms: enough to read its few words twice. */
export const LINGER_MS = 8_000;

/** The document. */
export type Sight = Pick<Document, 'hidden' | 'addEventListener' | 'removeEventListener'>;

/** Calls `leave` once the page was in sight for `LINGER_MS` in one go. @returns stops that */
export function leaveOnceSeen(page: Sight, leave: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const wait = () => {
    clearTimeout(timer);
    if (!page.hidden) timer = setTimeout(leave, LINGER_MS);
  };
  page.addEventListener('visibilitychange', wait);
  wait();
  return () => {
    clearTimeout(timer);
    page.removeEventListener('visibilitychange', wait);
  };
}
