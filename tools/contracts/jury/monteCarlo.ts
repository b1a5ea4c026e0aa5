import { type Hex, keccak256, numberToHex } from 'viem';
import { philox4x32 } from '#protocol/draw/counterRandom.ts';
import type { Reading } from '#tools/contracts/jury/caseOutcome.ts';
import type { Outcome } from '#tools/contracts/jury/juryOutcome.ts';
import {
  type Accused,
  COLLUDING,
  colludingNodes,
  honestNodes,
  type Split,
} from '#tools/contracts/jury/network.ts';
import { SeatDraw } from '#tools/contracts/jury/seatDraw.ts';
import { jurySizes, quorumOf, type SortitionTerms } from '#tools/contracts/jury/terms.ts';

const PHILOX_KEY = [7, 0] as const;

/** Cases to play, node by node. */
export interface Play {
  nodes: number;
  split: Split;
  accused: Accused;
  terms: SortitionTerms;
  turnout: number;
  reading: Reading;
  samples: number;
}

/** How many of the cases ended how, and the seats that voted. Each is opened once and appealed to the end. */
export interface Played {
  outcomes: Outcome;
  votes: number;
}

interface Juror {
  id: number;
  /** Of the weight without the accused. */
  share: number;
  colludes: boolean;
}

/** All nodes but the accused, which is the first of its camp. */
export function jurorsOf({ nodes, split, accused }: Pick<Play, 'nodes' | 'split' | 'accused'>): Juror[] {
  const camp = (count: number, weight: number, colludes: boolean) =>
    Array.from({ length: count }, () => ({ weight: weight / count, colludes }));
  const honest = camp(honestNodes(nodes), 1 - COLLUDING, false);
  const colluding = camp(colludingNodes(nodes, split), COLLUDING, true);
  const left = [
    ...honest.slice(accused === 'honest' ? 1 : 0),
    // At the worst the guilty node has next to nothing, so that all the others' stake sits.
    ...colluding.slice(accused === 'guilty' && split !== 'worst' ? 1 : 0),
  ];
  const total = left.reduce((sum, { weight }) => sum + weight, 0);
  return left.map(({ weight, colludes }, i) => ({ id: i + 1, share: weight / total, colludes }));
}

/** Whose verdict a jury gives, by the seats of each camp: the rule itself, without any probabilities. */
export function verdictOf(colluders: number, honest: number, quorum: number): keyof Outcome {
  if (colluders > honest && colluders >= quorum) return 'colluders';
  if (honest > colluders && honest >= quorum) return 'honest';
  return 'none';
}

const seedOf = (sample: number, round: number): Hex =>
  keccak256(numberToHex(sample * 16 + round, { size: 32 }));

/** Plays whole cases by the contract's own sortition, a seed for each jury. The colluders always vote. */
export function play(attack: Play): Played {
  const { terms, turnout, reading, samples } = attack;
  const jurors = jurorsOf(attack);
  const played: Played = { outcomes: { colluders: 0, honest: 0, none: 0 }, votes: 0 };
  for (let sample = 0; sample < samples; sample++) {
    const isAwake = ({ id, colludes }: Juror) =>
      colludes || reading === 'share' || philox4x32([sample, id, 0, 0], PHILOX_KEY)[0] < turnout * 2 ** 32;
    const awake = new Map(jurors.map((juror) => [juror, isAwake(juror)]));
    let verdict: keyof Outcome = 'none';
    jurySizes(terms).forEach((size, round) => {
      const draw = new SeatDraw(seedOf(sample, round));
      const votes = { colluders: 0, honest: 0 };
      for (const juror of jurors) {
        const voting = juror.colludes || reading === 'node' ? 1 : turnout;
        const seats = draw.seats(juror.id, juror.share * voting, size);
        if (awake.get(juror)) votes[juror.colludes ? 'colluders' : 'honest'] += seats;
      }
      played.votes += votes.colluders + votes.honest;
      verdict = verdictOf(votes.colluders, votes.honest, quorumOf(size, terms));
    });
    played.outcomes[verdict]++;
  }
  return played;
}
