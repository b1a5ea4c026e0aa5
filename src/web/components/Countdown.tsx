import { useChainNowSeconds } from '#web/queries/useChainClock.ts';
import { formatDuration, formatMoment } from '#web/time/moment.ts';

/** Degrees of the dial's hand a second. */
const HAND_STEP = 6;

/** Time left until `until` (Unix seconds, by the chain's clock), as a small dial and in words. */
export function Countdown({ until, label }: { until: number; label: string }) {
  const left = until - useChainNowSeconds();
  const angle = -Math.ceil(left) * HAND_STEP;
  return (
    <span className="countdown" role="timer" aria-label={label} title={formatMoment(until)}>
      <svg viewBox="0 0 20 20" width="18" height="18" aria-hidden="true">
        <circle cx="10" cy="10" r="8.5" />
        <path d="M10 10V4" style={{ transform: `rotate(${angle}deg)` }} />
      </svg>
      <span className="digits">{formatDuration(Math.ceil(left))}</span>
    </span>
  );
}
