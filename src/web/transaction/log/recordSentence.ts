import type { MessageKey } from '#web/language/messageKey.ts';
import { t } from '#web/language/translate.ts';
import { formatCai } from '#web/money/amount.ts';
import type { CallSummary, RecordState } from '#web/transaction/log/transactionRecord.ts';

const ACTION_NAMES: Record<CallSummary['action'], MessageKey> = {
  approve: 'transaction.recordSentence.approve',
  stake: 'transaction.recordSentence.stake',
  unstake: 'transaction.recordSentence.unstake',
  vote: 'transaction.recordSentence.vote',
  unvote: 'transaction.recordSentence.unvote',
  moveVote: 'transaction.recordSentence.moveVote',
  claim: 'transaction.recordSentence.claim',
  compound: 'transaction.recordSentence.compound',
  withdraw: 'transaction.recordSentence.withdraw',
  restake: 'transaction.recordSentence.restake',
  rebond: 'transaction.recordSentence.rebond',
  lapse: 'transaction.recordSentence.lapse',
  register: 'transaction.recordSentence.register',
  rotateOperator: 'transaction.recordSentence.rotateOperator',
  updateInfo: 'transaction.recordSentence.updateInfo',
  setCommission: 'transaction.recordSentence.setCommission',
  applyCommission: 'transaction.recordSentence.applyCommission',
  unjail: 'transaction.recordSentence.unjail',
  offerNode: 'transaction.recordSentence.offerNode',
  acceptNode: 'transaction.recordSentence.acceptNode',
  retire: 'transaction.recordSentence.retire',
  redeemMany: 'transaction.recordSentence.redeemMany',
  drip: 'transaction.recordSentence.drip',
  open: 'transaction.recordSentence.open',
  exhibit: 'transaction.recordSentence.exhibit',
  appeal: 'transaction.recordSentence.appeal',
  report: 'transaction.recordSentence.report',
  other: 'transaction.recordSentence.other',
};

/** `Vote 5 CAI for node 3`. Without an amount, `Claim CAI`. */
export const actionPhrase = ({ action, wei, node }: CallSummary): string =>
  t(ACTION_NAMES[action], { cai: wei === null ? 'CAI' : formatCai(BigInt(wei)), node: node ?? '' });

const STATE_SENTENCES: Record<RecordState, MessageKey> = {
  pending: 'transaction.recordSentence.pending',
  confirmed: 'transaction.recordSentence.confirmed',
  reverted: 'transaction.waitForCall.reverted',
  cancelled: 'transaction.waitForCall.cancelled',
  replaced: 'transaction.waitForCall.replaced',
  unsent: 'transaction.followBatch.givenUp',
  partial: 'transaction.followBatch.partial',
  unclear: 'transaction.recordSentence.unclear',
};

export const stateSentence = (state: RecordState): string => t(STATE_SENTENCES[state]);

const STATE_NAMES: Record<RecordState, MessageKey> = {
  pending: 'transaction.recordSentence.isPending',
  confirmed: 'transaction.recordSentence.isConfirmed',
  reverted: 'transaction.recordSentence.isFailed',
  cancelled: 'transaction.recordSentence.isCancelled',
  replaced: 'transaction.recordSentence.isReplaced',
  unsent: 'transaction.recordSentence.isFailed',
  partial: 'transaction.recordSentence.isFailed',
  unclear: 'transaction.recordSentence.isUnclear',
};

/** In a word. */
export const stateName = (state: RecordState): string => t(STATE_NAMES[state]);
