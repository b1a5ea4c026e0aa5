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

  /// @dev The most gas that a payer's contract may use in `redeemMany`: several times what common wallets need.
  uint256 private constant WALLET_GAS = 200_000;

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
    if (!_signedByKey(voucher, signature) && !isSignedByWallet(voucher, signature)) {
      revert InvalidVoucher(voucher.payer, voucher.payee, voucher.cumulative);
    }
    address to;
    (to, paid) = _debit(voucher);
    if (paid == 0) {
      Account memory account = _accounts[voucher.payer][voucher.payee];
      revert NothingToRedeem(account.redeemed, account.balance);
    }
    token.safeTransfer(to, paid);
  }

  /// @notice `redeem` for many vouchers. Those that pay nothing are skipped, so that neither somebody who redeems one of
  /// them first nor a payer whose contract refuses its own signature can make the whole call fail. A payer's contract
  /// that needs more than 200,000 gas is skipped too; `redeem` asks it without a limit.
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
      if (!_signedByKey(vouchers[i], signatures[i]) && !_signedByWallet(vouchers[i], signatures[i])) {
        continue;
      }
      (address to, uint256 amount) = _debit(vouchers[i]);
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

  /// @notice Whether a payer that is a contract takes this for its signature, by ERC-1271.
  function isSignedByWallet(Voucher calldata voucher, bytes calldata signature) public view returns (bool) {
    return SignatureChecker.isValidERC1271SignatureNowCalldata(voucher.payer, _digest(voucher), signature);
  }

  /// @dev Deducts a signed voucher's payment from its channel and sets the fee aside. No channel can pay the zero
  /// address, because nobody can fund one.
  function _debit(Voucher calldata voucher) private returns (address to, uint256 amount) {
    (address payer, address payee) = (voucher.payer, voucher.payee);
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
  function _signedByKey(Voucher calldata voucher, bytes calldata signature) private view returns (bool) {
    (address signer, ECDSA.RecoverError failure,) = ECDSA.tryRecoverCalldata(_digest(voucher), signature);
    return failure == ECDSA.RecoverError.NoError && signer == voucher.payer;
  }

  /// @dev A call, because only a call can be given less gas.
  function _signedByWallet(Voucher calldata voucher, bytes calldata signature) private view returns (bool) {
    if (voucher.payer.code.length == 0) return false;
    try this.isSignedByWallet{ gas: WALLET_GAS }(voucher, signature) returns (bool valid) {
      return valid;
    } catch {
      return false;
    }
  }
}
