// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Exits } from "../../src/staking/Exits.sol";
import { Role } from "../../src/staking/Node.sol";
import { Pools } from "../../src/staking/Pools.sol";
import { Fixture } from "../Fixture.sol";

contract MoveVoteTest is Fixture {
  uint256 private from;
  uint256 private to;

  function setUp() public override {
    super.setUp();
    from = registerMiner(alice);
    to = registerNode(carol, "second", Role.Miner, 0, MINER_MINIMUM);
    vote(bob, from, 10e18);
  }

  function move(uint256 amount) private returns (uint256 exitId) {
    vm.prank(bob);
    exitId = staking.moveVote(from, to, amount);
  }

  function finish(uint256 exitId) private {
    vm.prank(bob);
    staking.restake(exitId);
  }

  function testFuzz_waitsForTheCoolDownAndThenVotes(uint256 amount, uint256 early) public {
    amount = _bound(amount, 1, 10e18);
    uint256 readyAt = block.timestamp + COOL_DOWN;
    uint256 exitId = readyAt << 48 | from << 24 | to;
    vm.expectEmit(address(staking));
    emit Exits.Unvoted(bob, from, amount, exitId, readyAt);
    vm.expectEmit(address(staking));
    emit Exits.VoteMoved(bob, from, to, exitId);
    assertEq(move(amount), exitId);
    assertEq(staking.votesOf(bob, from), 10e18 - amount);
    assertEq(staking.weightOf(to), MINER_MINIMUM);

    vm.warp(_bound(early, block.timestamp, readyAt - 1));
    vm.expectRevert(abi.encodeWithSelector(Exits.ExitNotReady.selector, exitId, readyAt));
    finish(exitId);
    vm.warp(readyAt);
    vm.expectEmit(address(staking));
    emit Exits.Restaked(bob, exitId, amount);
    vm.expectEmit(address(staking));
    emit Pools.Voted(bob, to, amount);
    finish(exitId);
    assertEq(staking.votesOf(bob, to), amount);
    assertEq(staking.weightOf(to), MINER_MINIMUM + amount);
    assertEq(staking.idleOf(bob), 0);
  }

  function test_mayBeWithdrawnInstead() public {
    uint256 exitId = move(4e18);
    skip(COOL_DOWN);
    vm.prank(bob);
    staking.withdraw(exitId, bob);
    assertEq(cai.balanceOf(bob), 4e18);
  }

  function test_endsIdleWhereTheNodeHasRetiredOrEntryIsPaused() public {
    uint256 first = move(4e18);
    skip(1);
    uint256 second = move(6e18);
    skip(COOL_DOWN);
    vm.prank(admin);
    staking.pauseEntry(true);
    finish(first);
    assertEq(staking.idleOf(bob), 4e18);
    vm.prank(admin);
    staking.pauseEntry(false);
    vm.prank(carol);
    staking.retire(to);
    finish(second);
    assertEq(staking.idleOf(bob), 10e18);
  }

  function test_needsTwoNodesThatServe() public {
    vm.startPrank(bob);
    vm.expectRevert(abi.encodeWithSelector(Exits.SameNode.selector, from));
    staking.moveVote(from, from, 1);
    vm.expectRevert(abi.encodeWithSelector(Pools.UnknownNode.selector, 9));
    staking.moveVote(from, 9, 1);
    vm.expectRevert(abi.encodeWithSelector(Pools.UnknownNode.selector, 0));
    staking.moveVote(0, to, 1);
    vm.expectRevert(abi.encodeWithSelector(Pools.InsufficientVotes.selector, from, 10e18, 11e18));
    staking.moveVote(from, to, 11e18);
    vm.stopPrank();
    vm.prank(carol);
    staking.retire(to);
    vm.expectRevert(abi.encodeWithSelector(Pools.NodeIsRetired.selector, to));
    move(1);
  }
}
