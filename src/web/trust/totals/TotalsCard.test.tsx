import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { mergeRecords } from '#web/nodeRecords/mergeRecords.ts';
import type { NodeRecords } from '#web/nodeRecords/useNodeRecords.ts';
import { TotalsView } from '#web/trust/totals/TotalsCard.tsx';

const shown = (change: Partial<NodeRecords>) =>
  renderToStaticMarkup(
    <TotalsView
      records={{
        ...{ byNode: new Map(), silent: [], answered: 1, isReading: false, retry: () => {} },
        ...change,
      }}
    />,
  );
const results = { waiting: 0, due: 1, skipped: 30, passed: 8, unchecked: 0, withheld: 0, disputed: 1 };
const byNode = mergeRecords([
  {
    ...{ id: 1n, name: 'North' },
    records: [
      {
        node: '3',
        object: 'node_record',
        online: true,
        last_seen_at: null,
        calls: { sent: 0, answered: 0 },
        results,
      },
    ],
  },
]);
/** A figure's number and note. */
const figure = (name: string, number: string, note: string) =>
  new RegExp(`>${name}</dt><dd><span[^>]*>${number}</span><small>${note}<`);

describe('what was audited in the whole network', () => {
  it('is told in figures, with the share of all results', () => {
    const html = shown({ byNode });
    expect(html).toMatch(figure('Results', '40', 'of 1 miner'));
    expect(html).toMatch(figure('Audited', '9', '22.5 % of all results'));
    expect(html).toMatch(figure('Found wrong', '1', 'not paid, and made again'));
    expect(html).toContain('As one coordinator counts them.');
  });

  it('has no figures before a coordinator answers', () => {
    const html = shown({ answered: 0, isReading: true });
    expect(html).toMatch(figure('Results', '–', 'of 0 miners'));
    expect(html).toContain('Asking the coordinators');
  });

  it('says that there are no results yet', () => {
    expect(shown({})).toContain('No miner has delivered a result yet.');
  });

  it('names who does not answer', () => {
    const html = shown({ byNode, silent: ['South', 'East'] });
    expect(html).toContain('South, East');
    expect(html).toContain('Try again');
  });
});
