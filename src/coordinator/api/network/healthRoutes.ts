import { createRoute } from '@hono/zod-openapi';
import { type Address, formatEther } from 'viem';
import type { ChainHealth } from '#chain/chainHealth.ts';
import type { Roster } from '#chain/roster.ts';
import { type Api, jsonContent } from '#coordinator/api/http/env.ts';
import type { MinerPool } from '#coordinator/miners/minerPool.ts';
import type { TaskBoard } from '#coordinator/scheduler/taskBoard.ts';
import type { Allowance } from '#coordinator/settlement/allowance.ts';
import type { SolvencyWatch } from '#coordinator/settlement/solvency.ts';
import type { TaskStore } from '#coordinator/store/taskStore.ts';
import type { Metrics } from '#coordinator/telemetry/metrics.ts';
import type { OperatorWallet, Stuck } from '#coordinator/wallet/operatorWallet.ts';
import { isListed } from '#protocol/draw/isListed.ts';
import { type ApiHealth, apiHealthSchema } from '#protocol/messages/apiHealth.ts';

const health = createRoute({
  method: 'get',
  path: '/healthz',
  summary: 'The coordinator’s health',
  responses: {
    200: jsonContent(apiHealthSchema, 'It works, possibly with problems'),
    503: jsonContent(apiHealthSchema, 'It cannot work'),
  },
});

export interface HealthDeps {
  desk: { readonly coordinator: Address };
  roster: { health(): ChainHealth; epoch(): Roster };
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

const UNLISTED =
  'This coordinator has no stake in the roster of the newest epoch, so tasks stay queued. That takes about a minute after its key is registered or replaced; it also happens in jail, and without enough of a bond.';

async function healthOf(deps: HealthDeps): Promise<ApiHealth> {
  const { desk, roster, pool, board, store, solvency, wallet, allowance } = deps;
  const funds = solvency.latest();
  const problems: string[] = [];
  const chain = roster.health();
  if (chain.tooOld)
    problems.push(`${chain.problem} No task is assigned until that is over: tasks stay queued.`);
  if (!isListed(roster.epoch().coordinators, desk.coordinator)) problems.push(UNLISTED);
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
