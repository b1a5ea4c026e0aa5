import type { Address } from 'viem';
import { HEARTBEAT_LIFETIME_S } from '#protocol/messages/stream.ts';
import { type RefusalCode, RefusalError } from '#protocol/refusal.ts';
import type { Assignment } from '#protocol/signed/assignment.ts';

/** A miner that is connected and was admitted. */
export interface MinerSession {
  readonly operator: Address;
  readonly peer: string;
  /** The GPU's name, as its browser reports it. */
  readonly gpu: string;
  /** How many tasks of each model it computes together. */
  models: ReadonlyMap<string, number>;
  /** When the coordinator last heard from it, in ms of a clock that never jumps. */
  seenAt: number;
  /** Sends the miner its assignment. */
  assign(assignment: Assignment): void;
  /** Ends the session and tells the miner why. */
  dismiss(code: RefusalCode): void;
}

/** Miners that left and are remembered; beyond it those are forgotten that left longest ago. */
const MOST_REMEMBERED = 10_000;

/** The miners that work for this coordinator now, one session per operator. */
export class MinerPool {
  readonly #capacity: number;
  readonly #byOperator = new Map<Address, MinerSession>();
  readonly #byPeer = new Map<string, MinerSession>();
  /** When miners that left were last heard from. */
  readonly #seenAt = new Map<Address, number>();

  /** @param capacity sessions at most */
  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** @throws RefusalError ALREADY_CONNECTED, RELAY_FULL */
  join(session: MinerSession): void {
    const other = this.#byOperator.get(session.operator);
    if (other !== undefined && other.peer !== session.peer) throw new RefusalError('ALREADY_CONNECTED');
    const mate = this.#byPeer.get(session.peer);
    if (mate !== undefined && mate.operator !== session.operator) throw new RefusalError('ALREADY_CONNECTED');
    if (other === undefined && this.#byOperator.size >= this.#capacity) throw new RefusalError('RELAY_FULL');
    this.#byOperator.set(session.operator, session);
    this.#byPeer.set(session.peer, session);
  }

  /** @returns false when it had already left, or another session of the same miner took its place */
  leave(session: MinerSession): boolean {
    if (this.#byOperator.get(session.operator) !== session) return false;
    this.#byOperator.delete(session.operator);
    this.#byPeer.delete(session.peer);
    this.#seenAt.delete(session.operator);
    this.#seenAt.set(session.operator, session.seenAt);
    if (this.#seenAt.size > MOST_REMEMBERED) this.#seenAt.delete(this.#seenAt.keys().next().value!);
    return true;
  }

  /** When a miner was last heard from, connected or not, in ms of the sessions' clock. */
  seenAt(operator: Address): number | undefined {
    return this.of(operator)?.seenAt ?? this.#seenAt.get(operator);
  }

  of(operator: Address): MinerSession | undefined {
    return this.#byOperator.get(operator);
  }

  ofPeer(peer: string): MinerSession | undefined {
    return this.#byPeer.get(peer);
  }

  all(): MinerSession[] {
    return [...this.#byOperator.values()];
  }

  get size(): number {
    return this.#byOperator.size;
  }

  /** Miners connected that serve a model. */
  serving(model: string): MinerSession[] {
    return this.all().filter((session) => session.models.has(model));
  }

  /** How many of them are present. */
  countServing(model: string, now: number): number {
    return this.serving(model).filter((session) => isPresent(session, now)).length;
  }
}

/** A miner whose heartbeat stopped is away, even while its connection seems open. */
export const isPresent = (session: MinerSession, now: number): boolean =>
  now - session.seenAt < HEARTBEAT_LIFETIME_S * 1_000;
