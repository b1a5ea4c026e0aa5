import { csvOf, csvTime } from '#web/csv/csv.ts';
import { t } from '#web/language/translate.ts';
import { exactAmount } from '#web/money/amount.ts';
import type { Portfolio } from '#web/portfolio/usePortfolio.ts';
import { stateText } from '#web/staking/nodeState.ts';

const COLUMNS = [
  ...['time', 'kind', 'node_id', 'node', 'state', 'amount_cai', 'rewards_cai'],
  ...['to_node_id', 'ready_at'],
];

/** What the wallet has, a line for each place, as of now. */
export function positionsCsv(
  portfolio: Pick<Portfolio, 'idle' | 'positions' | 'exits' | 'rewards' | 'nowSeconds' | 'labelOf'>,
): string {
  const { idle, positions, exits, rewards, nowSeconds, labelOf } = portfolio;
  const now = csvTime(Math.floor(nowSeconds));
  const earned = (pool: bigint) => exactAmount(rewards.get(pool) ?? 0n);
  const there = new Set([0n, ...positions.map(({ node }) => node.id)]);
  const lines = [
    [now, 'idle', '', '', '', exactAmount(idle), earned(0n), '', ''],
    ...positions.map(({ node, amount, isBond }) => [
      ...[now, isBond ? 'bond' : 'votes', String(node.id), labelOf(node.id)],
      ...[stateText(node, { nowSeconds }).words, exactAmount(amount), earned(node.id), '', ''],
    ]),
    // Rewards outlive the stake that earned them.
    ...[...rewards.keys()]
      .filter((pool) => !there.has(pool))
      .map((pool) => [now, 'rewards', String(pool), labelOf(pool), '', '0', earned(pool), '', '']),
    ...exits.map(({ nodeId, target, amount, readyAt }) => [
      ...[now, 'leaving', nodeId === 0n ? '' : String(nodeId), nodeId === 0n ? '' : labelOf(nodeId)],
      ...[
        readyAt <= nowSeconds ? t('portfolio.positionsCsv.ready') : t('portfolio.positionsCsv.coolingDown'),
        exactAmount(amount),
        '0',
      ],
      ...[target === 0n ? '' : String(target), csvTime(readyAt)],
    ]),
  ];
  return csvOf(COLUMNS, lines);
}
