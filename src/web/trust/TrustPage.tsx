import { PageHead } from '#web/components/PageHead.tsx';
import { usePageTitle } from '#web/components/usePageTitle.ts';
import { t } from '#web/language/translate.ts';
import { Cases } from '#web/trust/Cases.tsx';
import { HowItWorks } from '#web/trust/HowItWorks.tsx';
import { TotalsCard } from '#web/trust/totals/TotalsCard.tsx';
import '#web/trust/trust.css';
import { onDemand } from '#web/design/onDemand.tsx';

/** It stands below everything else, and brings the figures with it. */
const Measured = onDemand(async () => (await import('#web/trust/measured/Measured.tsx')).Measured);

/** How results are checked, and every case before a jury. */
export function TrustPage() {
  usePageTitle(t('shell.pageHead.trust'));
  return (
    <>
      <PageHead path="/trust" />
      <Cases>
        <HowItWorks />
        <TotalsCard />
      </Cases>
      <Measured />
    </>
  );
}

/** The cases alone. */
export function CasesPage() {
  usePageTitle(t('shell.pageHead.cases'));
  return (
    <>
      <PageHead path="/cases" />
      <Cases />
    </>
  );
}
