import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import type { ApiNodeRecord } from '#protocol/messages/apiNode.ts';
import { OwnAuditsView } from '#web/mine/audits/OwnAuditsCard.tsx';
import { mergeRecords } from '#web/nodeRecords/mergeRecords.ts';

const RESULTS = { waiting: 1, due: 1, skipped: 9, passed: 7, unchecked: 0, withheld: 0, disputed: 1 };
const ANSWERED = { isReading: false, answered: 1 };
const said = (results: ApiNodeRecord['results']) =>
  mergeRecords([
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
  ]).get('3')!.said;
const shown = (results: ApiNodeRecord['results']) =>
  renderToStaticMarkup(<OwnAuditsView said={said(results)} records={ANSWERED} />);

describe('the card of one’s own audits', () => {
  it('tells counts and today’s share, by coordinator', () => {
    const html = shown(RESULTS);
    expect(html).toContain('16 results accepted, 8 audited: 7 passed, 1 doubted.');
    expect(html).toContain('At least 50 % of your next results there are audited.');
  });

  it('warns while results wait for their audit, and only then', () => {
    expect(shown(RESULTS)).toContain('Do not clear this site’s data');
    expect(shown({ ...RESULTS, waiting: 0, due: 0 })).not.toContain('Do not clear');
  });

  it('says what a coordinator without audits does, and that none knows the node', () => {
    expect(shown(null)).toContain('audits nothing');
    expect(renderToStaticMarkup(<OwnAuditsView said={undefined} records={ANSWERED} />)).toContain(
      'No coordinator has a result of yours yet.',
    );
  });
});
