// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { SafeERC20 } from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import { SafeCast } from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import { NodeRecord } from "./Node.sol";
import { Pools } from "./Pools.sol";
import { Shares } from "./Shares.sol";

/// @title Rewards: fees paid in for a node's pool, and claims of what pools have earned.
abstract contract Rewards is Pools {
  using SafeERC20 for IERC20;
  using SafeCast for uint256;
  using SafeCast for int256;

  event Claimed(address indexed user, uint256 indexed nodeId, uint256 amount);
  event Rewarded(uint256 indexed nodeId, address indexed by, uint256 amount);
  event Compounded(address indexed user, uint256 amount);

  /// @notice Divides `amount` tokens of the caller among a node's owner and voters, as emission is divided.
  /// If the pool holds less than the role's minimum, it has hardly any voters, and all goes to the owner.
  function reward(uint256 nodeId, uint256 amount) external {
    if (amount == 0) revert ZeroAmount();
    NodeRecord storage record = _existing(nodeId);
    uint256 rewardPerShare = _accrue(nodeId);
    uint256 ownerPart = amount;
    // With fewer shares, the reward of one could overflow its type.
    if (record.pool.shares >= minimumOf(record.role) * Shares.VIRTUAL_SHARES) {
      uint256 perShare;
      (perShare, ownerPart) = _split(record, amount);
      record.rewardPerShare = (rewardPerShare + perShare).toUint128();
    }
    _credit(nodeId, record.owner, ownerPart);
    _vault += amount.toUint96();
    emit Rewarded(nodeId, msg.sender, amount);

    token.safeTransferFrom(msg.sender, address(this), amount);
  }

  /// @notice Pays the caller its rewards in these pools; 0 is the idle pool.
  function claim(uint256[] calldata nodeIds) external returns (uint256 total) {
    total = _claim(nodeIds);
    if (total != 0) token.safeTransfer(msg.sender, total);
  }

  /// @notice Adds the caller's rewards in these pools to its idle stake.
  function compound(uint256[] calldata nodeIds) external whileOpen returns (uint256 total) {
    total = _claim(nodeIds);
    _totalAssets += total.toUint96();
    _joinIdle(msg.sender, total);
    emit Compounded(msg.sender, total);
  }

  /// @dev Takes the caller's rewards in these pools out of the vault.
  function _claim(uint256[] calldata nodeIds) private returns (uint256 total) {
    for (uint256 i = 0; i < nodeIds.length; i++) {
      uint256 nodeId = nodeIds[i];
      if (nodeId != IDLE) _existing(nodeId);
      uint256 rewardPerShare = _accrue(nodeId);
      Position storage position = _positions[nodeId][msg.sender];
      uint256 amount = _due(position, rewardPerShare);
      if (amount == 0) continue;
      // What is due was shifted far below the sign bit.
      // forge-lint: disable-next-line(unsafe-typecast)
      position.debt += int256(amount).toInt136();
      total += amount;
      emit Claimed(msg.sender, nodeId, amount);
    }
    if (total != 0) _vault -= total.toUint96();
  }
}
