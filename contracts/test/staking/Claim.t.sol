// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Pools } from "../../src/staking/Pools.sol";
import { Rewards } from "../../src/staking/Rewards.sol";
import { Fixture } from "../Fixture.sol";

contract ClaimTest is Fixture {
  uint256 private constant RATE = 1e18;

  function test_claimTakesManyPoolsAtOnceAndEachOnce() public {
    uint256 id = registerMiner(alice);
    vote(bob, id, 10e18);
    giveAndStake(bob, 10e18);
    fund(RATE * 1 days, 1 days);
    skip(1 days);
    uint256[] memory ids = new uint256[](3);
    (ids[0], ids[1], ids[2]) = (id, 0, id);
    uint256 expected = earned(bob, id) + earned(bob, 0);
    vm.expectEmit(address(staking));
    emit Rewards.Claimed(bob, id, earned(bob, id));
    vm.prank(bob);
    assertEq(staking.claim(ids), expected);
    assertEq(cai.balanceOf(bob), expected);
  }

  function test_claimNeedsNodesThatExist() public {
    vm.expectRevert(abi.encodeWithSelector(Pools.UnknownNode.selector, 9));
    staking.claim(single(9));
    assertEq(earned(alice, 9), 0);
  }
}
