import { useQuery } from '@tanstack/react-query';
import { parseCatalogue, parseManifest, type Manifest } from '#inference/manifest/manifest.ts';

const CATALOGUE = '/models/catalogue.json';

/** A model whose files this site serves. */
export interface SiteModel {
  manifest: Manifest;
  /** Path of its folder, ending with a slash. */
  folder: string;
}

/** @throws when the file cannot be fetched or is something else than JSON */
export async function readSiteJson(path: string): Promise<unknown> {
  const response = await fetch(path, { cache: 'no-cache' });
  if (!response.ok) throw new Error(`${path}: the server answered ${response.status}.`);
  return response.json();
}

/** @returns null if this site has no such model */
async function readSiteModel(id: string): Promise<SiteModel | null> {
  const { models } = parseCatalogue(await readSiteJson(CATALOGUE));
  const entry = models.find((model) => model.id === id);
  if (entry === undefined) return null;
  const path = new URL(entry.manifest, new URL(CATALOGUE, window.location.href)).pathname;
  const manifest = parseManifest(await readSiteJson(path));
  return { manifest, folder: path.slice(0, path.lastIndexOf('/') + 1) };
}

/** The site's own description of a model; `null` where it has none. */
export function useSiteModel(id: string | undefined) {
  return useQuery({
    queryKey: ['site-model', id],
    enabled: id !== undefined,
    queryFn: () => readSiteModel(id ?? ''),
    staleTime: Infinity,
  });
}

/** Where a model's card is shown. The id may have dots, which would read as a file's ending in a path. */
export const cardPath = (id: string): string => `/model?id=${encodeURIComponent(id)}`;
