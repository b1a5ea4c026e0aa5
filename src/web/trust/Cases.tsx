import { type ReactNode, useState } from 'react';
import { Figure } from '#web/components/Figure.tsx';
import { t } from '#web/language/translate.ts';
import { formatCount } from '#web/money/amount.ts';
import { useChainNowSeconds } from '#web/queries/useChainClock.ts';
import { CaseList } from '#web/trust/CaseList.tsx';
import { CaseProblem } from '#web/trust/CaseProblem.tsx';
import { type ShownCase, shownCase } from '#web/trust/case/shownCase.ts';
import { newestCases } from '#web/trust/newestCases.ts';
import { useCaseCount, useCases } from '#web/trust/useCases.ts';

/** Cases that are read at once. */
const CASES_ON_A_PAGE = 20;

interface CaseFiguresProps {
  /** Undefined until they are read. */
  count: bigint | undefined;
  cases: readonly ShownCase[] | undefined;
}

function CaseFigures({ count, cases }: CaseFiguresProps) {
  const countOf = (is: (each: ShownCase) => boolean) => cases && formatCount(cases.filter(is).length);
  return (
    <dl className="figures strip" aria-label={t('trust.trustPage.casesInFigures')}>
      <Figure name={t('trust.trustPage.cases')} note={t('trust.trustPage.inAll')}>
        {count === undefined ? undefined : formatCount(Number(count))}
      </Figure>
      <Figure name={t('trust.trustPage.running')} note={t('trust.trustPage.ofThoseListed')}>
        {countOf(({ state }) => state !== 'settled')}
      </Figure>
      <Figure name={t('trust.trustPage.foundWrong')} note={t('trust.trustPage.ofThoseListed')}>
        {countOf(({ verdict }) => verdict === 'wrong')}
      </Figure>
      <Figure name={t('trust.trustPage.foundRight')} note={t('trust.trustPage.falseAlarms')}>
        {countOf(({ verdict }) => verdict === 'right')}
      </Figure>
    </dl>
  );
}

/**
 * Every case before a jury, as the chain has it.
 * @param props.children stands between the figures and the list
 */
export function Cases({ children }: { children?: ReactNode }) {
  const [most, setMost] = useState(CASES_ON_A_PAGE);
  const nowSeconds = useChainNowSeconds();
  const count = useCaseCount();
  const ids = newestCases(count.data ?? 0n, most);
  const read = useCases(ids);
  const isRead = count.data !== undefined && (ids.length === 0 || read.cases.length > 0);
  const cases = isRead ? read.cases.map((each) => shownCase(each, nowSeconds)) : undefined;
  const isFailed = count.isError || (read.unread > 0 && !read.isReading);
  return (
    <>
      <CaseFigures count={count.data} cases={cases} />
      {children}
      <section className="section" aria-labelledby="cases-title">
        <div className="section-head">
          <h2 id="cases-title">{t('trust.trustPage.cases')}</h2>
          <p className="muted">{t('trust.trustPage.resultsThatSomebodyReported')}</p>
        </div>
        {cases === undefined && !isFailed && (
          <p className="page-loading muted" role="status">
            {t('trust.trustPage.readingTheCases')}
          </p>
        )}
        {cases === undefined && isFailed && (
          <CaseProblem
            what={t('trust.trustPage.theCasesCouldNot')}
            why={t('trust.casePage.theChainDidNot')}
            level={2}
            onRetry={() => {
              void count.refetch();
              read.retry();
            }}
          />
        )}
        {cases !== undefined && count.isError && (
          <p className="warn" role="alert">
            {t('trust.trustPage.theChainDoesNot')}
          </p>
        )}
        {cases !== undefined && read.unread > 0 && (
          <p className="warn" role="alert">
            {t('trust.trustPage.unread', { count: read.unread })}
          </p>
        )}
        {cases !== undefined && (
          <CaseList
            cases={cases}
            hasMore={count.data! > BigInt(ids.length)}
            loading={read.isReading}
            onMore={() => setMost((shown) => shown + CASES_ON_A_PAGE)}
          />
        )}
      </section>
    </>
  );
}
