/** Share of all stake that colludes. */
export const COLLUDING = 0.3;
/** The stake of an honest node, in times the least that a node may have. */
const HONEST_MINIMUMS = 5;
const TENTHS = 10;

/** How the colluders split their stake. The worst: their guilty node has next to nothing of it. */
export const SPLITS = ['one node', 'tenths', 'minimums', 'worst'] as const;
export type Split = (typeof SPLITS)[number];
export type Accused = 'honest' | 'guilty';

/** Honest nodes in a network of `nodes`, all of one stake. The colluders split theirs as they like. */
export const honestNodes = (nodes: number): number => Math.round(nodes * (1 - COLLUDING));

/** In how many nodes of equal stake the colluders hold theirs. */
export function colludingNodes(nodes: number, split: Split): number {
  if (split === 'one node') return 1;
  if (split === 'tenths') return TENTHS;
  return Math.round((honestNodes(nodes) * HONEST_MINIMUMS * COLLUDING) / (1 - COLLUDING));
}

/** Who may sit on a jury, in shares of the weight without the accused's node. */
export interface Pool {
  colluding: number;
  honest: number;
  honestJurors: number;
}

/** Those that may sit when a node is accused: an honest one, or one of the colluders'. */
export function poolOf(nodes: number, split: Split, accused: Accused): Pool {
  const honest = honestNodes(nodes);
  const ofHonest = (1 - COLLUDING) / honest;
  const ofColluder = split === 'worst' ? 0 : COLLUDING / colludingNodes(nodes, split);
  const out = accused === 'honest' ? ofHonest : ofColluder;
  return {
    colluding: (COLLUDING - (accused === 'guilty' ? out : 0)) / (1 - out),
    honest: (1 - COLLUDING - (accused === 'honest' ? out : 0)) / (1 - out),
    honestJurors: accused === 'honest' ? honest - 1 : honest,
  };
}
