import type { CaseView } from '#chain/courts/courtReader.ts';
import { caseSeconds } from '#chain/courts/courtTerms.ts';
import { readMany } from '#chain/rpc/readMany.ts';
import type { CourtReads } from '#miner/jury/court/courtReads.ts';
import { MOST_CASES } from '#miner/jury/juryWatch.ts';

/** Cases that are read before it is known whether older ones can still run. */
const PAGE = 16;

export interface CasesToServeDeps {
  chain: Pick<CourtReads, 'terms' | 'caseCount' | 'readCase'>;
  /** The weight with which the node may be drawn, in wei (`readJurorWeight`). @throws ChainError */
  weightIn(theCase: CaseView): Promise<bigint>;
  /** Of the newest block, in Unix seconds. */
  nowSeconds: number;
}

/**
 * How many cases run for whose juries the node was drawn, or may be: a node that is jailed or retired by now
 * still has to vote in those that were opened before.
 * @throws ChainError
 */
export async function casesToServe({ chain, weightIn, nowSeconds }: CasesToServeDeps): Promise<number> {
  const [terms, count] = await Promise.all([chain.terms(), chain.caseCount()]);
  const all = Array.from({ length: Math.min(Number(count), MOST_CASES) }, (_, at) => count - BigInt(at));
  let found = 0;
  for (let at = 0; at < all.length; at += PAGE) {
    const page = await readMany(all.slice(at, at + PAGE), (caseId) => chain.readCase(caseId));
    const young = page.filter(({ openedAt }) => nowSeconds < openedAt + caseSeconds(terms));
    const running = young.filter(({ settledAt }) => settledAt === undefined);
    found += (await readMany(running, weightIn)).filter((weight) => weight > 0n).length;
    // Those before them were opened earlier.
    if (young.length < page.length) break;
  }
  return found;
}
