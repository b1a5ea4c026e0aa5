import type { MutatedSource } from './semanticMutant.ts';

export const workMutants: readonly MutatedSource[] = [
  {
    file: 'staking/Work.sol',
    mutants: [
      {
        what: 'a node whose time is not over can be ended by anybody',
        replace: 'if (_timeLeft(_nodes[nodeId]) != 0) continue;',
        by: 'if (_timeLeft(_nodes[nodeId]) > 1) continue;',
      },
      {
        what: 'the end of the time takes half of what was earned before it',
        replace: '_accrue(nodeId); _setWorking(nodeId, false);',
        by: '_accrueEmission(); _setWorking(nodeId, false);',
      },
      {
        what: 'the end of the time ends nothing',
        replace: '_setWorking(nodeId, false);',
        by: '_setWorking(nodeId, _nodes[nodeId].working);',
      },
      {
        what: 'a fee replaces the time that is left',
        replace: 'before + fee * PRICE_PART * PRICED_TIME / weight',
        by: 'fee * PRICE_PART * PRICED_TIME / weight',
      },
      {
        what: 'time costs the same in a pool of any size',
        replace: 'fee * PRICE_PART * PRICED_TIME / weight',
        by: 'fee * PRICE_PART * PRICED_TIME / minimumOf(record.role)',
      },
      {
        what: 'the time bought is rounded up, so that any wei buys a second',
        replace: 'fee * PRICE_PART * PRICED_TIME / weight',
        by: '(fee * PRICE_PART * PRICED_TIME + weight - 1) / weight',
      },
      {
        what: 'any time at all makes a node work',
        replace: '_timeLeft(record) * weight >= LEAST_AHEAD * (weight + record.unbonding.assets)',
        by: '_timeLeft(record) != 0',
      },
      {
        what: 'a day ahead is a second too little',
        replace: '_timeLeft(record) * weight >= LEAST_AHEAD * (weight + record.unbonding.assets)',
        by: '_timeLeft(record) * weight > LEAST_AHEAD * (weight + record.unbonding.assets)',
      },
      {
        what: 'a day ahead for an emptied pool is enough',
        replace: 'LEAST_AHEAD * (weight + record.unbonding.assets)',
        by: 'LEAST_AHEAD * weight',
      },
      {
        what: 'seconds paid for after its time keep a node working',
        replace: 'if (before == 0 || enough) _setWorking(nodeId, enough);',
        by: 'if (enough) _setWorking(nodeId, true);',
      },
      {
        what: 'seconds paid for before its time is over end a node’s work',
        replace: 'if (before == 0 || enough) _setWorking(nodeId, enough);',
        by: '_setWorking(nodeId, enough);',
      },
      {
        what: 'a node that is not active buys time for later',
        replace: 'uint256 weight = weightOf(nodeId);',
        by: 'uint256 weight = _nodes[nodeId].pool.assets;',
      },
    ],
  },
  {
    file: 'staking/Rewards.sol',
    mutants: [
      {
        what: 'unbonding shares dilute a fee',
        replace: 'uint256 shares = record.pool.shares;',
        by: 'uint256 shares = uint256(record.pool.shares) + record.unbonding.shares;',
      },
      {
        what: 'the owner has what a pool lacks only if the pool is empty',
        replace: 'if (shares < LEAST_SHARES) {',
        by: 'if (shares == 0) {',
      },
      {
        what: 'the owner’s part of a fee is rounded up',
        replace: '_owe(record, amount * (LEAST_SHARES - shares) / LEAST_SHARES);',
        by: '_owe(record, (amount * (LEAST_SHARES - shares) + LEAST_SHARES - 1) / LEAST_SHARES);',
      },
      {
        what: 'the burnt part of a fee is shared out too',
        replace: 'amount -= burnt;',
        by: '(amount, burnt) = (amount, 0);',
      },
      {
        what: 'the burnt part of a fee is kept in the contract',
        replace: 'ERC20Burnable(address(token)).burn(burnt);',
        by: 'burnt = 0;',
      },
      {
        what: 'a fee divided among shares is rounded up',
        replace: 'record.rewardPerShare += (amount << SHARE_FRACTION_BITS) / shares;',
        by: 'record.rewardPerShare += ((amount << SHARE_FRACTION_BITS) + shares - 1) / shares;',
      },
      {
        what: 'a claim pays the caller, not the wallet that it names',
        replace: 'if (total != 0) _pay(to, total);',
        by: 'if (total != 0) _pay(msg.sender, total);',
      },
      {
        what: 'rewards can become votes of a jailed node',
        replace: 'if (target != IDLE) _requireOpen(target);',
        by: 'if (target != IDLE) _existing(target);',
      },
      {
        what: 'compounded rewards stay in the vault',
        replace: '_changeStake(total, 0);',
        by: '_changeStake(total, 0); _changeVault(total, 0);',
      },
      {
        what: 'anybody claims the owner’s commission',
        replace: 'if (record.owner == msg.sender) {',
        by: 'if (position.shares != 0) {',
      },
      {
        what: 'a claim pays what was due before the last accrual',
        replace: 'uint256 rewardPerShare = _accrue(nodeId); Position',
        by: 'uint256 rewardPerShare = nodeId == IDLE ? _idlePerShare(_stream.rewardPerWeight) : _nodes[nodeId].rewardPerShare; _accrue(nodeId); Position',
      },
    ],
  },
];
