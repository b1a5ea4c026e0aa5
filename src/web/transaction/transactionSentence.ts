import { BaseError, type Hex, isHex } from 'viem';
import { CodedError } from '#protocol/codedError.ts';
import { contractErrorSentence } from '#web/transaction/contractErrors.ts';
import { WalletLoadError } from '#web/wallet/walletLink.ts';

/** EIP-1193: the user rejected the request. */
const USER_REJECTED = 4001;
/** EIP-1193 and JSON-RPC: the wallet lacks the method. */
const METHOD_MISSING = [4200, -32601];

/** Every error of a chain of causes, the outermost first; wallets nest them in several ways. */
function* causes(error: unknown): Generator<object> {
  const seen = new Set<unknown>();
  let next = error;
  while (typeof next === 'object' && next !== null && !seen.has(next)) {
    seen.add(next);
    yield next;
    next = 'cause' in next ? next.cause : undefined;
  }
}

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

/** The revert data of a call, wherever the node or the wallet put it. */
export function revertDataOf(error: unknown): Hex | undefined {
  for (const cause of causes(error)) {
    const data = 'data' in cause ? cause.data : undefined;
    const inner = typeof data === 'object' && data !== null && 'data' in data ? data.data : data;
    if (isHex(inner) && inner.length >= 10) return inner;
  }
  return undefined;
}

/** A failure of a transaction that this page raises itself. Its message is a sentence. */
export class TransactionFailure extends CodedError<
  'REVERTED' | 'CANCELLED' | 'REPLACED' | 'NO_GAS' | 'NO_WALLET' | 'ACCOUNT_CHANGED'
> {
  override readonly name = 'TransactionFailure';
}

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
  if (wasRejected(error)) return 'You declined this in your wallet. Nothing was sent.';
  const data = revertDataOf(error);
  const sentence = data === undefined ? undefined : contractErrorSentence(data);
  if (sentence !== undefined) return sentence;
  for (const cause of causes(error)) {
    if (cause instanceof TransactionFailure || cause instanceof WalletLoadError) return cause.message;
    const name = 'name' in cause ? cause.name : undefined;
    const message = 'message' in cause && typeof cause.message === 'string' ? cause.message : '';
    if (name === 'InsufficientFundsError' || /insufficient funds/i.test(message)) return NO_GAS_SENTENCE;
    if (SILENT_NAMES.includes(name)) return 'The chain does not answer. Try again in a moment.';
    if (name === 'WaitForTransactionReceiptTimeoutError') {
      return 'The transaction was sent but is not in a block yet. Check your wallet before you send it again.';
    }
    if (OTHER_CHAIN_NAMES.includes(name))
      return 'Your wallet is on another network. Switch it to this one, then try again.';
    if (name === 'NonceTooLowError')
      return 'The wallet’s transaction count is out of date. Reset it in the wallet, then try again.';
  }
  if (isUnsupported(error)) return 'This wallet cannot do that. Try another one.';
  if (error instanceof BaseError) return `The request failed: ${error.shortMessage}`;
  return 'The request failed, and the wallet gave no reason. Try again.';
}

export const NO_GAS_SENTENCE =
  'Your wallet has too little gas for this. Add some; on a test network, get it from the faucet.';
