import { describe, expect, it } from 'vitest';
import type { ApiNodeRecord } from '#protocol/messages/apiNode.ts';
import { mergeRecords } from '#web/nodeRecords/mergeRecords.ts';

const record = (node: string, passed: number, more: Partial<ApiNodeRecord> = {}): ApiNodeRecord => ({
  ...{ node, object: 'node_record', online: false, last_seen_at: null, calls: { sent: 0, answered: 0 } },
  results: { waiting: 1, due: 2, skipped: 30, passed, unchecked: 3, withheld: 1, disputed: 4 },
  ...more,
});

describe('mergeRecords', () => {
  it('counts as audited what passed, was withheld or disputed, and as delivered all', () => {
    const merged = mergeRecords([{ id: 1n, name: 'North', records: [record('3', 10)] }]);
    expect(merged.get('3')?.results).toEqual({
      ...{ delivered: 51, audited: 15, passed: 10, withheld: 1, disputed: 4 },
    });
  });

  it('adds up what coordinators got themselves, and keeps who said what', () => {
    const merged = mergeRecords([
      {
        id: 1n,
        name: 'North',
        records: [record('3', 10, { online: true, last_seen_at: 90, calls: { sent: 9, answered: 8 } })],
      },
      {
        id: 2n,
        name: 'South',
        records: [record('3', 5, { last_seen_at: 70, calls: { sent: 3, answered: 1 } }), record('4', 1)],
      },
    ]).get('3');
    expect(merged).toMatchObject({ isOnline: true, seenAt: 90, results: { passed: 15, disputed: 8 } });
    expect(merged?.calls).toEqual({ sent: 12, answered: 9 });
    expect(merged?.said.map(({ by, results }) => [by, results?.passed])).toEqual([
      ['North', 10],
      ['South', 5],
    ]);
  });

  it('leaves out those that do not answer', () => {
    expect(mergeRecords([{ id: 1n, name: 'North', records: undefined }]).size).toBe(0);
  });

  it('takes nothing from a coordinator that audits nothing but who is online', () => {
    const idle = record('3', 0, { results: null, online: true });
    const both = [
      { id: 1n, name: 'North', records: [idle] },
      { id: 2n, name: 'South', records: [record('3', 5)] },
    ];
    for (const witnesses of [both, [...both].reverse()])
      expect(mergeRecords(witnesses).get('3')).toMatchObject({ isOnline: true, results: { passed: 5 } });
    expect(mergeRecords([both[0]!]).get('3')).toMatchObject({ results: undefined, seenAt: undefined });
  });
});
