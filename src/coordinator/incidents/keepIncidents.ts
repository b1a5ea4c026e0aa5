import type { Logger } from 'pino';
import { repeat } from '#coordinator/eventLoop/repeat.ts';
import { IncidentStore } from '#coordinator/incidents/incidentStore.ts';
import { IncidentWatch, type IncidentWatchDeps, LOOK_MS } from '#coordinator/incidents/incidentWatch.ts';
import type { Database } from '#coordinator/store/database.ts';

/** Looks for incidents again and again, and keeps them in the database. */
export function keepIncidents({
  db,
  log,
  ...deps
}: Omit<IncidentWatchDeps, 'store'> & { db: Database; log: Logger }) {
  const store = new IncidentStore(db);
  const watch = new IncidentWatch({ ...deps, store });
  return { store, looks: repeat(log, 'look for incidents', LOOK_MS, () => watch.look()) };
}
