// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { NodeRecord } from "./Node.sol";
import { Pools } from "./Pools.sol";

/// @title The pools' views, mostly for wallets and pages.
abstract contract PoolViews is Pools {
  /// @notice All stake in the contract: idle, in node pools, unbonding and leaving.
  function totalAssets() external view returns (uint256) {
    return _totalAssets;
  }

  /// @notice What the emission is divided by: idle stake and active nodes' weight, in wei, that of working nodes twice.
  function rewardWeight() external view returns (uint256) {
    return _rewardWeight;
  }

  /// @notice The user's idle stake.
  function idleOf(address user) external view returns (uint256) {
    return _position(IDLE, user).shares;
  }

  /// @notice Stake that left a node's pool and is not taken out yet. A slash can take this and the pool's
  /// assets.
  function unbondingOf(uint256 nodeId) external view returns (uint256) {
    return _nodes[nodeId].unbonding.assets;
  }

  /// @notice What the user can claim from each of these pools, 0 being the idle one.
  function earnedOf(address user, uint256[] calldata nodeIds)
    external
    view
    returns (uint256[] memory amounts)
  {
    amounts = new uint256[](nodeIds.length);
    uint256 rewardPerWeight = _previewEmission();
    for (uint256 i = 0; i < nodeIds.length; i++) {
      amounts[i] = _earned(user, nodeIds[i], rewardPerWeight);
    }
  }

  /// @dev What the user can claim from a pool once the emission's accumulator is at `rewardPerWeight`.
  function _earned(address user, uint256 nodeId, uint256 rewardPerWeight) private view returns (uint256) {
    if (nodeId == IDLE) return _due(_position(IDLE, user), _idlePerShare(rewardPerWeight));
    NodeRecord storage record = _nodes[nodeId];
    (uint256 gained, uint256 commission) = _previewNode(record, rewardPerWeight);
    unchecked {
      uint256 due = _due(_position(nodeId, user), record.rewardPerShare + gained);
      return record.owner == user ? due + record.ownerDue + commission : due;
    }
  }
}
