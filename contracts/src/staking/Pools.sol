// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { SafeCast } from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import { Emission } from "./Emission.sol";
import { NodeRecord, Role } from "./Node.sol";
import { Pool, Shares } from "./Shares.sol";
import { Checkpoint, WeightHistory } from "./WeightHistory.sol";

/// @title The pools that hold all stake, with their value, weight and rewards.
/// @notice Pool 0 is the idle pool: a share is one wei of stake, is never slashed and earns at half weight.
/// Each node has a pool of its own. The owner's shares there are the self-bond; everybody else's are votes. A
/// pool's reward is split when the pool is touched: the commission goes to the owner, the rest to an
/// accumulator per share. The owner's own shares pay commission too, but to the owner, so in effect only
/// voters pay it.
abstract contract Pools is Emission {
  using SafeCast for uint256;
  using SafeCast for int256;
  using Shares for Pool;
  using WeightHistory for mapping(uint256 key => Checkpoint);

  /// @param debt What the shares would have earned if they had always been there, minus what the user is
  /// still due, in wei. Negative after shares that earned were removed or a commission was added.
  struct Position {
    uint120 shares;
    int136 debt;
  }

  uint256 internal constant IDLE = 0;
  uint256 internal constant BPS = 10_000;

  /// @dev Fractional bits of the reward per share; there are a million shares to a wei.
  uint8 internal constant SHARE_FRACTION_BITS = 112;
  /// @dev Weight in the emission of one wei of voted stake; idle stake counts half of that.
  uint256 private constant NODE_FACTOR = 2;
  /// @dev The accumulator of a pool with less than a token in it could overflow.
  uint256 private constant LEAST_MINIMUM = 1e18;

  uint256 private immutable _minerMinimum;
  uint256 private immutable _coordinatorMinimum;

  /// @notice Seconds from leaving a pool until the stake can be withdrawn, and the notice of a higher commission.
  uint64 public immutable coolDown;

  /// @dev The coordinators' part of all nodes' weight. The rest is the miners', so a vote for a miner
  /// writes one total instead of two.
  uint96 private _coordinatorWeight;

  mapping(uint256 nodeId => NodeRecord) internal _nodes;
  mapping(uint256 nodeId => mapping(address user => Position)) internal _positions;
  mapping(uint256 key => Checkpoint) private _weights;

  event WeightChanged(uint256 indexed nodeId, uint256 weight);
  event Voted(address indexed user, uint256 indexed nodeId, uint256 amount);
  event EntryPaused(bool paused);

  error ZeroAmount();
  error ZeroMinimum();
  error UnknownRole();
  error UnknownNode(uint256 nodeId);
  error NodeIsRetired(uint256 nodeId);
  error InsufficientIdle(uint256 idle, uint256 amount);
  error InsufficientVotes(uint256 nodeId, uint256 votes, uint256 amount);
  /// @notice The entry of stake is paused; leaving is not.
  error EntryIsPaused();
  /// @notice Only past seconds can be looked up; in the current one, the weight can still change.
  error FutureLookup(uint256 timestamp, uint256 currentTimestamp);

  /// @dev For functions that bring stake in or bind it to a node, never for a way out.
  modifier whileOpen() {
    if (_stream.paused) revert EntryIsPaused();
    _;
  }

  constructor(uint256 minerMinimum, uint256 coordinatorMinimum, uint64 coolDown_) {
    // A node without self-bond would earn for shares that nobody holds.
    if (minerMinimum < LEAST_MINIMUM || coordinatorMinimum < LEAST_MINIMUM) revert ZeroMinimum();
    _minerMinimum = minerMinimum;
    _coordinatorMinimum = coordinatorMinimum;
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

  /// @notice The weight of all active nodes of a role.
  function totalWeight(Role role) external view returns (uint256) {
    if (role == Role.Miner) return _nodeWeight - _coordinatorWeight;
    if (role == Role.Coordinator) return _coordinatorWeight;
    revert UnknownRole();
  }

  /// @notice The least self-bond with which a node of this role is active.
  function minimumOf(Role role) public view returns (uint256) {
    if (role == Role.Miner) return _minerMinimum;
    if (role == Role.Coordinator) return _coordinatorMinimum;
    revert UnknownRole();
  }

  /// @notice The value of the user's shares in a node's pool, in wei; the self-bond if the user owns the
  /// node.
  function votesOf(address user, uint256 nodeId) public view returns (uint256) {
    if (nodeId == IDLE) return 0;
    return _nodes[nodeId].pool.toAssetsDown(_positions[nodeId][user].shares);
  }

  /// @notice A node's weight in the lottery and the emission.
  function weightOf(uint256 nodeId) public view returns (uint256) {
    NodeRecord storage record = _nodes[nodeId];
    return record.active ? record.pool.assets : 0;
  }

  /// @notice A node's weight at the end of a past second, a Unix time.
  function weightAt(uint256 nodeId, uint48 timestamp) external view returns (uint256) {
    if (timestamp >= block.timestamp) revert FutureLookup(timestamp, block.timestamp);
    return _weights.weightAt(nodeId, _nodes[nodeId].pool.checkpoints, timestamp);
  }

  function _rewardWeight() internal view override returns (uint256) {
    return _idleAssets + NODE_FACTOR * _nodeWeight;
  }

  /// @dev The node's record; reverts where there is none.
  function _existing(uint256 nodeId) internal view returns (NodeRecord storage record) {
    record = _nodes[nodeId];
    if (record.owner == address(0)) revert UnknownNode(nodeId);
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
    rewardPerShare += gained;
    (record.rewardPerWeight, record.rewardPerShare) =
    (rewardPerWeight.toUint128(), rewardPerShare.toUint128());
    if (commission != 0) _credit(nodeId, record.owner, commission);
  }

  /// @dev Makes `amount` due to the user on top of what its shares earn. Call `_accrue` first.
  function _credit(uint256 nodeId, address user, uint256 amount) internal {
    // Amounts are below 2^96.
    // forge-lint: disable-next-line(unsafe-typecast)
    _positions[nodeId][user].debt -= int256(amount).toInt136();
  }

  /// @dev What the position can claim when its pool's shares have earned `rewardPerShare` each.
  function _due(Position memory position, uint256 rewardPerShare) internal pure returns (uint256) {
    // After the shift, the product is far below the sign bit.
    // forge-lint: disable-next-line(unsafe-typecast)
    int256 due = int256((position.shares * rewardPerShare) >> SHARE_FRACTION_BITS) - position.debt;
    // Can be negative by one wei, because a change of shares rounds the debt up.
    // forge-lint: disable-next-line(unsafe-typecast)
    return due > 0 ? uint256(due) : 0;
  }

  /// @dev Sets the shares that a user holds in a pool, without changing what it is due.
  function _hold(Position storage position, uint256 shares, uint256 rewardPerShare) private {
    uint256 due = _due(position, rewardPerShare);
    uint256 earned = shares * rewardPerShare;
    uint256 roundedUp = Math.ceilDiv(earned, 2 ** SHARE_FRACTION_BITS);
    position.shares = shares.toUint120();
    // After the shift, both are far below the sign bit.
    // forge-lint: disable-next-line(unsafe-typecast)
    position.debt = (int256(roundedUp) - int256(due)).toInt136();
  }

  /// @dev Adds to the user's idle stake.
  function _joinIdle(address user, uint256 amount) internal {
    uint256 rewardPerShare = _accrue(IDLE);
    Position storage position = _positions[IDLE][user];
    _idleAssets += amount.toUint96();
    _hold(position, position.shares + amount, rewardPerShare);
  }

  /// @dev Takes from the user's idle stake.
  function _leaveIdle(address user, uint256 amount) internal {
    if (amount == 0) revert ZeroAmount();
    uint256 rewardPerShare = _accrue(IDLE);
    Position storage position = _positions[IDLE][user];
    uint256 idle = position.shares;
    if (amount > idle) revert InsufficientIdle(idle, amount);
    _idleAssets -= amount.toUint96();
    _hold(position, idle - amount, rewardPerShare);
  }

  /// @dev Puts `amount`, taken from idle or from an exit, into a node's pool.
  function _joinNode(uint256 nodeId, address user, uint256 amount) internal {
    uint256 rewardPerShare = _accrue(nodeId);
    uint256 weight = weightOf(nodeId);
    Position storage position = _positions[nodeId][user];
    _hold(position, position.shares + _nodes[nodeId].pool.deposit(amount), rewardPerShare);
    _reweighAfter(user, nodeId, weight);
    emit Voted(user, nodeId, amount);
  }

  /// @dev Takes `amount` out of a node's pool. Taking everything leaves no fraction of a share behind.
  function _leaveNode(uint256 nodeId, address user, uint256 amount) internal {
    if (amount == 0) revert ZeroAmount();
    uint256 rewardPerShare = _accrue(nodeId);
    uint256 weight = weightOf(nodeId);
    Position storage position = _positions[nodeId][user];
    Pool storage pool = _nodes[nodeId].pool;
    uint256 held = position.shares;
    uint256 votes = pool.toAssetsDown(held);
    if (amount > votes) revert InsufficientVotes(nodeId, votes, amount);
    uint256 burnt = amount == votes ? held : pool.toSharesUp(amount);
    pool.remove(amount, burnt);
    _hold(position, held - burnt, rewardPerShare);
    _reweighAfter(user, nodeId, weight);
  }

  /// @dev Recomputes activity and weight after the pool, the self-bond, the jail or retirement changed.
  /// `previous` is the weight before the change.
  function _reweigh(uint256 nodeId, uint256 previous) internal {
    NodeRecord storage record = _nodes[nodeId];
    bool active =
      !record.retired && record.jailedUntil == 0 && votesOf(record.owner, nodeId) >= minimumOf(record.role);
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

  function _recordWeight(uint256 nodeId, uint256 previous) private {
    NodeRecord storage record = _nodes[nodeId];
    uint96 weight = record.active ? record.pool.assets : 0;
    if (weight == previous) return;
    _weights.append(nodeId, record.pool.checkpoints++, weight);
    uint96 before = previous.toUint96();
    _nodeWeight = _nodeWeight - before + weight;
    if (record.role == Role.Coordinator) _coordinatorWeight = _coordinatorWeight - before + weight;
    emit WeightChanged(nodeId, weight);
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
    uint256 reward = (NODE_FACTOR * record.pool.assets * gained) >> WEIGHT_FRACTION_BITS;
    return _split(record, reward);
  }

  /// @dev Splits a reward between the owner's commission and the pool's shares, of which there must be some.
  function _split(NodeRecord storage record, uint256 reward)
    internal
    view
    returns (uint256 perShare, uint256 commission)
  {
    commission = reward * record.commissionBps / BPS;
    perShare = ((reward - commission) << SHARE_FRACTION_BITS) / record.pool.shares;
  }

  /// @dev An idle share has a weight of one, so its reward is the accumulator, scaled to the fraction of
  /// shares.
  function _idlePerShare(uint256 rewardPerWeight) internal pure returns (uint256) {
    return rewardPerWeight << (SHARE_FRACTION_BITS - WEIGHT_FRACTION_BITS);
  }
}
