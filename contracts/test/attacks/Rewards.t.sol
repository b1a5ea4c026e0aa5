// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Emission } from "../../src/staking/Emission.sol";
import { Pools } from "../../src/staking/Pools.sol";
import { Role } from "../../src/staking/Node.sol";
import { PaymentsFixture } from "../payments/PaymentsFixture.sol";

/// @dev Attacks on what voters earn. Each of them worked once.
contract RewardAttacksTest is PaymentsFixture {
  /// @dev What is shared out of a fee of one token.
  uint256 private constant FEE = 0.9e18;
  uint256 private id;

  /// @dev Alice's node has earned a fee of one token; Bob has voted for half of what the bond is.
  function setUp() public override {
    super.setUp();
    id = registerMiner(alice);
    vote(bob, id, MINER_MINIMUM / 2);
    setFees(1_000, 0);
    redeem(10e18);
  }

  function share() private {
    (address[] memory payers, address[] memory payees) = (new address[](1), new address[](1));
    (payers[0], payees[0]) = (payer, payee);
    payments.shareFees(payers, payees);
  }

  /// @dev A pool below the minimum once left everything to the owner.
  function test_anOwnerThatStepsOutWhileFeesAreSharedLeavesThemToItsVoters() public {
    vm.prank(alice);
    uint256 exitId = staking.unvote(id, type(uint256).max);
    share();
    vm.prank(alice);
    staking.rebond(exitId);
    assertApproxEqAbs(earned(bob, id), FEE, 1);
    assertEq(earned(alice, id), 0);
  }

  /// @dev The owner's best case: to a voter with next to nothing it leaves more than the voter would have had.
  function testFuzz_steppingOutNeverCostsAVoter(uint256 votes) public {
    votes = _bound(votes, 1, 1_000_000e18);
    vm.prank(bob);
    staking.unvote(id, type(uint256).max);
    vote(carol, id, votes);
    vm.prank(alice);
    staking.unvote(id, type(uint256).max);
    share();
    assertGe(earned(carol, id) + 1, FEE * votes / (MINER_MINIMUM + votes));
    assertApproxEqAbs(earned(carol, id) + earned(alice, id), FEE, 2);
  }

  /// @dev A newcomer's token once took all but nothing of the fees of a pool that everybody had left.
  function test_nobodyJoinsAnEmptyPoolForItsFees() public {
    vm.prank(alice);
    staking.unvote(id, type(uint256).max);
    vm.prank(bob);
    staking.unvote(id, type(uint256).max);
    giveAndStake(carol, 1_000e18);
    vm.prank(carol);
    vm.expectRevert(abi.encodeWithSelector(Pools.NodeIsInactive.selector, id));
    staking.vote(id, 1_000e18);
    share();
    assertEq(earned(alice, id), FEE);
  }

  /// @dev A commission once applied to fees that had been earned before it.
  function test_aHigherCommissionTakesNothingOfTheFees() public {
    setCommission(alice, id, 5_000);
    skip(COOL_DOWN);
    staking.applyCommission(id);
    share();
    assertApproxEqAbs(earned(bob, id), FEE / 3, 1);
  }

  /// @dev An end near 2^48 once made every later action overflow while there was no weight.
  function test_noEndOfTheEmissionKeepsAnybodyIn() public {
    vm.startPrank(admin);
    cai.approve(address(staking), type(uint256).max);
    vm.expectRevert(abi.encodeWithSelector(Emission.DurationTooLong.selector, 2 ** 48 - 1, 3_650 days));
    staking.fund(2 ** 48, 2 ** 48 - 1);
    staking.fund(3_650 days, 3_650 days);
    staking.slash(id, MINER_MINIMUM, admin);
    vm.stopPrank();
    vm.prank(bob);
    uint256 exitId = staking.unvote(id, type(uint256).max);
    skip(365_000 days);
    vm.startPrank(bob);
    staking.withdraw(exitId, bob);
    staking.claim(single(id), bob);
    vm.stopPrank();
    assertEq(staking.emissionEnd(), vm.getBlockTimestamp() + 3_650 days);
  }

  /// @dev The highest rate and the least weight, for longer than the accumulator lasts.
  function test_aFullEmissionAccumulatorKeepsNobodyIn() public {
    uint256 most = type(uint64).max;
    vm.prank(alice);
    staking.unvote(id, type(uint256).max);
    giveAndStake(carol, 1e18);
    uint256 funded = most * 300 days;
    for (uint256 i = 0; i < 160; i++) {
      deal(address(cai), admin, funded);
      fund(funded, 300 days);
      skip(300 days);
      claim(carol, 0);
    }
    vm.startPrank(bob);
    staking.rebond(staking.unvote(id, type(uint256).max));
    vm.stopPrank();
    vm.startPrank(carol);
    uint256 exitId = staking.unstake(type(uint256).max);
    skip(COOL_DOWN);
    staking.withdraw(exitId, carol);
    staking.claim(single(0), carol);
  }

  /// @dev Fees that go round and round through an all but empty pool once filled its accumulator.
  function testFuzz_recycledFeesKeepNobodyIn(uint256 votes, uint256 laterVotes, uint256 rounds) public {
    votes = _bound(votes, 1, 2 ** 89);
    laterVotes = _bound(laterVotes, 1, 2 ** 89 - 1);
    rounds = _bound(rounds, 1, 60);
    uint256 supply = 2 ** 90;
    deal(address(cai), admin, 3 * supply);
    vote(carol, id, votes);
    vote(bob, id, laterVotes);
    vm.prank(bob);
    uint256 exitId = staking.unvote(id, type(uint256).max);
    vm.prank(alice);
    staking.unvote(id, type(uint256).max);
    for (uint256 i = 0; i < rounds; i++) {
      reward(id, supply);
      assertApproxEqAbs(claim(carol, id) + claim(alice, id), supply - supply / 10, 2);
      deal(address(cai), admin, 3 * supply);
    }
    vm.startPrank(bob);
    staking.rebond(exitId);
    assertEq(earned(bob, id), 0);
    staking.unvote(id, type(uint256).max);
    vm.stopPrank();
    vm.prank(carol);
    staking.unvote(id, type(uint256).max);
    assertEq(staking.node(id).assets, 0);
  }

  /// @dev A coordinator's voters, too, get the payer's part whole.
  function test_thePayersPartHasNoCommissionEither() public {
    uint256 coordinator = registerNode(carol, "payer", Role.Coordinator, 5_000, COORDINATOR_MINIMUM);
    vote(bob, coordinator, COORDINATOR_MINIMUM);
    setFees(1_000, 10_000);
    share();
    assertApproxEqAbs(earned(bob, coordinator), FEE / 2, 1);
  }
}
