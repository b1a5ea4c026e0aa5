import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { setMiningTitle, setPageTitle } from '#web/mining/tabTitle.ts';

beforeEach(() => void vi.stubGlobal('document', { title: '' }));
afterEach(() => setMiningTitle(() => undefined));

it('shows what the miner does on every page, and the page’s own title once it has stopped', () => {
  setPageTitle('Mine');
  expect(document.title).toBe('Mine · Cuckoo');
  setMiningTitle(() => 'Paused');
  expect(document.title).toBe('Paused · Cuckoo');
  setPageTitle('Stake');
  expect(document.title).toBe('Paused · Cuckoo');
  setMiningTitle(() => undefined);
  expect(document.title).toBe('Stake · Cuckoo');
});
