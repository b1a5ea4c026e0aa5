import { z } from 'zod';

/** What the page shows of the models that a tab can load; the miner itself reads and checks the whole manifests. */

const catalogueSchema = z.object({
  models: z.array(z.object({ id: z.string(), kind: z.enum(['text', 'image']), manifest: z.string() })).min(1),
});
const manifestSchema = z.object({
  name: z.string(),
  description: z.string(),
  licence: z.string(),
  files: z.array(z.object({ bytes: z.number() })),
});

export interface LoadableModel {
  id: string;
  kind: 'text' | 'image';
  name: string;
  description: string;
  licence: string;
  /** Size of the download. */
  bytes: number;
}

const CATALOGUE = '/models/catalogue.json';

async function readJson<S extends z.ZodType>(path: string, schema: S): Promise<z.output<S>> {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return schema.parse(await response.json());
}

/** @throws when the site has no models, or their description cannot be read */
export async function readCatalogue(): Promise<LoadableModel[]> {
  const { models } = await readJson(CATALOGUE, catalogueSchema);
  return Promise.all(
    models.map(async ({ id, kind, manifest }) => {
      const path = new URL(manifest, new URL(CATALOGUE, window.location.href)).pathname;
      const { name, description, licence, files } = await readJson(path, manifestSchema);
      return {
        id,
        kind,
        name,
        description,
        licence,
        bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
      };
    }),
  );
}
