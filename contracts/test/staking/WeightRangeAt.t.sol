// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

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

  function test_holdsEachWeightOfTheSecond_andTheOneAtItsBeginning() public {
    vote(bob, id, 10);
    vote(bob, id, 20);
    unvote(25);
    skip(1);
    check(1, 0, 30);
    unvote(4);
    vote(bob, id, 1);
    skip(1);
    check(1, 1, 5);
    check(2, 0, 30);
    skip(1);
    check(1, 2, 2);
  }

  function test_ofAPastSecondAlone() public {
    vm.expectRevert(abi.encodeWithSelector(Weights.FutureLookup.selector, block.timestamp, block.timestamp));
    staking.weightRangeAt(id, uint48(block.timestamp));
    staking.weightRangeAt(id, uint48(block.timestamp - 1));
  }
}
