import type { Hex } from 'viem';
import { z } from 'zod';
import { addressField, amountField, hashField, unixSecondsField } from '#protocol/fields.ts';

/** What a transaction does, as far as a person tells one from another. */
export const ACTIONS = [
  ...(['approve', 'stake', 'unstake', 'vote', 'unvote', 'moveVote'] as const),
  ...(['claim', 'compound', 'withdraw', 'restake', 'rebond', 'lapse'] as const),
  ...(['register', 'rotateOperator', 'updateInfo', 'setCommission', 'applyCommission'] as const),
  ...(['unjail', 'offerNode', 'acceptNode', 'retire'] as const),
  ...(['redeemMany', 'drip', 'open', 'exhibit', 'appeal', 'report', 'other'] as const),
];

/** A bigint as text: JSON has none. */
const amount = amountField.transform(String);
const data = z
  .string()
  .regex(/^0x[0-9a-f]*$/)
  .transform((value) => value as Hex);

const summarySchema = z.object({
  action: z.enum(ACTIONS),
  /** Of CAI; null where the call moves none, or names no amount. */
  wei: amount.nullable(),
  /** The id of the node that it is about. */
  node: amount.nullable(),
});
export type CallSummary = z.output<typeof summarySchema>;

/**
 * `pending`: it was sent. `reverted`, `cancelled`, `replaced`: it is in the chain and did nothing, or another
 * one is in its place. `unsent`, `partial`, `unclear`: how a wallet's batch has ended, or what nobody knows.
 */
const STATES = [
  ...(['pending', 'confirmed', 'reverted', 'cancelled', 'replaced'] as const),
  ...(['unsent', 'partial', 'unclear'] as const),
];
export type RecordState = (typeof STATES)[number];

export const recordSchema = z.object({
  /** Its first hash, or the wallet's name of a batch. EIP-5792 allows 4,096 bytes for that. */
  id: z.string().min(1).max(8_194),
  /** Null until a wallet has named the transaction of a batch. */
  hash: hashField.nullable(),
  account: addressField,
  summary: summarySchema,
  state: z.enum(STATES),
  /** The state that its user has been told; null for none yet. */
  toldState: z.enum(STATES).nullable(),
  sentAt: unixSecondsField,
  /** How it is found again while it is pending: by its place in the account's order, and what it calls. */
  call: z.object({ nonce: z.int().min(0).nullable(), to: addressField, data }).nullable(),
  /** How a batch is found again: what it calls, and the newest block before it. */
  batch: z.object({ contracts: z.array(addressField).max(16), afterBlock: amount }).nullable(),
});
export type TransactionRecord = z.output<typeof recordSchema>;

export const isPending = ({ state }: Pick<TransactionRecord, 'state'>): boolean => state === 'pending';
