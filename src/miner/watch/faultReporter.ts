import type { Address, Hex } from 'viem';
import type { DrawVerdict } from '#chain/courts/reports/drawReports.ts';
import { abortableSleep } from '#miner/abortableSleep.ts';
import { askCourt, type CourtRelays, inTurn } from '#miner/jury/court/courtRelays.ts';
import { FAULTS_SHOWN } from '#miner/status/minerStatus.ts';
import type { StatusBoard } from '#miner/status/statusBoard.ts';
import type { FaultRecord, FaultStore } from '#miner/watch/faultStore.ts';
import type { DrawReport } from '#protocol/court/drawReport.ts';

/** Between two looks at what is not punished yet, in ms. */
const PAUSE_MS = 15_000;
/** A coordinator checks a report against the chain before it answers, in ms. */
const PATIENCE_MS = 30_000;
/** A coordinator that has taken a report and not sent it in this time, in ms, is not the last one asked. */
const HANDED_FOR_MS = 120_000;

export interface FaultReporterDeps {
  store: FaultStore;
  /** The coordinators that are connected. */
  relays: CourtRelays & { nodeIdOf(operator: Address): bigint | undefined };
  /** What the contract says to a report. @throws ChainError */
  readVerdict(report: DrawReport): Promise<DrawVerdict>;
  /** The node that a key serves or once served. @throws ChainError */
  readNodeId(operator: Address): Promise<bigint>;
  board: Pick<StatusBoard, 'set'>;
  /** Told what is kept, whenever that may have changed. */
  onRecords(records: readonly FaultRecord[]): void;
  nowSeconds(): number;
  /** ms on a clock that never jumps. */
  uptimeMs(): number;
  trace(what: string, error: unknown): void;
}

/**
 * Brings wrong draws to the chain. The tab's key holds no gas, so it hands them to any coordinator but the
 * accused one, until the chain shows the slash. Where there is no other, the evidence waits for one, and the
 * owner's wallet can send it.
 */
export class FaultReporter {
  readonly #deps: FaultReporterDeps;
  readonly #over = new AbortController();
  /** Ends the pause under way, or skips the next one. */
  #wake = new AbortController();
  /** When a coordinator took a report, in ms of a clock that never jumps. */
  readonly #handedAt = new Map<Hex, number>();
  #turn = 0;

  constructor(deps: FaultReporterDeps) {
    this.#deps = deps;
  }

  start(): void {
    void this.#run();
  }

  /** What is not sent stays in the store. */
  stop(): void {
    this.#over.abort(new Error('the tab stopped watching'));
  }

  /** Keeps a wrong draw before anybody hears of it. */
  async note(report: DrawReport): Promise<void> {
    const { store, readNodeId, nowSeconds, trace } = this.#deps;
    try {
      const nodeId = await readNodeId(report.assignment.coordinator);
      if (await store.note(report, nodeId, nowSeconds())) this.#wake.abort();
    } catch (error) {
      trace('a wrong draw', error);
    }
  }

  async #run(): Promise<void> {
    const { signal } = this.#over;
    while (!signal.aborted) {
      await this.#look().catch((error: unknown) => this.#deps.trace('the wrong draws', error));
      const pause = AbortSignal.any([signal, this.#wake.signal]);
      await abortableSleep(PAUSE_MS, pause).catch(() => undefined);
      if (this.#wake.signal.aborted) this.#wake = new AbortController();
    }
  }

  async #look(): Promise<void> {
    const { store, trace, nowSeconds } = this.#deps;
    await store.forgetOld(nowSeconds());
    await this.#show();
    for (const record of await store.all()) {
      if (this.#over.signal.aborted) return;
      if (record.state !== 'found' && record.state !== 'handed') continue;
      await this.#attendTo(record).catch((error: unknown) => trace(`wrong draw ${record.id}`, error));
    }
    await this.#show();
  }

  async #attendTo(record: FaultRecord): Promise<void> {
    const { store, readVerdict } = this.#deps;
    const verdict = await readVerdict(record.report);
    if (verdict === 'none') return store.drop(record.id);
    // What the chain cannot judge yet, the coordinator judges once there is a further block.
    if (verdict !== 'fault' && verdict !== 'early') return store.move(record.id, verdict);
    const handedAt = this.#handedAt.get(record.id) ?? -Infinity;
    if (this.#deps.uptimeMs() - handedAt >= HANDED_FOR_MS) await this.#hand(record);
  }

  /** Hands it to the first coordinator that takes it. */
  async #hand({ id, report, nodeId }: FaultRecord): Promise<void> {
    const { relays, store, trace, uptimeMs } = this.#deps;
    const { signal } = this.#over;
    const others = [...relays.stakes().keys()].filter((each) => relays.nodeIdOf(each) !== nodeId);
    for (const relay of inTurn(others, this.#turn++)) {
      try {
        const question = { type: 'report', report } as const;
        const answer = await askCourt(relays, relay, question, { signal, patienceMs: PATIENCE_MS });
        if (answer.type !== 'accepted') {
          trace(`coordinator ${relay} does not report wrong draw ${id}`, answer.type);
          continue;
        }
        this.#handedAt.set(id, uptimeMs());
        return store.move(id, 'handed');
      } catch (error) {
        if (signal.aborted) return;
        trace(`wrong draw ${id} to coordinator ${relay}`, error);
      }
    }
  }

  async #show(): Promise<void> {
    const records = await this.#deps.store.all();
    if (this.#over.signal.aborted) return;
    const faults = records.slice(0, FAULTS_SHOWN).map(({ id, report, state, noticedAt }) => ({
      ...{ id, fault: report.fault, operator: report.assignment.coordinator, state, noticedAt },
    }));
    this.#deps.board.set({ faults });
    this.#deps.onRecords(records);
  }
}
