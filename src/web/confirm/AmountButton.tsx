import { TransactionButton } from '#web/components/TransactionButton.tsx';
import type { MessageKey } from '#web/language/messageKey.ts';
import { t } from '#web/language/translate.ts';
import { formatCai } from '#web/money/amount.ts';
import type { TransactionFlow } from '#web/transaction/useTransaction.ts';

interface AmountButtonProps {
  flow: TransactionFlow;
  /** Wei of CAI; undefined while there is no amount that can be used. */
  wei: bigint | undefined;
  /** A message with the placeholder `amount`, as `Stake {amount}`. */
  text: MessageKey;
  /** Why it cannot be used now, as a sentence; nothing while it can. */
  unavailable: string | undefined;
  look?: 'primary' | 'quiet';
  onClick: (wei: bigint) => void;
}

/** What the button will do with the amount: `Stake 5 CAI`, and `Stake CAI` while there is none. */
export function AmountButton({ flow, wei, text, unavailable, look, onClick }: AmountButtonProps) {
  return (
    <TransactionButton
      flow={flow}
      unavailable={unavailable}
      {...(look === undefined ? {} : { look })}
      onClick={() => wei !== undefined && onClick(wei)}
    >
      {t(text, { amount: wei === undefined ? 'CAI' : formatCai(wei) })}
    </TransactionButton>
  );
}
