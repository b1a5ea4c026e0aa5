// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { IAccessManaged } from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import { Penalties } from "../../src/staking/Penalties.sol";
import { Pools } from "../../src/staking/Pools.sol";
import { Role } from "../../src/staking/Node.sol";
import { Fixture } from "../Fixture.sol";

contract RestoreTest is Fixture {
  uint256 private id;

  function setUp() public override {
    super.setUp();
    id = registerMiner(alice);
    vote(bob, id, 40_000e18);
    vm.prank(bob);
    staking.unvote(id, 20_000e18);
    vm.prank(admin);
    cai.approve(address(staking), type(uint256).max);
  }

  function restore(uint256 amount) private {
    vm.prank(admin);
    staking.restore(id, amount);
  }

  function testFuzz_givesBackWhatASlashTook(uint256 amount) public {
    // Less than what ruins the node, which it would stay.
    amount = _bound(amount, 1, 59_000e18);
    vm.startPrank(admin);
    staking.slash(id, amount, admin);
    uint256 before = cai.balanceOf(address(staking));
    vm.expectEmit(address(staking));
    emit Penalties.Restored(id, amount);
    staking.restore(id, amount);
    vm.stopPrank();
    assertEq(cai.balanceOf(address(staking)) - before, amount);
    assertEq(staking.totalAssets(), 60_000e18);
    // A wei of rounding grows as much as the pool does, up to sixty-fold.
    assertApproxEqAbs(staking.votesOf(alice, id), MINER_MINIMUM, 60);
    assertApproxEqAbs(staking.votesOf(bob, id), 20_000e18, 60);
    assertApproxEqAbs(staking.leavingOf(bob, id), 20_000e18, 60);
    assertEq(staking.node(id).assets + staking.unbondingOf(id), 60_000e18);
  }

  function test_dividesInProportion() public {
    restore(6e18);
    assertApproxEqAbs(staking.votesOf(alice, id), MINER_MINIMUM + 2e18, 1);
    assertApproxEqAbs(staking.votesOf(bob, id), 20_000e18 + 2e18, 1);
    assertApproxEqAbs(staking.exitsOf(bob)[0].amount, 20_000e18 + 2e18, 1);
  }

  function test_aNodeBackAtItsMinimumIsActive() public {
    vm.prank(admin);
    staking.slash(id, 30_000e18, admin);
    assertFalse(staking.node(id).active);
    restore(30_000e18 + 10);
    assertTrue(staking.node(id).active);
    assertEq(staking.totalWeight(Role.Miner), staking.node(id).assets);
    skip(1);
    assertEq(staking.weightAt(id, uint48(vm.getBlockTimestamp() - 1)), staking.node(id).assets);
  }

  function test_rewardsAreNotTouched() public {
    fund(1e18 * 30 days, 30 days);
    skip(1 days);
    uint256 due = earned(bob, id);
    vm.prank(admin);
    cai.approve(address(staking), 1_000e18);
    restore(1_000e18);
    assertEq(earned(bob, id), due);
  }

  function test_aNodeThatHoldsNothingIsRefused() public {
    vm.prank(admin);
    staking.slash(id, 60_000e18, admin);
    vm.expectRevert(abi.encodeWithSelector(Penalties.NothingToRestore.selector, id));
    restore(1);
  }

  function test_noAmountNoNodeAndNobodyElseIsRefused() public {
    vm.expectRevert(Pools.ZeroAmount.selector);
    restore(0);
    vm.prank(admin);
    vm.expectRevert(abi.encodeWithSelector(Pools.UnknownNode.selector, 5));
    staking.restore(5, 1);
    vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, bob));
    vm.prank(bob);
    staking.restore(id, 1);
  }
}
