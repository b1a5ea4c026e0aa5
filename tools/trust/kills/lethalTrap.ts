import { Journal } from '#tools/trust/kills/journal.ts';
import type { KillPoint } from '#tools/trust/kills/killPoints.ts';
import { Trap } from '#tools/trust/kills/trap.ts';

/** A trap that kills this very process. */
export const lethalTrap = (journal: string, armed: readonly KillPoint[]): Trap =>
  new Trap({
    armed,
    journal: new Journal(journal),
    kill: () => {
      process.kill(process.pid, 'SIGKILL');
      // Nothing more is done until the signal comes.
      for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
    },
  });
