// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { SafeCast } from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import { Emission } from "./Emission.sol";
import { NodeRecord, Role } from "./Node.sol";
import { History, WeightHistory } from "./WeightHistory.sol";

/// @title The weights of nodes in the lottery and the emission, now and in the past.
abstract contract Weights is Emission {
  using SafeCast for uint256;
  using WeightHistory for History;

  /// @dev No minimum may be below a whole token.
  uint256 internal constant LEAST_MINIMUM = 1e18;
  /// @dev Weight in the emission of one wei of voted stake; idle stake counts half of that.
  uint256 internal constant NODE_FACTOR = 2;

  uint256 private immutable _minerMinimum;
  uint256 private immutable _coordinatorMinimum;

  /// @dev The coordinators' part of all nodes' weight. The rest is the miners', so a vote for a miner
  /// writes one total instead of two.
  uint96 private _coordinatorWeight;
  /// @dev How often a coordinator's weight has changed.
  uint40 private _coordinatorChanges;

  mapping(uint256 nodeId => NodeRecord) internal _nodes;
  History private _weights;

  event WeightChanged(uint256 indexed nodeId, uint256 weight);

  error ZeroMinimum();
  error UnknownRole();
  /// @notice Only past seconds can be looked up; in the current one, the weight can still change.
  error FutureLookup(uint256 timestamp, uint256 currentTimestamp);

  constructor(uint256 minerMinimum, uint256 coordinatorMinimum) {
    // A node without self-bond would earn for shares that nobody holds.
    if (minerMinimum < LEAST_MINIMUM || coordinatorMinimum < LEAST_MINIMUM) revert ZeroMinimum();
    _minerMinimum = minerMinimum;
    _coordinatorMinimum = coordinatorMinimum;
  }

  /// @notice The weight of all active nodes of a role.
  function totalWeight(Role role) public view returns (uint256) {
    if (role == Role.Miner) return _nodeWeight - _coordinatorWeight;
    if (role == Role.Coordinator) return _coordinatorWeight;
    revert UnknownRole();
  }

  /// @notice The least self-bond with which a node of this role becomes active. It stays active until the bond is
  /// below that by more than a twentieth.
  function minimumOf(Role role) public view returns (uint256) {
    if (role == Role.Miner) return _minerMinimum;
    if (role == Role.Coordinator) return _coordinatorMinimum;
    revert UnknownRole();
  }

  /// @notice A node's weight in the lottery and the emission.
  function weightOf(uint256 nodeId) public view returns (uint256) {
    NodeRecord storage record = _nodes[nodeId];
    return record.active ? record.pool.assets : 0;
  }

  /// @notice A node's weight at the end of a past second, a Unix time.
  function weightAt(uint256 nodeId, uint48 timestamp) external view returns (uint256 weight) {
    NodeRecord storage record = _nodes[nodeId];
    (weight,) = _lastAt(record.role, nodeId, record.pool.changes, timestamp);
  }

  /// @notice The least and the greatest weight that a node had in a past second, a Unix time.
  function weightRangeAt(uint256 nodeId, uint48 timestamp)
    external
    view
    returns (uint256 least, uint256 most)
  {
    _requirePast(timestamp);
    NodeRecord storage record = _nodes[nodeId];
    return _weights.rangeAt(record.role, nodeId, record.pool.changes, timestamp);
  }

  /// @notice The weight of all active nodes of a role at the end of a past second, a Unix time.
  function totalWeightAt(Role role, uint48 timestamp) external view returns (uint256 total) {
    if (role == Role.None) revert UnknownRole();
    uint256 count = role == Role.Coordinator ? _coordinatorChanges : _stream.minerChanges;
    (, total) = _lastAt(role, 0, count, timestamp);
  }

  function _lastAt(Role role, uint256 nodeId, uint256 count, uint256 timestamp)
    private
    view
    returns (uint256 weight, uint256 total)
  {
    _requirePast(timestamp);
    (weight, total,) = _weights.lastAt(role, nodeId, count, timestamp);
  }

  function _requirePast(uint256 timestamp) private view {
    if (timestamp >= block.timestamp) revert FutureLookup(timestamp, block.timestamp);
  }

  function _rewardWeight() internal view override returns (uint256) {
    return _idleAssets + NODE_FACTOR * _nodeWeight;
  }

  /// @dev Brings totals and history up to a change of the node's activity or pool. `previous` is its weight before.
  function _recordWeight(uint256 nodeId, uint256 previous) internal {
    NodeRecord storage record = _nodes[nodeId];
    uint96 weight = record.active ? record.pool.assets : 0;
    if (weight == previous) return;
    uint96 before = previous.toUint96();
    _nodeWeight = _nodeWeight - before + weight;
    bool coordinator = record.role == Role.Coordinator;
    if (coordinator) _coordinatorWeight = _coordinatorWeight - before + weight;
    uint256 count = coordinator ? _coordinatorChanges++ : _stream.minerChanges++;
    uint96 total = uint96(totalWeight(record.role));
    _weights.append(record.role, count, nodeId, record.pool.changes++, weight, total);
    emit WeightChanged(nodeId, weight);
  }
}
