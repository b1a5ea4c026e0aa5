import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { Router } from 'wouter';
import type { ApiAudit } from '#protocol/messages/api.ts';
import { EXAMPLE_AUDIT, EXAMPLE_RECEIPT } from '#web/coordinator/testing/exampleReceipt.ts';
import { AuditLine } from '#web/create/audit/AuditLine.tsx';
import type { SavedResult } from '#web/create/saved/savedResult.ts';

const shown = (audit: Partial<ApiAudit> | null, more: Partial<SavedResult> = {}) =>
  renderToStaticMarkup(
    <Router ssrPath="/">
      <AuditLine
        result={
          {
            ...{ id: '0x1', savedAt: 1, prompt: 'Once', kind: 'text', text: 'Once upon' },
            receipt: { ...EXAMPLE_RECEIPT, audit: audit && { ...EXAMPLE_AUDIT, ...audit } },
            ...more,
          } as SavedResult
        }
      />
    </Router>,
  );

describe('the audit’s line', () => {
  it('is an empty live region where nothing is audited', () => {
    expect(shown(null)).toBe('<span class="audit" aria-live="polite"></span>');
  });

  it.each([
    ['7', '/cases/7'],
    [null, '/cases'],
    ['none', '/cases'],
  ])('leads from a wrong result with case %s to %s', (case_id, path) => {
    const html = shown({ state: 'disputed', case_id });
    expect(html).toContain('being made again, free of charge');
    expect(html).toContain(`href="${path}"`);
  });

  it('leads from a result that a jury found right to its case, and from none without a case', () => {
    const html = shown({ state: 'passed', case_id: '7' });
    expect(html).toContain('A jury found it right');
    expect(html).toContain('href="/cases/7"');
    expect(shown({ state: 'passed' })).not.toContain('href');
  });

  it('says that a result replaces a wrong one, beside its own audit', () => {
    const html = shown(
      { state: 'passed' },
      { replaced: [{ taskId: EXAMPLE_RECEIPT.task_id, caseId: '4', at: 1 }] },
    );
    expect(html).toContain('the model gives this result');
    expect(html).toMatch(/Made again[^]*href="\/cases\/4"/);
  });
});
