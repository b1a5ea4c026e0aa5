import { useLayoutEffect } from 'react';
import { focusNearest, placesAround } from '#web/action/keptFocus.ts';

/**
 * For a dialog of a library, which gives the focus back to what opened it: a button that has left the page
 * meanwhile, as one does that connects a wallet, has passed it to what was around it.
 */
export function useFocusAfter(isOpen: boolean): void {
  useLayoutEffect(() => {
    if (!isOpen || document.activeElement === null) return;
    const page = document.querySelector('main');
    const places = placesAround(document.activeElement);
    return () => {
      // By then the library has done its own part.
      setTimeout(() => {
        if (document.activeElement === document.body)
          focusNearest(page === null ? places : [...places, page]);
      });
    };
  }, [isOpen]);
}
