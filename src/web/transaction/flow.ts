import type { Address, Hex, TypedDataDefinition } from 'viem';
import type { Batching, ContractCall } from '#web/transaction/batch/contractCall.ts';

/** What a flow may ask of the connected wallet. */
export interface FlowWallet {
  readonly address: Address;
  signTypedData(data: TypedDataDefinition): Promise<Hex>;
  /**
   * Tries the call on the chain first, so that a refusal is known before the wallet opens; then sends it and
   * waits until it is in a block. @throws TransactionFailure, or what wallet and node throw
   */
  send(call: ContractCall): Promise<Hex>;
  /** Whether the wallet says that it does several calls as one. */
  batching(): Promise<Batching>;
  /**
   * Sends calls of which the wallet does all or none, with one question to its user.
   * @returns the hash of their transaction; undefined, with nothing sent, where the wallet cannot
   * @throws as `send` does; TransactionFailure NOT_SENT, PARTIAL, UNCLEAR
   */
  sendTogether(calls: readonly ContractCall[]): Promise<Hex | undefined>;
}

/** With what needs CAI from the wallet; see stakeTopUp.ts. */
export interface PageWallet extends FlowWallet {
  stake(amount: bigint): Promise<Hex>;
  sendWithTopUp(missing: bigint, action: Hex): Promise<Hex>;
}

/**
 * `checking`: the chain is asked whether it takes the call. `switching`, `signing`, `confirming`: the wallet
 * is asked. `pending`: it was sent. `cancelled`: the wallet was told not to, before or after. `replaced`: the
 * wallet sent something else in its place.
 */
export type TransactionPhase =
  | 'idle'
  | 'checking'
  | 'switching'
  | 'signing'
  | 'confirming'
  | 'pending'
  | 'done'
  | 'cancelled'
  | 'replaced'
  | 'failed';

/** What a flow has sent. */
export interface Sent {
  /** What it does, as `Stake 5 CAI`. */
  phrase: string;
  /** This part of the page tells where it is: no toast does. @returns ends that */
  showHere(): () => void;
}

export interface TransactionState {
  phase: TransactionPhase;
  /** Newest transaction of the flow. */
  hash: Hex | null;
  /** What was sent last. */
  sent: Sent | null;
  /** Why it failed, as a sentence. */
  failure: string | null;
  /** There has been no news of this phase for a while. */
  stalled: boolean;
}
