import { expect, it } from 'vitest';
import type { ApiNodeRecord } from '#protocol/messages/apiNode.ts';
import { mergeRecords } from '#web/nodeRecords/mergeRecords.ts';
import { auditTotals } from '#web/trust/totals/auditTotals.ts';

const record = (node: string, results: Partial<NonNullable<ApiNodeRecord['results']>> | null) =>
  ({
    ...{ node, object: 'node_record', online: false, last_seen_at: null, calls: { sent: 0, answered: 0 } },
    results: results && {
      ...{ waiting: 0, due: 0, skipped: 0, passed: 0, unchecked: 0, withheld: 0, disputed: 0 },
      ...results,
    },
  }) satisfies ApiNodeRecord;

it('adds up what all coordinators say of all nodes, whatever became of the results', () => {
  const records = mergeRecords([
    {
      ...{ id: 1n, name: 'North' },
      records: [
        record('3', { passed: 10, skipped: 30, waiting: 1, due: 2 }),
        record('4', { disputed: 1, withheld: 2, unchecked: 3 }),
      ],
    },
    { id: 2n, name: 'South', records: [record('3', { passed: 5 }), record('5', {})] },
    // One that audits nothing, and one that does not answer.
    { id: 6n, name: 'East', records: [record('3', null)] },
    { id: 7n, name: 'West', records: undefined },
  ]);
  expect(auditTotals(records.values())).toEqual({
    ...{ miners: 2, delivered: 54, audited: 18, passed: 15, disputed: 1, withheld: 2, unchecked: 3, open: 3 },
  });
});

it('is nothing without records', () => {
  expect(auditTotals([])).toMatchObject({ miners: 0, delivered: 0, audited: 0 });
});
