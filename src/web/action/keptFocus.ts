import { useLayoutEffect, useRef } from 'react';

/** What may take the focus over from an element in it: the parts of a page that have a name, and the page. */
const PLACES = 'section, li, tr, dialog, main';

type Place = Pick<HTMLElement, 'isConnected' | 'tabIndex' | 'focus'>;

/** The nearest of these places that is still on the page gets the focus. */
export function focusNearest(places: readonly Place[]): void {
  const nearest = places.find(({ isConnected }) => isConnected);
  if (nearest === undefined) return;
  nearest.tabIndex = -1;
  nearest.focus({ preventScroll: true });
}

/** What may take the focus over from an element, nearest first; to be asked while it is on the page. */
export function placesAround(element: Element): HTMLElement[] {
  const place = element.parentElement?.closest<HTMLElement>(PLACES) ?? null;
  return place === null ? [] : [place, ...placesAround(place)];
}

/**
 * For a control that may leave the page while it has the focus, as one does that has done its work: the part
 * of the page around it gets the focus then. Else a keyboard would have to begin anew at the top.
 */
export function useKeptFocus<T extends HTMLElement>() {
  const ref = useRef<T>(null);
  useLayoutEffect(() => {
    const element = ref.current;
    return () => {
      if (element === null || document.activeElement !== element) return;
      const places = placesAround(element);
      // By then the element is gone.
      queueMicrotask(() => {
        if (document.activeElement === document.body) focusNearest(places);
      });
    };
  }, []);
  return ref;
}
