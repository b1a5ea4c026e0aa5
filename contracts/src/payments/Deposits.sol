// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { AccessManaged } from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { IERC20Permit } from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import { SafeERC20 } from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { SafeCast } from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import { Staking } from "../Staking.sol";

/// @title Payers' deposits, and the delay before they can be withdrawn.
/// @dev Governed by the staking contract's authority. Token amounts are below 2^96, as there.
abstract contract Deposits is AccessManaged {
  using SafeCast for uint256;
  using SafeERC20 for IERC20;

  struct Account {
    uint96 balance;
    uint96 withdrawing;
    uint64 readyAt;
  }

  IERC20 public immutable token;
  /// @notice Knows the owner of each operator key, and holds the stake that backs debts.
  Staking public immutable staking;
  /// @notice Seconds from requesting a withdrawal to taking it, in which payees can redeem.
  uint64 public immutable withdrawalDelay;

  mapping(address payer => Account) internal _accounts;

  event Deposited(address indexed payer, address indexed by, uint256 amount);
  event WithdrawalRequested(address indexed payer, uint256 amount, uint256 readyAt);
  event WithdrawalCancelled(address indexed payer);
  event DepositWithdrawn(address indexed payer, uint256 amount);

  /// @notice Deposits are paused; withdrawals are not.
  error EntryIsPaused();
  error InsufficientBalance(uint256 balance, uint256 amount);
  error NoWithdrawal();
  error WithdrawalNotReady(uint256 readyAt);
  error ZeroAddress();
  error ZeroAmount();

  constructor(IERC20 token_, Staking staking_, uint64 withdrawalDelay_) AccessManaged(staking_.authority()) {
    token = token_;
    staking = staking_;
    withdrawalDelay = withdrawalDelay_;
  }

  /// @notice Adds `amount` tokens of the caller to the deposit of `payer`.
  function deposit(address payer, uint256 amount) public {
    if (payer == address(0)) revert ZeroAddress();
    if (amount == 0) revert ZeroAmount();
    if (staking.entryPaused()) revert EntryIsPaused();
    _accounts[payer].balance += amount.toUint96();
    emit Deposited(payer, msg.sender, amount);

    token.safeTransferFrom(msg.sender, address(this), amount);
  }

  /// @notice `deposit` with the caller's ERC-2612 permit in place of an earlier approval.
  function depositWithPermit(address payer, uint256 amount, uint256 deadline, uint8 v, bytes32 r, bytes32 s)
    external
  {
    // If somebody sent this permit first, the allowance is already set; `deposit` reverts if that is too low.
    try IERC20Permit(address(token)).permit(msg.sender, address(this), amount, deadline, v, r, s) { }
      catch { }
    deposit(payer, amount);
  }

  /// @notice Requests the withdrawal of `amount` from the caller's deposit. Replaces an earlier request, and
  /// the delay starts now. Until the withdrawal, vouchers are paid out of the whole deposit.
  function requestWithdrawal(uint256 amount) external {
    if (amount == 0) revert ZeroAmount();
    Account storage account = _accounts[msg.sender];
    if (amount > account.balance) revert InsufficientBalance(account.balance, amount);
    account.withdrawing = amount.toUint96();
    account.readyAt = (block.timestamp + withdrawalDelay).toUint64();
    emit WithdrawalRequested(msg.sender, amount, account.readyAt);
  }

  /// @notice Cancels the caller's withdrawal request; the amount stays in the deposit.
  function cancelWithdrawal() external {
    Account storage account = _accounts[msg.sender];
    if (account.withdrawing == 0) revert NoWithdrawal();
    (account.withdrawing, account.readyAt) = (0, 0);
    emit WithdrawalCancelled(msg.sender);
  }

  /// @notice Sends the caller the amount it requested, or its whole deposit if vouchers have left less.
  function withdraw() external {
    Account storage account = _accounts[msg.sender];
    if (account.withdrawing == 0) revert NoWithdrawal();
    if (block.timestamp < account.readyAt) revert WithdrawalNotReady(account.readyAt);
    uint256 amount = Math.min(account.withdrawing, account.balance);
    account.balance -= amount.toUint96();
    (account.withdrawing, account.readyAt) = (0, 0);
    emit DepositWithdrawn(msg.sender, amount);

    token.safeTransfer(msg.sender, amount);
  }

  /// @notice The payer's deposit, including what it has requested to withdraw.
  function balanceOf(address payer) external view returns (uint256) {
    return _accounts[payer].balance;
  }

  /// @notice What the payer has requested to withdraw, and from when it can, a Unix time; zeros without a
  /// request.
  function withdrawalOf(address payer) external view returns (uint256 amount, uint64 readyAt) {
    Account memory account = _accounts[payer];
    return (account.withdrawing, account.readyAt);
  }
}
