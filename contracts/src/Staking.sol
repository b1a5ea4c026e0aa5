// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { IERC20Permit } from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import { SafeCast } from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import { Emission } from "./staking/Emission.sol";
import { Exits } from "./staking/Exits.sol";
import { Pools } from "./staking/Pools.sol";
import { PoolViews } from "./staking/PoolViews.sol";
import { Registry } from "./staking/Registry.sol";
import { Rewards } from "./staking/Rewards.sol";
import { Weights } from "./staking/Weights.sol";

/// @title Holds all stake of the network.
/// @notice `stake` brings tokens into the idle pool; `vote` and `register` move them to a node; `unvote` and
/// `unstake` start a cool-down, after which `withdraw` pays them out. `multicall` puts several of these into one
/// transaction. The staked token must be a plain ERC-20 with a supply below 2^96: no fee on transfer, no rebasing.
contract Staking is Registry, Exits, Rewards, PoolViews {
  using SafeCast for uint256;

  event Staked(address indexed user, uint256 amount);

  /// @param authority The AccessManager that says who may fund, slash, jail and pause.
  /// @param minerMinimum Least self-bond of an active miner, in wei.
  /// @param coordinatorMinimum Least self-bond of an active coordinator, in wei.
  /// @param coolDown_ Seconds from leaving a pool to withdrawing; longer than any dispute over work can take.
  constructor(
    IERC20 token_,
    address authority,
    uint256 minerMinimum,
    uint256 coordinatorMinimum,
    uint64 coolDown_
  ) Emission(token_, authority) Weights(minerMinimum, coordinatorMinimum) Pools(coolDown_) { }

  /// @notice Moves `amount` tokens of the caller into its idle stake.
  function stake(uint256 amount) public whileOpen {
    _requireAmount(amount);
    _join(IDLE, msg.sender, amount);
    _changeStake(amount, 0);
    emit Staked(msg.sender, amount);

    _take(amount);
  }

  /// @notice Makes each of these calls of the caller's to this contract, or none if one reverts.
  function multicall(bytes[] calldata calls) external {
    for (uint256 i = 0; i < calls.length; i++) {
      // The contract's own code, for the same caller.
      // solhint-disable-next-line avoid-low-level-calls
      (bool success, bytes memory reason) = address(this).delegatecall(calls[i]);
      if (success) continue;
      // solhint-disable-next-line no-inline-assembly
      assembly {
        revert(add(reason, 32), mload(reason))
      }
    }
  }

  /// @notice `stake` with the caller's ERC-2612 permit in place of an earlier approval.
  function stakeWithPermit(uint256 amount, uint256 deadline, uint8 v, bytes32 r, bytes32 s) external {
    // If somebody sent this permit first, the allowance is already set; `stake` reverts if it is too small.
    try IERC20Permit(address(token)).permit(msg.sender, address(this), amount, deadline, v, r, s) { }
      catch { }
    stake(amount);
  }
}
