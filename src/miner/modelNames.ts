import { parseCatalogue, parseManifest } from '#inference/manifest.ts';

/**
 * What people call the models: the names in their manifests. A model whose manifest cannot be read goes by
 * its id; loading it will say what is wrong.
 * @param modelsUrl absolute URL of the folder with `catalogue.json`
 */
export async function readModelNames(
  modelsUrl: string,
  ids: readonly string[],
): Promise<Map<string, string>> {
  const named = await Promise.all(ids.map(async (id) => [id, await nameOf(modelsUrl, id)] as const));
  return new Map(named);
}

async function nameOf(modelsUrl: string, id: string): Promise<string> {
  try {
    const { models } = parseCatalogue(await readJson(new URL('catalogue.json', modelsUrl)));
    const entry = models.find((model) => model.id === id);
    if (entry === undefined) return id;
    return parseManifest(await readJson(new URL(entry.manifest, modelsUrl))).name;
  } catch {
    return id;
  }
}

async function readJson(url: URL): Promise<unknown> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url.pathname} answered ${answer.status}`);
  return answer.json();
}
