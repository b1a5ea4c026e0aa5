import { loadMessages } from '#web/language/current.ts';
import { t } from '#web/language/translate.ts';
import type { TransactionState } from '#web/transaction/flow.ts';

/**
 * One sentence for whatever a wallet, a node or a contract threw. The contracts' errors are loaded only when
 * there is one to explain.
 */
export async function failureSentence(error: unknown): Promise<string> {
  try {
    const [{ transactionSentence }] = await Promise.all([
      import('#web/transaction/failure/transactionSentence.ts'),
      loadMessages('transaction'),
    ]);
    return transactionSentence(error);
  } catch (notLoaded) {
    console.debug('loading the sentences for', error, notLoaded);
    return t('shell.failureSentence.notLoaded');
  }
}

/** The same, and how the transaction that failed has ended. */
export async function explainFailure(error: unknown): Promise<Pick<TransactionState, 'phase' | 'failure'>> {
  const failure = await failureSentence(error);
  return { phase: await phaseAfter(error), failure };
}

async function phaseAfter(error: unknown): Promise<TransactionState['phase']> {
  try {
    const { endingOf } = await import('#web/transaction/failure/transactionSentence.ts');
    return endingOf(error);
  } catch {
    // `failureSentence` has said why it was not loaded.
    return 'failed';
  }
}
