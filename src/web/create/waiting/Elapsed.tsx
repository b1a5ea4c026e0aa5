import { useEffect, useState } from 'react';
import { formatDuration } from '#web/time/moment.ts';

const SECOND_MS = 1_000;

/** How long something has taken, counted on by this device's clock. @param since Unix time in ms */
export function Elapsed({ since }: { since: number }) {
  const [nowMs, setNowMs] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), SECOND_MS);
    return () => clearInterval(timer);
  }, []);
  // Whole seconds that have passed: none is told before it is over.
  return (
    <span className="digits" role="timer">
      {formatDuration(Math.floor((nowMs - since) / SECOND_MS))}
    </span>
  );
}
