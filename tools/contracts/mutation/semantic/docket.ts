import type { MutatedSource } from './semanticMutant.ts';

export const docketMutants: readonly MutatedSource[] = [
  {
    file: 'disputes/Docket.sol',
    mutants: [
      {
        what: 'a case is opened that pays no jury',
        replace: 'slasher.requireTriable(nodeId, evidence, _leastPaid);',
        by: 'slasher.requireTriable(nodeId, evidence, 0);',
      },
      {
        what: 'a conviction of a node in jail must pay all juries',
        replace: '_leastPaid = terms_.seatsOf(0) * terms_.pay;',
        by: '_leastPaid = terms_.allSeats() * terms_.pay;',
      },
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
        what: 'a reporter’s deposit counts what the owner is taking out',
        replace: 'uint256 bond = staking.node(nodeId).selfBond;',
        by: 'uint256 bond = staking.node(nodeId).selfBond + staking.leavingOf(staking.node(nodeId).owner, nodeId);',
      },
      {
        what: 'a reporter’s deposit is a part of all stake in the node',
        replace: 'uint256 bond = staking.node(nodeId).selfBond;',
        by: 'uint256 bond = staking.node(nodeId).assets;',
      },
      {
        what: 'the accused raises the deposit of an appeal by adding to its bond',
        replace: 'return _juryAt(caseId, 0).deposit -',
        by: 'return reportDepositOf(_cases[caseId].nodeId) -',
      },
      {
        what: 'the seed’s block is one sooner',
        replace: 'uint64(block.number) + _terms.drawBlocks',
        by: 'uint64(block.number) + _terms.drawBlocks - 1',
      },
      {
        what: 'a later caller brings back weight that an earlier one left out',
        replace: '_seatable[caseId] = Seatable(uint96(drawn), uint96(before));',
        by: '',
      },
      {
        what: 'seats are shared by the weight of the draw alone',
        replace: 'jury.totalWeight = uint96(Math.min(drawn, before));',
        by: 'jury.totalWeight = uint96(drawn);',
      },
      {
        what: 'seats are shared by the weight before the case alone',
        replace: 'jury.totalWeight = uint96(Math.min(drawn, before));',
        by: 'jury.totalWeight = uint96(before);',
      },
      {
        what: 'the weight of a named node at the draw is not taken off',
        replace: 'drawn -= atDraw - seated;',
        by: '',
      },
      {
        what: 'the weight of a named node before the case is not taken off',
        replace: 'before -= atCase - seated;',
        by: '',
      },
      {
        what: 'a node that may sit is left out whole',
        replace: 'if (mayNot) seated = 0;',
        by: 'seated = 0;',
      },
      {
        what: 'of a node that may not sit only the excess is left out',
        replace: 'if (mayNot) seated = 0;',
        by: '',
      },
      {
        what: 'an excess counts twice when its node comes to be barred',
        replace: 'if (ballot.leftOut == LeftOut.Excess) (atDraw, atCase) = (seated, seated);',
        by: '',
      },
      {
        what: 'who was named and may sit later is left out no more',
        replace: 'ballot.leftOut >= part',
        by: 'ballot.leftOut == part',
      },
      {
        what: 'the excess of a node that may not sit stays in the total',
        replace: 'if (ballot.leftOut == LeftOut.Excess) (atDraw, atCase) = (seated, seated);',
        by: 'if (mayNot || ballot.leftOut == LeftOut.Excess) (atDraw, atCase) = (seated, seated);',
      },
      {
        what: 'a node that is named for its excess sits no more',
        replace: 'return _ballotAt(caseId, 0, nodeId).leftOut == LeftOut.All;',
        by: 'return _ballotAt(caseId, 0, nodeId).leftOut != LeftOut.Nothing;',
      },
      {
        what: 'the accused’s weight is not taken off',
        replace: 'staking.totalWeightAt(Role.Miner, timestamp) - staking.weightAt(accused, timestamp)',
        by: 'staking.totalWeightAt(Role.Miner, timestamp)',
      },
      {
        what: 'seats are shared by the weight of coordinators',
        replace: 'staking.totalWeightAt(Role.Miner, timestamp)',
        by: 'staking.totalWeightAt(Role.Coordinator, timestamp)',
      },
      {
        what: 'a barred node that is named twice counts twice',
        replace: 'if (!another || ballot.leftOut >= part) continue;',
        by: 'if (!another) continue;',
      },
      {
        what: 'one node that may sit saves all others from being named',
        replace: 'if (!another || ballot.leftOut >= part) continue;',
        by: 'if (!another || !mayNot || ballot.leftOut >= part) revert NobodyCanSit();',
      },
      {
        what: 'the accused can be named among the barred',
        replace: 'another = role == Role.Miner && nodeId != barred.accused;',
        by: 'another = role == Role.Miner;',
      },
      {
        what: 'a coordinator can be named, or sit',
        replace: 'another = role == Role.Miner && nodeId != barred.accused;',
        by: 'another = nodeId != barred.accused;',
      },
      {
        what: 'a node that was named sits when it has changed hands',
        replace: 'ballot.leftOut = part;',
        by: '',
      },
      {
        what: 'the owner of the reporter’s node may sit',
        replace: 'reporterOwner: _reporterOwners[caseId],',
        by: 'reporterOwner: address(0),',
      },
      {
        what: 'who owns the reporter’s node now is barred, not who owned it then',
        replace: 'reporterOwner: _reporterOwners[caseId],',
        by: 'reporterOwner: staking.payoutOf(_juryAt(caseId, 0).party),',
      },
      {
        what: 'the last appellant is barred in place of the reporter',
        replace: 'reporter: _juryAt(caseId, 0).party,',
        by: 'reporter: _juryAt(caseId, dispute.round).party,',
      },
      {
        what: 'voters of the accused may sit',
        replace: 'shared: accused.assets != accused.selfBond || staking.unbondingOf(accused.id) != 0,',
        by: 'shared: staking.unbondingOf(accused.id) != 0,',
      },
      {
        what: 'who is taking votes out of the accused may sit',
        replace: 'shared: accused.assets != accused.selfBond || staking.unbondingOf(accused.id) != 0,',
        by: 'shared: accused.assets != accused.selfBond,',
      },
      {
        what: 'the reporter’s own nodes may sit',
        replace: 'if (owner == barred.reporter || owner == barred.reporterOwner) return true;',
        by: 'if (owner == barred.reporterOwner) return true;',
      },
      {
        what: 'the accused’s own nodes may sit',
        replace: 'if (!barred.shared) return owner == barred.owner;',
        by: 'if (!barred.shared) return false;',
      },
      {
        what: 'miners can be named in the block of the seed',
        replace: 'if (block.number >= jury.seedBlock) revert TooLate(jury.seedBlock);',
        by: 'if (block.number > jury.seedBlock) revert TooLate(jury.seedBlock);',
      },
      {
        what: 'miners can be named after the draw',
        replace: 'if (block.number >= jury.seedBlock) revert TooLate(jury.seedBlock);',
        by: '',
      },
      {
        what: 'anybody can be left out whole',
        replace: 'LeftOut part = mayNot ? LeftOut.All : LeftOut.Excess;',
        by: 'LeftOut part = LeftOut.All;',
      },
      {
        what: 'a name counts for one jury only',
        replace: 'Ballot storage ballot = _ballotAt(caseId, 0, id);',
        by: 'Ballot storage ballot = _ballotAt(caseId, _cases[caseId].round, id);',
      },
      {
        what: 'a jury is called that nobody can sit on',
        replace: 'if (jury.totalWeight == 0) revert NobodyCanSit();',
        by: '',
      },
      {
        what: 'a juror loses its seats when who may not sit takes its node',
        replace: 'mayNot = ownedSince <= barred.before && _isBarred(barred, owner);',
        by: 'mayNot = _isBarred(barred, owner);',
      },
      {
        what: 'a node taken over in the last second before the case may sit',
        replace: 'mayNot = ownedSince <= barred.before && _isBarred(barred, owner);',
        by: 'mayNot = ownedSince < barred.before && _isBarred(barred, owner);',
      },
      {
        what: 'a vote for the accused after the report costs the voter its seats',
        replace: 'return since != 0 && since <= barred.before;',
        by: 'return since != 0;',
      },
      {
        what: 'a voter of the last second before the case may sit',
        replace: 'return since != 0 && since <= barred.before;',
        by: 'return since != 0 && since < barred.before;',
      },
      {
        what: 'stake that came in the second of the case has seats',
        replace: 'before: dispute.openedAt - 1',
        by: 'before: dispute.openedAt',
      },
    ],
  },
];
