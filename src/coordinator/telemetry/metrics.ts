import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { formatEther } from 'viem';
import type { ChainHealth } from '#chain/chainHealth.ts';
import type { MinerPool } from '#coordinator/miners/minerPool.ts';
import type { SolvencyWatch } from '#coordinator/settlement/solvency.ts';
import type { AuditStore } from '#coordinator/store/auditStore.ts';
import type { TaskStore } from '#coordinator/store/taskStore.ts';

/**
 * The answer of `/metrics`, in Prometheus's text format. Values that are kept elsewhere are read at each
 * request.
 */
export class Metrics {
  readonly registry = new Registry();
  readonly requests: Histogram<'method' | 'route' | 'status'>;
  readonly refusals: Counter<'code'>;

  constructor(deps: {
    roster: { health(): Pick<ChainHealth, 'ageSeconds'> };
    pool: Pick<MinerPool, 'size'>;
    board: { queued(): { length: number } };
    store: Pick<TaskStore, 'countByStatus'>;
    audits: Pick<AuditStore, 'countByState'>;
    solvency: Pick<SolvencyWatch, 'latest'>;
  }) {
    const registers = [this.registry];
    collectDefaultMetrics({ register: this.registry });
    this.requests = new Histogram({
      name: 'cuckoo_http_request_seconds',
      help: 'Time until the headers of an answer',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.005, 0.02, 0.1, 0.5, 2, 10, 60],
      registers,
    });
    this.refusals = new Counter({
      name: 'cuckoo_http_refusals_total',
      help: 'Refused and failed requests, by error code',
      labelNames: ['code'],
      registers,
    });
    const { roster, pool, board, store, audits, solvency } = deps;
    const caiOf = (wei: bigint | undefined) => (wei === undefined ? Number.NaN : Number(formatEther(wei)));
    const gauge = (name: string, help: string, read: () => number) =>
      new Gauge({
        name,
        help,
        registers,
        collect() {
          this.set(read());
        },
      });
    gauge('cuckoo_chain_head_age_seconds', 'Age of the newest block known', () => roster.health().ageSeconds);
    gauge('cuckoo_miners_online', 'Miners with a session', () => pool.size);
    gauge('cuckoo_tasks_queued', 'Tasks waiting for a miner', () => board.queued().length);
    gauge('cuckoo_funds_cai', 'In the operator’s wallet and channels', () => caiOf(solvency.latest()?.funds));
    gauge('cuckoo_vouchers_outstanding_cai', 'Promised by vouchers and not yet redeemed', () =>
      caiOf(solvency.latest()?.outstanding),
    );
    new Gauge({
      name: 'cuckoo_tasks',
      help: 'Tasks in the database, by status',
      labelNames: ['status'],
      registers,
      async collect() {
        const counts = await store.countByStatus();
        // Otherwise a status that no task has any more keeps its last number.
        this.reset();
        for (const [status, count] of counts) this.set({ status }, count);
      },
    });
    new Gauge({
      name: 'cuckoo_audits',
      help: 'Delivered results in the database, by the state of their audit',
      labelNames: ['state'],
      registers,
      async collect() {
        const counts = await audits.countByState();
        this.reset();
        for (const [state, count] of counts) this.set({ state }, count);
      },
    });
  }
}
