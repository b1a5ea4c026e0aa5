import { beforeEach, expect, it, vi } from 'vitest';
import { keepFocusOver } from '#web/action/keepFocusOver.ts';

interface Element {
  id: string;
  href: string | null;
  getAttribute(): string | null;
  focus(): void;
}
/** A page: what is on it, and what has the focus. */
const page = { elements: [] as Element[], activeElement: undefined as Element | undefined };
const body: Element = { id: '', href: null, getAttribute: () => null, focus: () => undefined };

function place(id: string, href: string | null): Element {
  const element: Element = {
    ...{ id, href, getAttribute: () => href },
    focus: () => (page.activeElement = element),
  };
  return element;
}
const part = {
  contains: (element: Element) => page.elements.includes(element),
  querySelectorAll: () => page.elements.filter(({ href }) => href !== null),
} as unknown as HTMLElement;
const shown = () => [place('', '/mine'), place('', '/stake'), place('content', null)];

beforeEach(() => {
  page.elements = shown();
  page.activeElement = body;
  vi.stubGlobal('document', {
    get activeElement() {
      return page.activeElement;
    },
    getElementById: (id: string) => page.elements.find((element) => element.id === id) ?? null,
  });
});

/** What has the focus after all elements are others, if this one had it before. */
function focusedAfter(at: number | undefined): Element | undefined {
  if (at !== undefined) page.elements[at]!.focus();
  keepFocusOver(part, () => {
    page.elements = shown();
    if (at !== undefined) page.activeElement = body;
  });
  return page.activeElement;
}

it.each([
  ['the link to the same page', 1],
  ['the page itself', 2],
])('focuses %s again', (_, at) => {
  expect(focusedAfter(at)).toBe(page.elements[at]);
});

it('focuses nothing where nothing was focused', () => {
  expect(focusedAfter(undefined)).toBe(body);
});

it('leaves the focus where the new elements have put it', () => {
  page.elements[0]!.focus();
  keepFocusOver(part, () => {
    page.elements = shown();
    page.elements[1]!.focus();
  });
  expect(page.activeElement).toBe(page.elements[1]);
});
