// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Exit } from "../../src/staking/Exits.sol";
import { Role } from "../../src/staking/Node.sol";
import { Payments } from "../../src/Payments.sol";
import { PaymentsFixture } from "./PaymentsFixture.sol";

contract RedeemFromBondTest is PaymentsFixture {
  uint256 private constant LIMIT = COORDINATOR_MINIMUM / 10;
  uint256 private coordinator;

  function setUp() public override {
    super.setUp();
    registerMiner(alice);
    coordinator = registerNode(carol, "payer", Role.Coordinator, 0, COORDINATOR_MINIMUM);
    vote(bob, coordinator, 500_000e18);
  }

  function redeemFromBond(uint256 cumulative) private returns (uint256) {
    Payments.Voucher memory v = voucher(payee, cumulative);
    bytes memory signature = signed(v);
    vm.prank(alice);
    return payments.redeemFromBond(v, signature);
  }

  function refuse(uint256 cumulative, bytes memory refusal) private {
    Payments.Voucher memory v = voucher(payee, cumulative);
    bytes memory signature = signed(v);
    vm.prank(alice);
    vm.expectRevert(refusal);
    payments.redeemFromBond(v, signature);
  }

  function testFuzz_theBondPaysWhatTheDepositLacks(uint256 lack) public {
    lack = _bound(lack, 1, LIMIT);
    vm.expectEmit(address(payments));
    emit Payments.PaidFromBond(payer, payee, alice, lack);
    assertEq(redeemFromBond(1_000e18 + lack), lack);
    assertEq(cai.balanceOf(alice), 1_000e18);
    assertEq(payments.redeemed(payer, payee), 1_000e18 + lack);
    assertEq(staking.votesOf(carol, coordinator), COORDINATOR_MINIMUM - lack);
    assertEq(staking.votesOf(bob, coordinator), 500_000e18);
    assertFalse(staking.node(coordinator).active);
    Exit memory exit = staking.exitsOf(alice)[0];
    assertEq(exit.amount, lack);
    assertEq(exit.readyAt, block.timestamp + COOL_DOWN);
    refuse(1_000e18 + lack, abi.encodeWithSelector(Payments.NothingToRedeem.selector, 1_000e18 + lack, 0));
  }

  function test_oneTimeTakesATenthOfTheBondAtMost() public {
    assertEq(redeemFromBond(1_000_000e18), LIMIT);
    bytes memory refusal =
      abi.encodeWithSelector(Payments.BondLimitReached.selector, coordinator, block.timestamp + DELAY);
    refuse(1_000_000e18, refusal);
    skip(DELAY - 1);
    refuse(1_000_000e18, refusal);
    skip(1);
    assertEq(redeemFromBond(1_000_000e18), (COORDINATOR_MINIMUM - LIMIT) / 10);
  }

  function test_aLimitPartlyUsedIsUsedUp() public {
    assertEq(redeemFromBond(1_000e18 + 1e18), 1e18);
    assertEq(redeemFromBond(1_000_000e18), LIMIT - 1e18);
  }

  function test_theLimitIsNoMoreThanTheBondLeft() public {
    redeemFromBond(1_000e18 + 1);
    vm.startPrank(carol);
    staking.unvote(coordinator, COORDINATOR_MINIMUM - 6);
    vm.stopPrank();
    assertEq(redeemFromBond(1_000_000e18), 5);
  }

  function test_aDepositThatSufficesIsRedeemedTheUsualWay() public {
    refuse(1_000e18, abi.encodeWithSelector(Payments.NothingToRedeem.selector, 1_000e18, 0));
    assertEq(redeem(1_000e18), 1_000e18);
  }

  function test_onlyTheWalletThatIsPaidCalls() public {
    Payments.Voucher memory v = voucher(payee, 2_000e18);
    bytes memory signature = signed(v);
    vm.prank(bob);
    vm.expectRevert(abi.encodeWithSelector(Payments.NotPayee.selector, payee, bob));
    payments.redeemFromBond(v, signature);
  }

  function test_bothEndsMustBeNodes() public {
    Payments.Voucher memory v = voucher(bob, 2_000e18);
    bytes memory signature = signed(v);
    vm.prank(bob);
    vm.expectRevert(abi.encodeWithSelector(Payments.NotANode.selector, bob));
    payments.redeemFromBond(v, signature);

    (payer, payerKey) = makeAddrAndKey("an app");
    v = voucher(payee, 1e18);
    signature = signed(v);
    vm.prank(alice);
    vm.expectRevert(abi.encodeWithSelector(Payments.NotANode.selector, payer));
    payments.redeemFromBond(v, signature);
  }
}
