// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Role } from "../../src/staking/Node.sol";
import { Penalties } from "../../src/staking/Penalties.sol";
import { Pools } from "../../src/staking/Pools.sol";
import { Fixture } from "../Fixture.sol";

contract RetireTest is Fixture {
  address private operator;
  uint256 private operatorKey;

  function setUp() public override {
    super.setUp();
    (operator, operatorKey) = makeAddrAndKey("operator");
  }

  function test_retirementIsForGood() public {
    uint256 id = registerMiner(alice);
    vote(bob, id, 5e18);
    vm.expectEmit(address(staking));
    emit Penalties.Retired(id);
    vm.prank(alice);
    staking.retire(id);

    assertTrue(staking.node(id).retired);
    assertEq(staking.weightOf(id), 0);
    assertEq(staking.totalWeight(Role.Miner), 0);
    assertEq(staking.payoutOf(operator), alice);
    bytes memory refusal = abi.encodeWithSelector(Pools.NodeIsRetired.selector, id);
    giveAndStake(carol, 1);
    vm.prank(carol);
    vm.expectRevert(refusal);
    staking.vote(id, 1);
    vm.startPrank(alice);
    vm.expectRevert(refusal);
    staking.updateInfo(id, "");
    vm.expectRevert(refusal);
    staking.retire(id);
    staking.unvote(id, MINER_MINIMUM);
    vm.stopPrank();
    vm.prank(bob);
    staking.unvote(id, 5e18);
    assertEq(staking.node(id).assets, 0);
  }

  function test_whatWasEarnedBeforeIsStillDue() public {
    uint256 id = registerMiner(alice);
    fund(1e18 * 1 days, 1 days);
    skip(6 hours);
    uint256 due = earned(alice, id);
    assertGt(due, 0);
    vm.prank(alice);
    staking.retire(id);
    assertEq(earned(alice, id), due);
    skip(6 hours);
    assertEq(claim(alice, id), due);
  }
}
