import { t } from '#web/language/translate.ts';

/** What an amount field holds. Wei of CAI. */
interface HeldAmount {
  /** Undefined until it can be sent. */
  wei: bigint | undefined;
  /** Undefined until it is read. */
  maximum: bigint | undefined;
  /** What is wrong with what was typed; null where nothing was. */
  sentence: string | null;
}

/**
 * Why a form that needs an amount cannot be sent yet, as a sentence; undefined once it can.
 * @param none what to say where there is nothing to take an amount of
 */
export function amountMissing({ wei, maximum, sentence }: HeldAmount, none: string): string | undefined {
  if (wei !== undefined) return undefined;
  if (maximum === undefined) return t('shell.transactionButton.readingBalance');
  if (maximum === 0n) return none;
  return t(
    sentence === null ? 'shell.transactionButton.enterAnAmount' : 'shell.transactionButton.correctTheAmount',
  );
}
