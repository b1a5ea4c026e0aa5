// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { Staking } from "../../src/Staking.sol";
import { Pool } from "../../src/staking/Shares.sol";

/// @dev The staking contract as it ships, with its pools made readable and accumulators that can be set.
contract OpenStaking is Staking {
  constructor(
    IERC20 token_,
    address authority_,
    uint256 minerMinimum,
    uint256 coordinatorMinimum,
    uint64 coolDown_
  ) Staking(token_, authority_, minerMinimum, coordinatorMinimum, coolDown_) { }

  function poolsOf(uint256 nodeId) external view returns (Pool memory pool, Pool memory unbonding) {
    return (_nodes[nodeId].pool, _nodes[nodeId].unbonding);
  }

  /// @dev All shares of a user, in both pools of a node, and since when they have been worth counting.
  function exposureOf(address user, uint256 nodeId) external view returns (uint256 shares, uint256 since) {
    Position storage position = _position(nodeId, user);
    return (uint256(position.shares) + position.leaving, position.since);
  }

  /// @dev For a node that is not registered yet.
  function startAt(uint256 nodeId, uint256 rewardPerShare) external {
    _nodes[nodeId].rewardPerShare = rewardPerShare;
  }

  /// @dev Before anything is staked.
  function startEmissionAt(uint128 rewardPerWeight) external {
    _stream.rewardPerWeight = rewardPerWeight;
  }

  /// @dev Whether the emission's accumulator has reached its greatest value, where it stays.
  function isEmissionFull() external view returns (bool) {
    return _stream.rewardPerWeight == type(uint128).max;
  }
}
