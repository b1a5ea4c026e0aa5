// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { MessageHashUtils } from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";
import { CAI } from "../../src/CAI.sol";
import { Payments } from "../../src/Payments.sol";
import { Fixture } from "../Fixture.sol";

/// @dev Payers deposit, sign and withdraw; anybody redeems any voucher signed so far, including old ones.
contract PaymentsHandler is Fixture {
  uint64 private constant DELAY = 2 days;
  uint256 public constant FEE_BPS = 777;

  Payments private payments;
  /// @dev Fees kept back so far, whether shared out or not.
  uint256 public fees;
  /// @dev Paid from the bond of the first payer's node, on top of the deposit.
  uint256 public fromBond;
  uint256[3] private keys;
  address[3] public payers;
  /// @dev The first payee is a node's operator key, as is the first payer.
  address[2] public payees;
  /// @dev The greatest cumulative amount that a payer has signed for a payee.
  mapping(address payer => mapping(address payee => uint256)) public signedFor;
  /// @dev At most a tenth of a node's bond can be taken in one withdrawal delay.
  uint256 private windowEnd;
  uint256 private windowLeft;
  Payments.Voucher[] private vouchers;
  bytes[] private signatures;

  constructor(CAI cai_, Payments payments_, address admin_) {
    (cai, payments, admin) = (cai_, payments_, admin_);
    staking = payments.staking();
    for (uint256 i = 0; i < 3; i++) {
      (payers[i], keys[i]) = makeAddrAndKey(string(abi.encodePacked("payer", i)));
    }
    (payees[0], payees[1]) = (makeAddr("payee0"), makeAddr("payee1"));
  }

  function deposit(uint256 who, uint256 amount) external {
    amount = _bound(amount, 1, 1_000e18);
    vm.startPrank(admin);
    cai.approve(address(payments), amount);
    payments.deposit(payers[who % 3], amount);
    vm.stopPrank();
  }

  function signVoucher(uint256 who, uint256 whom, uint256 more) external {
    (address payer, address payee) = (payers[who % 3], payees[whom % 2]);
    uint256 cumulative = signedFor[payer][payee] + _bound(more, 1, 1_000e18);
    signedFor[payer][payee] = cumulative;
    vouchers.push(Payments.Voucher({ payer: payer, payee: payee, cumulative: cumulative }));
    bytes32 structHash = keccak256(abi.encode(payments.VOUCHER_TYPEHASH(), payer, payee, cumulative));
    signatures.push(
      sign(
        keys[who % 3],
        MessageHashUtils.toTypedDataHash(domain("Cuckoo Payments", address(payments)), structHash)
      )
    );
  }

  function redeem(uint256 which) external {
    if (vouchers.length == 0) return;
    which %= vouchers.length;
    Payments.Voucher[] memory one = new Payments.Voucher[](1);
    bytes[] memory signature = new bytes[](1);
    (one[0], signature[0]) = (vouchers[which], signatures[which]);
    (uint256 gross, uint256 fee,) = dueOf(one[0]);
    assertEq(payments.redeemMany(one, signature), gross - fee);
    fees += fee;
  }

  /// @dev A voucher of the first payer to the first payee that the deposit cannot cover.
  function redeemFromBond(uint256 which) external {
    if (vouchers.length == 0) return;
    which %= vouchers.length;
    Payments.Voucher memory voucher = vouchers[which];
    if (voucher.payer != payers[0] || voucher.payee != payees[0]) return;
    (uint256 gross, uint256 fee, uint256 lack) = dueOf(voucher);
    uint256 id = staking.nodeIdOf(payers[0]);
    address owner = staking.payoutOf(payees[0]);
    uint256 bond = staking.node(id).selfBond;
    if (lack == 0 || staking.exitsOf(owner).length == staking.MAX_EXITS()) return;
    if (block.timestamp >= windowEnd) (windowEnd, windowLeft) = (block.timestamp + DELAY, bond / 10);
    uint256 expected = lack < windowLeft ? lack : windowLeft;
    if (expected == 0) return;
    vm.prank(owner);
    assertEq(payments.redeemFromBond(voucher, signatures[which]), expected);
    assertEq(staking.node(id).selfBond, bond - expected);
    windowLeft -= expected;
    fromBond += expected;
    fees += fee;
    assertLe(gross, signedFor[payers[0]][payees[0]]);
  }

  /// @dev What a voucher takes from the deposit, the voters' part of that, and what the deposit lacks.
  function dueOf(Payments.Voucher memory voucher)
    private
    view
    returns (uint256 gross, uint256 fee, uint256 lack)
  {
    uint256 before = payments.redeemed(voucher.payer, voucher.payee);
    if (voucher.cumulative <= before) return (0, 0, 0);
    uint256 owed = voucher.cumulative - before;
    uint256 balance = payments.balanceOf(voucher.payer);
    gross = owed < balance ? owed : balance;
    lack = owed - gross;
    fee = staking.nodeIdOf(voucher.payee) == 0 ? 0 : gross * FEE_BPS / 10_000;
  }

  function shareFees(uint256 who, uint256 whom) external {
    (address[] memory from, address[] memory to) = (new address[](1), new address[](1));
    (from[0], to[0]) = (payers[who % 3], payees[whom % 2]);
    payments.shareFees(from, to);
  }

  function requestWithdrawal(uint256 who, uint256 amount) external {
    uint256 balance = payments.balanceOf(payers[who % 3]);
    if (balance == 0) return;
    vm.prank(payers[who % 3]);
    payments.requestWithdrawal(_bound(amount, 1, balance));
  }

  function cancelWithdrawal(uint256 who) external {
    (uint256 asked,) = payments.withdrawalOf(payers[who % 3]);
    if (asked == 0) return;
    vm.prank(payers[who % 3]);
    payments.cancelWithdrawal();
  }

  function withdraw(uint256 who) external {
    address payer = payers[who % 3];
    (uint256 asked, uint64 readyAt) = payments.withdrawalOf(payer);
    if (asked == 0) return;
    vm.prank(payer);
    try payments.withdraw() {
      assertGe(block.timestamp, readyAt, "left before the delay");
    } catch {
      assertLt(block.timestamp, readyAt, "kept after the delay");
    }
  }

  function pass(uint256 duration) external {
    skip(_bound(duration, 1, DELAY));
  }
}
