import { beforeAll, expect, it, vi } from 'vitest';
import type { ApiModel } from '#protocol/messages/api.ts';
import { ModelNote } from '#web/create/prompt/ModelNote.tsx';
import { renderPage } from '#web/staking/testing/renderPage.tsx';

const CUCKOO = {
  ...{ name: 'Icons', note: 'Small icons', licence: 'MIT' },
  ...{ miners: 0, price_cai: '0.5', price_unit: 'image' },
};
const shown = ({ miners = 0, away = false, working = false }) => {
  const model = { id: 'icons', cuckoo: { ...CUCKOO, miners } } as unknown as ApiModel;
  return renderPage(<ModelNote model={model} away={away} working={working} />);
};
const NO_MINER = 'No miner is online for this model';

// It is loaded when it is shown first.
beforeAll(() => vi.waitFor(() => expect(shown({})).toContain(NO_MINER), { timeout: 20_000 }));

it('says what the model costs, and how many miners serve it', () => {
  const html = shown({ miners: 2 });
  expect(html).toContain('Small icons');
  expect(html).toContain('0.5');
  expect(html).toContain('2 miners online');
});

it('says once that nobody serves it: where a task is under way, its own status does', () => {
  expect(shown({ working: true })).not.toContain(NO_MINER);
});

it('says nothing of miners that is out of date, or that a miner is missing where there is one', () => {
  expect(shown({ away: true })).not.toMatch(/miners? online|No miner/);
  expect(shown({ miners: 1 })).not.toContain(NO_MINER);
});
