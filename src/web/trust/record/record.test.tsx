import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import type { ApiCaseDetail } from '#protocol/messages/apiCase.ts';
import { type Network, NetworkContext } from '#web/network/networkContext.ts';
import { CaseRecords } from '#web/trust/record/CaseRecords.tsx';
import { RecordNotice } from '#web/trust/record/RecordNotice.tsx';
import { EXAMPLE_RECORD } from '#web/trust/testing/exampleCase.ts';

const ANN = { name: 'Ann', url: 'http://c.test/' };
const [exhibit] = EXAMPLE_RECORD.exhibits;
const [opened] = EXAMPLE_RECORD.transactions;

const shown = (change: Partial<ApiCaseDetail> = {}) =>
  renderToStaticMarkup(
    <NetworkContext value={{ config: {} } as Network}>
      <CaseRecords record={{ ...EXAMPLE_RECORD, ...change }} by={ANN} />
    </NetworkContext>,
  );
const notice = (answer: Parameters<typeof RecordNotice>[0]['answer']) =>
  renderToStaticMarkup(<RecordNotice answer={answer} onRetry={() => {}} />);

describe('a coordinator’s record of a case', () => {
  it('is shown as what that coordinator says', () => {
    expect(shown().match(/Ann says so\./g)).toHaveLength(2);
  });

  it('leads to the evidence at the coordinator that keeps it, whatever path it names', () => {
    const url = `http://c.test/v1/evidence/${exhibit!.hash}`;
    expect(shown()).toContain(`href="${url}"`);
    expect(shown({ exhibits: [{ ...exhibit!, url: './../../login' }] })).toContain(`href="${url}"`);
    const away = shown({ exhibits: [{ ...exhibit!, url: null }] });
    expect(away).not.toContain('download=');
    expect(away).toContain('not at the coordinator asked here');
  });

  it('says what each transaction did, and names one that it does not know as the contract does', () => {
    const html = shown({
      transactions: [opened!, { ...opened!, hash: `0x${'8'.repeat(64)}`, event: 'New' }],
    });
    expect(html).toMatch(/Reported <span[^>]*>in block 89<[^]*New<\/bdi> <span/);
  });
});

describe('what is said of records', () => {
  const told = { by: ANN, record: EXAMPLE_RECORD };

  it('says nothing of one that fits', () => {
    expect(notice({ told, lies: [], silent: ['Bob'] })).toBe('');
  });

  it('names who disagrees with the chain, and in what', () => {
    const html = notice({
      told,
      lies: [{ by: { name: 'Liar', url: 'http://l.test/' }, caseId: 7n, conflicts: ['votes', 'verdict'] }],
      silent: [],
    });
    expect(html).toContain('What Liar says of case 7 disagrees with the chain: the votes, the verdict.');
  });

  it('says that nobody tells of it, and who does not answer', () => {
    expect(notice({ told: null, lies: [], silent: [] })).toContain('No coordinator is active.');
    expect(notice({ told: null, lies: [], silent: ['Bob'] })).toContain('No record from: Bob.');
  });
});
