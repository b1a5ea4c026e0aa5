import type { MutatedSource } from './semanticMutant.ts';

export const voteMutants: readonly MutatedSource[] = [
  {
    file: 'disputes/Docket.sol',
    mutants: [
      {
        what: 'the time to report is a second shorter',
        replace: '_requireBefore(drawnAt + reportWindow + 1);',
        by: '_requireBefore(drawnAt + reportWindow);',
      },
      {
        what: 'the result need not be signed by the miner',
        replace: '_requireResult(proof.assignment.miner, digest, signed);',
        by: '',
      },
      {
        what: 'a jury can be appealed while its votes are opened',
        replace: '_requireFrom(jury.revealEnd(terms));',
        by: '_requireFrom(jury.commitEnd(terms));',
      },
      {
        what: 'an appellant puts up what the jury before cost',
        replace: 'appealDepositOf(caseId, round + 1)',
        by: 'appealDepositOf(caseId, round)',
      },
      {
        what: 'a reporter’s deposit leaves out what the owner is taking out',
        replace: 'uint256 owned = node.selfBond + staking.leavingOf(node.owner, nodeId);',
        by: 'uint256 owned = node.selfBond;',
      },
      {
        what: 'a reporter’s deposit is a part of all stake in the node',
        replace: 'uint256 owned = node.selfBond + staking.leavingOf(node.owner, nodeId);',
        by: 'uint256 owned = node.assets + staking.unbondingOf(nodeId);',
      },
      {
        what: 'the accused raises the deposit of an appeal by adding to its bond',
        replace: 'return _juries[caseId][0].deposit -',
        by: 'return reportDepositOf(_cases[caseId].nodeId) -',
      },
      {
        what: 'the seed’s block is one sooner',
        replace: 'uint64(block.number) + _terms.drawBlocks',
        by: 'uint64(block.number) + _terms.drawBlocks - 1',
      },
      {
        what: 'a later caller brings back weight that an earlier one left out',
        replace: 'if (round != 0) seatable = Math.min(seatable, _juries[caseId][round - 1].totalWeight);',
        by: '',
      },
      {
        what: 'the third jury is bound by the weight of the first',
        replace: '_juries[caseId][round - 1].totalWeight',
        by: '_juries[caseId][0].totalWeight',
      },
      {
        what: 'the accused’s weight at the draw is not taken off',
        replace: 'staking.totalWeightAt(Role.Miner, drawnAt) - staking.weightAt(accused, drawnAt);',
        by: 'staking.totalWeightAt(Role.Miner, drawnAt);',
      },
      {
        what: 'the accused’s weight before the case is not taken off',
        replace: 'staking.totalWeightAt(Role.Miner, before) - staking.weightAt(accused, before);',
        by: 'staking.totalWeightAt(Role.Miner, before);',
      },
      {
        what: 'seats are shared by the weight of coordinators too',
        replace: 'return Math.min(then, later);',
        by: 'return Math.min(then + staking.totalWeightAt(Role.Coordinator, drawnAt), later + staking.totalWeightAt(Role.Coordinator, before));',
      },
      {
        what: 'a barred node can be named twice',
        replace: 'id > last && id != barred.accused',
        by: 'id >= last && id != barred.accused',
      },
      {
        what: 'the accused can be named among the barred',
        replace: 'id > last && id != barred.accused && node.role',
        by: 'id > last && node.role',
      },
      {
        what: 'a coordinator can be named among the barred',
        replace: '&& node.role == Role.Miner;',
        by: ';',
      },
      {
        what: 'a barred node sits when it has changed hands',
        replace: '_ballots[caseId][round][id].barred = true;',
        by: '',
      },
      {
        what: 'the owner of the reporter’s node may sit',
        replace: 'reporterOwner: staking.payoutOf(reporter),',
        by: 'reporterOwner: reporter,',
      },
      {
        what: 'the last appellant is barred in place of the reporter',
        replace: 'address reporter = _juries[caseId][0].party;',
        by: 'address reporter = _juries[caseId][_cases[caseId].round].party;',
      },
      {
        what: 'voters of the accused may sit',
        replace: 'voted: accused.assets != accused.selfBond,',
        by: 'voted: false,',
      },
      {
        what: 'who is taking votes out of the accused may sit',
        replace: 'leaving: staking.unbondingOf(accused.id) != 0',
        by: 'leaving: false',
      },
      {
        what: 'the reporter’s own nodes may sit',
        replace: 'owner == barred.owner || owner == barred.reporter ||',
        by: 'owner == barred.owner ||',
      },
      {
        what: 'the accused’s own nodes may sit',
        replace: 'owner == barred.owner || owner == barred.reporter ||',
        by: 'owner == barred.reporter ||',
      },
    ],
  },
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
        replace: 'seats == 0 || signer != operator || ballot.barred',
        by: 'seats == 0 || ballot.barred',
      },
      {
        what: 'a barred node votes',
        replace: 'seats == 0 || signer != operator || ballot.barred',
        by: 'seats == 0 || signer != operator',
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
        what: 'a barred node is shown with seats',
        replace: 'bench.seed == 0 || _ballots[caseId][round][nodeId].barred;',
        by: 'bench.seed == 0;',
      },
      {
        what: 'stake that came in the second of the case has seats',
        replace: 'before: _cases[caseId].openedAt - 1',
        by: 'before: _cases[caseId].openedAt',
      },
      {
        what: 'a larger jury has the seats of the first',
        replace: 'seats: _terms.seatsOf(round),',
        by: 'seats: _terms.seatsOf(0),',
      },
      {
        what: 'seats are a part of the first jury’s total weight',
        replace: 'totalWeight: jury.totalWeight,',
        by: 'totalWeight: _juries[caseId][0].totalWeight,',
      },
      {
        what: 'a coordinator sits',
        replace: 'role != Role.Miner || _isBarred',
        by: '_isBarred',
      },
      {
        what: 'stake that came after the draw has seats',
        replace: 'Math.min(staking.weightAt(nodeId, bench.drawnAt), staking.weightAt(nodeId, bench.before));',
        by: 'staking.weightAt(nodeId, bench.before);',
      },
      {
        what: 'stake that left before the case has seats',
        replace: 'Math.min(staking.weightAt(nodeId, bench.drawnAt), staking.weightAt(nodeId, bench.before));',
        by: 'staking.weightAt(nodeId, bench.drawnAt);',
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
];
