// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { NodeRecord } from "./Node.sol";
import { Pools } from "./Pools.sol";

/// @title Which nodes earn double, because fees show that they work.
/// @notice The emission pays for work: an active node earns like idle stake, and double while it is working. The fees
/// that are shared out in its pool pay for that time; the part of them that is burnt is what it costs to pretend.
/// @dev Nothing ends by itself, because one accumulator serves all nodes. Everybody else earns more once a node's time
/// is over and somebody says so.
abstract contract Work is Pools {
  /// @dev A ten-thousandth of the pool pays for a week, so working all year takes fees of half a percent of the pool.
  uint256 private constant PRICED_TIME = 1 weeks;
  uint256 private constant PRICE_PART = 10_000;
  /// @dev Less paid ahead does not make a node working: nobody could end its time before it is paid for again.
  uint256 private constant LEAST_AHEAD = 1 days;

  /// @notice Ends the double earning of those of these nodes whose time is over. Open to everybody.
  function lapse(uint256[] calldata nodeIds) external {
    for (uint256 i = 0; i < nodeIds.length; i++) {
      uint256 nodeId = nodeIds[i];
      if (_timeLeft(_nodes[nodeId]) != 0) continue;
      _accrue(nodeId);
      _setWorking(nodeId, false);
    }
  }

  /// @dev Pays for a node's time with a fee below 2^96, unless it is inactive. Call `_accrue` first. A node whose time
  /// is over starts anew, or some seconds, paid for whenever somebody is about to end it, would keep it working. What is
  /// on its way out counts for the day ahead, or a day of an emptied pool would be enough: `rebond` can fill it again.
  function _payTime(uint256 nodeId, uint256 fee) internal {
    uint256 weight = weightOf(nodeId);
    if (weight == 0) return;
    NodeRecord storage record = _nodes[nodeId];
    unchecked {
      uint256 before = _timeLeft(record);
      _setTimeLeft(record, before + fee * PRICE_PART * PRICED_TIME / weight);
      bool enough = _timeLeft(record) * weight >= LEAST_AHEAD * (weight + record.unbonding.assets);
      if (before == 0 || enough) _setWorking(nodeId, enough);
    }
  }
}
