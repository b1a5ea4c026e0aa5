import type { MutatedSource } from './semanticMutant.ts';

export const emissionMutants: readonly MutatedSource[] = [
  {
    file: 'Staking.sol',
    mutants: [
      {
        what: 'a permit that somebody else has sent stops the stake',
        replace:
          'try IERC20Permit(address(token)).permit(msg.sender, address(this), amount, deadline, v, r, s) { } catch { }',
        by: 'IERC20Permit(address(token)).permit(msg.sender, address(this), amount, deadline, v, r, s);',
      },
      {
        what: 'new stake does not count in all stake',
        replace: '_changeStake(amount, 0);',
        by: '_changeStake(0, 0);',
      },
      {
        what: 'a call that fails leaves the calls before it in force',
        replace: 'if (success) continue;',
        by: 'if (success || reason.length == 0) continue;',
      },
    ],
  },
  {
    file: 'staking/Emission.sol',
    mutants: [
      {
        what: 'past seconds are paid at the new rate',
        replace: `_accrueEmission(); Stream storage stream = _stream;
          uint256 left = stream.last < stream.end ? uint256(_rate) * (stream.end - stream.last) : 0;
          uint256 rate = (left + amount) / duration; uint256 end = block.timestamp + duration; _rate = rate.toUint64();`,
        by: `Stream storage stream = _stream;
          uint256 left = stream.last < stream.end ? uint256(_rate) * (stream.end - stream.last) : 0;
          uint256 rate = (left + amount) / duration; uint256 end = block.timestamp + duration; _rate = rate.toUint64();
          _accrueEmission();`,
      },
      {
        what: 'the new rate is rounded up',
        replace: 'uint256 rate = (left + amount) / duration;',
        by: 'uint256 rate = Math.ceilDiv(left + amount, duration);',
      },
      {
        what: 'the remainder of a division into seconds is taken too',
        replace: 'uint256 taken = rate * duration - left;',
        by: 'uint256 taken = amount;',
      },
      {
        what: 'the new stream begins when the old one ends',
        replace: 'uint256 end = block.timestamp + duration;',
        by: 'uint256 end = Math.max(block.timestamp, stream.end) + duration;',
      },
      {
        what: 'what was left of the old stream is dropped',
        replace: 'uint256 rate = (left + amount) / duration;',
        by: 'uint256 rate = amount / duration; left = 0;',
      },
      {
        what: 'the rate is shown as zero after the first end, though the end has moved',
        replace: 'return emissionEnd() > block.timestamp ? _rate : 0;',
        by: 'return _stream.end > block.timestamp ? _rate : 0;',
      },
      {
        what: 'the shown end moves only while there is no weight at all',
        replace: 'stream.last < stream.end && _rewardWeight < LEAST_WEIGHT;',
        by: 'stream.last < stream.end && _rewardWeight == 0;',
      },
      {
        what: 'the stream pauses only while there is no weight at all',
        replace: 'if (_rewardWeight < LEAST_WEIGHT) stream.end =',
        by: 'if (_rewardWeight == 0) stream.end =',
      },
      {
        what: 'a pause that outlasts the stream makes it longer than it was',
        replace: 'stream.last = uint40(block.timestamp);',
        by: 'stream.last = uint40(Math.min(block.timestamp, end));',
      },
      {
        what: 'the emission goes on after its end',
        replace: 'uint256 until = Math.min(block.timestamp, stream.end);',
        by: 'uint256 until = block.timestamp;',
      },
      {
        what: 'emission is counted from the end backwards',
        replace: '_rate * (until - stream.last)',
        by: '_rate * (stream.end - until)',
      },
      {
        what: 'the reward of a unit of weight is rounded up',
        replace: '(emitted << WEIGHT_FRACTION_BITS) / weight',
        by: 'Math.ceilDiv(emitted << WEIGHT_FRACTION_BITS, weight)',
      },
      {
        what: 'tokens can be paid to the contract itself',
        replace: 'if (to == address(0) || to == address(this))',
        by: 'if (to == address(0))',
      },
    ],
  },
  {
    file: 'staking/Weights.sol',
    mutants: [
      {
        what: 'coordinators count in the weight of all miners',
        replace: 'return _minerWeight;',
        by: 'return uint256(_minerWeight) + _coordinatorWeight;',
      },
      {
        what: 'a coordinator needs only the bond of a miner',
        replace: 'if (role == Role.Coordinator) return _coordinatorMinimum;',
        by: 'if (role == Role.Coordinator) return _minerMinimum;',
      },
      {
        what: 'a node that is not active has weight',
        replace: 'return record.active ? record.pool.assets : 0;',
        by: 'return record.pool.assets;',
      },
      {
        what: 'weight includes the unbonding part',
        replace: 'return record.active ? record.pool.assets : 0;',
        by: 'return record.active ? record.pool.assets + record.unbonding.assets : 0;',
      },
      {
        what: 'the range of a weight can be asked for the present second',
        replace: '_requirePast(timestamp); NodeRecord storage record',
        by: 'NodeRecord storage record',
      },
      {
        what: 'the changes of coordinators count among those of miners',
        replace: 'uint256 count = role == Role.Coordinator ? _coordinatorChanges : _stream.minerChanges;',
        by: 'uint256 count = role == Role.Coordinator ? _coordinatorChanges : _stream.minerChanges + _coordinatorChanges;',
      },
      {
        what: 'votes that leave stay in what the emission is divided by',
        replace: '_changeRewardWeight(factor * weight, factor * previous);',
        by: '_changeRewardWeight(factor * weight, factor * Math.min(previous, weight));',
      },
      {
        what: 'votes for a working node count once in what the emission is divided by',
        replace: '_changeRewardWeight(factor * weight, factor * previous);',
        by: '_changeRewardWeight(weight, previous);',
      },
      {
        what: 'a working node earns no more than idle stake',
        replace: 'return record.working ? WORKING_FACTOR : 1;',
        by: 'return 1;',
      },
      {
        what: 'an active node earns double without work',
        replace: 'return record.working ? WORKING_FACTOR : 1;',
        by: 'return WORKING_FACTOR;',
      },
      {
        what: 'who begins to work is paid double out of the others’ part',
        replace: '_changeRewardWeight(weight * _factorOf(record), before);',
        by: 'if (!working) _changeRewardWeight(weight * _factorOf(record), before);',
      },
      {
        what: 'what nobody earns any more when work ends is lost',
        replace: '_changeRewardWeight(weight * _factorOf(record), before);',
        by: 'if (working) _changeRewardWeight(weight * _factorOf(record), before);',
      },
      {
        what: 'time can be bought for more than four weeks ahead',
        replace: 'Math.min(block.timestamp + Math.min(left, MOST_AHEAD), type(uint32).max)',
        by: 'Math.min(block.timestamp + left, type(uint32).max)',
      },
      {
        what: 'time beyond the last second that can be stored wraps around',
        replace: 'Math.min(block.timestamp + Math.min(left, MOST_AHEAD), type(uint32).max)',
        by: 'block.timestamp + Math.min(left, MOST_AHEAD)',
      },
      {
        what: 'time bought for a small pool lasts as long in a large one',
        replace: '(left * previous + up) / weight',
        by: 'weight > previous ? left : left * previous / weight',
      },
      {
        what: 'a vote that comes and goes takes the time with it',
        replace: '(left * previous + up) / weight',
        by: 'weight < previous ? left : (left * previous + up) / weight',
      },
      {
        what: 'a wei that comes takes a second of the time that was paid for',
        replace: 'uint256 up = weight > previous ? weight - 1 : 0;',
        by: 'uint256 up = 0;',
      },
      {
        what: 'a wei that goes gives a second for nothing',
        replace: 'uint256 up = weight > previous ? weight - 1 : 0;',
        by: 'uint256 up = weight - 1;',
      },
      {
        what: 'a node in jail keeps the time that it bought',
        replace: '} else if (left != 0) {',
        by: '} else if (left != 0 && previous != 0) {',
      },
      {
        what: 'a node that comes back works as it did before',
        replace: '_setWorking(nodeId, false);',
        by: 'if (left == 0) _setWorking(nodeId, false);',
      },
      {
        what: 'no checkpoint is taken of a node that loses all its weight',
        replace: 'if (weight == previous) return;',
        by: 'if (weight == previous || weight == 0) return;',
      },
      {
        what: 'a change of a miner is counted twice',
        replace: 'count += added;',
        by: 'count += coordinator ? added : 2 * added;',
      },
      {
        what: 'a checkpoint holds the weight of both roles',
        replace: 'record.pool.changes, weight, total);',
        by: 'record.pool.changes, weight, total + (coordinator ? _minerWeight : _coordinatorWeight));',
      },
      {
        what: 'a checkpoint holds the weight of before',
        replace: 'record.pool.changes, weight, total);',
        by: 'record.pool.changes, uint96(previous), total);',
      },
    ],
  },
  {
    file: 'staking/WeightHistory.sol',
    mutants: [
      {
        what: 'a change holds a second late',
        replace: 'uint64(block.timestamp << BLOCK_BITS',
        by: 'uint64((block.timestamp + 1) << BLOCK_BITS',
      },
      {
        what: 'a change holds a second early',
        replace: 'uint64(block.timestamp << BLOCK_BITS',
        by: 'uint64((block.timestamp - 1) << BLOCK_BITS',
      },
      {
        what: 'a change replaces the last one of its second, whatever its block',
        replace: 'if (own.moment == moment) {',
        by: 'if (own.moment >> BLOCK_BITS == block.timestamp) {',
      },
      {
        what: 'a change replaces the last one of a block of this number, whatever its second',
        replace: 'if (own.moment == moment) {',
        by: 'if (uint24(own.moment) == uint24(moment)) {',
      },
      {
        what: 'a change never replaces another',
        replace: 'if (ownCount != 0) {',
        by: 'if (ownCount != 0 && count == 0) {',
      },
      {
        what: 'the total of a replaced change is that of before',
        replace: 'history.changes[last - 1].total = total;',
        by: '',
      },
      {
        what: 'the new total is noted at the replaced change alone',
        replace: 'history.changes[last - 1].total = total;',
        by: 'own.total = total;',
      },
      {
        what: 'the seventh change of a node is filed with its first six',
        replace: 'ownCount / PLACES_IN_A_SLOT)]',
        by: 'ownCount / (PLACES_IN_A_SLOT + 1))]',
      },
      {
        what: 'the range leaves out the weight at the beginning of the second',
        replace: 'nodeId, count, timestamp);',
        by: 'nodeId, count, timestamp + 1);',
      },
      {
        what: 'the greatest weight of a second leaves out the one at its beginning',
        replace: 'most = least;',
        by: 'most = 0;',
      },
      {
        what: 'the range ends with the first change of the second',
        replace: 'if (weight > most) most = weight;',
        by: 'if (weight > most) most = weight; break;',
      },
      {
        what: 'the changes of one role are looked up for both',
        replace: 'return history.changes[_key(uint256(role), index)];',
        by: 'return history.changes[_key(uint256(Role.Miner), index)];',
      },
    ],
  },
];
