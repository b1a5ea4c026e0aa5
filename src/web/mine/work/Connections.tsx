import type { Address } from 'viem';
import type { CoordinatorStatus, RecentTask } from '#miner/status/minerStatus.ts';
import { poorBecause } from '#miner/watch/rating.ts';
import { AddressTag } from '#web/components/AddressTag.tsx';
import { Badge, type Tone } from '#web/components/Badge.tsx';
import { EmptyNotice } from '#web/components/Notice.tsx';
import { figureSentence } from '#web/mine/work/figureSentence.ts';
import { formatCai } from '#web/money/amount.ts';
import { formatElapsed, formatMoment } from '#web/time/moment.ts';

const LINKS: Record<CoordinatorStatus['state'], { text: string; tone: Tone }> = {
  connecting: { text: 'Connecting', tone: 'neutral' },
  connected: { text: 'Connected', tone: 'good' },
  refused: { text: 'Refused', tone: 'bad' },
  away: { text: 'Away', tone: 'warn' },
  left: { text: 'Left', tone: 'bad' },
};

/** What this tab has counted of a coordinator, and what follows from it. */
function FigureNote({ figures }: { figures: CoordinatorStatus['figures'] }) {
  const sentence = figureSentence(figures);
  if (sentence === undefined) return null;
  const isPoor = poorBecause(figures) !== undefined;
  return (
    <small className={isPoor ? 'warn' : 'muted'}>
      This tab counted: {sentence}.{isPoor && ' So it gets less of this tab’s time.'}
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
      <h2 id="connections-title">Coordinators</h2>
      {coordinators.length === 0 ? (
        <EmptyNotice level={3} title="No connection yet">
          <p>This tab finds coordinators on the chain when it starts mining.</p>
        </EmptyNotice>
      ) : (
        <ul className="rows" aria-label="Coordinators">
          {coordinators.map(({ operator, name, state, sentence, figures }) => (
            <li key={operator} className="row">
              <div className="row-main">
                <b>{name === '' ? 'Unnamed' : name}</b>
                <small className="muted">{sentence ?? <AddressTag address={operator} />}</small>
                <FigureNote figures={figures} />
              </div>
              {state === 'left' && (
                <button
                  type="button"
                  className="button small"
                  aria-label={`Serve ${name === '' ? 'the unnamed coordinator' : name} again`}
                  onClick={() => onResume(operator)}
                >
                  Serve again
                </button>
              )}
              <Badge tone={LINKS[state].tone}>{LINKS[state].text}</Badge>
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
      <h2 id="recent-title">Recent tasks</h2>
      {recent.length === 0 ? (
        <EmptyNotice level={3} title="No tasks yet">
          <p>Every finished task appears here with its pay.</p>
        </EmptyNotice>
      ) : (
        <ul className="rows" aria-label="Recent tasks">
          {recent.map(({ taskId, kind, model, seconds, amountWei, at }) => (
            <li key={taskId} className="row">
              <div className="row-main">
                <b>{kind === 'image' ? 'Image' : 'Text'}</b>
                <small className="muted">
                  {model} · {formatElapsed(seconds)} · {formatMoment(at)}
                </small>
              </div>
              <span className="digits">{formatCai(BigInt(amountWei))}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
