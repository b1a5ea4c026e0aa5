import { createRoute, z } from '@hono/zod-openapi';
import { formatEther } from 'viem';
import type { ChainHealth } from '#chain/chainHealth.ts';
import { type Api, jsonContent } from '#coordinator/api/http/env.ts';
import type { MinerPool } from '#coordinator/miners/minerPool.ts';
import type { TaskBoard } from '#coordinator/scheduler/taskBoard.ts';
import type { Allowance } from '#coordinator/settlement/allowance.ts';
import type { SolvencyWatch } from '#coordinator/settlement/solvency.ts';
import type { TaskStore } from '#coordinator/store/taskStore.ts';
import type { Metrics } from '#coordinator/telemetry/metrics.ts';
import type { OperatorWallet, Stuck } from '#coordinator/wallet/operatorWallet.ts';

const healthSchema = z.object({
  /** `degraded`: the coordinator works, but something needs its operator's attention. */
  status: z.enum(['ok', 'degraded', 'down']),
  /** What is wrong, one sentence each. */
  problems: z.array(z.string()),
  /** Number of the newest block known. */
  block: z.number().int(),
  chain: z.object({
    /** Seconds since that block was mined. */
    age_s: z.number().int(),
    /** `failing`: the last look at the chain failed. `behind`: its node’s newest block is old. */
    state: z.enum(['ok', 'failing', 'behind']),
    /** Since when it is not `ok`. */
    since: z.iso.datetime().nullable(),
    /** What is wrong, in one sentence. */
    problem: z.string().nullable(),
  }),
  miners_online: z.number().int(),
  tasks: z.object({ queued: z.number().int(), unfinished: z.number().int() }),
  funds_cai: z.string().nullable(),
  outstanding_cai: z.string().nullable(),
  /** A transaction of the operator key that gets no block: funding, courts and the faucet wait for it. */
  stuck_transaction: z
    .object({
      since: z.iso.datetime(),
      nonce: z.number().int(),
      /** Of the newest that was sent with this nonce; null for one that was sent elsewhere. */
      hash: z.string().nullable(),
      /** How often it was replaced by one that offers more. */
      raises: z.number().int(),
    })
    .nullable(),
  /** What miners are paid for clients that pay nothing, in this period. */
  budget: z.object({
    spent_cai: z.string(),
    limit_cai: z.string(),
    /** Seconds until the next period. */
    renews_in_s: z.number().int(),
  }),
});
type Health = z.infer<typeof healthSchema>;

const health = createRoute({
  method: 'get',
  path: '/healthz',
  summary: 'The coordinator’s health',
  responses: {
    200: jsonContent(healthSchema, 'It works, possibly with problems'),
    503: jsonContent(healthSchema, 'It cannot work'),
  },
});

export interface HealthDeps {
  roster: { health(): ChainHealth };
  pool: MinerPool;
  board: TaskBoard;
  store: TaskStore;
  solvency: SolvencyWatch;
  wallet: Pick<OperatorWallet, 'stuck'>;
  allowance: Allowance;
  metrics: Metrics;
}

export function addHealthRoutes(api: Api, deps: HealthDeps): void {
  api.openapi(health, async (context) => {
    const view = await healthOf(deps);
    return view.status === 'down' ? context.json(view, 503) : context.json(view, 200);
  });
  api.get('/metrics', async (context) =>
    context.text(await deps.metrics.registry.metrics(), 200, {
      'content-type': deps.metrics.registry.contentType,
    }),
  );
}

async function healthOf(deps: HealthDeps): Promise<Health> {
  const { roster, pool, board, store, solvency, wallet, allowance } = deps;
  const funds = solvency.latest();
  const problems: string[] = [];
  const chain = roster.health();
  if (chain.tooOld)
    problems.push(`${chain.problem} No task is assigned until that is over: tasks stay queued.`);
  if (funds?.covered === false)
    problems.push(
      'Wallet and channels do not cover the vouchers that were signed. Send CAI to the operator key.',
    );
  const isSpare = pool.all().some(({ operator }) => solvency.spareOf(operator) > 0n);
  if ((solvency.available() ?? 0n) <= 0n && !isSpare)
    problems.push('The wallet’s CAI cannot pay for a task, so none is taken. Send CAI to the operator key.');
  const spent = allowance.spent();
  if (spent.wei >= spent.limitWei)
    problems.push('The budget for work that no client pays is spent, so no task is taken until it renews.');
  const stuck = wallet.stuck();
  if (stuck !== undefined) problems.push(stuckSentence(stuck));
  const storeAnswers = await store.answers();
  if (!storeAnswers)
    problems.push('The database does not answer, so no task can start or end. Check the database server.');
  return {
    status: !storeAnswers ? 'down' : problems.length > 0 ? 'degraded' : 'ok',
    problems,
    block: chain.blockNumber,
    chain: {
      age_s: chain.ageSeconds,
      state: chain.state,
      since: chain.sinceMs === undefined ? null : new Date(chain.sinceMs).toISOString(),
      problem: chain.problem ?? null,
    },
    miners_online: pool.size,
    tasks: { queued: board.queued().length, unfinished: board.size },
    funds_cai: funds === undefined ? null : formatEther(funds.funds),
    outstanding_cai: funds === undefined ? null : formatEther(funds.outstanding),
    stuck_transaction:
      stuck === undefined
        ? null
        : {
            since: new Date(stuck.sinceMs).toISOString(),
            ...{ nonce: stuck.nonce, hash: stuck.hash ?? null, raises: stuck.raises },
          },
    budget: {
      spent_cai: formatEther(spent.wei),
      limit_cai: formatEther(spent.limitWei),
      renews_in_s: spent.secondsLeft,
    },
  };
}

function stuckSentence({ sinceMs, isAtCeiling }: Stuck): string {
  const since = new Date(sinceMs).toISOString();
  const todo = isAtCeiling
    ? 'It offers MAX_GAS_PRICE_GWEI already: raise that, and see that the key has money for gas.'
    : 'It is sent again with higher fees.';
  return `A transaction of the operator key is in no block since ${since}, so channels, courts and the faucet wait. ${todo}`;
}
