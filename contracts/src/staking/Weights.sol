// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
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
  /// @dev How often the stake of a working node counts in the emission; all other stake counts once.
  uint256 private constant WORKING_FACTOR = 2;
  /// @dev The most that a node can have paid ahead: whoever stops working earns double for four weeks at most.
  uint256 private constant MOST_AHEAD = 4 weeks;

  uint256 private immutable _minerMinimum;
  uint256 private immutable _coordinatorMinimum;

  /// @dev The coordinators' part of all nodes' weight.
  uint96 private _coordinatorWeight;
  /// @dev How often a coordinator's weight has changed.
  uint40 private _coordinatorChanges;

  mapping(uint256 nodeId => NodeRecord) internal _nodes;
  History private _weights;

  event WeightChanged(uint256 indexed nodeId, uint256 weight);
  event WorkingChanged(uint256 indexed nodeId, bool working);

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
    if (role == Role.Miner) return _minerWeight;
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
    unchecked {
      (weight, total,) = _weights.lastBefore(role, nodeId, count, timestamp + 1);
    }
  }

  function _requirePast(uint256 timestamp) private view {
    if (timestamp >= block.timestamp) revert FutureLookup(timestamp, block.timestamp);
  }

  /// @dev How often one wei of the node's counts in the emission.
  function _factorOf(NodeRecord storage record) internal view returns (uint256) {
    return record.working ? WORKING_FACTOR : 1;
  }

  /// @dev Call `_accrue` first.
  function _setWorking(uint256 nodeId, bool working) internal {
    NodeRecord storage record = _nodes[nodeId];
    if (record.working == working) return;
    uint256 weight = weightOf(nodeId);
    uint256 before = weight * _factorOf(record);
    record.working = working;
    _changeRewardWeight(weight * _factorOf(record), before);
    emit WorkingChanged(nodeId, working);
  }

  /// @dev Seconds for which the node's work is paid.
  function _timeLeft(NodeRecord storage record) internal view returns (uint256) {
    uint256 until = record.paidUntil;
    return until > block.timestamp ? until - block.timestamp : 0;
  }

  function _setTimeLeft(NodeRecord storage record, uint256 left) internal {
    // forge-lint: disable-next-line(unsafe-typecast)
    record.paidUntil = uint32(Math.min(block.timestamp + Math.min(left, MOST_AHEAD), type(uint32).max));
  }

  /// @dev Brings totals and history up to a change of the node's activity or pool. `previous` is its weight before.
  /// The time paid for changes with the pool, so that time bought for a small one is worth little in a large one, and
  /// a vote that comes and goes leaves it as it was. A node that becomes inactive loses it.
  function _recordWeight(uint256 nodeId, uint256 previous) internal {
    NodeRecord storage record = _nodes[nodeId];
    uint96 weight = record.active ? record.pool.assets : 0;
    if (weight == previous) return;
    uint256 factor = _factorOf(record);
    _changeRewardWeight(factor * weight, factor * previous);
    uint256 left = _timeLeft(record);
    if (weight == 0) {
      _setWorking(nodeId, false);
    } else if (left != 0) {
      unchecked {
        // Up while the pool grows and down while it shrinks, so that dust neither takes nor gives a second.
        uint256 up = weight > previous ? weight - 1 : 0;
        _setTimeLeft(record, (left * previous + up) / weight);
      }
    }
    bool coordinator = record.role == Role.Coordinator;
    uint96 total = (totalWeight(record.role) + weight - previous).toUint96();
    uint40 count = coordinator ? _coordinatorChanges : _stream.minerChanges;
    unchecked {
      uint40 added = _weights.note(record.role, count, nodeId, record.pool.changes, weight, total);
      record.pool.changes += added;
      count += added;
    }
    if (coordinator) (_coordinatorWeight, _coordinatorChanges) = (total, count);
    else (_minerWeight, _stream.minerChanges) = (total, count);
    emit WeightChanged(nodeId, weight);
  }
}
