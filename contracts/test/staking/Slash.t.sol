// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { IAccessManaged } from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import { Emission } from "../../src/staking/Emission.sol";
import { Penalties } from "../../src/staking/Penalties.sol";
import { Pools } from "../../src/staking/Pools.sol";
import { Fixture } from "../Fixture.sol";

contract SlashTest is Fixture {
  uint256 private id;
  address private court = makeAddr("court");

  function setUp() public override {
    super.setUp();
    id = registerMiner(alice);
  }

  function slash(uint256 amount) private returns (uint256) {
    vm.prank(admin);
    return staking.slash(id, amount, court);
  }

  function jail(uint64 until) private {
    vm.prank(admin);
    staking.jail(id, until);
  }

  function test_onlyTheAuthorityPunishes() public {
    bytes memory refusal = abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, alice);
    vm.startPrank(alice);
    vm.expectRevert(refusal);
    staking.slash(id, 1, court);
    vm.expectRevert(refusal);
    staking.jail(id, uint64(block.timestamp + 1));
  }

  function testFuzz_slashHitsBondVotesAndUnbondingAlike(uint256 votes, uint256 leaving, uint256 amount)
    public
  {
    votes = _bound(votes, 1e18, 1_000_000e18);
    leaving = _bound(leaving, 1e18, 1_000_000e18);
    uint256 total = MINER_MINIMUM + votes + leaving;
    amount = _bound(amount, 1, total);
    vote(bob, id, votes);
    vote(carol, id, leaving);
    giveAndStake(carol, 5e18);
    vm.prank(carol);
    staking.unvote(id, leaving);

    vm.expectEmit(address(staking));
    emit Penalties.Slashed(id, amount, court);
    assertEq(slash(amount), amount);
    assertEq(cai.balanceOf(court), amount);
    assertEq(staking.totalAssets(), total + 5e18 - amount);
    // What the division leaves stays with the exits.
    assertEq(staking.node(id).assets, (MINER_MINIMUM + votes) * (total - amount) / total);
    // Virtual shares weigh a millionth of a wei each, so everybody is within a few wei of the exact fraction.
    assertApproxEqAbs(staking.votesOf(alice, id), MINER_MINIMUM - MINER_MINIMUM * amount / total, 3);
    assertApproxEqAbs(staking.votesOf(bob, id), votes - votes * amount / total, 3);
    assertApproxEqAbs(staking.exitsOf(carol)[0].amount, leaving - leaving * amount / total, 3);
    assertEq(staking.idleOf(carol), 5e18);
    bool active = staking.votesOf(alice, id) >= MINER_MINIMUM * 19 / 20;
    assertEq(staking.weightOf(id), active ? staking.node(id).assets : 0);
  }

  function test_aNodeWithBondToSpareStaysActive() public {
    vote(alice, id, MINER_MINIMUM);
    slash(MINER_MINIMUM / 2);
    assertEq(staking.weightOf(id), MINER_MINIMUM * 3 / 2);
  }

  function test_slashTakesNoMoreThanThereIs() public {
    vote(bob, id, 1e18);
    assertEq(slash(type(uint256).max), MINER_MINIMUM + 1e18);
    assertEq(staking.totalAssets(), 0);
    assertEq(slash(1), 0);
    assertEq(cai.balanceOf(court), MINER_MINIMUM + 1e18);
  }

  function test_slashRefusesNothingNobodyAndItself() public {
    vm.startPrank(admin);
    vm.expectRevert(Pools.ZeroAmount.selector);
    staking.slash(id, 0, court);
    vm.expectRevert(abi.encodeWithSelector(Emission.InvalidBeneficiary.selector, address(0)));
    staking.slash(id, 1, address(0));
    vm.expectRevert(abi.encodeWithSelector(Emission.InvalidBeneficiary.selector, address(staking)));
    staking.slash(id, 1, address(staking));
    vm.expectRevert(abi.encodeWithSelector(Pools.UnknownNode.selector, 0));
    staking.slash(0, 1, court);
  }

  function test_unvotingDoesNotOutrunASlash() public {
    vote(bob, id, 10_000e18);
    vm.startPrank(bob);
    uint256 exitId = staking.unvote(id, 10_000e18);
    vm.stopPrank();
    slash(15_000e18);
    skip(COOL_DOWN);
    vm.prank(bob);
    staking.withdraw(exitId, bob);
    assertApproxEqAbs(cai.balanceOf(bob), 5_000e18, 3);
  }

  function test_slashTakesNoRewardEarnedBefore() public {
    // Needs another pool: alone, the node would get all of the emission however little is left in it.
    giveAndStake(carol, MINER_MINIMUM);
    vote(alice, id, MINER_MINIMUM);
    vote(bob, id, MINER_MINIMUM);
    fund(1e18 * 1 days, 1 days);
    skip(6 hours);
    (uint256 ofOwner, uint256 ofVoter) = (earned(alice, id), earned(bob, id));
    slash(MINER_MINIMUM);
    assertEq(earned(alice, id), ofOwner);
    assertEq(earned(bob, id), ofVoter);
  }

  function test_aLaterVoterDoesNotPayForAnEarlierSlash() public {
    slash(1_000e18);
    vote(bob, id, 1_000e18);
    assertApproxEqAbs(staking.votesOf(bob, id), 1_000e18, 3);
    assertApproxEqAbs(staking.votesOf(alice, id), 19_000e18, 3);
  }

  function test_aRuinedNodeIsRetiredAndItsVotersCanStillLeave() public {
    vote(bob, id, 10_000e18);
    vm.prank(bob);
    uint256 first = staking.unvote(id, 1_000e18);
    vm.expectEmit(address(staking));
    emit Penalties.Retired(id);
    slash(29_990e18);
    assertTrue(staking.node(id).retired);
    giveAndStake(carol, 1e18);
    vm.prank(carol);
    vm.expectRevert(abi.encodeWithSelector(Pools.NodeIsRetired.selector, id));
    staking.vote(id, 1e18);

    uint256 left = staking.votesOf(bob, id);
    assertApproxEqAbs(left, 3e18, 3);
    vm.startPrank(bob);
    skip(1);
    uint256 second = staking.unvote(id, left);
    skip(COOL_DOWN);
    staking.withdraw(first, bob);
    staking.withdraw(second, bob);
    assertApproxEqAbs(cai.balanceOf(bob), uint256(10_000e18) / 3_000, 1e4);
  }

  function test_aRuinedPoolRetiresItsNode() public {
    slash(MINER_MINIMUM * 99 / 100);
    assertFalse(staking.node(id).retired);
    slash(MINER_MINIMUM / 100 / 2);
    assertTrue(staking.node(id).retired);
  }

  /// @dev The owner left before the first slash and came back after it, so the two pools' shares differ in price.
  function test_aRuinedUnbondingPoolRetiresItsNode() public {
    vm.prank(alice);
    staking.unvote(id, MINER_MINIMUM);
    slash(MINER_MINIMUM * 95 / 100);
    vote(alice, id, MINER_MINIMUM);
    slash(staking.node(id).assets / 2);
    assertFalse(staking.node(id).retired);
    slash(staking.node(id).assets * 3 / 4);
    assertTrue(staking.node(id).retired);
  }

  /// @dev All else is on its way out. A slash rounds the wei that stays to nothing, and its owner comes back.
  function test_oneWeiThatStaysRuinsNoNode() public {
    vm.prank(alice);
    uint256 exitId = staking.unvote(id, MINER_MINIMUM - 1);
    slash(1e18);
    assertFalse(staking.node(id).retired);
    vm.prank(alice);
    staking.rebond(exitId);
    vote(alice, id, 1e18);
    assertTrue(staking.node(id).active);
  }

  function test_anExitSlashedToNothingCanBeClosed() public {
    vote(bob, id, 1e18);
    vm.prank(bob);
    uint256 exitId = staking.unvote(id, 1e18);
    slash(type(uint256).max);
    skip(COOL_DOWN);
    vm.prank(bob);
    staking.withdraw(exitId, bob);
    assertEq(cai.balanceOf(bob), 0);
    assertEq(staking.exitsOf(bob).length, 0);
  }
}
