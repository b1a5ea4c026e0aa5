// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Payments } from "../../src/Payments.sol";
import { Channel, Channels } from "../../src/payments/Channels.sol";
import { Role } from "../../src/staking/Node.sol";
import { PaymentsFixture } from "../payments/PaymentsFixture.sol";

/// @dev Attacks that worked while a payer had one deposit for all payees, and a bond paid what it lacked.
contract ChannelsAttacksTest is PaymentsFixture {
  address private accomplice = makeAddr("accomplice");

  function refuse(address to, uint256 cumulative, bytes memory refusal) private {
    Payments.Voucher memory v = voucher(to, cumulative);
    bytes memory signature = signed(v);
    vm.expectRevert(refusal);
    payments.redeem(v, signature);
  }

  /// @dev Before: the voucher to a key of its own emptied the deposit without delay, and the honest payee's
  /// voucher was worth nothing.
  function test_aPayerCannotSpendWhatItSetAsideForAnother() public {
    refuse(payer, 1_000e18, abi.encodeWithSelector(Payments.NothingToRedeem.selector, 0, 0));
    refuse(accomplice, 1_000e18, abi.encodeWithSelector(Payments.NothingToRedeem.selector, 0, 0));
    vm.startPrank(payer);
    payments.requestWithdrawal(payee, 1_000e18);
    vm.expectRevert(abi.encodeWithSelector(Channels.WithdrawalNotReady.selector, block.timestamp + DELAY));
    payments.withdraw(payee);
    vm.stopPrank();
    skip(DELAY - 1);
    assertEq(redeem(1_000e18), 1_000e18);
  }

  /// @dev Before: with the deposit spent so and the bond unvoted in the same block, `redeemFromBond` reverted.
  function test_aCoordinatorThatUnvotesItsBondStillPaysWhatItSetAside() public {
    uint256 id = registerNode(carol, "payer", Role.Coordinator, 0, COORDINATOR_MINIMUM);
    refuse(accomplice, 1_000e18, abi.encodeWithSelector(Payments.NothingToRedeem.selector, 0, 0));
    vm.prank(carol);
    staking.unvote(id, COORDINATOR_MINIMUM);
    assertEq(redeem(1_000e18), 1_000e18);
  }

  /// @dev Before: a payee with a node took a tenth of the payer's bond in every withdrawal delay, for vouchers
  /// from a leaked operator key; and an honest payee found the limit used up.
  function test_vouchersOfALeakedKeyTakeNothingFromTheBond() public {
    uint256 id = registerNode(carol, "payer", Role.Coordinator, 0, COORDINATOR_MINIMUM);
    registerNode(bob, "accomplice", Role.Miner, 0, MINER_MINIMUM);
    for (uint256 i = 0; i < 3; i++) {
      refuse(accomplice, 1_000_000e18, abi.encodeWithSelector(Payments.NothingToRedeem.selector, 0, 0));
      skip(DELAY);
    }
    assertEq(staking.node(id).selfBond, COORDINATOR_MINIMUM);
    assertEq(redeem(2_000e18), 1_000e18);
    assertEq(staking.node(id).selfBond, COORDINATOR_MINIMUM);
  }

  /// @dev Before: of 3 wei a call, a fee of 30 % was rounded down to nothing.
  function testFuzz_aFeeCannotBeRoundedAway(uint40[8] memory parts) public {
    registerMiner(alice);
    setFees(3_000, 0);
    uint256 cumulative = 0;
    for (uint256 i = 0; i < parts.length; i++) {
      // From 3 wei to some gwei, the unit that fees are kept in.
      cumulative += _bound(parts[i], 3, 3 gwei);
      Payments.Voucher[] memory vouchers = new Payments.Voucher[](1);
      bytes[] memory signatures = new bytes[](1);
      vouchers[0] = voucher(payee, cumulative);
      signatures[0] = signed(vouchers[0]);
      uint256 before = payments.channelOf(payer, payee).redeemed;
      uint256 paid = payments.redeemMany(vouchers, signatures);
      Channel memory channel = payments.channelOf(payer, payee);
      assertGe(uint256(channel.fees) * 10_000, uint256(channel.redeemed) * 3_000);
      // What pays nothing uses nothing up, and no fee is more than its payment.
      if (paid == 0) assertEq(channel.redeemed, before);
      assertEq(cai.balanceOf(alice) + channel.fees, channel.redeemed);
    }
  }

  /// @dev Before: a request stayed good for ever. Made long ago, it was a withdrawal without delay.
  function test_aRequestMadeLongAgoIsNoWithdrawalWithoutDelay() public {
    vm.prank(payer);
    payments.requestWithdrawal(payee, 1_000e18);
    skip(365 days);
    vm.prank(payer);
    vm.expectRevert(Channels.NoWithdrawal.selector);
    payments.withdraw(payee);
    assertEq(redeem(1_000e18), 1_000e18);
  }

  /// @dev Neither hastens nor delays the payer's way out, nor changes what its vouchers are worth.
  function test_aStrangersDepositOfDustChangesNoRequest() public {
    vm.prank(payer);
    payments.requestWithdrawal(payee, 400e18);
    Channel memory before = payments.channelOf(payer, payee);
    skip(DELAY / 2);
    fill(payer, payee, 1);
    Channel memory later = payments.channelOf(payer, payee);
    assertEq(later.withdrawing, before.withdrawing);
    assertEq(later.readyAt, before.readyAt);
    assertEq(later.balance, uint256(before.balance) + 1);
    vm.warp(before.readyAt);
    vm.prank(payer);
    payments.withdraw(payee);
    assertEq(redeem(1_000e18), 600e18 + 1);
  }

  /// @dev In the second in which a withdrawal is ready, either order leaves the sum the same.
  function testFuzz_aVoucherAndAWithdrawalShareOneBalance(bool voucherFirst, uint256 asked, uint256 owed)
    public
  {
    (asked, owed) = (_bound(asked, 1, 1_000e18), _bound(owed, 1, 2_000e18));
    vm.prank(payer);
    payments.requestWithdrawal(payee, asked);
    skip(DELAY);
    if (voucherFirst) redeem(owed);
    vm.prank(payer);
    payments.withdraw(payee);
    if (!voucherFirst && asked < 1_000e18) redeem(owed);
    assertEq(cai.balanceOf(payer) + cai.balanceOf(payee) + balance(), 1_000e18);
    assertEq(cai.balanceOf(address(payments)), balance());
    if (voucherFirst) assertEq(cai.balanceOf(payee), owed < 1_000e18 ? owed : 1_000e18);
  }
}
