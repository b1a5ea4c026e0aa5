// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { SafeERC20 } from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { Channels } from "./Channels.sol";

/// @title The voters' part of payments to nodes.
/// @notice A published part of every payment to a node is kept back for the pools of both ends: for the
/// voters of the payee's node, and for those of the payer's node if the payer has one. The fee is recorded
/// beside the payment, which costs the redeemer nothing extra, and moved to the pools for many payments at
/// once.
abstract contract Fees is Channels {
  using SafeERC20 for IERC20;

  uint256 internal constant BPS = 10_000;
  /// @notice The highest possible fee, in basis points of a payment.
  uint16 public constant MAX_FEE_BPS = 3_000;

  /// @notice The voters' part of a payment to a node, in basis points.
  uint16 public feeBps;
  /// @notice The part of the fee that goes to the pool of the payer's node, in basis points of the fee.
  uint16 public payerPoolBps;

  event FeesSet(uint256 feeBps, uint256 payerPoolBps);
  event FeesShared(address indexed payer, address indexed payee, uint256 toPayeePool, uint256 toPayerPool);

  error FeeTooHigh(uint256 bps, uint256 maximum);

  /// @notice Sets the fee of payments from now on, and how it is divided between the two pools.
  function setFees(uint16 feeBps_, uint16 payerPoolBps_) external restricted {
    if (feeBps_ > MAX_FEE_BPS) revert FeeTooHigh(feeBps_, MAX_FEE_BPS);
    if (payerPoolBps_ > BPS) revert FeeTooHigh(payerPoolBps_, BPS);
    (feeBps, payerPoolBps) = (feeBps_, payerPoolBps_);
    emit FeesSet(feeBps_, payerPoolBps_);
  }

  /// @notice Moves the fees kept back from `payers[i]`'s payments to `payees[i]` into the pools. Open to
  /// everybody.
  function shareFees(address[] calldata payers, address[] calldata payees) external {
    if (payers.length != payees.length) revert LengthMismatch(payers.length, payees.length);
    for (uint256 i = 0; i < payers.length; i++) {
      _shareFees(payers[i], payees[i]);
    }
  }

  function _shareFees(address payer, address payee) private {
    Account storage account = _accounts[payer][payee];
    uint256 fees = account.feesKept * FEE_UNIT;
    if (fees == 0) return;
    account.feesKept = 0;
    uint256 payerNode = staking.nodeIdOf(payer);
    uint256 toPayer = payerNode == 0 ? 0 : fees * payerPoolBps / BPS;
    emit FeesShared(payer, payee, fees - toPayer, toPayer);

    token.forceApprove(address(staking), fees);
    if (toPayer != 0) staking.reward(payerNode, toPayer);
    if (toPayer != fees) staking.reward(staking.nodeIdOf(payee), fees - toPayer);
  }

  /// @dev The fee of a payment to a node, in units of FEE_UNIT. Rounded up, so that small payments pay it too.
  function _feeUnits(uint256 amount) internal view returns (uint256) {
    return Math.ceilDiv(amount * feeBps, BPS * FEE_UNIT);
  }
}
