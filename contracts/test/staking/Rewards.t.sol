// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { IAccessManaged } from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import { Emission } from "../../src/staking/Emission.sol";
import { Role } from "../../src/staking/Node.sol";
import { Pools } from "../../src/staking/Pools.sol";
import { Rewards } from "../../src/staking/Rewards.sol";
import { Fixture } from "../Fixture.sol";

contract RewardsTest is Fixture {
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

  function test_fundRefusesLessThanAWeiASecond() public {
    vm.startPrank(admin);
    vm.expectRevert(abi.encodeWithSelector(Emission.EmissionTooSmall.selector, 99, 100));
    staking.fund(99, 100);
    vm.expectRevert(Emission.ZeroDuration.selector);
    staking.fund(99, 0);
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
    assertEq(cai.balanceOf(address(staking)) - before, (left + amount) / 3 days * 3 days - left);
  }

  function testFuzz_oneStakerGetsTheWholeEmission(uint256 passed) public {
    giveAndStake(alice, 7e18);
    fund(RATE * 1 days, 1 days);
    passed = _bound(passed, 0, 2 days);
    skip(passed);
    uint256 due = RATE * (passed < 1 days ? passed : 1 days);
    assertApproxEqAbs(earned(alice, 0), due, DUST);
    assertLe(earned(alice, 0), due);
    uint256 shown = earned(alice, 0);
    assertEq(claim(alice, 0), shown);
    assertEq(cai.balanceOf(alice), shown);
    assertEq(earned(alice, 0), 0);
    assertEq(claim(alice, 0), 0);
  }

  function test_votedStakeEarnsTwiceIdleStake() public {
    uint256 id = registerNode(alice, "op", Role.Miner, 0, MINER_MINIMUM);
    giveAndStake(bob, MINER_MINIMUM);
    vote(carol, id, MINER_MINIMUM);
    fund(RATE * 1 days, 1 days);
    skip(1 days);
    assertApproxEqAbs(earned(alice, id), RATE * 1 days * 2 / 5, DUST);
    assertApproxEqAbs(earned(carol, id), RATE * 1 days * 2 / 5, DUST);
    assertApproxEqAbs(earned(bob, 0), RATE * 1 days / 5, DUST);
  }

  function testFuzz_commissionIsOnTheVotersPartOnly(uint256 bps, uint256 votes) public {
    bps = _bound(bps, 0, 5_000);
    votes = _bound(votes, 1e18, 1_000_000e18);
    uint256 id = registerNode(alice, "op", Role.Miner, uint16(bps), MINER_MINIMUM);
    vote(bob, id, votes);
    fund(RATE * 1 days, 1 days);
    skip(1 days);
    uint256 votersGross = RATE * 1 days * votes / (MINER_MINIMUM + votes);
    uint256 net = votersGross * (10_000 - bps) / 10_000;
    assertApproxEqAbs(earned(bob, id), net, DUST);
    assertApproxEqAbs(earned(alice, id), RATE * 1 days - net, DUST);
  }

  function testFuzz_noRewardBeforeStake(uint256 passed) public {
    giveAndStake(alice, 1e18);
    fund(RATE * 1 days, 1 days);
    skip(_bound(passed, 0, 1 days));
    uint256 id = registerMiner(bob);
    vote(carol, id, 5e18);
    giveAndStake(carol, 1e18);
    assertEq(earned(bob, id) + earned(carol, id) + earned(carol, 0), 0);
  }

  function test_movingStakeKeepsWhatWasEarned() public {
    uint256 id = registerMiner(alice);
    giveAndStake(bob, 10e18);
    fund(RATE * 1 days, 1 days);
    skip(1 hours);
    uint256 idleEarned = earned(bob, 0);
    assertGt(idleEarned, 0);
    vm.startPrank(bob);
    staking.vote(id, 10e18);
    skip(1 hours);
    uint256 nodeEarned = earned(bob, id);
    assertGt(nodeEarned, 0);
    staking.unvote(id, 10e18);
    skip(1 hours);
    vm.stopPrank();
    assertEq(earned(bob, 0), idleEarned);
    assertEq(earned(bob, id), nodeEarned);
  }

  function test_unbondingAndLeavingStakeEarnsNothing() public {
    uint256 id = registerMiner(alice);
    vote(bob, id, 10e18);
    giveAndStake(bob, 10e18);
    vm.startPrank(bob);
    staking.unvote(id, 10e18);
    staking.unstake(10e18);
    vm.stopPrank();
    fund(RATE * 1 days, 1 days);
    skip(1 days);
    assertEq(earned(bob, id) + earned(bob, 0), 0);
    assertApproxEqAbs(earned(alice, id), RATE * 1 days, DUST);
  }

  function test_inactiveNodesEarnNothing() public {
    uint256 id = registerMiner(alice);
    vote(bob, id, 10e18);
    giveAndStake(carol, 1e18);
    vm.prank(alice);
    staking.unvote(id, 1);
    fund(RATE * 1 days, 1 days);
    skip(12 hours);
    assertEq(earned(alice, id) + earned(bob, id), 0);
    vote(alice, id, 1);
    assertEq(earned(alice, id) + earned(bob, id), 0);
    skip(12 hours);
    assertGt(earned(bob, id), 0);
    assertApproxEqAbs(earned(alice, id) + earned(bob, id) + earned(carol, 0), RATE * 1 days, DUST);
  }

  function testFuzz_theStreamStandsStillWithoutWeight(uint256 gap) public {
    gap = _bound(gap, 1, 3_650 days);
    fund(RATE * 1 days, 1 days);
    skip(gap);
    assertEq(staking.emissionEnd(), block.timestamp + 1 days);
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

  function test_compoundedRewardsAreIdleStake() public {
    uint256 id = registerMiner(alice);
    vote(bob, id, MINER_MINIMUM);
    fund(RATE * 1 days, 1 days);
    skip(1 days);
    (uint256 due, uint256 total, uint256 vault) = (earned(bob, id), staking.totalAssets(), staking.vault());
    assertGt(due, 0);
    vm.expectEmit(address(staking));
    emit Rewards.Compounded(bob, due);
    vm.prank(bob);
    assertEq(staking.compound(single(id)), due);
    assertEq(staking.idleOf(bob), due);
    assertEq(staking.totalAssets(), total + due);
    assertEq(staking.vault(), vault - due);
    assertEq(earned(bob, id), 0);
  }

  function reward(uint256 id, uint256 amount) private {
    vm.startPrank(admin);
    cai.approve(address(staking), amount);
    vm.expectEmit(address(staking));
    emit Rewards.Rewarded(id, admin, amount);
    staking.reward(id, amount);
    vm.stopPrank();
  }

  function testFuzz_feesAreDividedLikeEmission(uint256 amount, uint256 votes) public {
    amount = _bound(amount, 1, 1_000_000e18);
    votes = _bound(votes, 1e18, 1_000_000e18);
    uint256 id = registerMiner(alice);
    vote(bob, id, votes);
    reward(id, amount);
    uint256 ofVoters = amount * votes / (MINER_MINIMUM + votes) * 9 / 10;
    assertApproxEqAbs(earned(bob, id), ofVoters, DUST);
    assertApproxEqAbs(earned(alice, id), amount - ofVoters, DUST);
    assertEq(claim(alice, id) + claim(bob, id), cai.balanceOf(alice) + cai.balanceOf(bob));
  }

  function test_feesOfAnEmptyPoolGoToTheOwner() public {
    uint256 id = registerMiner(alice);
    vote(bob, id, 5e18);
    vm.prank(alice);
    staking.unvote(id, MINER_MINIMUM);
    reward(id, 3e18);
    assertEq(earned(bob, id), 0);
    assertEq(claim(alice, id), 3e18);
  }

  function test_feesNeedAnAmountAndANode() public {
    vm.expectRevert(Pools.ZeroAmount.selector);
    staking.reward(1, 0);
    vm.expectRevert(abi.encodeWithSelector(Pools.UnknownNode.selector, 1));
    staking.reward(1, 1);
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
