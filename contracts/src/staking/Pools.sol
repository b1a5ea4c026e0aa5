// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { SafeCast } from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import { Checkpoints } from "@openzeppelin/contracts/utils/structs/Checkpoints.sol";
import { Emission } from "./Emission.sol";
import { NodeRecord, Role } from "./Node.sol";
import { Pool, Shares } from "./Shares.sol";

/// @title The pools all stake sits in, what each is worth, weighs and earns.
/// @notice Pool 0 is idle: a share is one wei of stake, it is never slashed, it earns at half weight. Each node
/// has a pool of its own. The owner's shares there are the self-bond; everybody else's are votes. A node pool's
/// reward is split when the pool is touched: the owner's part, commission included, is credited at once, the
/// voters' part goes to an accumulator per voter share.
abstract contract Pools is Emission {
  using Checkpoints for Checkpoints.Trace208;
  using Math for uint256;
  using SafeCast for uint256;
  using Shares for Pool;

  /// @param rewardPerShare The pool's accumulator when `accrued` was last brought up to date.
  struct Position {
    uint128 shares;
    uint128 accrued;
    uint256 rewardPerShare;
  }

  uint256 internal constant IDLE = 0;
  uint256 internal constant BPS = 10_000;

  /// @dev Weight in the emission of one wei: idle stake counts half of voted stake.
  uint256 private constant IDLE_FACTOR = 1;
  uint256 private constant NODE_FACTOR = 2;

  uint256 private immutable _minerMinimum;
  uint256 private immutable _coordinatorMinimum;

  /// @dev All stake, wherever it sits; in one slot with `_rewardsOwed`.
  uint128 internal _totalAssets;
  uint128 internal _idleAssets;
  uint128 private _nodeWeight;
  /// @dev Of that, coordinators'; the rest is miners', whose votes thus write one total and not two.
  uint128 private _coordinatorWeight;

  mapping(uint256 nodeId => NodeRecord) internal _nodes;
  mapping(uint256 nodeId => mapping(address user => Position)) internal _positions;
  mapping(uint256 nodeId => Checkpoints.Trace208) private _weights;

  event WeightChanged(uint256 indexed nodeId, uint256 weight);

  error ZeroAmount();
  error ZeroMinimum();
  error UnknownRole();
  error UnknownNode(uint256 nodeId);
  error InsufficientIdle(uint256 idle, uint256 amount);
  error InsufficientVotes(uint256 nodeId, uint256 votes, uint256 amount);
  /// @notice The weight at a moment can still change while the moment lasts.
  error FutureLookup(uint256 timestamp, uint256 currentTimestamp);

  constructor(uint256 minerMinimum, uint256 coordinatorMinimum) {
    // A node without self-bond would earn for shares that nobody holds.
    if (minerMinimum == 0 || coordinatorMinimum == 0) revert ZeroMinimum();
    _minerMinimum = minerMinimum;
    _coordinatorMinimum = coordinatorMinimum;
  }

  /// @notice All stake in the contract: idle, in node pools, unbonding and leaving.
  function totalAssets() external view returns (uint256) {
    return _totalAssets;
  }

  /// @notice All idle stake; half of it and the weights of both roles share the emission.
  function totalIdle() external view returns (uint256) {
    return _idleAssets;
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

  /// @notice The user's stake in no node's pool.
  function idleOf(address user) external view returns (uint256) {
    return _positions[IDLE][user].shares;
  }

  /// @notice The worth of the user's shares in a node's pool; the self-bond where the user owns the node.
  function votesOf(address user, uint256 nodeId) public view returns (uint256) {
    if (nodeId == IDLE) return 0;
    return _nodes[nodeId].pool.toAssetsDown(_positions[nodeId][user].shares);
  }

  /// @notice What left a node's pool and is not taken out yet: with the pool's assets, all that a slash can take.
  function unbondingOf(uint256 nodeId) external view returns (uint256) {
    return _nodes[nodeId].unbonding.assets;
  }

  /// @notice A node's weight in the lottery and the emission.
  function weightOf(uint256 nodeId) public view returns (uint256) {
    return _weights[nodeId].latest();
  }

  /// @notice A node's weight at the end of a past second, a Unix time.
  function weightAt(uint256 nodeId, uint48 timestamp) external view returns (uint256) {
    if (timestamp >= block.timestamp) revert FutureLookup(timestamp, block.timestamp);
    return _weights[nodeId].upperLookupRecent(timestamp);
  }

  /// @notice What the user can claim from each of these pools, 0 being the idle one.
  function earnedOf(address user, uint256[] calldata nodeIds)
    external
    view
    returns (uint256[] memory amounts)
  {
    amounts = new uint256[](nodeIds.length);
    (uint256 rewardPerWeight,) = _previewEmission();
    for (uint256 i = 0; i < nodeIds.length; i++) {
      uint256 nodeId = nodeIds[i];
      Position memory position = _positions[nodeId][user];
      uint256 perShare = rewardPerWeight;
      uint256 ownerPart = 0;
      if (nodeId != IDLE) {
        (perShare, ownerPart) = _previewNode(nodeId, rewardPerWeight);
        perShare += _nodes[nodeId].rewardPerVoterShare;
      }
      uint256 gained =
        _isOwner(nodeId, user) ? ownerPart : _gained(position.shares, perShare - position.rewardPerShare);
      amounts[i] = position.accrued + gained;
    }
  }

  function _rewardWeight() internal view override returns (uint256) {
    return IDLE_FACTOR * _idleAssets + NODE_FACTOR * _nodeWeight;
  }

  /// @dev The node's record; reverts where there is none.
  function _existing(uint256 nodeId) internal view returns (NodeRecord storage record) {
    record = _nodes[nodeId];
    if (record.owner == address(0)) revert UnknownNode(nodeId);
  }

  function _isOwner(uint256 nodeId, address user) internal view returns (bool) {
    return nodeId != IDLE && _nodes[nodeId].owner == user;
  }

  /// @dev Pays the pool its part of the emission so far. Comes before any change of the pool, its owner's shares,
  /// its activity or its commission. Returns the reward per share of the pool since the start.
  function _accrue(uint256 nodeId) internal returns (uint256 rewardPerShare) {
    uint256 rewardPerWeight = _accrueEmission();
    if (nodeId == IDLE) return rewardPerWeight;
    NodeRecord storage record = _nodes[nodeId];
    rewardPerShare = record.rewardPerVoterShare;
    if (record.rewardPerWeight == rewardPerWeight) return rewardPerShare;
    (uint256 gained, uint256 ownerPart) = _previewNode(nodeId, rewardPerWeight);
    record.rewardPerWeight = rewardPerWeight;
    if (gained != 0) {
      rewardPerShare += gained;
      record.rewardPerVoterShare = rewardPerShare;
    }
    if (ownerPart != 0) _positions[nodeId][record.owner].accrued += ownerPart.toUint128();
  }

  /// @dev Accrues the pool and credits the user's part of it.
  function _settle(uint256 nodeId, address user) internal returns (Position storage position) {
    uint256 rewardPerShare = _accrue(nodeId);
    position = _positions[nodeId][user];
    if (_isOwner(nodeId, user)) return position;
    uint256 gained = _gained(position.shares, rewardPerShare - position.rewardPerShare);
    if (gained != 0) position.accrued += gained.toUint128();
    position.rewardPerShare = rewardPerShare;
  }

  /// @dev Adds to the user's idle stake.
  function _joinIdle(address user, uint256 amount) internal {
    Position storage position = _settle(IDLE, user);
    position.shares += amount.toUint128();
    _idleAssets += amount.toUint128();
  }

  /// @dev Takes from the user's idle stake.
  function _leaveIdle(address user, uint256 amount) internal {
    if (amount == 0) revert ZeroAmount();
    Position storage position = _settle(IDLE, user);
    uint256 idle = position.shares;
    if (amount > idle) revert InsufficientIdle(idle, amount);
    position.shares = (idle - amount).toUint128();
    _idleAssets -= amount.toUint128();
  }

  /// @dev Puts `amount`, taken from idle, into a node's pool.
  function _joinNode(uint256 nodeId, address user, uint256 amount) internal {
    Position storage position = _settle(nodeId, user);
    position.shares += _nodes[nodeId].pool.deposit(amount).toUint128();
    _reweigh(nodeId);
  }

  /// @dev Takes `amount` out of a node's pool. Whoever takes all leaves no fraction of a share behind.
  function _leaveNode(uint256 nodeId, address user, uint256 amount) internal {
    if (amount == 0) revert ZeroAmount();
    Position storage position = _settle(nodeId, user);
    Pool storage pool = _nodes[nodeId].pool;
    uint256 held = position.shares;
    uint256 votes = pool.toAssetsDown(held);
    if (amount > votes) revert InsufficientVotes(nodeId, votes, amount);
    uint256 burnt = amount == votes ? held : pool.toSharesUp(amount);
    position.shares = (held - burnt).toUint128();
    pool.remove(amount, burnt);
    _reweigh(nodeId);
  }

  /// @dev Recomputes activity and weight after the pool, the self-bond, the jail or retirement changed.
  function _reweigh(uint256 nodeId) internal {
    NodeRecord storage record = _nodes[nodeId];
    Role role = record.role;
    bool active =
      !record.retired && record.jailedUntil == 0 && votesOf(record.owner, nodeId) >= minimumOf(role);
    if (active != record.active) record.active = active;

    uint128 weight = active ? record.pool.assets : 0;
    uint128 previous = uint128(_weights[nodeId].latest());
    if (weight == previous) return;
    _weights[nodeId].push(uint48(block.timestamp), weight);
    _nodeWeight = _nodeWeight - previous + weight;
    if (role == Role.Coordinator) _coordinatorWeight = _coordinatorWeight - previous + weight;
    emit WeightChanged(nodeId, weight);
  }

  /// @dev What the pool's voters gain a share, and what its owner gains, up to `rewardPerWeight`.
  function _previewNode(uint256 nodeId, uint256 rewardPerWeight)
    private
    view
    returns (uint256 perVoterShare, uint256 ownerPart)
  {
    NodeRecord storage record = _nodes[nodeId];
    if (!record.active) return (0, 0);
    Pool memory pool = record.pool;
    uint256 reward = _gained(NODE_FACTOR * pool.assets, rewardPerWeight - record.rewardPerWeight);
    uint256 voterShares = pool.shares - _positions[nodeId][record.owner].shares;
    if (voterShares == 0) return (0, reward);
    uint256 votersPart = reward.mulDiv(voterShares * (BPS - record.commissionBps), pool.shares * BPS);
    return ((votersPart << FRACTION_BITS) / voterShares, reward - votersPart);
  }

  function _gained(uint256 units, uint256 rewardPerUnit) private pure returns (uint256) {
    return units.mulShr(rewardPerUnit, FRACTION_BITS);
  }
}
