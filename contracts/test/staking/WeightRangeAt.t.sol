// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Role } from "../../src/staking/Node.sol";
import { Weights } from "../../src/staking/Weights.sol";
import { Fixture } from "../Fixture.sol";

contract WeightRangeAtTest is Fixture {
  uint256 private id;

  function setUp() public override {
    super.setUp();
    id = registerMiner(alice);
    skip(1);
  }

  function unvote(uint256 amount) private {
    vm.prank(bob);
    staking.unvote(id, amount);
  }

  function check(uint256 ago, uint256 least, uint256 most) private view {
    (uint256 low, uint256 high) = staking.weightRangeAt(id, uint48(block.timestamp - ago));
    assertEq(low, MINER_MINIMUM + least);
    assertEq(high, MINER_MINIMUM + most);
  }

  function nextBlock() private {
    vm.roll(block.number + 1);
  }

  function test_holdsTheWeightAfterEachBlockOfTheSecond_andTheOneAtItsBeginning() public {
    vote(bob, id, 10);
    nextBlock();
    vote(bob, id, 20);
    nextBlock();
    unvote(25);
    skip(1);
    check(1, 0, 30);
    nextBlock();
    unvote(4);
    nextBlock();
    vote(bob, id, 1);
    skip(1);
    check(1, 1, 5);
    check(2, 0, 30);
    skip(1);
    check(1, 2, 2);
  }

  function test_leavesOutWhatABlockUndoes() public {
    vote(bob, id, 10);
    nextBlock();
    vote(bob, id, 20);
    unvote(30);
    skip(1);
    check(1, 0, 10);
  }

  /// @dev The next second can begin in the same block only in a test, but its number also comes again after 2^24 blocks.
  function test_aChangeOfAnotherSecondStandsByItself() public {
    vote(bob, id, 10);
    skip(1);
    vote(bob, id, 20);
    skip(1);
    check(2, 0, 10);
    check(1, 10, 30);
  }

  function test_changesOfOneBlockCountForTheTotalsOnce_withAnotherNodesBetween() public {
    uint256 other = registerNode(carol, "another operator", Role.Miner, 0, MINER_MINIMUM);
    vote(bob, id, 10);
    vote(bob, other, 100);
    vote(bob, id, 20);
    vote(bob, other, 200);
    skip(1);
    assertEq(staking.weightAt(id, uint48(block.timestamp - 1)), MINER_MINIMUM + 30);
    assertEq(staking.weightAt(other, uint48(block.timestamp - 1)), MINER_MINIMUM + 300);
    assertEq(staking.totalWeightAt(Role.Miner, uint48(block.timestamp - 1)), 2 * MINER_MINIMUM + 330);
  }

  function test_ofAPastSecondAlone() public {
    vm.expectRevert(abi.encodeWithSelector(Weights.FutureLookup.selector, block.timestamp, block.timestamp));
    staking.weightRangeAt(id, uint48(block.timestamp));
    staking.weightRangeAt(id, uint48(block.timestamp - 1));
  }
}
