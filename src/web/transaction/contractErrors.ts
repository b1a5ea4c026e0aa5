import { decodeErrorResult, type Hex } from 'viem';
import { caiAbi, faucetAbi, operatorsAbi, paymentsAbi, stakingAbi } from '#chain/generated/contracts.ts';
import { formatCai } from '#web/money/amount.ts';
import { formatMoment } from '#web/time/moment.ts';

/** What the contracts' own errors mean to a person, from the ABIs of the build. */

export const contractsAbi = [...caiAbi, ...faucetAbi, ...stakingAbi, ...operatorsAbi, ...paymentsAbi];
type ErrorItem = Extract<(typeof contractsAbi)[number], { type: 'error' }>;
export type ContractErrorName = ErrorItem['name'];

type Sentence = (args: readonly unknown[]) => string;
const cai = (value: unknown) => formatCai(value as bigint);
const moment = (value: unknown) => formatMoment(Number(value as bigint));

const unexpected: Sentence = () =>
  'The contract refused this. This page should have prevented it; reload the page and try again.';
const reserved: Sentence = () => 'Only the network’s governance can do this.';
const badSignature: Sentence = () =>
  'The signature is not the account’s. Try again and sign with the same account.';

/**
 * One entry for every error of the ABIs: a new error in a contract fails to compile until it has a sentence.
 */
const SENTENCES: Record<ContractErrorName, Sentence> = {
  // Faucet
  DripTooSoon: ([at]) => `This address already got its drip. The next one is possible at ${moment(at)}.`,
  FaucetEmpty: () => 'The faucet is empty. Its operator has to refill it.',
  // Staking
  BondBelowMinimum: ([bond, minimum]) =>
    `A bond of ${cai(bond)} is too low: it takes ${cai(minimum)} at least.`,
  CommissionNotDue: ([, at]) => `The new commission can take effect at ${moment(at)}.`,
  CommissionTooHigh: ([, maximum]) => `The commission can be ${Number(maximum) / 100} % at most.`,
  ConsentExpired: () => 'The miner key’s consent has expired. Register again.',
  EntryIsPaused: () => 'Staking is paused. You can still withdraw everything.',
  ExitNotReady: ([, at]) => `The cool-down is not over yet: it ends at ${moment(at)}.`,
  InfoTooLong: ([, maximum]) => `The node’s description is too long: at most ${String(maximum)} bytes.`,
  InsufficientIdle: ([idle, amount]) => `This needs ${cai(amount)} of idle stake; you have ${cai(idle)}.`,
  InsufficientVotes: ([, votes, amount]) =>
    `You have ${cai(votes)} there, so ${cai(amount)} cannot be taken out.`,
  InvalidBeneficiary: () => 'Tokens sent there would be lost. Choose another wallet.',
  InvalidConsent: () => 'The miner key’s consent is not valid. Reload the page and register again.',
  NodeIsRetired: () => 'This node was retired by its owner.',
  NotJailed: () => 'This node is not jailed.',
  NotNodeOwner: () => 'Only the node’s owner can do this. Connect the wallet that registered it.',
  NodeIsInactive: () => 'The node’s owner has not bonded enough, so it takes no votes.',
  NodeIsJailed: () => 'This node is in jail and takes no votes.',
  NotOffered: () => 'This node was not offered to this wallet.',
  OperatorTaken: () => 'This key serves a node or once did. Use a new key.',
  SameNode: () => 'Your vote is already on this node.',
  StillJailed: ([, until]) => `This node is jailed until ${moment(until)}.`,
  UnknownExit: () => 'This exit is already closed.',
  UnknownNode: () => 'There is no such node.',
  // Payments
  InsufficientBalance: ([balance]) => `The channel holds only ${cai(balance)}.`,
  InvalidVoucher: () => 'The voucher is not signed by its payer.',
  NothingToRedeem: ([, balance]) =>
    balance === 0n
      ? 'The coordinator’s channel is empty. Redeem once it has funded it.'
      : 'Everything has been redeemed already.',
  NoWithdrawal: () => 'No withdrawal was requested, or its time has passed.',
  WithdrawalNotReady: ([at]) => `The withdrawal is possible at ${moment(at)}.`,
  // CAI
  ERC20InsufficientBalance: ([, balance, needed]) =>
    `This needs ${cai(needed)}; the wallet holds ${cai(balance)}.`,
  ERC20InsufficientAllowance: () => 'The approval did not go through. Try again.',
  ERC2612ExpiredSignature: () => 'The permit has expired. Try again.',
  ERC2612InvalidSigner: badSignature,
  ECDSAInvalidSignature: badSignature,
  ECDSAInvalidSignatureLength: badSignature,
  ECDSAInvalidSignatureS: badSignature,
  InvalidAccountNonce: () => 'Another permit of this account was used first. Try again.',
  ZeroAmount: () => 'The amount must be above zero.',
  // For governance
  AccessManagedInvalidAuthority: reserved,
  AccessManagedRequiredDelay: reserved,
  AccessManagedUnauthorized: reserved,
  DurationTooLong: reserved,
  EmissionTooSmall: reserved,
  FeeTooHigh: reserved,
  JailInThePast: reserved,
  NothingToRestore: reserved,
  ZeroDuration: reserved,
  // This page never sends what would raise these
  ERC20InvalidApprover: unexpected,
  ERC20InvalidReceiver: unexpected,
  ERC20InvalidSender: unexpected,
  ERC20InvalidSpender: unexpected,
  FutureLookup: unexpected,
  InvalidShortString: unexpected,
  LengthMismatch: unexpected,
  OnlyStaking: unexpected,
  SafeCastOverflowedUintDowncast: unexpected,
  SafeERC20FailedOperation: unexpected,
  StringTooLong: unexpected,
  UnknownRole: unexpected,
  ZeroAddress: unexpected,
  ZeroMinimum: unexpected,
};

/** The sentence for a call's revert data; undefined when it is no error of these contracts. */
export function contractErrorSentence(data: Hex): string | undefined {
  try {
    const { errorName, args } = decodeErrorResult({ abi: contractsAbi, data });
    return SENTENCES[errorName as ContractErrorName]?.(args ?? []);
  } catch {
    // viem throws for a selector that the ABI lacks: another contract's error, or none.
    return undefined;
  }
}
