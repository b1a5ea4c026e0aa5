// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { IERC20Permit } from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import { SafeERC20 } from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import { EIP712 } from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import { SignatureChecker } from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { SafeCast } from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import { Staking } from "./Staking.sol";

/// @title Deposits, and the vouchers that are paid out of them.
/// @notice A payer deposits once and signs, off the chain, how much a payee has earned from it in all. The payee
/// redeems its newest voucher whenever it likes; older ones are then worth nothing. Both legs use it: app to
/// coordinator, coordinator to miner. A payee should count on no deposit that is being withdrawn.
contract Payments is EIP712 {
  using SafeCast for uint256;
  using SafeERC20 for IERC20;

  /// @param payee An operator key; the money goes to its node's owner, or to the key itself if it has no node.
  /// @param cumulative All the payer has ever owed the payee, in wei.
  struct Voucher {
    address payer;
    address payee;
    uint256 cumulative;
  }

  struct Account {
    uint128 balance;
    uint128 withdrawing;
    uint64 readyAt;
  }

  /// @notice keccak256 of the type that a payer signs.
  bytes32 public constant VOUCHER_TYPEHASH =
    keccak256("Voucher(address payer,address payee,uint256 cumulative)");

  IERC20 public immutable token;
  /// @notice Says to which wallet an operator key's money goes.
  Staking public immutable staking;
  /// @notice Seconds from asking for a deposit back to getting it, in which payees can redeem.
  uint64 public immutable withdrawalDelay;

  /// @notice How much of a payer's vouchers to a payee has been paid, in wei.
  mapping(address payer => mapping(address payee => uint256)) public redeemed;
  mapping(address payer => Account) private _accounts;

  event Deposited(address indexed payer, address indexed by, uint256 amount);
  event Redeemed(
    address indexed payer, address indexed payee, address indexed to, uint256 amount, uint256 redeemed
  );
  event WithdrawalRequested(address indexed payer, uint256 amount, uint256 readyAt);
  event WithdrawalCancelled(address indexed payer);
  event DepositWithdrawn(address indexed payer, uint256 amount);

  error InsufficientBalance(uint256 balance, uint256 amount);
  error InvalidVoucher(address payer, address payee, uint256 cumulative);
  error LengthMismatch(uint256 vouchers, uint256 signatures);
  error NoWithdrawal();
  /// @notice The voucher is paid already, or its payer's deposit is empty.
  error NothingToRedeem(uint256 redeemed, uint256 balance);
  error WithdrawalNotReady(uint256 readyAt);
  error ZeroAddress();
  error ZeroAmount();

  constructor(IERC20 token_, Staking staking_, uint64 withdrawalDelay_) EIP712("Cuckoo Payments", "1") {
    token = token_;
    staking = staking_;
    withdrawalDelay = withdrawalDelay_;
  }

  /// @notice Adds `amount` tokens of the caller to the deposit of `payer`.
  function deposit(address payer, uint256 amount) public {
    if (payer == address(0)) revert ZeroAddress();
    if (amount == 0) revert ZeroAmount();
    _accounts[payer].balance += amount.toUint128();
    emit Deposited(payer, msg.sender, amount);

    token.safeTransferFrom(msg.sender, address(this), amount);
  }

  /// @notice `deposit` with the caller's ERC-2612 permit in place of an earlier approval.
  function depositWithPermit(address payer, uint256 amount, uint256 deadline, uint8 v, bytes32 r, bytes32 s)
    external
  {
    // A permit that somebody else sent first has already set the allowance; `deposit` then tells if it is short.
    try IERC20Permit(address(token)).permit(msg.sender, address(this), amount, deadline, v, r, s) { }
      catch { }
    deposit(payer, amount);
  }

  /// @notice Pays what a voucher adds to what was paid before, as far as the payer's deposit goes; the rest can
  /// be redeemed later. Anyone may send it.
  function redeem(Voucher calldata voucher, bytes calldata signature) external returns (uint256 paid) {
    address to;
    (to, paid) = _debit(voucher, signature);
    if (paid == 0) {
      revert NothingToRedeem(redeemed[voucher.payer][voucher.payee], _accounts[voucher.payer].balance);
    }
    token.safeTransfer(to, paid);
  }

  /// @notice `redeem` for many; vouchers with nothing to pay are passed over, so that somebody who redeems one of
  /// them first does not undo the rest.
  function redeemMany(Voucher[] calldata vouchers, bytes[] calldata signatures)
    external
    returns (uint256 paid)
  {
    if (vouchers.length != signatures.length) {
      revert LengthMismatch(vouchers.length, signatures.length);
    }
    address receiver;
    uint256 due;
    for (uint256 i = 0; i < vouchers.length; i++) {
      (address to, uint256 amount) = _debit(vouchers[i], signatures[i]);
      paid += amount;
      // Mostly one owner redeems from many payers: neighbours that go to one wallet are one transfer.
      if (to != receiver) {
        if (due != 0) token.safeTransfer(receiver, due);
        (receiver, due) = (to, 0);
      }
      due += amount;
    }
    if (due != 0) token.safeTransfer(receiver, due);
  }

  /// @notice Asks for `amount` of the caller's deposit back, in place of what was asked for before; the delay
  /// starts now. Vouchers are paid out of the whole deposit until then.
  function requestWithdrawal(uint256 amount) external {
    if (amount == 0) revert ZeroAmount();
    Account storage account = _accounts[msg.sender];
    if (amount > account.balance) revert InsufficientBalance(account.balance, amount);
    account.withdrawing = amount.toUint128();
    account.readyAt = (block.timestamp + withdrawalDelay).toUint64();
    emit WithdrawalRequested(msg.sender, amount, account.readyAt);
  }

  /// @notice Leaves in the deposit what the caller had asked for.
  function cancelWithdrawal() external {
    Account storage account = _accounts[msg.sender];
    if (account.withdrawing == 0) revert NoWithdrawal();
    (account.withdrawing, account.readyAt) = (0, 0);
    emit WithdrawalCancelled(msg.sender);
  }

  /// @notice Sends the caller what it asked for, or what its vouchers have left of it.
  function withdraw() external {
    Account storage account = _accounts[msg.sender];
    if (account.withdrawing == 0) revert NoWithdrawal();
    if (block.timestamp < account.readyAt) revert WithdrawalNotReady(account.readyAt);
    uint256 amount = Math.min(account.withdrawing, account.balance);
    account.balance -= amount.toUint128();
    (account.withdrawing, account.readyAt) = (0, 0);
    emit DepositWithdrawn(msg.sender, amount);

    token.safeTransfer(msg.sender, amount);
  }

  /// @notice The payer's deposit, what it has asked back included.
  function balanceOf(address payer) external view returns (uint256) {
    return _accounts[payer].balance;
  }

  /// @notice What the payer has asked back, and from when it can take it; zeros where nothing is asked.
  function withdrawalOf(address payer) external view returns (uint256 amount, uint64 readyAt) {
    Account memory account = _accounts[payer];
    return (account.withdrawing, account.readyAt);
  }

  /// @dev Checks a voucher and takes what it pays from the payer's deposit.
  function _debit(Voucher calldata voucher, bytes calldata signature)
    private
    returns (address to, uint256 amount)
  {
    (address payer, address payee, uint256 cumulative) = (voucher.payer, voucher.payee, voucher.cumulative);
    bytes32 digest = _hashTypedDataV4(keccak256(abi.encode(VOUCHER_TYPEHASH, payer, payee, cumulative)));
    if (payee == address(0) || !SignatureChecker.isValidSignatureNowCalldata(payer, digest, signature)) {
      revert InvalidVoucher(payer, payee, cumulative);
    }
    to = staking.payoutOf(payee);
    if (to == address(0)) to = payee;

    uint256 before = redeemed[payer][payee];
    if (cumulative <= before) return (to, 0);
    uint256 balance = _accounts[payer].balance;
    amount = Math.min(cumulative - before, balance);
    if (amount == 0) return (to, 0);
    _accounts[payer].balance = (balance - amount).toUint128();
    redeemed[payer][payee] = before + amount;
    emit Redeemed(payer, payee, to, amount, before + amount);
  }
}
