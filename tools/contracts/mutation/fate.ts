import type { Mutant } from './schema.ts';

/** What became of a mutant. */
export interface Fate {
  /** The mutant's number; the same one has the same number as long as the digest of the log is the same. */
  readonly id: number;
  readonly died: boolean;
  /** The first test that failed, `path:name`; empty for a time-out, and for a mutant that lives. */
  readonly by: string;
}

/** A log whose fates say nothing about the contracts, tests and mutants as they are. */
export class StaleLogError extends Error {
  override readonly name = 'StaleLogError';
  readonly code = 'STALE_LOG';

  constructor(path: string) {
    super(`${path} is of other contracts, tests or mutants. Name another log, or delete it to begin anew.`);
  }
}

/** The first line of a log. `digest` identifies all that fates depend on. */
export function logHead(digest: string): string {
  return `of ${digest}`;
}

export function fateLine({ died, by }: Fate, mutant: Mutant): string {
  return `#${mutant.id} ${died ? `died (${by || 'time-out'})` : 'SURVIVED'} ${describe(mutant)}`;
}

export function describe({ file, line, name, original }: Mutant): string {
  return `${file}:${line} ${name}: ${original.slice(0, 90)}`;
}

/**
 * The fates in the log of an earlier run. A last line without its end does not count.
 * @param path of the log, for the error
 * @throws STALE_LOG if it is of something else
 */
export function fatesIn(log: string, digest: string, path: string): Fate[] {
  const [head, ...lines] = log.split('\n').slice(0, -1);
  if (head !== logHead(digest)) throw new StaleLogError(path);
  return lines.map((line) => {
    const [, id, by] = /^#(\d+) (?:died \((.*?)\)|SURVIVED) /.exec(line) ?? [];
    return { id: Number(id), died: by !== undefined, by: !by || by === 'time-out' ? '' : by };
  });
}
