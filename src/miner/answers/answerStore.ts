import { createStore, delMany, get, keys, set, update } from 'idb-keyval';
import type { Hex } from 'viem';
import type { CourtTerms } from '#chain/courts/courtTerms.ts';
import { readFirstBlock } from '#chain/firstBlock.ts';
import type { NetworkConfig, ReadClient } from '#chain/networkConfig.ts';
import type { AnswerBundle } from '#miner/answers/answerBundle.ts';

/**
 * Keeps what a tab has signed, so that its owner can answer a report: works as long as they can be reported,
 * the newest of them where there is no room for all, and those that a case is about until it is over.
 */
export interface AnswerStore {
  keep(bundle: AnswerBundle): Promise<void>;
  /**
   * A case about this result runs, or may come: it is kept, if it is here.
   * @param until when the case is over at the latest, Unix seconds; the later of two moments counts
   */
  hold(id: Hex, until: number): Promise<void>;
  /** The case about this result is over: it is forgotten. */
  release(id: Hex): Promise<void>;
}

/**
 * For how long a result is kept that no case is about, in seconds: until nobody can report it any more, and
 * the jury of a report in the last moment has looked. The bundle holds another person's prompt, so it does
 * not stay for longer.
 */
export const answerKeptSeconds = ({
  reportWindow,
  commitWindow,
}: Pick<CourtTerms, 'reportWindow' | 'commitWindow'>): number => reportWindow + commitWindow;
/**
 * Results that are kept, those of cases among them: a quick GPU has a thousand an hour, and audits, which
 * bring most reports, end within an hour.
 */
export const MOST_ANSWERS = 4_000;
/** Bytes of all of them: eight of the largest bundles, or the traces of some two hundred large pictures. */
export const ANSWERS_BYTES = 256 * 1024 * 1024;

/** Names the record of the cases that run; no bundle's key looks so. */
const HELD = 'held';
/** Until when each result is kept, by its id. */
type Held = Readonly<Record<Hex, number>>;

/** Of a bundle, told by its key, so that nothing has to be read to know it. */
interface Entry {
  key: string;
  /** Unix seconds. */
  keptAt: number;
  size: number;
  id: Hex;
}
const keyOf = ({ keptAt, size, id }: Omit<Entry, 'key'>): string => `${keptAt}-${size}-${id}`;
function entryOf(key: string): Entry {
  const [keptAt, size, id] = key.split('-');
  return { key, keptAt: Number(keptAt), size: Number(size), id: id as Hex };
}

/**
 * Names a network's answers in this browser, whichever miner key signed them: pages find them too.
 * @throws what the client throws
 */
export async function answerScope(
  client: ReadClient,
  config: Pick<NetworkConfig, 'chainId' | 'contracts' | 'devnet'>,
): Promise<string> {
  return [config.chainId, config.contracts.juries, await readFirstBlock(client, config)].join('-');
}

const openDatabase = (scope: string) => createStore(`cuckoo-answers-${scope}`, 'bundles');
type Database = ReturnType<typeof openDatabase>;

async function entriesOf(database: Database): Promise<Entry[]> {
  return (await keys<string>(database)).filter((key) => key !== HELD).map(entryOf);
}

export interface AnswerTimes {
  nowSeconds(): number;
  /** As `answerKeptSeconds` gives it. */
  keptSeconds: number;
}

/**
 * The store in IndexedDB. Each `keep` forgets what is too old or too much.
 * @param scope as `answerScope` makes it
 * @example openAnswerStore(await answerScope(client, config), { nowSeconds, keptSeconds: 86_400 });
 */
export function openAnswerStore(scope: string, { nowSeconds, keptSeconds }: AnswerTimes): AnswerStore {
  const database = openDatabase(scope);
  const sweep = async () => {
    const held = (await get<Held>(HELD, database)) ?? {};
    const surplus = surplusOf(await entriesOf(database), held, nowSeconds(), keptSeconds);
    if (surplus.length > 0) await delMany(surplus, database);
  };
  return {
    keep: async ({ id, bytes }) => {
      await set(keyOf({ keptAt: nowSeconds(), size: bytes.byteLength, id }), bytes, database);
      await sweep();
    },
    hold: async (id, until) => {
      const isHere = (await entriesOf(database)).some((each) => each.id === id);
      if (!isHere) return;
      const now = nowSeconds();
      await update<Held>(HELD, (held) => withHeld(running(held ?? {}, now), id, until), database);
    },
    release: async (id) => {
      const over = (await entriesOf(database)).filter((each) => each.id === id);
      if (over.length === 0) return;
      await delMany(
        over.map(({ key }) => key),
        database,
      );
      await update<Held>(HELD, ({ [id]: _, ...others } = {}) => others, database);
    },
  };
}

const running = (held: Held, now: number): Held =>
  Object.fromEntries(Object.entries(held).filter(([, until]) => until >= now));

/** Several cases may be about one result, one after the other: the last one counts. */
const withHeld = (held: Held, id: Hex, until: number): Held => ({
  ...held,
  [id]: Math.max(until, held[id] ?? 0),
});

/** The keys of what is not kept any longer: the oldest ones, and those of no case first. */
function surplusOf(entries: readonly Entry[], held: Held, now: number, keptSeconds: number): string[] {
  const isHeld = ({ id }: Entry) => (held[id] ?? 0) >= now;
  const byRank = [...entries].sort(
    (one, other) => Number(isHeld(other)) - Number(isHeld(one)) || other.keptAt - one.keptAt,
  );
  let [count, bytes] = [0, 0];
  return byRank
    .filter((entry) => {
      const isDue = isHeld(entry) || entry.keptAt + keptSeconds >= now;
      const fits = count < MOST_ANSWERS && bytes + entry.size <= ANSWERS_BYTES;
      if (!isDue || !fits) return true;
      count += 1;
      bytes += entry.size;
      return false;
    })
    .map(({ key }) => key);
}

/**
 * Whether `findAnswer` would find a bundle, without reading it.
 * @param id what the case calls its evidence
 * @example await isAnswerKept(await answerScope(client, config), theCase.evidence); // true
 */
export async function isAnswerKept(scope: string, id: Hex): Promise<boolean> {
  return (await entriesOf(openDatabase(scope))).some((each) => each.id === id);
}

/**
 * The bundle with which this browser can answer a case.
 * @param id what the case calls its evidence
 * @returns undefined where the work was done elsewhere, or is not kept any more
 * @example const bytes = await findAnswer(await answerScope(client, config), theCase.evidence);
 */
export async function findAnswer(scope: string, id: Hex): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const database = openDatabase(scope);
  const entry = (await entriesOf(database)).find((each) => each.id === id);
  return entry === undefined ? undefined : get(entry.key, database);
}
