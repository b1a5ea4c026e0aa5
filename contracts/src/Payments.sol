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
import { Deposits } from "./payments/Deposits.sol";
import { Fees } from "./payments/Fees.sol";

/// @title Deposits, and the vouchers that are paid out of them.
/// @notice A payer deposits once and signs, off chain, how much a payee has earned from it in total. The
/// payee redeems its newest voucher whenever it likes; older ones are then worth nothing. Both legs use it:
/// app to coordinator, coordinator to miner. A payee should not count on a deposit that is being withdrawn.
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

  /// @param limit The most that may be taken from a node's bond until `end`, a Unix time.
  struct BondWindow {
    uint96 taken;
    uint96 limit;
    uint64 end;
  }

  /// @notice keccak256 of the type that a payer signs.
  bytes32 public constant VOUCHER_TYPEHASH =
    keccak256("Voucher(address payer,address payee,uint256 cumulative)");
  /// @notice The part of a node's self-bond that its debts can take in one withdrawal delay, in basis points.
  /// It limits what a leaked operator key can take before the owner can retire the node.
  uint16 public constant BOND_LIMIT_BPS = 1_000;

  mapping(uint256 nodeId => BondWindow) private _bondWindows;

  event Redeemed(
    address indexed payer, address indexed payee, address indexed to, uint256 amount, uint256 redeemed
  );
  event PaidFromBond(address indexed payer, address indexed payee, address indexed to, uint256 amount);

  error BondLimitReached(uint256 nodeId, uint256 until);
  error InvalidVoucher(address payer, address payee, uint256 cumulative);
  /// @notice Only a node has a bond to pay from, and only a node's owner can be paid from it.
  error NotANode(address operator);
  error NotPayee(address payee, address caller);
  /// @notice The voucher is paid already, or its payer's deposit is empty.
  error NothingToRedeem(uint256 redeemed, uint256 balance);

  constructor(IERC20 token_, Staking staking_, uint64 withdrawalDelay_)
    Deposits(token_, staking_, withdrawalDelay_)
    EIP712("Cuckoo Payments", "1")
  { }

  /// @notice Pays what a voucher adds to what was paid before, up to the payer's deposit; the rest can be
  /// redeemed later. Anyone may send it. If the payee is a node, the voters' fee is kept back.
  function redeem(Voucher calldata voucher, bytes calldata signature) external returns (uint256 paid) {
    address to;
    (to, paid) = _debit(voucher, signature);
    if (paid == 0) {
      revert NothingToRedeem(_paid[voucher.payer][voucher.payee].redeemed, _accounts[voucher.payer].balance);
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

  /// @notice For a voucher that the payer's deposit cannot cover: pays what the deposit holds, and the rest
  /// from the self-bond of the payer's node, as an exit that the caller can withdraw after the stake's
  /// cool-down. Takes nothing from the node's voters. Only the wallet that is paid may call, because a
  /// wallet can have only so many exits open.
  function redeemFromBond(Voucher calldata voucher, bytes calldata signature)
    external
    returns (uint256 paid)
  {
    (address to, uint256 fromDeposit) = _debit(voucher, signature);
    (address payer, address payee) = (voucher.payer, voucher.payee);
    if (to != msg.sender) revert NotPayee(payee, msg.sender);
    if (staking.nodeIdOf(payee) == 0) revert NotANode(payee);
    uint256 nodeId = staking.nodeIdOf(payer);
    if (nodeId == 0) revert NotANode(payer);

    Paid storage record = _paid[payer][payee];
    uint256 before = record.redeemed;
    if (voucher.cumulative <= before) revert NothingToRedeem(before, _accounts[payer].balance);
    paid = _takeFromBond(nodeId, voucher.cumulative - before);
    record.redeemed = (before + paid).toUint128();
    emit PaidFromBond(payer, payee, to, paid);

    staking.payFromBond(nodeId, paid, to);
    if (fromDeposit != 0) token.safeTransfer(to, fromDeposit);
  }

  /// @dev Counts as much of `amount` as the node's bond and the limit of the current window allow.
  function _takeFromBond(uint256 nodeId, uint256 amount) private returns (uint256 taken) {
    BondWindow memory window = _bondWindows[nodeId];
    uint256 bond = staking.node(nodeId).selfBond;
    if (block.timestamp >= window.end) {
      uint256 end = block.timestamp + withdrawalDelay;
      window = BondWindow({ taken: 0, limit: (bond * BOND_LIMIT_BPS / BPS).toUint96(), end: end.toUint64() });
    }
    taken = Math.min(amount, Math.min(bond, window.limit - window.taken));
    if (taken == 0) revert BondLimitReached(nodeId, window.end);
    window.taken += taken.toUint96();
    _bondWindows[nodeId] = window;
  }

  /// @dev Checks a voucher, takes what it pays from the payer's deposit and keeps the fee back.
  function _debit(Voucher calldata voucher, bytes calldata signature)
    private
    returns (address to, uint256 amount)
  {
    (address payer, address payee, uint256 cumulative) = (voucher.payer, voucher.payee, voucher.cumulative);
    bytes32 digest = _hashTypedDataV4(keccak256(abi.encode(VOUCHER_TYPEHASH, payer, payee, cumulative)));
    if (payee == address(0) || !_signed(payer, digest, signature)) {
      revert InvalidVoucher(payer, payee, cumulative);
    }
    to = staking.payoutOf(payee);
    bool isNode = to != address(0);
    if (!isNode) to = payee;

    Paid memory paid = _paid[payer][payee];
    if (cumulative <= paid.redeemed) return (to, 0);
    uint256 balance = _accounts[payer].balance;
    amount = Math.min(cumulative - paid.redeemed, balance);
    if (amount == 0) return (to, 0);
    _accounts[payer].balance = (balance - amount).toUint96();
    paid.redeemed += amount.toUint128();
    uint256 fee = isNode ? amount * feeBps / BPS : 0;
    paid.fees += fee.toUint128();
    _paid[payer][payee] = paid;
    amount -= fee;
    emit Redeemed(payer, payee, to, amount, paid.redeemed);
  }

  /// @dev Most payers are plain keys. If ECDSA recovers the payer, its code need not be read.
  function _signed(address payer, bytes32 digest, bytes calldata signature) private view returns (bool) {
    (address signer, ECDSA.RecoverError failure,) = ECDSA.tryRecoverCalldata(digest, signature);
    if (failure == ECDSA.RecoverError.NoError && signer == payer) return true;
    return SignatureChecker.isValidERC1271SignatureNowCalldata(payer, digest, signature);
  }
}
