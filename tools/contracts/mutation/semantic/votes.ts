import type { MutatedSource } from './semanticMutant.ts';

export const voteMutants: readonly MutatedSource[] = [
  {
    file: 'disputes/Voting.sol',
    mutants: [
      {
        what: 'a jury can be drawn when its votes are opened',
        replace: '_requireBefore(jury.commitEnd(terms)); if (jury.seed',
        by: '_requireBefore(jury.revealEnd(terms)); if (jury.seed',
      },
      {
        what: 'a jury is drawn again',
        replace: 'if (jury.seed != 0) return;',
        by: '',
      },
      {
        what: 'a jury is drawn with the seed of the first',
        replace: 'abi.encode(blockHash, caseId, round)',
        by: 'abi.encode(blockHash, caseId, uint256(0))',
      },
      {
        what: 'cases called in one block have the same seed',
        replace: 'abi.encode(blockHash, caseId, round)',
        by: 'abi.encode(blockHash, round)',
      },
      {
        what: 'anybody votes for anybody',
        replace: 'if (seats == 0 || signer != operator || _isNamed(caseId, nodeId)) continue;',
        by: 'if (seats == 0 || _isNamed(caseId, nodeId)) continue;',
      },
      {
        what: 'a node that was named votes',
        replace: 'if (seats == 0 || signer != operator || _isNamed(caseId, nodeId)) continue;',
        by: 'if (seats == 0 || signer != operator) continue;',
      },
      {
        what: 'a later vote replaces the first',
        replace: 'if (ballot.seats == 0) { // Zero',
        by: 'if (true) { // Zero',
      },
      {
        what: 'a vote that is opened again counts again',
        replace: 'if (ballot.finding != Finding.None) continue;',
        by: '',
      },
      {
        what: 'a juror has one vote, whatever its seats',
        replace: 'counts[uint256(vote.finding)] += ballot.seats;',
        by: 'counts[uint256(vote.finding)] += 1;',
      },
      {
        what: 'votes opened in a later call replace those of before',
        replace: 'uint32[4] memory counts = jury.votes;',
        by: 'uint32[4] memory counts;',
      },
      {
        what: 'a vote is opened with the seal of the first jury',
        replace: 'Ballots.seal(caseId, round, vote)',
        by: 'Ballots.seal(caseId, 0, vote)',
      },
      {
        what: 'a vote can be opened as nothing',
        replace: '!fits || vote.finding == Finding.None',
        by: '!fits',
      },
      {
        what: 'a vote need not be what was sealed',
        replace: 'ballot.sealedVote == bytes27(Ballots.seal(',
        by: 'ballot.sealedVote != bytes27(0) || ballot.sealedVote == bytes27(Ballots.seal(',
      },
      {
        what: 'a node that was named is shown with seats',
        replace: 'bench.seed == 0 || _isNamed(caseId, nodeId);',
        by: 'bench.seed == 0;',
      },
      {
        what: 'a larger jury has the seats of the first',
        replace: 'seats: _terms.seatsOf(round),',
        by: 'seats: _terms.seatsOf(0),',
      },
      {
        what: 'seats are a part of the first jury’s total weight',
        replace: 'totalWeight: jury.totalWeight,',
        by: 'totalWeight: _juryAt(caseId, 0).totalWeight,',
      },
      {
        what: 'a coordinator or the accused sits',
        replace: 'if (!another || mayNot) return (0, operator);',
        by: 'if (mayNot) return (0, operator);',
      },
      {
        what: 'stake that came after the draw has seats',
        replace: 'Math.min(atDraw, atCase)',
        by: 'atCase',
      },
      {
        what: 'stake that left before the case has seats',
        replace: 'Math.min(atDraw, atCase)',
        by: 'atDraw',
      },
      {
        what: 'who may not sit sits',
        replace: 'if (!another || mayNot) return (0, operator);',
        by: 'if (!another) return (0, operator);',
      },
    ],
  },
  {
    file: 'disputes/Ballot.sol',
    mutants: [
      {
        what: 'a signature for the first jury is good for the next',
        replace: 'abi.encode(SEALED_VOTE_TYPEHASH, caseId, round, vote.nodeId, vote.vote)',
        by: 'abi.encode(SEALED_VOTE_TYPEHASH, caseId, uint256(0), vote.nodeId, vote.vote)',
      },
      {
        what: 'a seal names no round',
        replace: 'abi.encode(caseId, round, vote)',
        by: 'abi.encode(caseId, uint256(0), vote)',
      },
      {
        what: 'a vote is good on every chain',
        replace: 'block.chainid, address(this)',
        by: 'uint256(31337), address(this)',
      },
    ],
  },
  {
    file: 'disputes/Sortition.sol',
    mutants: [
      {
        what: 'a node has at most a jury’s seats',
        replace: 'count < 2 * seats;',
        by: 'count < seats;',
      },
      {
        what: 'all arrivals are drawn with one word',
        replace: 'abi.encode(seed, nodeId, count)',
        by: 'abi.encode(seed, nodeId)',
      },
      {
        what: 'the short cut ends a seat early',
        replace: '((255 - Math.log2(word)) << 64)',
        by: '((256 - Math.log2(word)) << 64)',
      },
      {
        what: 'the seats of a node do not depend on its id',
        replace: 'abi.encode(seed, nodeId, count)',
        by: 'abi.encode(seed, count)',
      },
      {
        what: 'the last arrival is counted too',
        replace: 'if (log * scale > end) break;',
        by: 'if (log * scale > end) return count + 1;',
      },
    ],
  },
];
