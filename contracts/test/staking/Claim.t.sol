// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Emission } from "../../src/staking/Emission.sol";
import { Pools } from "../../src/staking/Pools.sol";
import { Rewards } from "../../src/staking/Rewards.sol";
import { Fixture } from "../Fixture.sol";

contract ClaimTest is Fixture {
  uint256 private constant RATE = 1e18;

  function test_claimTakesManyPoolsAtOnceAndEachOnceToAnyWallet() public {
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
    assertEq(staking.claim(ids, carol), expected);
    assertEq(cai.balanceOf(carol), expected);
  }

  function test_claimNeedsNodesThatExist() public {
    vm.expectRevert(abi.encodeWithSelector(Pools.UnknownNode.selector, 9));
    staking.claim(single(9), alice);
    assertEq(earned(alice, 9), 0);
  }

  function test_claimRefusesAWalletThatWouldLoseIt() public {
    uint256 id = registerMiner(alice);
    fund(RATE * 1 days, 1 days);
    skip(1 days);
    vm.startPrank(alice);
    vm.expectRevert(abi.encodeWithSelector(Emission.InvalidBeneficiary.selector, address(0)));
    staking.claim(single(id), address(0));
    vm.expectRevert(abi.encodeWithSelector(Emission.InvalidBeneficiary.selector, address(staking)));
    staking.claim(single(id), address(staking));
  }
}
