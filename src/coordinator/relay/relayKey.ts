import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const SEED_BYTES = 32;

/** The relay's libp2p key. Made on first use and kept, so that the peer id and addresses survive restarts. */
export async function keptRelaySeed(folder: string): Promise<Uint8Array> {
  const file = join(folder, 'relay.key');
  try {
    const seed = Buffer.from((await readFile(file, 'utf8')).trim(), 'hex');
    if (seed.length === SEED_BYTES) return seed;
    throw new Error(
      `${file} does not hold ${SEED_BYTES} bytes in hex: restore it, or delete it to get a new peer id.`,
    );
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  await mkdir(folder, { recursive: true });
  const seed = randomBytes(SEED_BYTES);
  await writeFile(file, `${seed.toString('hex')}\n`, { mode: 0o600, flag: 'wx' });
  return seed;
}
