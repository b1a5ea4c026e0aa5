// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Role } from "../../src/staking/Node.sol";
import { Exits } from "../../src/staking/Exits.sol";
import { Pools } from "../../src/staking/Pools.sol";
import { Fixture } from "../Fixture.sol";

contract VoteTest is Fixture {
  uint256 private id;

  function setUp() public override {
    super.setUp();
    id = registerMiner(alice);
  }

  function testFuzz_voteMovesIdleStakeToTheNode(uint256 held, uint256 amount) public {
    held = _bound(held, 1, cai.balanceOf(admin));
    amount = _bound(amount, 1, held);
    giveAndStake(bob, held);
    vm.expectEmit(address(staking));
    emit Pools.WeightChanged(id, MINER_MINIMUM + amount);
    vm.expectEmit(address(staking));
    emit Pools.Voted(bob, id, amount);
    vm.prank(bob);
    staking.vote(id, amount);
    assertEq(staking.idleOf(bob), held - amount);
    assertEq(staking.votesOf(bob, id), amount);
    assertEq(staking.weightOf(id), MINER_MINIMUM + amount);
    assertEq(staking.node(id).selfBond, MINER_MINIMUM);
    assertEq(staking.totalAssets(), MINER_MINIMUM + held);
  }

  function test_noMoreThanIdle() public {
    giveAndStake(bob, 5);
    vm.startPrank(bob);
    vm.expectRevert(abi.encodeWithSelector(Pools.InsufficientIdle.selector, 5, 6));
    staking.vote(id, 6);
    vm.expectRevert(Pools.ZeroAmount.selector);
    staking.vote(id, 0);
    vm.expectRevert(abi.encodeWithSelector(Pools.UnknownNode.selector, 2));
    staking.vote(2, 5);
    vm.expectRevert(abi.encodeWithSelector(Pools.UnknownNode.selector, 0));
    staking.vote(0, 5);
  }

  function testFuzz_unvoteStartsTheCoolDown(uint256 amount, uint256 back) public {
    amount = _bound(amount, 1, cai.balanceOf(admin));
    back = _bound(back, 1, amount);
    vote(bob, id, amount);
    vm.expectEmit(address(staking));
    emit Exits.Unvoted(bob, id, back, 1, block.timestamp + COOL_DOWN);
    vm.prank(bob);
    assertEq(staking.unvote(id, back), 1);
    assertEq(staking.votesOf(bob, id), amount - back);
    assertEq(staking.weightOf(id), MINER_MINIMUM + amount - back);
    assertEq(staking.idleOf(bob), 0);
    assertEq(staking.exitsOf(bob)[0].amount, back);
    assertEq(staking.totalAssets(), MINER_MINIMUM + amount);
  }

  function test_noMoreThanVotes() public {
    vote(bob, id, 5);
    vm.startPrank(bob);
    vm.expectRevert(abi.encodeWithSelector(Pools.InsufficientVotes.selector, id, 5, 6));
    staking.unvote(id, 6);
    vm.expectRevert(Pools.ZeroAmount.selector);
    staking.unvote(id, 0);
    vm.expectRevert(abi.encodeWithSelector(Pools.UnknownNode.selector, 2));
    staking.unvote(2, 5);
  }

  function test_anOwnerBelowTheMinimumIsInactiveUntilItTopsUp() public {
    vote(bob, id, 7e18);
    vm.prank(alice);
    staking.unvote(id, 1);
    assertFalse(staking.node(id).active);
    assertEq(staking.weightOf(id), 0);
    assertEq(staking.totalWeight(Role.Miner), 0);
    assertEq(staking.votesOf(bob, id), 7e18);

    vote(alice, id, 1);
    assertTrue(staking.node(id).active);
    assertEq(staking.weightOf(id), MINER_MINIMUM + 7e18);
  }

  function test_pastWeightsCanBeLookedUp() public {
    uint48 start = uint48(vm.getBlockTimestamp());
    skip(10);
    vote(bob, id, 3e18);
    skip(10);
    vm.prank(bob);
    staking.unvote(id, 1e18);
    skip(10);
    assertEq(staking.weightAt(id, start - 1), 0);
    assertEq(staking.weightAt(id, start), MINER_MINIMUM);
    assertEq(staking.weightAt(id, start + 9), MINER_MINIMUM);
    assertEq(staking.weightAt(id, start + 10), MINER_MINIMUM + 3e18);
    assertEq(staking.weightAt(id, start + 29), MINER_MINIMUM + 2e18);
    vm.expectRevert(
      abi.encodeWithSelector(Pools.FutureLookup.selector, vm.getBlockTimestamp(), vm.getBlockTimestamp())
    );
    staking.weightAt(id, uint48(vm.getBlockTimestamp()));
  }
}
