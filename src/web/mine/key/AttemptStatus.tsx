import type { useAttempt } from '#web/mine/key/useAttempt.ts';

interface AttemptStatusProps {
  attempt: Pick<ReturnType<typeof useAttempt>, 'busy' | 'failure'>;
  /** What is said while it runs, and else. */
  busy: string;
  done: string;
}

/** What came of something that a form did. */
export function AttemptStatus({ attempt, busy, done }: AttemptStatusProps) {
  const failed = attempt.failure !== null;
  return (
    <p className="flow-status" role={failed ? 'alert' : 'status'} data-phase={failed ? 'failed' : 'done'}>
      {attempt.failure ?? (attempt.busy ? busy : done)}
    </p>
  );
}
