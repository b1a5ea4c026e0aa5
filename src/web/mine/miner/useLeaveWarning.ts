import { useEffect } from 'react';

/** Asks for confirmation before the tab closes during a task: the task would go to another miner, unpaid. */
export function useLeaveWarning(working: boolean): void {
  useEffect(() => {
    if (!working) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [working]);
}
