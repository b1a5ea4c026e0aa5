import { decodeErrorResult, type Hex } from 'viem';
import {
  caiAbi,
  faucetAbi,
  juriesAbi,
  operatorsAbi,
  paymentsAbi,
  stakingAbi,
} from '#chain/generated/contracts.ts';
import { t } from '#web/language/translate.ts';
import { formatCai } from '#web/money/amount.ts';
import { formatMoment } from '#web/time/moment.ts';

/** What the contracts' own errors mean to a person, from the ABIs of the build. */

export const contractsAbi = [
  ...caiAbi,
  ...faucetAbi,
  ...stakingAbi,
  ...operatorsAbi,
  ...paymentsAbi,
  ...juriesAbi,
];
type ErrorItem = Extract<(typeof contractsAbi)[number], { type: 'error' }>;
export type ContractErrorName = ErrorItem['name'];

type Sentence = (args: readonly unknown[]) => string;
const cai = (value: unknown) => formatCai(value as bigint);
const moment = (value: unknown) => formatMoment(Number(value as bigint));

const unexpected: Sentence = () => t('transaction.contractErrors.theContractRefusedThis');
const reserved: Sentence = () => t('transaction.contractErrors.onlyTheNetworksGovernance');
const badSignature: Sentence = () => t('transaction.contractErrors.theSignatureIsNot');

/**
 * One entry for every error of the ABIs: a new error in a contract fails to compile until it has a sentence.
 */
const SENTENCES: Record<ContractErrorName, Sentence> = {
  // Faucet
  DripTooSoon: ([at]) => t('transaction.contractErrors.thisAddressAlreadyGot', { at: moment(at) }),
  FaucetEmpty: () => t('transaction.contractErrors.theFaucetIsEmpty'),
  // Staking
  BondBelowMinimum: ([bond, minimum]) =>
    t('transaction.contractErrors.aBondOfBond', { bond: cai(bond), minimum: cai(minimum) }),
  CommissionNotDue: ([, at]) => t('transaction.contractErrors.theNewCommissionCan', { at: moment(at) }),
  CommissionTooHigh: ([, maximum]) =>
    t('transaction.contractErrors.theCommissionCanBe', { value: Number(maximum) / 100 }),
  ConsentExpired: () => t('transaction.contractErrors.theMinerKeysConsent'),
  EntryIsPaused: () => t('transaction.contractErrors.stakingIsPausedYou'),
  ExitNotReady: ([, at]) => t('transaction.contractErrors.theCoolDownIs', { at: moment(at) }),
  InfoTooLong: ([, maximum]) =>
    t('transaction.contractErrors.theNodesDescriptionIs', { maximum: String(maximum) }),
  InsufficientIdle: ([idle, amount]) =>
    t('transaction.contractErrors.thisNeedsAmountOf', { amount: cai(amount), idle: cai(idle) }),
  InsufficientVotes: ([, votes, amount]) =>
    t('transaction.contractErrors.youHaveVotesThere', { votes: cai(votes), amount: cai(amount) }),
  InvalidBeneficiary: () => t('transaction.contractErrors.tokensSentThereWould'),
  InvalidConsent: () => t('transaction.contractErrors.theMinerKeysConsent2'),
  NodeIsRetired: () => t('transaction.contractErrors.thisNodeWasRetired'),
  NotJailed: () => t('transaction.contractErrors.thisNodeIsNot'),
  NotNodeOwner: () => t('transaction.contractErrors.onlyTheNodesOwner'),
  NodeIsInactive: () => t('transaction.contractErrors.theNodesOwnerHas'),
  NodeIsJailed: () => t('transaction.contractErrors.thisNodeIsIn'),
  NotOffered: () => t('transaction.contractErrors.thisNodeWasNot'),
  OperatorTaken: () => t('transaction.contractErrors.thisKeyServesA'),
  SameNode: () => t('transaction.contractErrors.yourVoteIsAlready'),
  StillJailed: ([, until]) => t('transaction.contractErrors.thisNodeIsJailed', { until: moment(until) }),
  UnknownExit: () => t('transaction.contractErrors.thisExitIsAlready'),
  UnknownNode: () => t('transaction.contractErrors.thereIsNoSuch'),
  // Payments
  InsufficientBalance: ([balance]) =>
    t('transaction.contractErrors.theChannelHoldsOnly', { balance: cai(balance) }),
  InvalidVoucher: () => t('transaction.contractErrors.theVoucherIsNot'),
  NothingToRedeem: ([, balance]) =>
    balance === 0n
      ? t('transaction.contractErrors.theCoordinatorsChannelIs')
      : t('transaction.contractErrors.everythingHasBeenRedeemed'),
  NoWithdrawal: () => t('transaction.contractErrors.noWithdrawalWasRequested'),
  WithdrawalNotReady: ([at]) => t('transaction.contractErrors.theWithdrawalIsPossible', { at: moment(at) }),
  // Juries
  NobodyCanSit: () => t('transaction.contractErrors.nobodyCanSit'),
  TooEarly: ([from]) => t('transaction.contractErrors.tooEarly', { at: moment(from) }),
  TooLate: ([until]) => t('transaction.contractErrors.tooLate', { at: moment(until) }),
  // CAI
  ERC20InsufficientBalance: ([, balance, needed]) =>
    t('transaction.contractErrors.thisNeedsNeededThe', { needed: cai(needed), balance: cai(balance) }),
  ERC20InsufficientAllowance: () => t('transaction.contractErrors.theApprovalDidNot'),
  ERC2612ExpiredSignature: () => t('transaction.contractErrors.thePermitHasExpired'),
  ERC2612InvalidSigner: badSignature,
  ECDSAInvalidSignature: badSignature,
  ECDSAInvalidSignatureLength: badSignature,
  ECDSAInvalidSignatureS: badSignature,
  InvalidAccountNonce: () => t('transaction.contractErrors.anotherPermitOfThis'),
  ZeroAmount: () => t('transaction.contractErrors.theAmountMustBe'),
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
  AlreadyOpen: unexpected,
  ERC20InvalidApprover: unexpected,
  ERC20InvalidReceiver: unexpected,
  ERC20InvalidSender: unexpected,
  ERC20InvalidSpender: unexpected,
  FutureLookup: unexpected,
  InvalidShortString: unexpected,
  LengthMismatch: unexpected,
  NotAnEpoch: unexpected,
  NothingDue: unexpected,
  NotInService: unexpected,
  NoVerdict: unexpected,
  OnlyStaking: unexpected,
  SafeCastOverflowedUintDowncast: unexpected,
  SafeERC20FailedOperation: unexpected,
  SeedUnknown: unexpected,
  StringTooLong: unexpected,
  TermsTooLong: unexpected,
  UnknownCase: unexpected,
  UnknownRole: unexpected,
  VoteRefused: unexpected,
  WrongBeacon: unexpected,
  WrongSigner: unexpected,
  WrongTerms: unexpected,
  WrongVote: unexpected,
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
