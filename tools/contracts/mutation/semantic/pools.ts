import type { MutatedSource } from './semanticMutant.ts';

export const poolMutants: readonly MutatedSource[] = [
  {
    file: 'staking/Pools.sol',
    mutants: [
      {
        what: 'a node whose term is over takes votes before it leaves jail',
        replace: 'if (record.jailedUntil != 0) revert NodeIsJailed(nodeId);',
        by: 'if (record.jailedUntil > block.timestamp) revert NodeIsJailed(nodeId);',
      },
      {
        what: 'a node becomes active at the end of its term by itself',
        replace: 'return !record.retired && record.jailedUntil == 0;',
        by: 'return !record.retired && record.jailedUntil <= block.timestamp;',
      },
      {
        what: 'a node earns for the time in which it was not active',
        replace: 'if (record.rewardPerWeight == rewardPerWeight) return rewardPerShare;',
        by: 'if (!record.active || record.rewardPerWeight == rewardPerWeight) return rewardPerShare;',
      },
      {
        what: 'a node that is not active earns',
        replace: 'if (!record.active) return (0, 0);',
        by: 'if (record.pool.shares == 0) return (0, 0);',
      },
      {
        what: 'unbonding stake earns for those who stay',
        replace: '_factorOf(record) * record.pool.assets * gained',
        by: '_factorOf(record) * (record.pool.assets + record.unbonding.assets) * gained',
      },
      {
        what: 'a working pool is paid no more than as much idle stake',
        replace: '_factorOf(record) * record.pool.assets * gained',
        by: '1 * record.pool.assets * gained',
      },
      {
        what: 'the commission is rounded up',
        replace: 'commission = reward * record.commissionBps / BPS;',
        by: 'commission = (reward * record.commissionBps + BPS - 1) / BPS;',
      },
      {
        what: 'the virtual shares of a pool earn too',
        replace: '<< SHARE_FRACTION_BITS) / record.pool.shares;',
        by: '<< SHARE_FRACTION_BITS) / (record.pool.shares + Shares.VIRTUAL_SHARES);',
      },
      {
        what: 'the reward of a share is rounded up',
        replace: 'perShare = ((reward - commission) << SHARE_FRACTION_BITS) / record.pool.shares;',
        by: 'perShare = (((reward - commission) << SHARE_FRACTION_BITS) + record.pool.shares - 1) / record.pool.shares;',
      },
      {
        what: 'the commission is not taken off the voters’ part',
        replace: '((reward - commission) << SHARE_FRACTION_BITS)',
        by: '(reward << SHARE_FRACTION_BITS)',
      },
      {
        what: 'the debt is rounded down, so that a change of shares gains a wei',
        replace: '(shares * rewardPerShare + 2 ** SHARE_FRACTION_BITS - 1) >> SHARE_FRACTION_BITS',
        by: '(shares * rewardPerShare) >> SHARE_FRACTION_BITS',
      },
      {
        what: 'a change of shares drops what was due',
        replace: 'position.debt = uint136(roundedUp - due);',
        by: 'position.debt = uint136(roundedUp);',
      },
      {
        what: 'what is due is computed after the change of shares',
        replace: 'uint256 due = _due(position, rewardPerShare); position.shares = shares.toUint120();',
        by: 'position.shares = shares.toUint120(); uint256 due = _due(position, rewardPerShare);',
      },
      {
        what: 'new idle stake dilutes the time before it came',
        replace:
          'uint256 rewardPerShare = _accrue(nodeId); Position storage position = _position(nodeId, user); if (nodeId == IDLE) { _changeRewardWeight(amount, 0);',
        by: 'Position storage position = _position(nodeId, user); if (nodeId == IDLE) _changeRewardWeight(amount, 0); uint256 rewardPerShare = _accrue(nodeId); if (nodeId == IDLE) {',
      },
      {
        what: 'new votes share in what the node earned before them',
        replace: '_hold(position, held + _nodes[nodeId].pool.deposit(amount), rewardPerShare);',
        by: '_hold(position, held + _nodes[nodeId].pool.deposit(amount), 0);',
      },
      {
        what: 'the weight before is read after votes have come',
        replace: '_reweighAfter(user, nodeId, weight); if (held',
        by: '_reweighAfter(user, nodeId, weightOf(nodeId)); if (held',
      },
      {
        what: 'the emission of the past is divided as if leaving idle stake had left before',
        replace: 'uint256 rewardPerShare = _accrue(IDLE);',
        by: '_changeRewardWeight(0, amount); uint256 rewardPerShare = _accrue(IDLE); _changeRewardWeight(amount, 0);',
      },
      {
        what: 'what a node earned is divided as if leaving votes had left before',
        replace:
          'uint256 rewardPerShare = _accrue(nodeId); uint256 weight = weightOf(nodeId); uint256 burnt = amount == votes ? held : pool.toSharesUp(amount); pool.remove(amount, burnt);',
        by: 'uint256 weight = weightOf(nodeId); uint256 burnt = amount == votes ? held : pool.toSharesUp(amount); pool.remove(amount, burnt); uint256 rewardPerShare = _accrue(nodeId);',
      },
      {
        what: 'the weight before is read after votes have left',
        replace:
          'uint256 weight = weightOf(nodeId); uint256 burnt = amount == votes ? held : pool.toSharesUp(amount); pool.remove(amount, burnt);',
        by: 'uint256 burnt = amount == votes ? held : pool.toSharesUp(amount); pool.remove(amount, burnt); uint256 weight = weightOf(nodeId);',
      },
      {
        what: 'who takes out everything leaves a fraction of a share behind',
        replace: 'amount == votes ? held : pool.toSharesUp(amount)',
        by: 'pool.toSharesUp(amount)',
      },
      {
        what: 'leaving burns shares rounded down',
        replace: 'amount == votes ? held : pool.toSharesUp(amount)',
        by: 'amount == votes ? held : pool.toSharesDown(amount)',
      },
      {
        what: 'votes count towards the least bond',
        replace: 'votesOf(record.owner, nodeId) >= least;',
        by: 'record.pool.assets >= least;',
      },
      {
        what: 'a bond has no slack',
        replace: 'if (record.active) least -= least * SLACK_BPS / BPS;',
        by: '',
      },
      {
        what: 'a node becomes active with a bond that lacks a twentieth',
        replace: 'if (record.active) least -= least * SLACK_BPS / BPS;',
        by: 'least -= least * SLACK_BPS / BPS;',
      },
      {
        what: 'an owner that leaves keeps its node active',
        replace: 'if (record.active && record.owner != user) _recordWeight(nodeId, previous);',
        by: 'if (record.active) _recordWeight(nodeId, previous);',
      },
      {
        what: 'what is leaving is priced as the pool that stays',
        replace: 'return _nodes[nodeId].unbonding.toAssetsDown(_position(nodeId, user).leaving);',
        by: 'return _nodes[nodeId].pool.toAssetsDown(_position(nodeId, user).leaving);',
      },
      {
        what: 'a whole token is not exposed',
        replace: 'uint256(position.shares) + position.leaving >= LEAST_SHARES;',
        by: 'uint256(position.shares) + position.leaving > LEAST_SHARES;',
      },
      {
        what: 'stake on its way out is not exposed',
        replace: 'uint256(position.shares) + position.leaving >= LEAST_SHARES;',
        by: 'position.shares >= LEAST_SHARES;',
      },
      {
        what: 'leaving in part begins the exposure anew',
        replace: 'exposed != (position.since != 0)',
        by: 'true',
      },
      {
        what: 'an exposure never ends',
        replace: 'exposed ? uint48(block.timestamp) : 0',
        by: 'exposed ? uint48(block.timestamp) : position.since',
      },
      {
        what: 'an exposure is a second old at once',
        replace: 'exposed ? uint48(block.timestamp) : 0',
        by: 'exposed ? uint48(block.timestamp - 1) : 0',
      },
      {
        what: 'new votes expose nobody',
        replace: 'if (held < LEAST_SHARES) _noteExposure(position);',
        by: '',
      },
      {
        what: 'anybody votes for a node without its bond',
        replace: 'record.active || (record.owner == msg.sender && _isOpen(nodeId))',
        by: '_isOpen(nodeId)',
      },
      {
        what: 'an owner cannot raise a bond that is too low',
        replace: 'record.active || (record.owner == msg.sender && _isOpen(nodeId))',
        by: 'record.active',
      },
      {
        what: 'an owner’s moved vote enters its jailed node',
        replace: 'record.active || (record.owner == msg.sender && _isOpen(nodeId))',
        by: 'record.active || record.owner == msg.sender',
      },
      {
        what: 'a node without its bond is not refused as inactive',
        replace: 'if (!_takesVotes(nodeId)) revert NodeIsInactive(nodeId);',
        by: '',
      },
      {
        what: 'a retired node still serves',
        replace: 'if (record.retired) revert NodeIsRetired(nodeId);',
        by: '',
      },
    ],
  },
  {
    file: 'staking/Shares.sol',
    mutants: [
      {
        what: 'the price of shares leaves out the virtual ones',
        replace: 'return assets * (pool.shares + VIRTUAL_SHARES) / (pool.assets + VIRTUAL_ASSETS);',
        by: 'return pool.shares == 0 ? assets * VIRTUAL_SHARES : assets * pool.shares / pool.assets;',
      },
      {
        what: 'a deposit buys shares rounded up',
        replace: 'return assets * (pool.shares + VIRTUAL_SHARES) / (pool.assets + VIRTUAL_ASSETS);',
        by: 'return Math.ceilDiv(assets * (pool.shares + VIRTUAL_SHARES), pool.assets + VIRTUAL_ASSETS);',
      },
      {
        what: 'assets cost shares rounded down',
        replace:
          'return Math.ceilDiv(assets * (pool.shares + VIRTUAL_SHARES), pool.assets + VIRTUAL_ASSETS);',
        by: 'return assets * (pool.shares + VIRTUAL_SHARES) / (pool.assets + VIRTUAL_ASSETS);',
      },
      {
        what: 'shares are worth assets rounded up',
        replace: 'return shares * (pool.assets + VIRTUAL_ASSETS) / (pool.shares + VIRTUAL_SHARES);',
        by: 'return Math.ceilDiv(shares * (pool.assets + VIRTUAL_ASSETS), pool.shares + VIRTUAL_SHARES);',
      },
      {
        what: 'a deposit is priced with itself in the pool',
        replace: 'shares = toSharesDown(pool, assets); pool.assets = (pool.assets + assets).toUint96();',
        by: 'pool.assets = (pool.assets + assets).toUint96(); shares = toSharesDown(pool, assets);',
      },
    ],
  },
  {
    file: 'staking/PoolViews.sol',
    mutants: [
      {
        what: 'the view leaves out the commission since the last accrual',
        replace: 'due + record.ownerDue + commission : due;',
        by: 'due + record.ownerDue : due;',
      },
      {
        what: 'the view stops at the last accrual',
        replace: 'uint256 rewardPerWeight = _previewEmission();',
        by: 'uint256 rewardPerWeight = _stream.rewardPerWeight;',
      },
      {
        what: 'the view shows the commission to every voter',
        replace: 'return record.owner == user ?',
        by: 'return _position(nodeId, user).shares != 0 ?',
      },
    ],
  },
];
