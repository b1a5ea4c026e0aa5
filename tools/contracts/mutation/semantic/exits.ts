import type { MutatedSource } from './semanticMutant.ts';

export const exitMutants: readonly MutatedSource[] = [
  {
    file: 'staking/Exits.sol',
    mutants: [
      {
        what: 'a vote can be moved to a jailed node',
        replace: '_requireOpen(to);',
        by: '_existing(to);',
      },
      {
        what: 'a moved vote need not wait',
        replace: '_takeOut(exitId, _nodeOf(exitId) != IDLE);',
        by: '_takeOut(exitId, _nodeOf(exitId) != IDLE && uint24(exitId) == IDLE);',
      },
      {
        what: 'idle stake waits before it can be staked again',
        replace: '_takeOut(exitId, _nodeOf(exitId) != IDLE);',
        by: '_takeOut(exitId, true);',
      },
      {
        what: 'a moved vote enters while entry is paused',
        replace: '_join(!_stream.paused && _takesVotes(nodeId) ? nodeId : IDLE, msg.sender, amount);',
        by: '_join(_takesVotes(nodeId) ? nodeId : IDLE, msg.sender, amount);',
      },
      {
        what: 'a moved vote enters a jailed node',
        replace: '_join(!_stream.paused && _takesVotes(nodeId) ? nodeId : IDLE, msg.sender, amount);',
        by: '_join(!_stream.paused && (_takesVotes(nodeId) || _nodes[nodeId].jailedUntil != 0) ? nodeId : IDLE, msg.sender, amount);',
      },
      {
        what: 'a moved vote enters a retired node',
        replace: '_join(!_stream.paused && _takesVotes(nodeId) ? nodeId : IDLE, msg.sender, amount);',
        by: '_join(!_stream.paused && (_takesVotes(nodeId) || _nodes[nodeId].retired) ? nodeId : IDLE, msg.sender, amount);',
      },
      {
        what: 'a vote put back goes to the node that it was moved to',
        replace: '_join(nodeId, msg.sender, amount);',
        by: '_join(uint24(exitId), msg.sender, amount);',
      },
      {
        what: 'what a user takes out is counted in wei',
        replace: 'position.leaving += shares.toUint120();',
        by: 'position.leaving += amount.toUint120();',
      },
      {
        what: 'what a user has taken out is counted off in wei',
        replace: 'position.leaving -= exit.shares;',
        by: 'position.leaving -= uint120(_nodes[nodeId].unbonding.toAssetsDown(exit.shares));',
      },
      {
        what: 'a moved vote forgets its target',
        replace: '(nodeId << NODE_BITS) | target;',
        by: '(nodeId << NODE_BITS);',
      },
      {
        what: 'the cool-down ends a second early',
        replace: '((block.timestamp + coolDown) << 2 * NODE_BITS)',
        by: '((block.timestamp + coolDown - 1) << 2 * NODE_BITS)',
      },
      {
        what: 'a second exit in one second replaces the first',
        replace: 'exit.shares += shares.toUint120();',
        by: 'exit.shares = shares.toUint120();',
      },
      {
        what: 'a second exit in one second is listed again',
        replace: 'if (exit.place == 0) {',
        by: 'if (exitId != 0) {',
      },
      {
        what: 'the view shows the shares of an exit as wei',
        replace: 'amount: nodeId == IDLE ? shares :',
        by: 'amount: nodeId != 0 ? shares :',
      },
      {
        what: 'a moved vote enters a node without its bond',
        replace: '_join(!_stream.paused && _takesVotes(nodeId) ? nodeId : IDLE, msg.sender, amount);',
        by: '_join(nodeId != IDLE && !_stream.paused && _isOpen(nodeId) ? nodeId : IDLE, msg.sender, amount);',
      },
      {
        what: 'what has left stays exposed',
        replace: 'if (ready) _noteExposure(position);',
        by: '',
      },
      {
        what: 'putting a vote back begins its exposure anew',
        replace: 'if (ready) _noteExposure(position);',
        by: '_noteExposure(position);',
      },
      {
        what: 'a vote is put back into a retired node',
        replace: '_serving(_nodeOf(exitId));',
        by: '_existing(_nodeOf(exitId));',
      },
    ],
  },
  {
    file: 'staking/Penalties.sol',
    mutants: [
      {
        what: 'a slash leaves out the unbonding part',
        replace: 'uint256 there = record.pool.assets + record.unbonding.assets; taken',
        by: 'uint256 there = record.pool.assets; taken',
      },
      {
        what: 'what is restored leaves out the unbonding part',
        replace: 'uint256 there = record.pool.assets + record.unbonding.assets; if (there',
        by: 'uint256 there = record.pool.assets; if (there',
      },
      {
        what: 'a slash takes the last wei of an exit',
        replace: 'record.pool.assets * then / there;',
        by: '(record.pool.assets * then + there - 1) / there;',
      },
      {
        what: 'a pool is slashed alone, the unbonding one stays whole',
        replace: 'uint256 staying = record.pool.assets * then / there;',
        by: 'uint256 staying = then - Math.min(record.unbonding.assets, then);',
      },
      {
        what: 'what was earned before a slash is divided by the stake after it',
        replace: `_accrue(nodeId); NodeRecord storage record = _nodes[nodeId]; uint256 weight = weightOf(nodeId);
          uint256 staying = record.pool.assets * then / there; record.pool.assets = staying.toUint96();
          record.unbonding.assets = (then - staying).toUint96();`,
        by: `NodeRecord storage record = _nodes[nodeId]; uint256 weight = weightOf(nodeId);
          uint256 staying = record.pool.assets * then / there; record.pool.assets = staying.toUint96();
          record.unbonding.assets = (then - staying).toUint96(); _accrue(nodeId);`,
      },
      {
        what: 'a ruined unbonding pool does not retire its node',
        replace: '_isRuined(record.pool) || _isRuined(record.unbonding)',
        by: '_isRuined(record.pool)',
      },
      {
        what: 'a ruined pool does not retire its node',
        replace: '_isRuined(record.pool) || _isRuined(record.unbonding)',
        by: '_isRuined(record.unbonding)',
      },
      {
        what: 'a pool is ruined by the rounding of one wei',
        replace: '(pool.assets + Shares.VIRTUAL_ASSETS) * Shares.VIRTUAL_SHARES * RUIN_FACTOR',
        by: 'uint256(pool.assets) * Shares.VIRTUAL_SHARES * RUIN_FACTOR',
      },
      {
        what: 'a new term in jail never ends sooner than the running one',
        replace: 'record.jailedUntil = uint256(until).toUint48();',
        by: 'record.jailedUntil = uint256(Math.max(until, record.jailedUntil)).toUint48();',
      },
      {
        what: 'a jailed node loses what it earned before',
        replace:
          '_accrue(nodeId); uint256 weight = weightOf(nodeId); record.jailedUntil = uint256(until).toUint48(); _reweigh(nodeId, weight);',
        by: 'uint256 weight = weightOf(nodeId); record.jailedUntil = uint256(until).toUint48(); _reweigh(nodeId, weight); _accrue(nodeId);',
      },
      {
        what: 'a released node is paid for its time in jail',
        replace: '_accrue(nodeId); record.jailedUntil = 0; _reweigh(nodeId, 0);',
        by: 'record.jailedUntil = 0; _reweigh(nodeId, 0); _accrue(nodeId);',
      },
      {
        what: 'a node can leave jail a second early',
        replace: 'if (block.timestamp < until) revert StillJailed(nodeId, until);',
        by: 'if (block.timestamp + 1 < until) revert StillJailed(nodeId, until);',
      },
      {
        what: 'a retired node loses what it earned before',
        replace:
          '_accrue(nodeId); uint256 weight = weightOf(nodeId); _nodes[nodeId].retired = true; operators.end(nodeId); _reweigh(nodeId, weight);',
        by: 'uint256 weight = weightOf(nodeId); _nodes[nodeId].retired = true; operators.end(nodeId); _reweigh(nodeId, weight); _accrue(nodeId);',
      },
    ],
  },
];
