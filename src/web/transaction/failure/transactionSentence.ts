import { BaseError } from 'viem';
import { t } from '#web/language/translate.ts';
import { contractErrorSentence } from '#web/transaction/failure/contractErrors.ts';
import { causes, revertDataOf } from '#web/transaction/failure/revertData.ts';
import { TransactionFailure } from '#web/transaction/failure/transactionFailure.ts';
import { WalletLoadError } from '#web/wallet/walletLink.ts';

/** EIP-1193: the user rejected the request. */
const USER_REJECTED = 4001;
/** EIP-1193 and JSON-RPC: the wallet lacks the method. */
const METHOD_MISSING = [4200, -32601];

const codesOf = (error: unknown): unknown[] =>
  [...causes(error)].flatMap((cause) => ('code' in cause ? [cause.code] : []));

/** How wallets say so whose error loses its code on the way into the page. */
const REJECTED_WORDS =
  /user (?:has )?(?:rejected|denied|declined|refused|cancell?ed)|(?:rejected|denied|declined|refused|cancell?ed) by (?:the )?user/i;

export const wasRejected = (error: unknown): boolean =>
  codesOf(error).includes(USER_REJECTED) ||
  [...causes(error)].some(
    (cause) =>
      ('name' in cause && cause.name === 'UserRejectedRequestError') ||
      ('message' in cause && typeof cause.message === 'string' && REJECTED_WORDS.test(cause.message)),
  );

/** The wallet cannot do this kind of request at all, e.g. sign typed data. */
const isUnsupported = (error: unknown): boolean =>
  codesOf(error).some((code) => METHOD_MISSING.includes(code as number));

/** How a transaction has ended that failed. */
export function endingOf(error: unknown): 'cancelled' | 'replaced' | 'failed' {
  if (wasRejected(error)) return 'cancelled';
  const code = error instanceof TransactionFailure ? error.code : undefined;
  return code === 'CANCELLED' ? 'cancelled' : code === 'REPLACED' ? 'replaced' : 'failed';
}

const SILENT_NAMES: readonly unknown[] = ['HttpRequestError', 'TimeoutError'];

/** The node gave no answer, as against one that refuses. */
export const isChainSilent = (error: unknown): boolean =>
  [...causes(error)].some((cause) => 'name' in cause && SILENT_NAMES.includes(cause.name));

const OTHER_CHAIN_NAMES: readonly unknown[] = [
  'ChainMismatchError',
  'ConnectorChainMismatchError',
  'SwitchChainError',
];

/** One sentence for whatever a wallet, a node or a contract threw. */
export function transactionSentence(error: unknown): string {
  if (wasRejected(error)) return t('transaction.transactionSentence.youDeclinedThisIn');
  const data = revertDataOf(error);
  const sentence = data === undefined ? undefined : contractErrorSentence(data);
  if (sentence !== undefined) return sentence;
  for (const cause of causes(error)) {
    if (cause instanceof TransactionFailure || cause instanceof WalletLoadError) return cause.message;
    const name = 'name' in cause ? cause.name : undefined;
    const message = 'message' in cause && typeof cause.message === 'string' ? cause.message : '';
    if (name === 'InsufficientFundsError' || /insufficient funds/i.test(message)) return noGasSentence();
    if (SILENT_NAMES.includes(name)) return t('transaction.transactionSentence.theChainDoesNot');
    if (name === 'WaitForTransactionReceiptTimeoutError') {
      return t('transaction.transactionSentence.theTransactionWasSent');
    }
    if (OTHER_CHAIN_NAMES.includes(name)) return t('transaction.transactionSentence.yourWalletIsOn');
    if (name === 'NonceTooLowError') return t('transaction.transactionSentence.theWalletsTransactionCount');
  }
  if (isUnsupported(error)) return t('transaction.transactionSentence.thisWalletCannotDo');
  if (error instanceof BaseError)
    return t('transaction.transactionSentence.theRequestFailedShortmessage', {
      shortMessage: error.shortMessage,
    });
  return t('transaction.transactionSentence.theRequestFailedAnd');
}

export const noGasSentence = (): string => t('transaction.transactionSentence.yourWalletHasToo');
