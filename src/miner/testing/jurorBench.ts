import { vi } from 'vitest';
import type { AuditMeasure } from '#inference/audit/auditMeasure.ts';
import type { ModelLoans } from '#miner/engine/modelLoans.ts';
import type { TaskEngine } from '#miner/engine/taskEngine.ts';
import type { GpuClaim } from '#miner/gpu/fairQueueing.ts';
import { JuryDuty, type JuryDutyDeps } from '#miner/jury/juryDuty.ts';
import { openJuryStore } from '#miner/jury/juryStore.ts';
import { Courthouse, court } from '#miner/testing/courthouse.ts';
import { type Bundle, bundleOf, reportedResult } from '#miner/testing/evidence.ts';
import { MANIFEST } from '#miner/testing/gatedEngine.ts';
import { NO_LOANS } from '#miner/testing/loans.ts';
import { FakeRelays, honest, NO_DOWNLOADS } from '#miner/testing/relays.ts';
import { boss, miner, network } from '#miner/testing/world.ts';
import type { Evidence } from '#protocol/court/evidence.ts';

export const NODE = 5n;
export const SEATS = 3;
/** Each of the juror's tabs may look at the chain so often until something shows. */
const LOOKS = 50;

/** One case with seats for one juror, whose tab the test closes and opens again. */
export class JurorBench {
  readonly house = new Courthouse(miner.address);
  readonly relays = new FakeRelays();
  readonly traced: unknown[] = [];
  readonly jury = { caseId: 1n, round: 0 };
  /** What audits measure, one after the other; the last one for ever. */
  measures: (AuditMeasure | Error | Promise<AuditMeasure>)[] = [measureOf(0.5)];
  readonly audits: { claim: GpuClaim; signal: AbortSignal }[] = [];
  isResting = false;
  manifest: typeof MANIFEST | undefined = MANIFEST;
  isComing = false;
  onChange: () => void = () => undefined;
  loans: Pick<ModelLoans, 'fetch' | 'lend'> = NO_LOANS;
  evidence!: Evidence;
  bundle!: Bundle;
  duty!: JuryDuty;
  /** As the browser has it now. */
  get store() {
    return openJuryStore('bench');
  }

  static async start(): Promise<JurorBench> {
    const bench = new JurorBench();
    bench.evidence = await reportedResult();
    bench.bundle = await bundleOf(bench.evidence);
    const { house, bundle, relays } = bench;
    const exhibits = [{ coordinator: boss.address, hash: bundle.hash }];
    house.draw(house.open({ evidence: bundle.id, exhibits }), SEATS);
    relays.answers.set(boss.address, honest(house, bundle));
    await bench.store.note({ jury: bench.jury, nodeId: NODE, seats: SEATS, noticedAt: house.nowSeconds });
    await bench.reload();
    return bench;
  }

  /** Closes the tab and opens it again: only what is stored is left. */
  async reload(): Promise<JuryDuty> {
    const [record] = await this.store.all();
    this.duty?.stop();
    this.duty = new JuryDuty(this.#deps(), record!);
    return this.duty;
  }

  get status() {
    return this.duty.status;
  }

  advance(): Promise<void> {
    return this.duty.advance(new AbortController().signal);
  }

  /** Looks at the chain, and lets what is under way go on, until this holds. */
  async until(check: () => void): Promise<void> {
    for (let left = LOOKS; ; left--) {
      await this.advance();
      try {
        return check();
      } catch (error) {
        if (left === 0) throw error;
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    }
  }

  /** Moves the chain's clock to so many seconds after the jury was called. */
  async at(seconds: number): Promise<void> {
    const { start } = await this.house.readJury(this.jury.caseId, this.jury.round);
    this.house.nowSeconds = start + seconds;
  }

  #deps(): JuryDutyDeps {
    const { house, relays, store } = this;
    const engine: Pick<TaskEngine, 'manifestOf' | 'audit'> = {
      manifestOf: () => this.manifest,
      audit: async (_, options) => {
        this.audits.push(options);
        const measure = this.measures.length > 1 ? this.measures.shift()! : this.measures[0]!;
        if (measure instanceof Error) throw measure;
        return measure;
      },
    };
    return {
      ...{ network, court, signer: miner, chain: house, store, relays, engine },
      loans: {
        fetch: (...args) => this.loans.fetch(...args),
        lend: (...args) => this.loans.lend(...args),
      },
      isFined: house.isFined,
      downloads: NO_DOWNLOADS,
      isComing: () => this.isComing,
      now: () => house.nowSeconds,
      isResting: () => this.isResting,
      alone: (work) => work(),
      juries: () => 1,
      trace: (...told) => void this.traced.push(told),
      onChange: () => this.onChange(),
      onSealed: vi.fn(),
    };
  }
}

export const measureOf = (value: number): AuditMeasure => ({ measures: { step: { value, bound: 1 } } });
