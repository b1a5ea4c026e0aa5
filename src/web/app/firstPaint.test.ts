import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { firstPaint, type ShownPage } from '#web/app/firstPaint.ts';

/** Tells the waiting page of a paint. */
let paint: (name: string) => void;
let observing: number;

class Observer {
  static supportedEntryTypes = ['paint'];
  private readonly tell: (list: { getEntriesByName(name: string): unknown[] }) => void;

  constructor(tell: Observer['tell']) {
    this.tell = tell;
  }

  observe() {
    observing++;
    paint = (painted) => this.tell({ getEntriesByName: (name) => (name === painted ? [{}] : []) });
  }

  disconnect() {
    observing--;
  }
}

const pageThatIs = (visibilityState: DocumentVisibilityState) =>
  Object.assign(new EventTarget(), { visibilityState }) as EventTarget & ShownPage;

/** @returns whether the page has waited long enough */
function wait(page: ShownPage): () => boolean {
  let over = false;
  void firstPaint(page).then(() => {
    over = true;
  });
  return () => over;
}

beforeEach(() => {
  observing = 0;
  vi.useFakeTimers();
  vi.stubGlobal('PerformanceObserver', Observer);
});
afterEach(() => {
  expect(observing).toBe(0);
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('waits for a paint that shows something', async () => {
  const isOver = wait(pageThatIs('visible'));
  paint('first-paint');
  await vi.advanceTimersByTimeAsync(0);
  expect(isOver()).toBe(false);
  paint('first-contentful-paint');
  await vi.advanceTimersByTimeAsync(0);
  expect(isOver()).toBe(true);
});

it('does not wait on a hidden page', async () => {
  await firstPaint(pageThatIs('hidden'));
});

it('waits no longer when the page is hidden', async () => {
  const page = pageThatIs('visible');
  const isOver = wait(page);
  page.dispatchEvent(new Event('visibilitychange'));
  await vi.advanceTimersByTimeAsync(0);
  expect(isOver()).toBe(true);
});

it('does not wait in a browser that tells nothing of its paints', async () => {
  vi.stubGlobal('PerformanceObserver', { supportedEntryTypes: [] });
  await firstPaint(pageThatIs('visible'));
});

it('waits three seconds for a browser that holds its frames back', async () => {
  const isOver = wait(pageThatIs('visible'));
  await vi.advanceTimersByTimeAsync(2_999);
  expect(isOver()).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  expect(isOver()).toBe(true);
});
