// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { IERC20Errors } from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import { Staking } from "../../src/Staking.sol";
import { Role } from "../../src/staking/Node.sol";
import { Pools } from "../../src/staking/Pools.sol";
import { Weights } from "../../src/staking/Weights.sol";
import { Fixture } from "../Fixture.sol";

contract StakeTest is Fixture {
  function testFuzz_stakeIsIdle(uint256 amount) public {
    amount = _bound(amount, 1, cai.totalSupply());
    give(alice, amount);
    vm.expectEmit(address(staking));
    emit Staking.Staked(alice, amount);
    vm.prank(alice);
    staking.stake(amount);
    assertEq(staking.idleOf(alice), amount);
    assertEq(staking.rewardWeight(), amount);
    assertEq(staking.totalAssets(), amount);
    assertEq(cai.balanceOf(address(staking)), amount);
  }

  function test_nothingIsNoStake() public {
    vm.expectRevert(Pools.ZeroAmount.selector);
    staking.stake(0);
  }

  function test_stakeNeedsTheAllowance() public {
    vm.prank(admin);
    vm.expectRevert(
      abi.encodeWithSelector(IERC20Errors.ERC20InsufficientAllowance.selector, address(staking), 0, 1)
    );
    staking.stake(1);
  }

  function test_aWholeTokenIsMinimumEnough() public {
    Staking least = new Staking(cai, address(authority), 1e18, 1e18, COOL_DOWN);
    assertEq(least.minimumOf(Role.Miner), 1e18);
    assertEq(least.minimumOf(Role.Coordinator), 1e18);
  }

  function test_minimumsMustBeAWholeToken() public {
    vm.expectRevert(Weights.ZeroMinimum.selector);
    new Staking(cai, address(authority), 1e18 - 1, 1e18, COOL_DOWN);
    vm.expectRevert(Weights.ZeroMinimum.selector);
    new Staking(cai, address(authority), 1e18, 1e18 - 1, COOL_DOWN);
  }
}
