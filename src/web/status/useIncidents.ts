import { useEffect, useState } from 'react';
import { afterLook, type Incident, keptIncidents, type Sighting } from '#web/status/incidents.ts';

/** What did not answer in this visit, while this page was open. */
export function useIncidents(sightings: readonly Sighting[]): readonly Incident[] {
  const [incidents, setIncidents] = useState<readonly Incident[]>(() => keptIncidents.read() ?? []);
  const next = afterLook(incidents, sightings, Date.now() / 1_000);
  useEffect(() => {
    if (next === incidents) return;
    setIncidents(next);
    keptIncidents.write([...next]);
  });
  return next;
}
