// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Channels } from "../../src/payments/Channels.sol";
import { Emission } from "../../src/staking/Emission.sol";
import { Pools } from "../../src/staking/Pools.sol";
import { Role } from "../../src/staking/Node.sol";
import { PaymentsFixture } from "../payments/PaymentsFixture.sol";

/// @dev Amounts of one wei and of zero, at every entry point.
contract DustAttacksTest is PaymentsFixture {
  uint256 private id;

  function setUp() public override {
    super.setUp();
    id = registerMiner(alice);
  }

  function test_zeroEverywhere() public {
    uint256 other = registerNode(carol, "other", Role.Miner, 0, MINER_MINIMUM);
    bytes4 refusal = Pools.ZeroAmount.selector;
    vm.startPrank(alice);
    vm.expectRevert(refusal);
    staking.stake(0);
    vm.expectRevert(refusal);
    staking.vote(id, 0);
    vm.expectRevert(refusal);
    staking.unvote(id, 0);
    vm.expectRevert(refusal);
    staking.moveVote(id, other, 0);
    vm.expectRevert(refusal);
    staking.unstake(0);
    vm.expectRevert(refusal);
    staking.reward(id, 0);
    assertEq(staking.claim(new uint256[](0), alice), 0);
    assertEq(staking.claim(single(id), alice), 0);
    assertEq(staking.compound(single(0), 0), 0);
    vm.expectRevert(Channels.ZeroAmount.selector);
    payments.deposit(alice, bob, 0);
    vm.expectRevert(Channels.ZeroAmount.selector);
    payments.requestWithdrawal(bob, 0);
    vm.stopPrank();
    vm.startPrank(admin);
    vm.expectRevert(refusal);
    staking.slash(id, 0, admin);
    vm.expectRevert(Emission.ZeroDuration.selector);
    staking.fund(1, 0);
    vm.expectRevert(abi.encodeWithSelector(Emission.EmissionTooSmall.selector, 0, 1));
    staking.fund(0, 1);
    vm.stopPrank();
  }

  /// @dev Votes and unvotes one wei many times: the voter gains nothing, the pool loses nothing.
  function testFuzz_dustThereAndBackNeverGains(uint256 rounds, uint256 slashed) public {
    rounds = _bound(rounds, 1, 16);
    // The node stays active, and takes votes.
    slashed = _bound(slashed, 1, MINER_MINIMUM / 21);
    vm.prank(admin);
    staking.slash(id, slashed, admin);
    uint256 before = staking.node(id).assets;
    giveAndStake(bob, rounds);
    for (uint256 i = 0; i < rounds; i++) {
      vm.startPrank(bob);
      staking.vote(id, 1);
      uint256 votes = staking.votesOf(bob, id);
      if (votes != 0) staking.unvote(id, votes);
      vm.stopPrank();
    }
    assertGe(staking.node(id).assets, before);
    skip(COOL_DOWN);
    uint256 open = staking.exitsOf(bob).length;
    for (uint256 i = 0; i < open; i++) {
      uint256 exitId = staking.exitsOf(bob)[0].id;
      vm.prank(bob);
      staking.withdraw(exitId, bob);
    }
    assertLe(cai.balanceOf(bob) + staking.votesOf(bob, id) + staking.idleOf(bob), rounds);
  }

  function test_oneWeiEverywhere() public {
    fund(1e18 * 1 days, 1 days);
    vote(bob, id, 1);
    skip(1 hours);
    assertLe(claim(bob, id), 1e18);
    vm.prank(admin);
    assertEq(staking.slash(id, 1, admin), 1);
    reward(id, 1);
    assertLe(staking.votesOf(bob, id), 1);
    fill(bob, carol, 1);
    assertEq(redeem(1), 1);
    vm.startPrank(bob);
    payments.requestWithdrawal(carol, 1);
    skip(DELAY);
    payments.withdraw(carol);
    vm.stopPrank();
    assertEq(cai.balanceOf(address(staking)), staking.totalAssets() + staking.vault());
  }
}
