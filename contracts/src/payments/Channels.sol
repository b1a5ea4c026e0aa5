// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { AccessManaged } from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { IERC20Permit } from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import { SafeERC20 } from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { SafeCast } from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import { Staking } from "../Staking.sol";

/// @notice A channel from one payer to one payee, as the view returns it. Amounts are in wei.
/// @param balance What it holds for vouchers, including what the payer has requested to withdraw.
/// @param withdrawing What the payer has requested to withdraw; 0 without a request that still counts.
/// @param readyAt From when the payer can withdraw it, a Unix time; 0 without a request.
/// @param redeemed How much of the payer's vouchers to the payee has been paid, fees included.
/// @param fees The part of that which was kept back for voters and is not yet shared out.
struct Channel {
  uint96 balance;
  uint96 withdrawing;
  uint64 readyAt;
  uint128 redeemed;
  uint128 fees;
}

/// @title Payment channels: what one payer has set aside for one payee.
/// @notice Funds leave a channel by the payee's voucher, or back to the payer after a delay, in which the
/// payee sees the request and can redeem. A payee can count on the balance less what is being withdrawn.
/// @dev Governed by the staking contract's authority. Token amounts are below 2^96, as there.
abstract contract Channels is AccessManaged {
  using SafeCast for uint256;
  using SafeERC20 for IERC20;

  /// @dev All that a redemption changes, in one slot, which the first deposit has already paid for.
  /// @param redeemed Below 2^96 too: that is 79 times the supply of CAI, through one channel.
  /// @param feesKept In units of FEE_UNIT.
  struct Account {
    uint96 balance;
    uint96 redeemed;
    uint64 feesKept;
  }

  struct Request {
    uint96 amount;
    uint64 readyAt;
  }

  /// @notice Seconds in which a withdrawal can be taken once it is ready. Then the request has lapsed, so that
  /// nobody keeps one ready for good, to use at the sight of a voucher. A week suits a payer who looks weekly.
  uint64 public constant WITHDRAWAL_TERM = 7 days;
  /// @dev Fees are kept in whole gwei, so that 64 bits hold those of more than 18 billion tokens.
  uint256 internal constant FEE_UNIT = 1 gwei;

  IERC20 public immutable token;
  /// @notice Knows the owner of each operator key.
  Staking public immutable staking;
  /// @notice Seconds from requesting a withdrawal to taking it, in which the payee can redeem.
  uint64 public immutable withdrawalDelay;

  mapping(address payer => mapping(address payee => Account)) internal _accounts;
  mapping(address payer => mapping(address payee => Request)) private _requests;

  event Deposited(address indexed payer, address indexed payee, address indexed by, uint256 amount);
  event WithdrawalRequested(address indexed payer, address indexed payee, uint256 amount, uint256 readyAt);
  event WithdrawalCancelled(address indexed payer, address indexed payee);
  event Withdrawn(address indexed payer, address indexed payee, uint256 amount);

  /// @notice Deposits are paused; withdrawals and vouchers are not.
  error EntryIsPaused();
  error InsufficientBalance(uint256 balance, uint256 amount);
  error LengthMismatch(uint256 first, uint256 second);
  /// @notice Nothing was requested, or the request has lapsed.
  error NoWithdrawal();
  error WithdrawalNotReady(uint256 readyAt);
  error ZeroAddress();
  error ZeroAmount();

  constructor(IERC20 token_, Staking staking_, uint64 withdrawalDelay_) AccessManaged(staking_.authority()) {
    token = token_;
    staking = staking_;
    withdrawalDelay = withdrawalDelay_;
  }

  modifier whileOpen() {
    if (staking.entryPaused()) revert EntryIsPaused();
    _;
  }

  /// @notice Adds `amount` tokens of the caller to the channel from `payer` to `payee`.
  function deposit(address payer, address payee, uint256 amount) external whileOpen {
    _credit(payer, payee, amount);
    token.safeTransferFrom(msg.sender, address(this), amount);
  }

  /// @notice Adds `amounts[i]` tokens to the caller's channel to `payees[i]`, all in one transfer.
  function depositMany(address[] calldata payees, uint256[] calldata amounts) public whileOpen {
    if (payees.length != amounts.length) revert LengthMismatch(payees.length, amounts.length);
    for (uint256 i = 0; i < payees.length; i++) {
      _credit(msg.sender, payees[i], amounts[i]);
    }
    token.safeTransferFrom(msg.sender, address(this), _sum(amounts));
  }

  /// @notice `depositMany` with the caller's ERC-2612 permit, for the sum, in place of an earlier approval.
  function depositManyWithPermit(
    address[] calldata payees,
    uint256[] calldata amounts,
    uint256 deadline,
    uint8 v,
    bytes32 r,
    bytes32 s
  ) external {
    _permit(_sum(amounts), deadline, v, r, s);
    depositMany(payees, amounts);
  }

  /// @notice Requests the withdrawal of `amount` from the caller's channel to `payee`. Replaces an earlier
  /// request, and the delay starts now. Until the withdrawal, vouchers are paid out of the whole balance.
  function requestWithdrawal(address payee, uint256 amount) external {
    if (amount == 0) revert ZeroAmount();
    uint256 balance = _accounts[msg.sender][payee].balance;
    if (amount > balance) revert InsufficientBalance(balance, amount);
    uint64 readyAt = (block.timestamp + withdrawalDelay).toUint64();
    _requests[msg.sender][payee] = Request({ amount: amount.toUint96(), readyAt: readyAt });
    emit WithdrawalRequested(msg.sender, payee, amount, readyAt);
  }

  /// @notice Cancels the caller's withdrawal request; the amount stays in the channel.
  function cancelWithdrawal(address payee) external {
    if (_requestOf(msg.sender, payee).amount == 0) revert NoWithdrawal();
    delete _requests[msg.sender][payee];
    emit WithdrawalCancelled(msg.sender, payee);
  }

  /// @notice Sends the caller the amount it requested, or the whole balance if vouchers have left less.
  /// Possible for WITHDRAWAL_TERM from when it is ready.
  function withdraw(address payee) external {
    Request memory request = _requestOf(msg.sender, payee);
    if (request.amount == 0) revert NoWithdrawal();
    if (block.timestamp < request.readyAt) revert WithdrawalNotReady(request.readyAt);
    Account storage account = _accounts[msg.sender][payee];
    uint256 amount = Math.min(request.amount, account.balance);
    account.balance -= amount.toUint96();
    delete _requests[msg.sender][payee];
    emit Withdrawn(msg.sender, payee, amount);

    token.safeTransfer(msg.sender, amount);
  }

  /// @notice The channel from `payer` to `payee`; all zeros before its first deposit.
  function channelOf(address payer, address payee) external view returns (Channel memory) {
    Account memory account = _accounts[payer][payee];
    Request memory request = _requestOf(payer, payee);
    return Channel({
      balance: account.balance,
      withdrawing: request.amount,
      readyAt: request.readyAt,
      redeemed: account.redeemed,
      fees: (account.feesKept * FEE_UNIT).toUint128()
    });
  }

  function _credit(address payer, address payee, uint256 amount) private {
    if (payer == address(0) || payee == address(0)) revert ZeroAddress();
    if (amount == 0) revert ZeroAmount();
    _accounts[payer][payee].balance += amount.toUint96();
    emit Deposited(payer, payee, msg.sender, amount);
  }

  /// @dev If somebody sent this permit first, the allowance is already set; the deposit reverts if it is too low.
  function _permit(uint256 amount, uint256 deadline, uint8 v, bytes32 r, bytes32 s) private {
    try IERC20Permit(address(token)).permit(msg.sender, address(this), amount, deadline, v, r, s) { }
      catch { }
  }

  function _sum(uint256[] calldata amounts) private pure returns (uint256 sum) {
    for (uint256 i = 0; i < amounts.length; i++) {
      sum += amounts[i];
    }
  }

  /// @dev The payer's request, or zeros if there is none or it has lapsed.
  function _requestOf(address payer, address payee) private view returns (Request memory request) {
    request = _requests[payer][payee];
    if (block.timestamp > uint256(request.readyAt) + WITHDRAWAL_TERM) {
      return Request({ amount: 0, readyAt: 0 });
    }
  }
}
