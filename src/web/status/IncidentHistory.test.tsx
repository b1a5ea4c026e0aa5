import { expect, it } from 'vitest';
import type { ApiIncidents } from '#protocol/messages/api.ts';
import { renderPage } from '#web/staking/testing/renderPage.tsx';
import { type Told, ToldIncidents } from '#web/status/IncidentHistory.tsx';

const SINCE = 1_800_000_000;
const told = (name: string, ...data: ApiIncidents['data']): Told => ({
  name,
  history: { object: 'list', since: SINCE, data },
});
const shown = (...all: Told[]) => renderPage(<ToldIncidents told={all} />);

it('tells what went wrong at which coordinator, the newest first, and what goes on', () => {
  const html = shown(
    told('Nest', { kind: 'no_miner', from: SINCE + 10, to: SINCE + 70 }),
    told('Tree', { kind: 'chain_away', from: SINCE + 20, to: null }),
  );
  const [tree, nest] = [
    html.indexOf('Tree: the chain did not answer it'),
    html.indexOf('Nest: no miner online'),
  ];
  expect(tree).toBeGreaterThan(-1);
  expect(nest).toBeGreaterThan(tree);
  expect(html).toMatch(/Nest: no miner online.*, for 1 min.*Over/);
  expect(html).toMatch(/Tree: [^<]*.*Since .*Goes on/);
});

it('shows ten at first, and offers all', () => {
  const many = Array.from({ length: 11 }, (_, n) => ({
    ...{ kind: 'queue_full' as const, from: SINCE + n, to: SINCE + n + 1 },
  }));
  const html = shown(told('Nest', ...many));
  expect(html.match(/<li/g)).toHaveLength(10);
  expect(html).toContain('>Show all 11<');
  expect(shown(told('Nest', ...many.slice(1)))).not.toContain('Show all');
});

it('says since when nothing went wrong, and who told nothing', () => {
  const html = shown(told('Nest'), { name: 'Tree', history: null });
  expect(html).toMatch(/Nothing went wrong.*since 15 Jan 2027/);
  expect(html).toContain('keep no such record: Tree.');
  expect(shown({ name: 'Tree', history: null })).not.toContain('Nothing went wrong');
});
