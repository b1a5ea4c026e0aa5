import { renderToStaticMarkup } from 'react-dom/server';
import { afterEach, describe, expect, it } from 'vitest';
import { setLanguage } from '#web/language/current.ts';
import { rich, t } from '#web/language/translate.ts';

afterEach(() => setLanguage('en'));

describe('t', () => {
  it('says a message in the page’s language', async () => {
    expect(t('shell.notice.tryAgain')).toBe('Try again');
    await setLanguage('ar');
    expect(t('shell.notice.tryAgain')).toBe('حاول مجددًا');
  });

  it.each([
    [0, 'لا عقد'],
    [1, 'عقدة واحدة'],
    [2, 'عقدتان'],
    [3, '3 عقد'],
    [11, '11 عقدة'],
    [100, '100 عقدة'],
  ])('has the Arabic plural of %i', async (count, expected) => {
    await setLanguage('ar');
    expect(t('explore.nodesPage.nodes', { count })).toBe(expected);
  });

  it('keeps a name that is read from the left apart from the words around it, read from the right', async () => {
    const values = { id: 3n, name: 'Ann’s tab' };
    expect(t('shell.nodeLabel.named', values)).toBe('node “Ann’s tab” (3)');
    await setLanguage('ar');
    expect(t('shell.nodeLabel.named', values)).toBe('العقدة «\u2068Ann’s tab\u2069» (\u20683\u2069)');
  });

  it('chooses a form by a value in a language that is read from the right too', async () => {
    await setLanguage('ar');
    expect(t('create.taskView.status', { status: 'done' })).toBe('تمّت');
    expect(t('explore.nodeView.ofAllActiveRole', { role: 'miner' })).toBe(
      'من كل المعدّنين المسجّلين، متصلين أو لا',
    );
    expect(t('create.taskJourney.asked', { kind: 'image', model: 'owls' })).toBe(
      'طُلبت صورة من النموذج \u2068owls\u2069.',
    );
  });
});

describe('rich', () => {
  const say = () =>
    renderToStaticMarkup(
      rich('faucet.faucetPage.mineWithBond', {
        minimumBond: '20,000 CAI',
        link: (part) => <a href="/mine">{part}</a>,
      }),
    );

  it('puts links where the language has them', async () => {
    expect(say()).toBe('<a href="/mine">Mine</a> with this tab: a miner needs a bond of 20,000 CAI.');
    await setLanguage('ar');
    expect(say()).toMatch(/^<a href="\/mine">عدّن<\/a> بهذا التبويب: .*20,000 CAI/);
  });

  it('gives a part that has no words', () => {
    const html = renderToStaticMarkup(rich('trust.caseRecords.keptBy', { addresstag: () => <i>0x01</i> }));
    expect(html).toBe('Kept by <i>0x01</i>');
  });
});
