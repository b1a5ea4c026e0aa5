import type { MutatedSource } from './semanticMutant.ts';

export const registryMutants: readonly MutatedSource[] = [
  {
    file: 'staking/Registry.sol',
    mutants: [
      {
        what: 'a coordinator registers with the bond of a miner',
        replace: '_requireBond(bond, minimumOf(role));',
        by: '_requireBond(bond, minimumOf(Role.Miner));',
      },
      {
        what: 'a coordinator changes hands with the bond of a miner',
        replace: '_requireBond(bond, minimumOf(record.role));',
        by: '_requireBond(bond, minimumOf(Role.Miner));',
      },
      {
        what: 'the bond of the owner before counts for the new one',
        replace: 'votesOf(msg.sender, nodeId)',
        by: 'votesOf(record.owner, nodeId)',
      },
      {
        what: 'the commission earned before goes to the new owner',
        replace: '_position(nodeId, previous).debt -= record.ownerDue; } record.ownerDue = 0;',
        by: '}',
      },
      {
        what: 'a node can be handed to its own owner',
        replace: 'record.offeredTo != msg.sender || previous == msg.sender',
        by: 'record.offeredTo != msg.sender',
      },
      {
        what: 'anybody can offer a node',
        replace: '_owned(nodeId).offeredTo = newOwner;',
        by: '_existing(nodeId).offeredTo = newOwner;',
      },
      {
        what: 'an old key is paid for by nobody',
        replace: 'return _nodes[nodeIdOf(operator)].owner;',
        by: 'return operators.operatorOf(nodeIdOf(operator)) == operator ? _nodes[nodeIdOf(operator)].owner : address(0);',
      },
      {
        what: 'the self-bond includes the unbonding part',
        replace: 'selfBond: votesOf(record.owner, id),',
        by: 'selfBond: votesOf(record.owner, id) + record.unbonding.assets,',
      },
      {
        what: 'the assets include the unbonding part',
        replace: 'assets: record.pool.assets,',
        by: 'assets: record.pool.assets + record.unbonding.assets,',
      },
      {
        what: 'a page leaves out jailed nodes',
        replace: 'if (!_nodes[ids[i]].retired) nodes',
        by: 'if (_nodes[ids[i]].active) nodes',
      },
      {
        what: 'a node between two pages is left out',
        replace: 'nextCursor = end == total ? 0 : end;',
        by: 'nextCursor = end == total ? 0 : end + 1;',
      },
      {
        what: 'retired nodes do not count for the size of a page',
        replace: 'limit < total - cursor ? cursor + limit : total;',
        by: 'total;',
      },
      {
        what: 'the information is said to be in the next block',
        replace: 'record.infoBlock = uint48(block.number);',
        by: 'record.infoBlock = uint48(block.number + 1);',
      },
      {
        what: 'a new owner has less to lose than the last',
        replace: '_requireBond(bond, votesOf(previous, nodeId) + leavingOf(previous, nodeId));',
        by: '',
      },
      {
        what: 'a new owner’s bond leaves out what the last is taking out',
        replace: '_requireBond(bond, votesOf(previous, nodeId) + leavingOf(previous, nodeId));',
        by: '_requireBond(bond, votesOf(previous, nodeId));',
      },
      {
        what: 'a new owner’s bond leaves out what the last leaves there',
        replace: '_requireBond(bond, votesOf(previous, nodeId) + leavingOf(previous, nodeId));',
        by: '_requireBond(bond, leavingOf(previous, nodeId));',
      },
      {
        what: 'a change of hands has no date',
        replace: 'record.ownedSince = uint48(block.timestamp);',
        by: '',
      },
      {
        what: 'a change of hands is dated a second early',
        replace: 'record.ownedSince = uint48(block.timestamp);',
        by: 'record.ownedSince = uint48(block.timestamp - 1);',
      },
    ],
  },
  {
    file: 'staking/Commission.sol',
    mutants: [
      {
        what: 'a lower commission also applies to what was earned before',
        replace: '_accrue(nodeId); _setCommission(nodeId, commissionBps); return;',
        by: '_setCommission(nodeId, commissionBps); _accrue(nodeId); return;',
      },
      {
        what: 'a higher commission also applies to what was earned before',
        replace: '_accrue(nodeId); _setCommission(nodeId, record.announcedBps);',
        by: '_setCommission(nodeId, record.announcedBps); _accrue(nodeId);',
      },
      {
        what: 'the notice ends a second early',
        replace: '(block.timestamp + coolDown).toUint48();',
        by: '(block.timestamp + coolDown - 1).toUint48();',
      },
      {
        what: 'an announcement stands for two cool-downs',
        replace: 'record.announcedFor + coolDown;',
        by: 'record.announcedFor + 2 * uint256(coolDown);',
      },
      {
        what: 'an announcement lapses when its notice is over',
        replace: 'block.timestamp <= record.announcedFor + coolDown;',
        by: 'block.timestamp <= record.announcedFor;',
      },
      {
        what: 'a second announcement keeps the notice of the first',
        replace: '(record.announcedBps, record.announcedFor) = (commissionBps, effectiveAt);',
        by: '(record.announcedBps, record.announcedFor) = (commissionBps, record.announcedFor == 0 ? effectiveAt : record.announcedFor);',
      },
      {
        what: 'an announced rise outlives a lower commission',
        replace: 'if (record.announcedFor != 0) (record.announcedBps, record.announcedFor) = (0, 0);',
        by: '',
      },
      {
        what: 'a higher commission applies at once',
        replace: 'if (commissionBps <= record.commissionBps) {',
        by: 'if (commissionBps <= MAX_COMMISSION_BPS) {',
      },
      {
        what: 'the owner of a retired node still governs it',
        replace: 'record = _serving(nodeId);',
        by: 'record = _existing(nodeId);',
      },
    ],
  },
  {
    file: 'Operators.sol',
    mutants: [
      {
        what: 'a replaced key may serve again',
        replace: 'if (bound != 0) revert OperatorTaken(operator, bound);',
        by: 'if (bound != 0 && serviceOf[operator].until == 0) revert OperatorTaken(operator, bound);',
      },
      {
        what: 'a key serves without its own signature',
        replace: '|| signer != operator)',
        by: ')',
      },
      {
        what: 'a consent for one role is good for the other',
        replace: 'abi.encode(OPERATOR_CONSENT_TYPEHASH, owner, role, operator, deadline)',
        by: 'abi.encode(OPERATOR_CONSENT_TYPEHASH, owner, Role.Miner, operator, deadline)',
      },
      {
        what: 'a consent is good for its last second no more',
        replace: 'if (block.timestamp > deadline)',
        by: 'if (block.timestamp >= deadline)',
      },
      {
        what: 'a key does not answer for the second of its replacement',
        replace: 'service.until != 0 && service.until < timestamp;',
        by: 'service.until != 0 && service.until <= timestamp;',
      },
      {
        what: 'a key that serves answers for nothing',
        replace: 'service.until != 0 && service.until < timestamp;',
        by: 'service.until < timestamp;',
      },
      {
        what: 'a replaced key’s service ends a second early',
        replace: 'serviceOf[previous].until = uint48(block.timestamp);',
        by: 'serviceOf[previous].until = uint48(block.timestamp - 1);',
      },
      {
        what: 'a replaced key’s service ends a second late',
        replace: 'serviceOf[previous].until = uint48(block.timestamp);',
        by: 'serviceOf[previous].until = uint48(block.timestamp + 1);',
      },
      {
        what: 'a retired node’s key serves a second less',
        replace: 'serviceOf[operatorOf[nodeId]].until = uint48(block.timestamp);',
        by: 'serviceOf[operatorOf[nodeId]].until = uint48(block.timestamp - 1);',
      },
      {
        what: 'a key’s service begins a second early',
        replace: 'since: uint48(block.timestamp)',
        by: 'since: uint48(block.timestamp - 1)',
      },
      {
        what: 'a key’s service begins a second late',
        replace: 'since: uint48(block.timestamp)',
        by: 'since: uint48(block.timestamp + 1)',
      },
      {
        what: 'a replaced key is forgotten',
        replace: 'return served ? service.nodeId : 0;',
        by: 'return served && operatorOf[service.nodeId] == operator ? service.nodeId : 0;',
      },
      {
        what: 'a consent is good on every chain',
        replace: 'block.chainid, _staking',
        by: 'uint256(31337), _staking',
      },
    ],
  },
];
