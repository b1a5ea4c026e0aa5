import type { Address } from 'viem';
import type { CoordinatorStatus, RecentTask } from '#miner/status/minerStatus.ts';
import { poorBecause } from '#miner/watch/rating.ts';
import { AddressTag } from '#web/components/AddressTag.tsx';
import { Badge, type Tone } from '#web/components/Badge.tsx';
import { EmptyNotice } from '#web/components/Notice.tsx';
import type { MessageKey } from '#web/language/messageKey.ts';
import { t } from '#web/language/translate.ts';
import { coordinatorSentence } from '#web/mine/connections/coordinatorSentence.ts';
import { figureSentence } from '#web/mine/connections/figureSentence.ts';
import { ExactAmount } from '#web/money/ExactAmount.tsx';
import { formatElapsed, formatMoment } from '#web/time/moment.ts';

const LINKS: Record<CoordinatorStatus['state'], { text: MessageKey; tone: Tone }> = {
  connecting: { text: 'mine.connections.connecting', tone: 'neutral' },
  connected: { text: 'mine.connections.connected', tone: 'good' },
  refused: { text: 'mine.connections.refused', tone: 'bad' },
  away: { text: 'mine.connections.away', tone: 'warn' },
  left: { text: 'mine.connections.left', tone: 'bad' },
};

/** What this tab has counted of a coordinator, and what follows from it. */
function FigureNote({ figures }: { figures: CoordinatorStatus['figures'] }) {
  const sentence = figureSentence(figures);
  if (sentence === undefined) return null;
  const isPoor = poorBecause(figures) !== undefined;
  return (
    <small className={isPoor ? 'warn' : 'muted'}>
      {t('mine.connections.thisTabCountedSentence', { sentence })}
      {isPoor && ` ${t('mine.connections.soItGetsLess')}`}
    </small>
  );
}

interface ConnectionsProps {
  coordinators: readonly CoordinatorStatus[];
  onResume: (operator: Address) => void;
}

/** The coordinators that this tab serves or tries to serve, with the reason where one refused it. */
export function Connections({ coordinators, onResume }: ConnectionsProps) {
  return (
    <section className="card" aria-labelledby="connections-title">
      <h2 id="connections-title">{t('mine.connections.coordinators')}</h2>
      {coordinators.length === 0 ? (
        <EmptyNotice level={3} title={t('mine.connections.noConnectionYet')}>
          <p>{t('mine.connections.thisTabFindsCoordinators')}</p>
        </EmptyNotice>
      ) : (
        <ul className="rows" aria-label={t('mine.connections.coordinators')}>
          {coordinators.map(({ operator, name, state, code, sentence, figures }) => (
            <li key={operator} className="row">
              <div className="row-main">
                <b>{name === '' ? t('mine.connections.unnamed') : name}</b>
                <small className="muted">
                  {coordinatorSentence({ code, sentence }) ?? <AddressTag address={operator} />}
                </small>
                <FigureNote figures={figures} />
              </div>
              {state === 'left' && (
                <button
                  type="button"
                  className="button small"
                  aria-label={
                    name === ''
                      ? t('mine.connections.serveUnnamedAgain')
                      : t('mine.connections.serveNameAgain', { name })
                  }
                  onClick={() => onResume(operator)}
                >
                  {t('mine.connections.serveAgain')}
                </button>
              )}
              <Badge tone={LINKS[state].tone}>{t(LINKS[state].text)}</Badge>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

export function RecentTasks({ recent }: { recent: readonly RecentTask[] }) {
  return (
    <section className="card" aria-labelledby="recent-title">
      <h2 id="recent-title">{t('mine.connections.recentTasks')}</h2>
      {recent.length === 0 ? (
        <EmptyNotice level={3} title={t('mine.connections.noTasksYet')}>
          <p>{t('mine.connections.everyFinishedTaskAppears')}</p>
        </EmptyNotice>
      ) : (
        <ul className="rows" aria-label={t('mine.connections.recentTasks')}>
          {recent.map(({ taskId, kind, model, seconds, amountWei, at }) => (
            <li key={taskId} className="row">
              <div className="row-main">
                <b>{kind === 'image' ? t('mine.connections.image') : t('mine.connections.text')}</b>
                <small className="muted">
                  {model} · {formatElapsed(seconds)} · {formatMoment(at)}
                </small>
              </div>
              <span className="digits">
                <ExactAmount wei={BigInt(amountWei)} unit="CAI" />
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
