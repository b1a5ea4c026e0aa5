/** A browser's caches, as far as the service worker uses them. */
export class MemoryCaches {
  readonly content = new Map<string, Map<string, Response>>();

  async keys(): Promise<string[]> {
    return [...this.content.keys()];
  }

  async open(name: string): Promise<Cache> {
    const files = this.content.get(name) ?? new Map<string, Response>();
    this.content.set(name, files);
    const cache: Pick<Cache, 'put' | 'match'> = {
      put: async (path, answer) => void files.set(String(path), answer),
      match: async (path) => files.get(String(path))?.clone(),
    };
    return cache as Cache;
  }

  async match(path: RequestInfo | URL): Promise<Response | undefined> {
    for (const files of this.content.values()) {
      const found = files.get(String(path));
      if (found !== undefined) return found.clone();
    }
    return undefined;
  }

  async delete(name: string): Promise<boolean> {
    return this.content.delete(name);
  }

  /** What is kept of a file, in a cache of this name. */
  async textOf(name: string, path: string): Promise<string | undefined> {
    return this.content.get(name)?.get(path)?.clone().text();
  }

  async keep(name: string, files: Record<string, string>): Promise<void> {
    const cache = await this.open(name);
    for (const [path, text] of Object.entries(files)) await cache.put(path, new Response(text));
  }
}
