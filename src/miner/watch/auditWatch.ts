import type { Address, Hex } from 'viem';
import type { RosterView } from '#miner/coordinators/rosterView.ts';
import { isAuditDrawn } from '#protocol/draw/auditDraw.ts';
import { auditShareOf } from '#protocol/draw/auditShare.ts';
import type { AuditNotice } from '#protocol/signed/auditNotice.ts';
import type { AuditState } from '#protocol/task/auditState.ts';

/** Announced audits of one coordinator that are followed at a time; more are let pass. */
export const MOST_FOLLOWED = 256;
/** A due audit that has not ended after this time counts as skipped, in ms: its miner's trace is gone. */
export const PATIENCE_MS = 3_600_000;

/**
 * An honest coordinator announces the first block that it can draw with, a few after its head; its chain may
 * be so many blocks ahead of ours. A later block would hold the audit back, for years if it is far.
 */
export const MOST_BLOCKS_AHEAD = 64;

/** Assignments that are remembered as counted: gossip may bring all their notices again. */
const COUNTED_REMEMBERED = 1_024;

/** A due audit was made: whatever it found. */
const MADE: readonly AuditState[] = ['passed', 'withheld', 'disputed'];

export interface AuditWatchDeps {
  roster: Pick<RosterView, 'current'>;
  /** The hash of a block of the chain. @throws ChainError */
  readHash(block: number): Promise<Hex>;
  /** Since when this tab has heard the coordinator without a break, in ms of `uptimeMs`. */
  connectedSince(coordinator: Address): number | undefined;
  /** An audit was due. */
  onDue(coordinator: Address, isMade: boolean): void;
  /** ms on a clock that never jumps. */
  uptimeMs(): number;
  trace(what: string, error: unknown): void;
}

/** What a coordinator announced of a result when it was delivered. */
interface Plan {
  readonly record: number;
  readonly drawBlock: number;
  /** It must be audited, whatever a draw says. */
  readonly isSure: boolean;
  readonly heardAt: number;
}

/**
 * Draws the audits of all results in this tab's shard again, and tells which were due and whether they were
 * made. A draw that is announced when its block is there already counts as due: it could have been chosen.
 */
export class AuditWatch {
  readonly #deps: AuditWatchDeps;
  readonly #plans = new Map<Address, Map<Hex, Plan>>();
  readonly #counted = new Set<Hex>();
  #settling: Promise<void> = Promise.resolve();

  constructor(deps: AuditWatchDeps) {
    this.#deps = deps;
  }

  /** A notice of an active coordinator, as gossip brings it: in any order, and perhaps again. */
  hear({ coordinator, assignment, state, record, drawBlock }: AuditNotice): void {
    const plans = this.#plansOf(coordinator);
    if (plans === undefined || this.#counted.has(assignment)) return;
    this.#endOverdue(coordinator, plans);
    const plan = plans.get(assignment);
    if (state === 'waiting' || state === 'due') {
      if (plan !== undefined) return;
      const head = this.#deps.roster.current().blockNumber;
      if (drawBlock > head + MOST_BLOCKS_AHEAD) {
        this.#rememberCounted(assignment);
        return this.#deps.onDue(coordinator, false);
      }
      if (plans.size >= MOST_FOLLOWED) return;
      const isLate = drawBlock <= head;
      const isSure = state === 'due' || isLate || auditShareOf(record) >= 1;
      plans.set(assignment, { record, drawBlock, isSure, heardAt: this.#deps.uptimeMs() });
      return;
    }
    // It was delivered before this tab listened.
    if (plan === undefined) return;
    plans.delete(assignment);
    this.#settle(coordinator, assignment, plan, MADE.includes(state));
  }

  /** Resolves when all that was heard is counted. */
  async idle(): Promise<void> {
    await this.#settling;
  }

  #plansOf(coordinator: Address): Map<Hex, Plan> | undefined {
    const { coordinators } = this.#deps.roster.current();
    const isActive = (operator: Address) =>
      coordinators.some((node) => node.operator === operator && node.weight > 0n);
    for (const operator of this.#plans.keys()) if (!isActive(operator)) this.#plans.delete(operator);
    if (!isActive(coordinator)) return undefined;
    const plans = this.#plans.get(coordinator) ?? new Map<Hex, Plan>();
    this.#plans.set(coordinator, plans);
    return plans;
  }

  #rememberCounted(assignment: Hex): void {
    this.#counted.add(assignment);
    if (this.#counted.size > COUNTED_REMEMBERED) this.#counted.delete(this.#counted.values().next().value!);
  }

  /** A tab that was away may have missed how they ended. */
  #endOverdue(coordinator: Address, plans: Map<Hex, Plan>): void {
    const now = this.#deps.uptimeMs();
    const since = this.#deps.connectedSince(coordinator) ?? Infinity;
    for (const [assignment, plan] of plans) {
      if (now - plan.heardAt < PATIENCE_MS) return;
      plans.delete(assignment);
      if (since <= plan.heardAt) this.#settle(coordinator, assignment, plan, false);
    }
  }

  #settle(coordinator: Address, assignment: Hex, plan: Plan, isMade: boolean): void {
    this.#rememberCounted(assignment);
    const { readHash, onDue, trace } = this.#deps;
    this.#settling = this.#settling
      .then(async () => {
        const isDue =
          plan.isSure || isAuditDrawn(await readHash(plan.drawBlock), assignment, auditShareOf(plan.record));
        if (isDue) onDue(coordinator, isMade);
      })
      .catch((error: unknown) => trace(`the audit of assignment ${assignment}`, error));
  }
}
