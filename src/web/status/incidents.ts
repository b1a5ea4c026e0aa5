import { z } from 'zod';
import { keptValue } from '#web/storage/keptValue.ts';

/** Times in which something did not answer, as this browser saw it. Times are Unix seconds. */

const incidentSchema = z.object({
  /** What did not answer: the chain, or a coordinator by its address. */
  subject: z.string().max(300),
  name: z.string().max(300),
  from: z.number(),
  /** Null while it lasts. */
  to: z.number().nullable(),
});
export type Incident = z.output<typeof incidentSchema>;

/** The newest are kept. */
export const MOST_INCIDENTS = 50;

/** How something is now; `ok` is undefined until that is known. */
export interface Sighting {
  subject: string;
  name: string;
  ok: boolean | undefined;
}

/**
 * The incidents after one more look, the newest first: what fails begins one, what answers again ends it.
 * @returns the same list when nothing has changed
 */
export function afterLook(
  incidents: readonly Incident[],
  sightings: readonly Sighting[],
  now: number,
): readonly Incident[] {
  let list = incidents;
  for (const { subject, name, ok } of sightings) {
    const open = list.find((each) => each.subject === subject && each.to === null);
    if (ok === false && open === undefined) list = [{ subject, name, from: now, to: null }, ...list];
    if (ok === true && open !== undefined)
      list = list.map((each) => (each === open ? { ...each, to: now } : each));
  }
  return list === incidents ? incidents : list.slice(0, MOST_INCIDENTS);
}

/** In sessionStorage: a visit is one tab, over reloads. */
export const keptIncidents = keptValue(
  () => sessionStorage,
  'cuckoo.incidents',
  z.array(incidentSchema).max(MOST_INCIDENTS),
);
