import { useEffect, useState } from 'react';
import { onNewPage } from '#web/announce/onNewPage.ts';

/**
 * Has screen readers say the title of a page that the visitor comes to: the browser does so only when it
 * loads a document.
 */
export function PageAnnouncer() {
  const [page, setPage] = useState({ count: 0, title: '' });
  useEffect(
    () =>
      onNewPage(
        () => window.location.pathname,
        (title) => setPage(({ count }) => ({ count: count + 1, title })),
      ),
    [],
  );
  // A new element is said although another page had the same title.
  return (
    <p className="unseen" aria-live="polite">
      <span key={page.count}>{page.title}</span>
    </p>
  );
}
