import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

/** Where Debian keeps each version's programs. */
const DEBIAN = '/usr/lib/postgresql';
/** The server refuses to run as root: then it runs as nobody. */
const NOBODY = 65_534;

/** The folder of `initdb` and `postgres`; undefined where no Postgres is installed. */
export function findPostgres(): string | undefined {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN) : [];
  return [
    ...versions.map((version) => join(DEBIAN, version, 'bin')),
    ...(process.env.PATH ?? '').split(delimiter),
  ].find((folder) => ['initdb', 'postgres'].every((program) => existsSync(join(folder, program))));
}

export interface PostgresServer {
  /** Of a socket in a folder of its own, so that no port is needed. */
  url: string;
  stop(): Promise<void>;
}

/**
 * An empty server for tests, gone with its folder.
 * @param programs what `findPostgres` gave
 */
export async function startPostgres(programs: string): Promise<PostgresServer> {
  const folder = mkdtempSync(join(tmpdir(), 'cuckoo-postgres-'));
  const user = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
  if (user.uid !== undefined) chownSync(folder, NOBODY, NOBODY);
  const data = join(folder, 'data');
  const made = spawnSync(
    join(programs, 'initdb'),
    [...['-D', data, '-U', 'cuckoo', '-A', 'trust', '-E', 'UTF8'], '--locale=C', '--no-sync'],
    { ...user, cwd: folder, encoding: 'utf8' },
  );
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr ?? made.error}`);
  const server = spawn(
    join(programs, 'postgres'),
    [...['-D', data, '-k', folder], ...['listen_addresses=', 'fsync=off'].flatMap((set) => ['-c', set])],
    { ...user, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let log = '';
  await new Promise<void>((ready, failed) => {
    server.stderr.on('data', (bytes: Buffer) => {
      log += bytes.toString();
      if (log.includes('ready to accept connections')) ready();
    });
    server.once('exit', () => failed(new Error(`postgres ended: ${log}`)));
  });
  return {
    url: `postgres://cuckoo@localhost/postgres?host=${encodeURIComponent(folder)}`,
    stop: async () => {
      const ended = once(server, 'exit');
      // Open connections are closed, not waited for.
      server.kill('SIGINT');
      await ended;
      rmSync(folder, { recursive: true });
    },
  };
}
