// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { SafeERC20 } from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import { ECDSA } from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import { EIP712 } from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import { SignatureChecker } from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { SafeCast } from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import { Staking } from "./Staking.sol";
import { Channels } from "./payments/Channels.sol";
import { Fees } from "./payments/Fees.sol";

/// @title Channels, and the vouchers that are paid out of them.
/// @notice A payer funds a channel to a payee and signs, off chain, how much the payee has earned from it in
/// total. The payee redeems its newest voucher whenever it likes; older ones are then worth nothing. Both legs
/// use it: app to coordinator, coordinator to miner. A voucher is good for what its channel holds.
contract Payments is Fees, EIP712 {
  using SafeCast for uint256;
  using SafeERC20 for IERC20;

  /// @param payee An operator key; the money goes to its node's owner, or to the key itself if it has no node.
  /// @param cumulative The total that the payer has owed the payee since the start, in wei.
  struct Voucher {
    address payer;
    address payee;
    uint256 cumulative;
  }

  /// @notice keccak256 of the type that a payer signs.
  bytes32 public constant VOUCHER_TYPEHASH =
    keccak256("Voucher(address payer,address payee,uint256 cumulative)");

  event Redeemed(
    address indexed payer, address indexed payee, address indexed to, uint256 amount, uint256 redeemed
  );

  error InvalidVoucher(address payer, address payee, uint256 cumulative);
  /// @notice The voucher is paid already, its channel is empty, or the fee would be all that it pays.
  error NothingToRedeem(uint256 redeemed, uint256 balance);

  constructor(IERC20 token_, Staking staking_, uint64 withdrawalDelay_)
    Channels(token_, staking_, withdrawalDelay_)
    EIP712("Cuckoo Payments", "1")
  { }

  /// @notice Pays what a voucher adds to what was paid before, up to the channel's balance; the rest can be
  /// redeemed later. Anyone may send it. If the payee is a node, the voters' fee is kept back.
  function redeem(Voucher calldata voucher, bytes calldata signature) external returns (uint256 paid) {
    address to;
    (to, paid) = _debit(voucher, signature);
    if (paid == 0) {
      Account memory account = _accounts[voucher.payer][voucher.payee];
      revert NothingToRedeem(account.redeemed, account.balance);
    }
    token.safeTransfer(to, paid);
  }

  /// @notice `redeem` for many vouchers. Those with nothing to pay are skipped, so that somebody who redeems
  /// one of them first cannot make the whole call fail.
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
      // Usually one owner redeems from many payers, so consecutive payments to one wallet share a transfer.
      if (to != receiver) {
        if (due != 0) token.safeTransfer(receiver, due);
        (receiver, due) = (to, 0);
      }
      due += amount;
    }
    if (due != 0) token.safeTransfer(receiver, due);
  }

  /// @dev Checks a voucher, takes what it pays from its channel and keeps the fee back.
  function _debit(Voucher calldata voucher, bytes calldata signature)
    private
    returns (address to, uint256 amount)
  {
    (address payer, address payee) = (voucher.payer, voucher.payee);
    if (payee == address(0) || !_signed(payer, _digest(voucher), signature)) {
      revert InvalidVoucher(payer, payee, voucher.cumulative);
    }
    to = staking.payoutOf(payee);
    bool isNode = to != address(0);
    if (!isNode) to = payee;

    Account memory account = _accounts[payer][payee];
    uint256 gross = Math.min(Math.saturatingSub(voucher.cumulative, account.redeemed), account.balance);
    uint256 feeUnits = isNode ? _feeUnits(gross) : 0;
    amount = Math.saturatingSub(gross, feeUnits * FEE_UNIT);
    // Nothing is owed, or only so little that the fee would be all of it: then it waits until more is owed.
    if (amount == 0) return (to, 0);
    account.balance -= gross.toUint96();
    account.redeemed += gross.toUint96();
    account.feesKept += feeUnits.toUint64();
    _accounts[payer][payee] = account;
    emit Redeemed(payer, payee, to, amount, account.redeemed);
  }

  function _digest(Voucher calldata voucher) private view returns (bytes32) {
    return _hashTypedDataV4(
      keccak256(abi.encode(VOUCHER_TYPEHASH, voucher.payer, voucher.payee, voucher.cumulative))
    );
  }

  /// @dev Most payers are plain keys. If ECDSA recovers the payer, its code need not be read.
  function _signed(address payer, bytes32 digest, bytes calldata signature) private view returns (bool) {
    (address signer, ECDSA.RecoverError failure,) = ECDSA.tryRecoverCalldata(digest, signature);
    if (failure == ECDSA.RecoverError.NoError && signer == payer) return true;
    return SignatureChecker.isValidERC1271SignatureNowCalldata(payer, digest, signature);
  }
}
