import type { MutatedSource } from './semanticMutant.ts';

export const faultMutants: readonly MutatedSource[] = [
  {
    file: 'Disputes.sol',
    mutants: [
      {
        what: 'a coordinator whose list is not shown has passed nobody over rightly',
        replace: 'if (keccak256(passed) != assignment.passed) revert',
        by: 'if (passed.length != 0 && keccak256(passed) != assignment.passed) revert',
      },
      {
        what: 'of two draws, the key of the first must have answered at the second',
        replace: 'uint256 nodeId = _coordinatorAt(a.assignment.coordinator, drawnAt); bool sameNode',
        by: 'uint256 nodeId = _coordinatorAt(a.assignment.coordinator, drawnAgainAt); bool sameNode',
      },
      {
        what: 'results that differ in units or trace alone are one',
        replace: 'if (result == keccak256(abi.encode(b.result)))',
        by: 'if (a.result.result == b.result.result || result == 0)',
      },
      {
        what: 'the first result need not be signed by the miner',
        replace: '_requireResult(miner, digest, a);',
        by: '',
      },
      {
        what: 'the second result need not be signed by the miner',
        replace: '_requireResult(miner, digest, b);',
        by: '',
      },
      {
        what: 'each pair of results is punished',
        replace: '_punish(nodeId, faults.twoResultsBps, digest);',
        by: '_punish(nodeId, faults.twoResultsBps, keccak256(abi.encode(digest, a.result, b.result)));',
      },
      {
        what: 'two results cost what a wrong draw costs',
        replace: '_punish(nodeId, faults.twoResultsBps, digest);',
        by: '_punish(nodeId, faults.wrongDrawBps, digest);',
      },
      {
        what: 'a wrong order costs what two results cost',
        replace: '_punish(_coordinatorAt(assignment.coordinator, drawnAt), faults.wrongDrawBps, digest);',
        by: '_punish(_coordinatorAt(assignment.coordinator, drawnAt), faults.twoResultsBps, digest);',
      },
      {
        what: 'the miner pays for a wrong order',
        replace: '_punish(_coordinatorAt(assignment.coordinator, drawnAt), faults.wrongDrawBps, digest);',
        by: '_punish(staking.nodeIdOf(assignment.miner), faults.wrongDrawBps, digest);',
      },
      {
        what: 'one task drawn twice is punished by each pair',
        replace: 'keccak256(abi.encode(nodeId, taskId))',
        by: 'digest',
      },
      {
        what: 'the second draw may be of any age',
        replace: '(, uint256 drawnAgainAt) = _fresh(b);',
        by: '(, uint256 drawnAgainAt) = _assigned(b);',
      },
      {
        what: 'a coordinator may draw again with another key',
        replace: 'nodeId == _coordinatorAt(b.assignment.coordinator, drawnAgainAt);',
        by: 'a.assignment.coordinator == b.assignment.coordinator && drawnAgainAt != 0;',
      },
      {
        what: 'two draws by different coordinators are a fault of the first',
        replace: 'nodeId == _coordinatorAt(b.assignment.coordinator, drawnAgainAt);',
        by: 'drawnAgainAt != 0;',
      },
      {
        what: 'two assignments by one lottery are two draws',
        replace: 'a.assignment.rosterBlock == b.assignment.rosterBlock)',
        by: 'a.assignment.miner == b.assignment.miner)',
      },
      {
        what: 'a block that is still to come is right',
        replace: '!isToCome && assignment.beacon == epochs.hashOf(number);',
        by: 'assignment.beacon == epochs.hashOf(number);',
      },
      {
        what: 'the present block is not to come',
        replace: 'bool isToCome = number >= block.number;',
        by: 'bool isToCome = number > block.number;',
      },
      {
        what: 'a wrong hash is no fault',
        replace: '_punishUnless(isItsHash && epochs.isEpoch(number)',
        by: '_punishUnless(!isToCome && epochs.isEpoch(number)',
      },
      {
        what: 'a block that is no epoch’s is no fault',
        replace: '_punishUnless(isItsHash && epochs.isEpoch(number)',
        by: '_punishUnless(isItsHash',
      },
      {
        what: 'a wrong block is evidence for ever',
        replace: 'uint256 minedAt = isToCome ? block.timestamp : epochs.timeOf(number, header);',
        by: 'epochs.timeOf(number, header); uint256 minedAt = block.timestamp;',
      },
      {
        what: 'a draw is stale after the time for evidence',
        replace: 'assignment.expiry <= minedAt + faults.assignmentSeconds;',
        by: 'assignment.expiry <= minedAt + faults.evidenceSeconds;',
      },
      {
        what: 'a draw is stale when it expires before the later block',
        replace: 'assignment.expiry <= minedAt + faults.assignmentSeconds;',
        by: 'assignment.expiry <= minedAt;',
      },
      {
        what: 'a draw that expires in its last second is stale',
        replace: 'assignment.expiry <= minedAt + faults.assignmentSeconds;',
        by: 'assignment.expiry < minedAt + faults.assignmentSeconds;',
      },
      {
        what: 'an earlier block shows that a draw was stale',
        replace: 'number < assignment.rosterBlock || inTime',
        by: 'inTime',
      },
      {
        what: 'the window of evidence is counted from the expiry',
        replace: '_requireFresh(drawnAt);',
        by: '_requireFresh(proof.assignment.expiry);',
      },
      {
        what: 'the window of evidence is a second shorter',
        replace: 'if (block.timestamp > timestamp + evidenceSeconds)',
        by: 'if (block.timestamp >= timestamp + evidenceSeconds)',
      },
      {
        what: 'a wrong or an old block is evidence of any age',
        replace: '_requireFresh(minedAt);',
        by: '',
      },
      {
        what: 'who was not listed goes first with the most that it weighed',
        replace: 'listed ? other.most : other.least;',
        by: 'other.most;',
      },
      {
        what: 'who was listed goes first only with the least that it weighed',
        replace: 'listed ? other.most : other.least;',
        by: 'other.least;',
      },
      {
        what: 'who was not listed goes before the least that the miner weighed',
        replace: 'listed ? miner.least : miner.most;',
        by: 'miner.least;',
      },
      {
        what: 'who was listed goes first only before the most that the miner weighed',
        replace: 'listed ? miner.least : miner.most;',
        by: 'miner.most;',
      },
      {
        what: 'a key that began in the second of the draw can be missing',
        replace: 'if (since == drawnAt || until == drawnAt)',
        by: 'if (until == drawnAt)',
      },
      {
        what: 'a key that ended in the second of the draw can be missing',
        replace: 'if (since == drawnAt || until == drawnAt)',
        by: 'if (since == drawnAt)',
      },
      {
        what: 'a key has its node’s place in the draw before and after its service',
        replace: 'nodeId = staking.operators().servedAt(operator, drawnAt);',
        by: 'nodeId = staking.nodeIdOf(operator);',
      },
      {
        what: 'a coordinator has a miner’s place in the draw',
        replace: 'if (staking.node(nodeId).role != Role.Miner) return Entrant(0, 0, 0);',
        by: '',
      },
      {
        what: 'a task may go to who has no place in the draw, if all that have are listed',
        replace: 'if (miner.most == 0) return false;',
        by: 'if (miner.most == 0 && !_contains(passed, called)) return false;',
      },
      {
        what: 'a task for who has no place in the draw is a fault only if its list is known',
        replace:
          'if (miner.most == 0) return false; if (keccak256(passed) != assignment.passed) revert WrongPassed(assignment.passed);',
        by: 'if (keccak256(passed) != assignment.passed) revert WrongPassed(assignment.passed); if (miner.most == 0) return false;',
      },
      {
        what: 'an assignment is punished for its age and again for its order',
        replace: '_punish(_coordinatorAt(assignment.coordinator, minedAt), faults.wrongDrawBps, digest);',
        by: '_punish(_coordinatorAt(assignment.coordinator, minedAt), faults.wrongDrawBps, keccak256(abi.encode(digest)));',
      },
      {
        what: 'who has no weight in a part of the second has no place in the draw',
        replace: 'if (miner.most == 0) return false;',
        by: 'if (miner.least == 0) return false;',
      },
      {
        what: 'a node may be listed as passed over for itself',
        replace: 'if (other.nodeId == miner.nodeId) return !listed;',
        by: 'if (other.nodeId == miner.nodeId) return true;',
      },
      {
        what: 'the lottery’s seed leaves out the task',
        replace: 'abi.encodePacked(assignment.beacon, assignment.taskId)',
        by: 'abi.encodePacked(assignment.beacon)',
      },
      {
        what: 'a wrong or an old block is the fault of whoever has the key now',
        replace: '_punish(_coordinatorAt(assignment.coordinator, minedAt), faults.wrongDrawBps, digest);',
        by: '_punish(staking.nodeIdOf(assignment.coordinator), faults.wrongDrawBps, digest);',
      },
      {
        what: 'the reporter’s part stays in the court',
        replace: 'if (paid != 0) slasher.token().safeTransfer(msg.sender, paid);',
        by: '',
      },
      {
        what: 'the last of the operators passed over is not read',
        replace: 'i + ADDRESS_BYTES <= passed.length;',
        by: 'i + ADDRESS_BYTES < passed.length;',
      },
      {
        what: 'an operator is found across two places of the list',
        replace: 'i += ADDRESS_BYTES)',
        by: 'i += 1)',
      },
    ],
  },
  {
    file: 'disputes/AssignmentEvidence.sol',
    mutants: [
      {
        what: 'whether a miner’s key served then is not asked',
        replace: 'nodeId = staking.operators().servedAt(miner, drawnAt.toUint48());',
        by: 'nodeId = staking.nodeIdOf(miner);',
      },
      {
        what: 'a miner’s key is asked for a second early',
        replace: 'servedAt(miner, drawnAt.toUint48())',
        by: 'servedAt(miner, (drawnAt - 1).toUint48())',
      },
      {
        what: 'a coordinator’s new key answers for no earlier draw',
        replace: 'answersAt(coordinator, drawnAt.toUint48())',
        by: 'servedAt(coordinator, drawnAt.toUint48())',
      },
      {
        what: 'a coordinator’s old key answers for later draws',
        replace: 'nodeId = staking.operators().answersAt(coordinator, drawnAt.toUint48());',
        by: 'nodeId = staking.nodeIdOf(coordinator);',
      },
      {
        what: 'nobody asks whether a coordinator’s key answers, but for what it is punished',
        replace: '_coordinatorAt(assignment.coordinator, drawnAt); }',
        by: '}',
      },
      {
        what: 'a node of any role will do',
        replace: 'if (staking.node(nodeId).role != role) revert',
        by: 'if (nodeId == 0) revert',
      },
      {
        what: 'anybody signs for anybody',
        replace: 'if (signer != named) revert WrongSigner(signer, named);',
        by: '',
      },
    ],
  },
  {
    file: 'disputes/Messages.sol',
    mutants: [
      {
        what: 'a message is good on every chain',
        replace: 'block.chainid, staking)',
        by: 'uint256(31337), staking)',
      },
      {
        what: 'a result is good for every assignment',
        replace: 'abi.encode(TASK_RESULT_TYPEHASH, assignment, result)',
        by: 'abi.encode(TASK_RESULT_TYPEHASH, bytes32(0), result)',
      },
      {
        what: 'a signature covers the message alone, not its domain',
        replace: 'ECDSA.recoverCalldata(digest(staking, structHash), signature)',
        by: 'ECDSA.recoverCalldata(structHash, signature)',
      },
    ],
  },
];
