import { useEffect, useLayoutEffect, useRef } from 'react';

/**
 * A new page begins at its top, for the keyboard as well: what led to it is often gone with the page before.
 * On the way back the browser restores where the reader was.
 * @param location the page's address
 */
export function usePageStart(location: string): void {
  const wentBack = useRef(false);
  const shown = useRef(location);
  useEffect(() => {
    const noteBack = () => {
      wentBack.current = true;
    };
    window.addEventListener('popstate', noteBack);
    return () => window.removeEventListener('popstate', noteBack);
  }, []);
  useLayoutEffect(() => {
    if (shown.current === location) return;
    shown.current = location;
    if (!wentBack.current) window.scrollTo(0, 0);
    wentBack.current = false;
    document.getElementById('content')?.focus({ preventScroll: true });
  }, [location]);
}
