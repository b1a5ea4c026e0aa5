// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { MessageHashUtils } from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";
import { CAI } from "../../src/CAI.sol";
import { Payments } from "../../src/Payments.sol";
import { Channel } from "../../src/payments/Channels.sol";
import { Fixture } from "../Fixture.sol";

/// @dev Payers fund channels, sign and withdraw; anybody redeems any voucher signed so far, including old ones.
contract PaymentsHandler is Fixture {
  uint64 private constant DELAY = 2 days;
  uint64 private constant TERM = 7 days;
  uint256 public constant FEE_BPS = 777;

  Payments private payments;
  /// @dev Fees kept back so far, whether shared out or not.
  uint256 public fees;
  uint256[3] private keys;
  address[3] public payers;
  /// @dev The first payee is a node's operator key, as is the first payer.
  address[2] public payees;
  mapping(address payer => mapping(address payee => uint256)) public deposited;
  mapping(address payer => mapping(address payee => uint256)) public withdrawn;
  /// @dev The greatest cumulative amount that a payer has signed for a payee.
  mapping(address payer => mapping(address payee => uint256)) public signedFor;
  /// @dev The last request that was neither taken nor cancelled, and when it was made.
  mapping(address payer => mapping(address payee => uint256)) private asked;
  mapping(address payer => mapping(address payee => uint256)) private askedAt;
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

  function deposit(uint256 who, uint256 whom, uint256 amount) external {
    (address payer, address payee) = (payers[who % 3], payees[whom % 2]);
    amount = _bound(amount, 1, 1_000e18);
    deposited[payer][payee] += amount;
    vm.startPrank(admin);
    cai.approve(address(payments), amount);
    payments.deposit(payer, payee, amount);
    vm.stopPrank();
  }

  /// @dev Every fourth voucher adds only about the gwei that fees are rounded to.
  function signVoucher(uint256 who, uint256 whom, uint256 more) external {
    (address payer, address payee) = (payers[who % 3], payees[whom % 2]);
    uint256 cumulative = signedFor[payer][payee] + _bound(more, 1, more % 4 == 0 ? 4 gwei : 1_000e18);
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

  function redeem(uint256 which) public {
    if (vouchers.length == 0) return;
    which %= vouchers.length;
    Payments.Voucher[] memory one = new Payments.Voucher[](1);
    bytes[] memory signature = new bytes[](1);
    (one[0], signature[0]) = (vouchers[which], signatures[which]);
    (uint256 gross, uint256 fee) = dueOf(one[0]);
    assertEq(payments.redeemMany(one, signature), gross - fee);
    fees += fee;
  }

  /// @dev What a voucher takes from its channel, and the voters' part of that.
  function dueOf(Payments.Voucher memory voucher) private view returns (uint256 gross, uint256 fee) {
    Channel memory channel = payments.channelOf(voucher.payer, voucher.payee);
    if (voucher.cumulative <= channel.redeemed) return (0, 0);
    uint256 owed = voucher.cumulative - channel.redeemed;
    gross = owed < channel.balance ? owed : channel.balance;
    bool isNode = staking.nodeIdOf(voucher.payee) != 0;
    fee = isNode ? (gross * FEE_BPS + 1e13 - 1) / 1e13 * 1 gwei : 0;
    if (fee >= gross) return (0, 0);
  }

  function shareFees(uint256 who, uint256 whom) public {
    (address[] memory from, address[] memory to) = (new address[](1), new address[](1));
    (from[0], to[0]) = (payers[who % 3], payees[whom % 2]);
    payments.shareFees(from, to);
  }

  function requestWithdrawal(uint256 who, uint256 whom, uint256 amount) public {
    (address payer, address payee) = (payers[who % 3], payees[whom % 2]);
    uint256 balance = payments.channelOf(payer, payee).balance;
    if (balance == 0) return;
    amount = _bound(amount, 1, balance);
    (asked[payer][payee], askedAt[payer][payee]) = (amount, block.timestamp);
    vm.prank(payer);
    payments.requestWithdrawal(payee, amount);
  }

  function cancelWithdrawal(uint256 who, uint256 whom) external {
    (address payer, address payee) = (payers[who % 3], payees[whom % 2]);
    bool stands = asked[payer][payee] != 0 && block.timestamp <= askedAt[payer][payee] + DELAY + TERM;
    vm.prank(payer);
    try payments.cancelWithdrawal(payee) {
      assertTrue(stands, "nothing to cancel");
      asked[payer][payee] = 0;
    } catch {
      assertFalse(stands, "could not be cancelled");
    }
  }

  function withdraw(uint256 who, uint256 whom) public {
    (address payer, address payee) = (payers[who % 3], payees[whom % 2]);
    uint256 readyAt = askedAt[payer][payee] + DELAY;
    bool due = asked[payer][payee] != 0 && block.timestamp >= readyAt && block.timestamp <= readyAt + TERM;
    (uint256 amount, uint256 balance) = (asked[payer][payee], payments.channelOf(payer, payee).balance);
    if (amount > balance) amount = balance;
    uint256 before = cai.balanceOf(payer);
    vm.prank(payer);
    try payments.withdraw(payee) {
      assertTrue(due, "left before the delay, or after the term");
      assertEq(cai.balanceOf(payer) - before, amount);
      withdrawn[payer][payee] += amount;
      asked[payer][payee] = 0;
    } catch {
      assertFalse(due, "kept after the delay");
    }
  }

  function pass(uint256 duration) external {
    // Up to two delays: some withdrawals are taken, some lapse.
    skip(_bound(duration, 1, 2 * DELAY));
  }

  /// @dev All vouchers are redeemed, then all that is left is withdrawn, then the fees are shared.
  function everybodyLeaves() external {
    for (uint256 i = vouchers.length; i > 0; i--) {
      redeem(i - 1);
    }
    for (uint256 i = 0; i < 6; i++) {
      requestWithdrawal(i, i / 3, type(uint256).max);
    }
    skip(DELAY);
    for (uint256 i = 0; i < 6; i++) {
      withdraw(i, i / 3);
      shareFees(i, i / 3);
    }
  }
}
