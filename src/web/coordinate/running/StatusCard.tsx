import { useQuery } from '@tanstack/react-query';
import { parseEther } from 'viem';
import type { NodeInfo } from '#chain/nodeInfo.ts';
import type { RosterNode } from '#chain/roster.ts';
import { Badge, type Tone } from '#web/components/Badge.tsx';
import { Figure } from '#web/components/Figure.tsx';
import { ProbeResult } from '#web/coordinate/probe/ProbeResult.tsx';
import type { Probe } from '#web/coordinate/probe/probe.ts';
import { useProbe } from '#web/coordinate/probe/useProbe.ts';
import { Command } from '#web/coordinate/terminal/Command.tsx';
import { startCommand } from '#web/coordinate/terminal/commands.ts';
import { readHealth } from '#web/coordinator/coordinatorApi.ts';
import type { MessageKey } from '#web/language/messageKey.ts';
import { t } from '#web/language/translate.ts';
import { formatAmount, formatCount } from '#web/money/amount.ts';
import { ExactAmount } from '#web/money/ExactAmount.tsx';

/** An amount as the coordinator writes it, for people. */
const rounded = (cai: string): string => formatAmount(parseEther(cai));

/** How often its health is read, in ms. */
const HEALTH_MS = 5_000;

function useHealth(url: string | undefined) {
  return useQuery({
    queryKey: ['coordinatorHealth', url],
    enabled: url !== undefined,
    refetchInterval: HEALTH_MS,
    retry: false,
    queryFn: () => readHealth(url!),
  });
}

const WORDS: Record<'ok' | 'degraded' | 'down' | 'silent', { key: MessageKey; tone: Tone }> = {
  ok: { key: 'coordinate.statusCard.works', tone: 'good' },
  degraded: { key: 'coordinate.statusCard.degraded', tone: 'warn' },
  down: { key: 'coordinate.statusCard.down', tone: 'bad' },
  silent: { key: 'coordinate.statusCard.notReached', tone: 'bad' },
};

/** What is true of it only if the one that answers is this node's own. */
const isOwn = (probe: Probe | undefined): boolean => probe?.state === 'answers';

/** How the coordinator's process is, from itself, and how to start it where none answers. */
export function StatusCard({ node, info }: { node: RosterNode; info: NodeInfo | undefined }) {
  const url = info?.url;
  const probe = useProbe(url, node.operator, true);
  const own = isOwn(probe.data);
  const health = useHealth(own ? url : undefined);
  const shown = own ? health.data : undefined;
  const state = own ? shown?.status : probe.data === undefined ? undefined : 'silent';
  return (
    <section className="card span" aria-labelledby="status-title">
      <div className="split">
        <h2 id="status-title">{t('coordinate.statusCard.theProcess')}</h2>
        {state !== undefined && <Badge tone={WORDS[state].tone}>{t(WORDS[state].key)}</Badge>}
      </div>
      <ProbeResult probe={probe.data} />
      {url === undefined && <p className="warn">{t('coordinate.statusCard.noAddress')}</p>}
      {url !== undefined && state === 'silent' && (
        <>
          <p>{t('coordinate.statusCard.startIt')}</p>
          <Command>{startCommand(url)}</Command>
          <p className="muted">{t('coordinate.statusCard.theChainAlone')}</p>
        </>
      )}
      {shown?.problems.map((problem) => (
        <p key={problem} className="warn" lang="en" dir="ltr">
          {problem}
        </p>
      ))}
      {shown !== undefined && (
        <dl className="figures" aria-label={t('coordinate.statusCard.inFigures')}>
          <Figure name={t('coordinate.statusCard.minersOnline')}>{formatCount(shown.miners_online)}</Figure>
          <Figure
            name={t('coordinate.statusCard.tasks')}
            note={t('coordinate.statusCard.queued', { queued: formatCount(shown.tasks.queued) })}
          >
            {formatCount(shown.tasks.unfinished)}
          </Figure>
          <Figure name={t('coordinate.statusCard.funds')} note="CAI">
            {shown.funds_cai === null ? undefined : <ExactAmount wei={parseEther(shown.funds_cai)} />}
          </Figure>
          <Figure name={t('coordinate.statusCard.owed')} note="CAI">
            {shown.outstanding_cai === null ? undefined : (
              <ExactAmount wei={parseEther(shown.outstanding_cai)} />
            )}
          </Figure>
          <Figure
            name={t('coordinate.statusCard.budgetSpent')}
            note={t('coordinate.statusCard.ofLimit', { limit: rounded(shown.budget.limit_cai) })}
          >
            <ExactAmount wei={parseEther(shown.budget.spent_cai)} />
          </Figure>
        </dl>
      )}
    </section>
  );
}
