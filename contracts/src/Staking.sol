// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { IERC20Permit } from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import { SafeERC20 } from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import { Multicall } from "@openzeppelin/contracts/utils/Multicall.sol";
import { SafeCast } from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import { Emission } from "./staking/Emission.sol";
import { Exits } from "./staking/Exits.sol";
import { Pools } from "./staking/Pools.sol";
import { Registry } from "./staking/Registry.sol";

/// @title All stake of the network.
/// @notice `stake` brings tokens into the idle pool; `vote` and `register` move them to a node; `unvote` and
/// `unstake` start a cool-down, after which `withdraw` pays them out. `multicall` puts several of these into one
/// transaction. The staked token must be a plain ERC-20: no fee on transfer, no rebasing.
contract Staking is Registry, Exits, Multicall {
  using SafeERC20 for IERC20;
  using SafeCast for uint256;

  event Staked(address indexed user, uint256 amount);
  event Claimed(address indexed user, uint256 indexed nodeId, uint256 amount);

  /// @param authority The AccessManager that says who may fund, slash and jail.
  /// @param minerMinimum Least self-bond of an active miner, in wei.
  /// @param coordinatorMinimum Least self-bond of an active coordinator, in wei.
  /// @param coolDown_ Seconds from leaving a pool to withdrawing; longer than any dispute over work can take.
  constructor(
    IERC20 token_,
    address authority,
    uint256 minerMinimum,
    uint256 coordinatorMinimum,
    uint64 coolDown_
  ) Emission(token_, authority) Pools(minerMinimum, coordinatorMinimum) Exits(coolDown_) { }

  /// @notice Moves `amount` tokens of the caller into its idle stake.
  function stake(uint256 amount) public {
    if (amount == 0) revert ZeroAmount();
    _joinIdle(msg.sender, amount);
    _totalAssets += amount.toUint128();
    emit Staked(msg.sender, amount);

    token.safeTransferFrom(msg.sender, address(this), amount);
  }

  /// @notice `stake` with the caller's ERC-2612 permit in place of an earlier approval.
  function stakeWithPermit(uint256 amount, uint256 deadline, uint8 v, bytes32 r, bytes32 s) external {
    // A permit that somebody else sent first has already set the allowance; `stake` then tells if it is short.
    try IERC20Permit(address(token)).permit(msg.sender, address(this), amount, deadline, v, r, s) { }
      catch { }
    stake(amount);
  }

  /// @notice Pays the caller its rewards in these pools; 0 is the idle pool.
  function claim(uint256[] calldata nodeIds) external returns (uint256 total) {
    for (uint256 i = 0; i < nodeIds.length; i++) {
      uint256 nodeId = nodeIds[i];
      if (nodeId != IDLE) _existing(nodeId);
      Position storage position = _settle(nodeId, msg.sender);
      uint256 amount = position.accrued;
      if (amount == 0) continue;
      position.accrued = 0;
      total += amount;
      emit Claimed(msg.sender, nodeId, amount);
    }
    if (total == 0) return 0;
    _rewardsOwed -= total.toUint128();

    token.safeTransfer(msg.sender, total);
  }
}
