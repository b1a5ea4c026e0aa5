import type { Address, Hex } from 'viem';
import type { AnswerBundle } from '#miner/answers/answerBundle.ts';
import type { AnswerStore } from '#miner/answers/answerStore.ts';
import type { JuryRecord, JuryStore, KeptVote } from '#miner/jury/juryStore.ts';
import type { CreditPrices } from '#miner/payments/creditPrices.ts';
import type { VoucherStore } from '#miner/payments/voucherStore.ts';
import {
  PAID,
  type SignedResult,
  type SignedResultStore,
  type StandingResult,
} from '#miner/tasks/work/signedResultStore.ts';
import type { FaultRecord, FaultState, FaultStore } from '#miner/watch/faultStore.ts';
import type { Counted, FiguresStore } from '#miner/watch/figures.ts';
import { type DrawReport, drawReportId } from '#protocol/court/drawReport.ts';
import type { JuryId } from '#protocol/court/vote.ts';
import type { Voucher } from '#protocol/signed/voucher.ts';

export class MemoryVouchers implements VoucherStore {
  readonly kept = new Map<Address, Voucher>();
  readonly newest = async (payer: Address) => this.kept.get(payer);
  readonly all = async () => [...this.kept.values()];
  readonly keep = async (voucher: Voucher) => {
    const known = this.kept.get(voucher.payer);
    if (known === undefined || voucher.cumulative > known.cumulative) this.kept.set(voucher.payer, voucher);
  };
}

export class MemoryPrices implements CreditPrices {
  readonly kept = new Map<bigint, bigint>();
  readonly lower = async (nodeId: bigint, offered: bigint) => {
    const known = this.kept.get(nodeId) ?? offered;
    this.kept.set(nodeId, known < offered ? known : offered);
    return this.kept.get(nodeId)!;
  };
  readonly set = async (nodeId: bigint, price: bigint) => void this.kept.set(nodeId, price);
}

export class MemoryResults implements SignedResultStore {
  readonly kept = new Map<Hex, StandingResult>();
  readonly find = async (assignment: Hex) => this.kept.get(assignment);
  readonly keep = async (assignment: Hex, _expiry: number, result: SignedResult) => {
    const standing = this.kept.get(assignment) ?? result;
    this.kept.set(assignment, standing);
    return standing;
  };
  readonly settle = async (assignment: Hex) => void this.kept.set(assignment, PAID);
}

export class MemoryAnswers implements AnswerStore {
  readonly kept = new Map<Hex, Uint8Array<ArrayBuffer>>();
  /** By id, until when. */
  readonly held = new Map<Hex, number>();
  readonly keep = async ({ id, bytes }: AnswerBundle) => void this.kept.set(id, bytes);
  readonly hold = async (id: Hex, until: number) => void this.held.set(id, until);
  readonly release = async (id: Hex) => {
    this.held.delete(id);
    this.kept.delete(id);
  };
}

export class MemoryJuries implements JuryStore {
  #kept: JuryRecord[] = [];
  readonly all = async () => [...this.#kept];
  readonly note = async (record: JuryRecord) => {
    const known = this.#find(record.jury);
    if (known === undefined) this.#kept.unshift(record);
    return known ?? record;
  };
  readonly seal = async (jury: JuryId, vote: KeptVote) => {
    const standing = this.#find(jury)!.vote ?? vote;
    this.#change(jury, { vote: standing });
    return standing;
  };
  readonly close = async (jury: JuryId, outcome: NonNullable<JuryRecord['outcome']>) =>
    this.#change(jury, { outcome });

  #find({ caseId, round }: JuryId): JuryRecord | undefined {
    return this.#kept.find(({ jury }) => jury.caseId === caseId && jury.round === round);
  }

  #change(jury: JuryId, change: Partial<JuryRecord>): void {
    const changed = this.#find(jury)!;
    this.#kept = this.#kept.map((record) => (record === changed ? { ...record, ...change } : record));
  }
}

export class MemoryFaults implements FaultStore {
  readonly kept = new Map<Hex, FaultRecord>();
  readonly all = async () => [...this.kept.values()].reverse();
  readonly find = async (id: Hex) => this.kept.get(id);
  readonly note = async (report: DrawReport, nodeId: bigint, noticedAt: number) => {
    const id = drawReportId(report);
    if (this.kept.has(id)) return false;
    this.kept.set(id, { id, report, nodeId, state: 'found', noticedAt });
    return true;
  };
  readonly move = async (id: Hex, state: FaultState) => {
    const known = this.kept.get(id);
    if (known !== undefined) this.kept.set(id, { ...known, state });
  };
  readonly drop = async (id: Hex) => void this.kept.delete(id);
  /** Nothing ages here. */
  readonly forgetOld = async () => undefined;
}

/** Counts that never age. */
export class MemoryFigures implements FiguresStore {
  readonly kept = new Map<bigint, Awaited<ReturnType<FiguresStore['count']>>>();
  readonly all = async () => new Map(this.kept);
  readonly count = async (nodeId: bigint, what: Counted) => {
    const known = this.kept.get(nodeId) ?? { audited: 0, skipped: 0, given: 0, passedOver: 0, at: 0 };
    const now = { ...known, [what]: known[what] + 1 };
    this.kept.set(nodeId, now);
    return now;
  };
}
