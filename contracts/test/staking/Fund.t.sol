// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { IAccessManaged } from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import { Emission } from "../../src/staking/Emission.sol";
import { Fixture } from "../Fixture.sol";

contract FundTest is Fixture {
  uint256 private constant RATE = 1e18;
  /// @dev Wei that divisions may leave in the vault at each step of these tests.
  uint256 private constant DUST = 10;

  function test_fundingNeedsTheAuthority() public {
    vm.prank(alice);
    vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, alice));
    staking.fund(1 days, 1 days);
  }

  function testFuzz_fundTakesWholeWeiASecond(uint256 amount, uint256 duration) public {
    duration = _bound(duration, 1, 3_650 days);
    // A rate has 64 bits.
    uint256 most = duration * type(uint64).max;
    amount = _bound(amount, duration, most < cai.totalSupply() ? most : cai.totalSupply());
    fund(amount, duration);
    assertEq(staking.emissionRate(), amount / duration);
    assertEq(staking.emissionEnd(), block.timestamp + duration);
    assertEq(cai.balanceOf(address(staking)), amount / duration * duration);
  }

  function test_withoutFundsNothingIsEverEmitted() public view {
    assertEq(staking.emissionEnd(), 0);
    assertEq(staking.emissionRate(), 0);
  }

  function test_fundRefusesLessThanAWeiASecond() public {
    vm.startPrank(admin);
    vm.expectRevert(abi.encodeWithSelector(Emission.EmissionTooSmall.selector, 99, 100));
    staking.fund(99, 100);
    vm.expectRevert(Emission.ZeroDuration.selector);
    staking.fund(99, 0);
  }

  function test_fundRefusesMoreThanTenYears() public {
    vm.prank(admin);
    vm.expectRevert(abi.encodeWithSelector(Emission.DurationTooLong.selector, 3_650 days + 1, 3_650 days));
    staking.fund(3_650 days + 1, 3_650 days + 1);
  }

  function testFuzz_whatIsLeftIsSpreadAnew(uint256 passed, uint256 amount) public {
    giveAndStake(alice, 1e18);
    fund(RATE * 1 days, 1 days);
    passed = _bound(passed, 0, 2 days);
    amount = _bound(amount, 3 days, 1_000_000e18);
    skip(passed);
    uint256 left = passed < 1 days ? RATE * (1 days - passed) : 0;
    uint256 before = cai.balanceOf(address(staking));
    fund(amount, 3 days);
    assertEq(staking.emissionRate(), (left + amount) / 3 days);
    assertEq(staking.emissionEnd(), block.timestamp + 3 days);
    assertEq(cai.balanceOf(address(staking)) - before, (left + amount) / 3 days * 3 days - left);
  }

  function testFuzz_theStreamStandsStillWithoutWeight(uint256 gap) public {
    gap = _bound(gap, 1, 3_650 days);
    fund(RATE * 1 days, 1 days);
    skip(gap);
    assertEq(staking.emissionEnd(), block.timestamp + 1 days);
    assertEq(staking.emissionRate(), RATE);
    giveAndStake(alice, 1e18);
    assertEq(earned(alice, 0), 0);
    assertEq(staking.emissionEnd(), block.timestamp + 1 days);
    skip(1 days);
    assertApproxEqAbs(earned(alice, 0), RATE * 1 days, DUST);
    assertEq(staking.emissionRate(), 0);
  }

  function test_aGapInTheMiddlePromisesNothing() public {
    giveAndStake(alice, 1e18);
    fund(RATE * 1 days, 1 days);
    skip(6 hours);
    vm.prank(alice);
    uint256 exitId = staking.unstake(1e18);
    skip(30 days);
    vm.prank(alice);
    staking.restake(exitId);
    skip(30 days);
    assertApproxEqAbs(earned(alice, 0), RATE * 1 days, DUST);
    assertApproxEqAbs(claim(alice, 0), RATE * 1 days, DUST);
  }

  function test_belowATokenOfStakeTheStreamStandsStill() public {
    giveAndStake(alice, 1e18 - 1);
    fund(RATE * 1 days, 1 days);
    skip(1 days);
    assertEq(earned(alice, 0), 0);
    assertEq(staking.emissionEnd(), block.timestamp + 1 days);
    giveAndStake(bob, 1);
    skip(1 days);
    assertApproxEqAbs(earned(alice, 0) + earned(bob, 0), RATE * 1 days, DUST);
  }
}
