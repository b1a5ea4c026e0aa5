import type { KeptBuild } from '#web/offline/keptBuild.ts';

interface ReaderDeps {
  build: Pick<KeptBuild, 'languages' | 'languageCookie'>;
  /** Undefined where the browser lets no worker read cookies. */
  cookies: { get(name: string): Promise<{ value?: string } | null> } | undefined;
  /** The browser's languages, the most wanted first. */
  wanted: readonly string[];
}

/**
 * The reader's language, for the service worker. It is built as one file, so it cannot share the pages' own
 * `pickLanguage`, and it cannot read localStorage.
 */
export async function readerLanguage({ build, cookies, wanted }: ReaderDeps): Promise<string> {
  const choice = await cookies?.get(build.languageCookie).catch(() => null);
  const tags = [choice?.value, ...wanted.map((tag) => tag.split('-')[0]!.toLowerCase())];
  return tags.find((tag) => tag !== undefined && build.languages.includes(tag)) ?? build.languages[0]!;
}
