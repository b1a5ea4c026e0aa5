/**
 * Puts other elements in the place of a part's, as the app does with what its page's HTML shows before: the
 * link that had the focus has it again, or the page itself after the link that skips the navigation.
 * @example keepFocusOver(root, () => createRoot(root).render(<App />));
 */
export function keepFocusOver(part: HTMLElement, replace: () => void): void {
  const held = document.activeElement;
  const isInside = held !== null && part.contains(held);
  const [id, href] = [held?.id, held?.getAttribute('href')];
  replace();
  if (!isInside || part.contains(document.activeElement)) return;
  const same = id ? document.getElementById(id) : linkTo(part, href);
  same?.focus({ preventScroll: true });
}

const linkTo = (part: HTMLElement, href: string | null | undefined): HTMLAnchorElement | undefined =>
  [...part.querySelectorAll('a')].find((link) => link.getAttribute('href') === href);
