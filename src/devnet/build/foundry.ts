import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export type FoundryTool = 'forge' | 'anvil';

const BINARIES = fileURLToPath(new URL('../../../node_modules/.bin', import.meta.url));

/** A tool of Foundry that this machine lacks. */
export class FoundryMissingError extends Error {
  override readonly name = 'FoundryMissingError';
  readonly code = 'FOUNDRY_MISSING';

  constructor(tool: FoundryTool) {
    super(
      `Foundry's ${tool} was not found. npm installs it on Linux x64 only: on this machine, install Foundry ` +
        '(https://getfoundry.sh) and add it to the PATH.',
    );
  }
}

/**
 * Path of forge or anvil: the npm package's binary (the version the project is tested with), else one on the
 * PATH.
 * @throws FoundryMissingError
 */
export function findFoundry(tool: FoundryTool): string {
  const folders = [BINARIES, ...(process.env.PATH ?? '').split(delimiter)];
  for (const folder of folders) {
    const path = join(folder, tool);
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      // Not here: try the next folder.
    }
  }
  throw new FoundryMissingError(tool);
}
