// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { SafeCast } from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import { NodeRecord } from "./Node.sol";
import { Pool, Shares } from "./Shares.sol";
import { Weights } from "./Weights.sol";

/// @title The pools that hold all stake, with their value and rewards.
/// @notice Pool 0 is the idle pool: a share is one wei of stake and is never slashed.
/// Each node has a pool of its own. The owner's shares there are the self-bond; everybody else's are votes. A
/// pool's emission is split when the pool is touched: the commission goes to the owner, the rest to an
/// accumulator per share. The owner's own shares pay commission too, but to the owner, so in effect only
/// voters pay it.
/// @dev A pool's accumulator and the debts of its positions are kept modulo powers of two and wrap around, as
/// Uniswap's fee growth does, so that no amount of rewards can fill them. Only differences count, and they fit: what
/// a position is due is below the vault's 2^96 wei, and its debt has 136 bits. A product of shares and accumulator is
/// taken modulo 2^256, so after the shift by 112 its lowest 144 bits are right, and 136 of them are used.
abstract contract Pools is Weights {
  using SafeCast for uint256;
  using Shares for Pool;

  /// @param debt What the shares would have earned if they had always been there, minus what the user is
  /// still due, in wei, modulo 2^136.
  /// @param leaving Its shares of the node's unbonding pool, in all exits of the user.
  /// @param since Since when both kinds of shares have been `LEAST_SHARES` or more together, a Unix time; 0 if they are
  /// fewer.
  struct Position {
    uint120 shares;
    uint136 debt;
    uint120 leaving;
    uint48 since;
  }

  uint256 internal constant IDLE = 0;
  /// @dev On a way out, an amount that means everything: after a slash, nobody knows the number of wei beforehand.
  uint256 internal constant ALL = type(uint256).max;
  uint256 internal constant BPS = 10_000;
  /// @dev The shares that a whole token buys first.
  uint256 internal constant LEAST_SHARES = LEAST_MINIMUM * Shares.VIRTUAL_SHARES;

  /// @dev Fractional bits of the reward per share; there are a million shares to a wei.
  uint8 internal constant SHARE_FRACTION_BITS = 112;
  /// @dev An active node stays active until its bond is below its minimum by more than this part, so that a small
  /// fine does not stop it.
  uint256 private constant SLACK_BPS = 500;

  /// @notice Seconds from leaving a pool until the stake can be withdrawn, and the notice of a higher commission.
  uint64 public immutable coolDown;

  mapping(uint256 nodeId => mapping(address user => Position)) private _positions;

  event Voted(address indexed user, uint256 indexed nodeId, uint256 amount);
  event EntryPaused(bool paused);

  error ZeroAmount();
  error UnknownNode(uint256 nodeId);
  error NodeIsRetired(uint256 nodeId);
  error NodeIsJailed(uint256 nodeId);
  /// @notice Its owner's bond is too low, so nobody else can add to the pool.
  error NodeIsInactive(uint256 nodeId);
  error InsufficientIdle(uint256 idle, uint256 amount);
  error InsufficientVotes(uint256 nodeId, uint256 votes, uint256 amount);
  /// @notice The entry of stake is paused; leaving is not.
  error EntryIsPaused();

  /// @dev For functions that bring stake in or bind it to a node, never for a way out.
  modifier whileOpen() {
    _requireOpenEntry();
    _;
  }

  constructor(uint64 coolDown_) {
    coolDown = coolDown_;
  }

  /// @notice Pauses or resumes the entry of new stake, votes and nodes. Leaving always stays possible.
  function pauseEntry(bool paused) external restricted {
    _stream.paused = paused;
    emit EntryPaused(paused);
  }

  /// @notice Whether the entry of new stake, votes and nodes is paused.
  function entryPaused() external view returns (bool) {
    return _stream.paused;
  }

  /// @notice The value of the user's shares in a node's pool, in wei; the self-bond if the user owns the
  /// node.
  function votesOf(address user, uint256 nodeId) public view returns (uint256) {
    if (nodeId == IDLE) return 0;
    return _nodes[nodeId].pool.toAssetsDown(_position(nodeId, user).shares);
  }

  /// @notice What the user is taking out of a node's pool, in wei; a slash of the node still reaches it.
  function leavingOf(address user, uint256 nodeId) public view returns (uint256) {
    return _nodes[nodeId].unbonding.toAssetsDown(_position(nodeId, user).leaving);
  }

  /// @notice Since when, without a break, a slash of the node could take of about a whole token of the user's or more,
  /// on its way out or not, a Unix time; 0 if it cannot now.
  function exposedSince(address user, uint256 nodeId) external view returns (uint256) {
    return _position(nodeId, user).since;
  }

  function _requireOpenEntry() private view {
    if (_stream.paused) revert EntryIsPaused();
  }

  function _requireAmount(uint256 amount) internal pure {
    if (amount == 0) revert ZeroAmount();
  }

  /// @dev The node's record; reverts where there is none.
  function _existing(uint256 nodeId) internal view returns (NodeRecord storage record) {
    record = _nodes[nodeId];
    if (record.owner == address(0)) revert UnknownNode(nodeId);
  }

  /// @dev The node's record; reverts where there is none, or a retired one.
  function _serving(uint256 nodeId) internal view returns (NodeRecord storage record) {
    record = _existing(nodeId);
    if (record.retired) revert NodeIsRetired(nodeId);
  }

  /// @dev Whether a node is neither retired nor in jail.
  function _isOpen(uint256 nodeId) internal view returns (bool) {
    NodeRecord storage record = _nodes[nodeId];
    return !record.retired && record.jailedUntil == 0;
  }

  /// @dev Whether a node takes votes of the caller. A jailed one does not: whoever reports a fault could add the stake
  /// that its slash is to hit. One without its owner's bond takes the owner's alone: a voter could be the only one
  /// there when fees are shared out that were earned before.
  function _takesVotes(uint256 nodeId) internal view returns (bool) {
    NodeRecord storage record = _nodes[nodeId];
    return record.active || (record.owner == msg.sender && _isOpen(nodeId));
  }

  /// @dev Reverts unless there is this node and it takes votes of the caller.
  function _requireOpen(uint256 nodeId) internal view {
    NodeRecord storage record = _serving(nodeId);
    if (record.jailedUntil != 0) revert NodeIsJailed(nodeId);
    if (!_takesVotes(nodeId)) revert NodeIsInactive(nodeId);
  }

  /// @dev Pays the pool its part of the emission so far. Call it before any change of the pool, of a position
  /// in it, its activity or its commission. Returns the reward of one share since the start.
  function _accrue(uint256 nodeId) internal returns (uint256 rewardPerShare) {
    uint256 rewardPerWeight = _accrueEmission();
    if (nodeId == IDLE) return _idlePerShare(rewardPerWeight);
    NodeRecord storage record = _nodes[nodeId];
    rewardPerShare = record.rewardPerShare;
    if (record.rewardPerWeight == rewardPerWeight) return rewardPerShare;
    (uint256 gained, uint256 commission) = _previewNode(record, rewardPerWeight);
    unchecked {
      rewardPerShare += gained;
    }
    record.rewardPerShare = rewardPerShare;
    // The accumulator is of this type.
    // forge-lint: disable-next-line(unsafe-typecast)
    record.rewardPerWeight = uint128(rewardPerWeight);
    _owe(record, commission);
  }

  /// @dev Counts `amount` as the owner's.
  function _owe(NodeRecord storage record, uint256 amount) internal {
    record.ownerDue = (record.ownerDue + amount).toUint96();
  }

  /// @dev One place for these, because it is less code than an access each.
  function _position(uint256 nodeId, address user) internal view returns (Position storage) {
    return _positions[nodeId][user];
  }

  /// @dev What the position can claim when its pool's shares have earned `rewardPerShare` each.
  function _due(Position storage position, uint256 rewardPerShare) internal view returns (uint256) {
    unchecked {
      // Can be negative by one wei, because a change of shares rounds the debt up.
      // forge-lint: disable-next-line(unsafe-typecast)
      int136 due = int136(uint136((position.shares * rewardPerShare) >> SHARE_FRACTION_BITS) - position.debt);
      // forge-lint: disable-next-line(unsafe-typecast)
      return due > 0 ? uint136(due) : 0;
    }
  }

  /// @dev Sets the shares that a user holds in a pool, without changing what it is due.
  function _hold(Position storage position, uint256 shares, uint256 rewardPerShare) private {
    uint256 due = _due(position, rewardPerShare);
    position.shares = shares.toUint120();
    unchecked {
      uint256 roundedUp = (shares * rewardPerShare + 2 ** SHARE_FRACTION_BITS - 1) >> SHARE_FRACTION_BITS;
      // forge-lint: disable-next-line(unsafe-typecast)
      position.debt = uint136(roundedUp - due);
    }
  }

  /// @dev Puts `amount`, taken from idle, from an exit or from rewards, into a pool.
  function _join(uint256 nodeId, address user, uint256 amount) internal {
    uint256 rewardPerShare = _accrue(nodeId);
    Position storage position = _position(nodeId, user);
    if (nodeId == IDLE) {
      _changeRewardWeight(amount, 0);
      return _hold(position, position.shares + amount, rewardPerShare);
    }
    uint256 weight = weightOf(nodeId);
    uint256 held = position.shares;
    _hold(position, held + _nodes[nodeId].pool.deposit(amount), rewardPerShare);
    _reweighAfter(user, nodeId, weight);
    if (held < LEAST_SHARES) _noteExposure(position);
    emit Voted(user, nodeId, amount);
  }

  /// @dev Takes from the user's idle stake.
  function _leaveIdle(address user, uint256 amount) internal {
    _requireAmount(amount);
    Position storage position = _position(IDLE, user);
    uint256 idle = position.shares;
    if (amount > idle) revert InsufficientIdle(idle, amount);
    uint256 rewardPerShare = _accrue(IDLE);
    _changeRewardWeight(0, amount);
    _hold(position, idle - amount, rewardPerShare);
  }

  /// @dev Takes `amount`, or everything for the greatest number, out of a node's pool. Taking everything leaves no
  /// fraction of a share behind.
  function _leaveNode(uint256 nodeId, address user, uint256 amount) internal returns (uint256) {
    Position storage position = _position(nodeId, user);
    Pool storage pool = _nodes[nodeId].pool;
    uint256 held = position.shares;
    uint256 votes = pool.toAssetsDown(held);
    if (amount == ALL) amount = votes;
    _requireAmount(amount);
    if (amount > votes) revert InsufficientVotes(nodeId, votes, amount);
    uint256 rewardPerShare = _accrue(nodeId);
    uint256 weight = weightOf(nodeId);
    uint256 burnt = amount == votes ? held : pool.toSharesUp(amount);
    pool.remove(amount, burnt);
    _hold(position, held - burnt, rewardPerShare);
    _reweighAfter(user, nodeId, weight);
    return amount;
  }

  /// @dev Call it after a user's shares in a node's two pools have changed, but not while they move from one to the
  /// other.
  function _noteExposure(Position storage position) internal {
    bool exposed = uint256(position.shares) + position.leaving >= LEAST_SHARES;
    if (exposed != (position.since != 0)) position.since = exposed ? uint48(block.timestamp) : 0;
  }

  /// @dev Recomputes activity and weight after the pool, the self-bond, the jail or retirement changed.
  /// `previous` is the weight before the change.
  function _reweigh(uint256 nodeId, uint256 previous) internal {
    NodeRecord storage record = _nodes[nodeId];
    uint256 least = minimumOf(record.role);
    if (record.active) least -= least * SLACK_BPS / BPS;
    bool active = _isOpen(nodeId) && votesOf(record.owner, nodeId) >= least;
    if (active != record.active) record.active = active;
    _recordWeight(nodeId, previous);
  }

  /// @dev `_reweigh` after a change of one user's shares. Rounding never lowers the value of the others', so
  /// a voter cannot make an active node inactive, and the owner's bond need not be checked.
  function _reweighAfter(address user, uint256 nodeId, uint256 previous) private {
    NodeRecord storage record = _nodes[nodeId];
    if (record.active && record.owner != user) _recordWeight(nodeId, previous);
    else _reweigh(nodeId, previous);
  }

  /// @dev What a share of the node's pool gains up to `rewardPerWeight`, and what the owner gains by
  /// commission.
  function _previewNode(NodeRecord storage record, uint256 rewardPerWeight)
    internal
    view
    returns (uint256 perShare, uint256 commission)
  {
    if (!record.active) return (0, 0);
    uint256 gained = rewardPerWeight - record.rewardPerWeight;
    uint256 reward = (_factorOf(record) * record.pool.assets * gained) >> WEIGHT_FRACTION_BITS;
    commission = reward * record.commissionBps / BPS;
    perShare = ((reward - commission) << SHARE_FRACTION_BITS) / record.pool.shares;
  }

  /// @dev An idle share has a weight of one, so its reward is the accumulator, scaled to the fraction of
  /// shares.
  function _idlePerShare(uint256 rewardPerWeight) internal pure returns (uint256) {
    return rewardPerWeight << (SHARE_FRACTION_BITS - WEIGHT_FRACTION_BITS);
  }
}
