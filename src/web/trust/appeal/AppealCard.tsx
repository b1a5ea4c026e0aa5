import { useQuery } from '@tanstack/react-query';
import type { CourtTerms } from '#chain/courts/courtTerms.ts';
import { ConnectButton } from '#web/components/ConnectButton.tsx';
import { TransactionButton, TransactionStatus } from '#web/components/TransactionButton.tsx';
import { t } from '#web/language/translate.ts';
import { formatCai } from '#web/money/amount.ts';
import { useNetwork } from '#web/network/networkContext.ts';
import { CHAIN_KEY } from '#web/queries/chainKey.ts';
import { courtOf } from '#web/queries/useCourt.ts';
import { useWallet } from '#web/queries/useWallet.ts';
import { NoCaiHint } from '#web/staking/NoCaiHint.tsx';
import { type TransactionFlow, useTransaction } from '#web/transaction/useTransaction.ts';
import { appealTerms } from '#web/trust/appeal/appealTerms.ts';
import { sendAppeal } from '#web/trust/appeal/sendAppeal.ts';
import type { ShownCase } from '#web/trust/case/shownCase.ts';

interface AppealProps {
  theCase: ShownCase;
  terms: CourtTerms;
  /** In wei of CAI. */
  deposit: bigint;
  flow: TransactionFlow;
}

function AppealAction({ theCase: { caseId, round }, deposit, flow }: Omit<AppealProps, 'terms'>) {
  const network = useNetwork();
  const { address, balances } = useWallet();
  const held = balances.data?.cai;
  if (address === undefined) return <ConnectButton />;
  const tooLittle =
    held !== undefined && held < deposit
      ? t('trust.appealCard.tooLittle', { held: formatCai(held) })
      : undefined;
  const appeal = () => flow.run((wallet) => sendAppeal(network, wallet, { caseId, round, deposit }));
  return (
    <>
      {tooLittle !== undefined && (
        <>
          <p className="warn">{tooLittle}</p>
          <NoCaiHint />
        </>
      )}
      <TransactionButton
        flow={flow}
        unavailable={held === undefined ? t('shell.transactionButton.readingBalance') : tooLittle}
        onClick={() => void appeal()}
      >
        {t('trust.appealCard.appealWith', { deposit: formatCai(deposit) })}
      </TransactionButton>
    </>
  );
}

/** The terms of an appeal, and the button that signs it. */
export function AppealOffer({ theCase, terms, deposit, flow }: AppealProps) {
  return (
    <>
      {appealTerms(theCase, terms, deposit).map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      <AppealAction theCase={theCase} deposit={deposit} flow={flow} />
    </>
  );
}

/** Has the connected wallet, whoever owns it, call a larger jury while the last one can be appealed. */
export function AppealCard({ theCase, terms }: { theCase: ShownCase; terms: CourtTerms | undefined }) {
  const network = useNetwork();
  const flow = useTransaction();
  const { caseId, round, state } = theCase;
  const isOpen = state === 'appealable';
  const deposit = useQuery({
    queryKey: [...CHAIN_KEY, 'appealDeposit', caseId.toString(), round],
    enabled: isOpen,
    staleTime: Infinity,
    queryFn: () => courtOf(network).appealDepositOf(caseId, round + 1),
  }).data;
  // Its end is told where it was begun, also once the case waits for the next jury.
  if (!isOpen && flow.state.phase === 'idle') return null;
  return (
    <section className="card" aria-labelledby="appeal-title">
      <h2 id="appeal-title">{t('trust.appealCard.appeal')}</h2>
      {isOpen && terms !== undefined && deposit !== undefined && (
        <AppealOffer {...{ theCase, terms, deposit, flow }} />
      )}
      <TransactionStatus flow={flow} done={t('trust.appealCard.aLargerJuryWas')} />
    </section>
  );
}
