import { useQuery } from '@tanstack/react-query';
import { ModelSite, type PublishedModel } from '#miner/models/modelSite.ts';

/**
 * The miner reads the catalogue through the same class, so page and miner accept and refuse the same files.
 */
const site = new ModelSite(new URL('/models/', window.location.href).href);

/** All models of this site. */
export const CATALOGUE = {
  queryKey: ['catalogue'],
  queryFn: () => site.models(),
  staleTime: Infinity,
};

/** A model's manifest and folder on this site; `null` if the site has no such model. */
export function useSiteModel(id: string | undefined) {
  return useQuery({
    ...CATALOGUE,
    select: (models): PublishedModel | null => models.find(({ manifest }) => manifest.id === id) ?? null,
  });
}

/** For a file that the page shows, 100 kB or so, also on a slow line; in ms. */
const FILE_TIMEOUT_MS = 30_000;

/** Fetches a file from the model's folder, revalidating cached copies. */
export const fetchModelFile = (model: PublishedModel, path: string): Promise<Response> =>
  fetch(site.urlOf(model, path), { cache: 'no-cache', signal: AbortSignal.timeout(FILE_TIMEOUT_MS) });
