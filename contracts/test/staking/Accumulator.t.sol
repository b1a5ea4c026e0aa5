// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Fixture } from "../Fixture.sol";
import { OpenStaking } from "../doubles/OpenStaking.sol";

/// @dev A pool's accumulator wraps around. Where it stands makes no difference to anybody.
contract AccumulatorTest is Fixture {
  uint256 private constant ID = 1;

  struct Amounts {
    uint256 first;
    uint256 second;
    uint256 third;
    uint256 back;
  }

  /// @dev What Bob, Carol and the owner are due after the same steps, wherever the accumulator starts.
  function due(uint256 start, uint256[2] memory votes, Amounts memory rewards)
    private
    returns (uint256 bobs, uint256 carols, uint256 alices)
  {
    OpenStaking open = new OpenStaking(cai, address(authority), MINER_MINIMUM, COORDINATOR_MINIMUM, COOL_DOWN);
    staking = open;
    open.startAt(ID, start);
    registerMiner(alice);
    vote(bob, ID, votes[0]);
    vote(carol, ID, votes[1]);
    vm.prank(alice);
    staking.unvote(ID, type(uint256).max);
    vm.prank(carol);
    uint256 exitId = staking.unvote(ID, type(uint256).max);
    vm.prank(admin);
    cai.approve(address(staking), type(uint256).max);
    reward(rewards.first);
    vm.prank(carol);
    staking.rebond(exitId);
    reward(rewards.second);
    claim(bob, ID);
    uint256 back = 1 + rewards.back % votes[1];
    vm.prank(carol);
    staking.unvote(ID, back);
    reward(rewards.third);
    return (earned(bob, ID), earned(carol, ID), earned(alice, ID));
  }

  function reward(uint256 amount) private {
    vm.prank(admin);
    staking.reward(ID, amount);
  }

  function testFuzz_startsAnywhere(uint256 start, uint256[2] memory votes, Amounts memory rewards) public {
    // Often within a few steps of the end.
    if (start % 2 == 0) start = type(uint256).max - (start >> 40);
    (votes[0], votes[1]) = (_bound(votes[0], 1, 2 ** 89), _bound(votes[1], 1, 2 ** 89));
    rewards.first = _bound(rewards.first, 1, 2 ** 90);
    rewards.second = _bound(rewards.second, 1, 2 ** 90);
    rewards.third = _bound(rewards.third, 1, 2 ** 90);
    uint256 state = vm.snapshotState();
    deal(address(cai), admin, 2 ** 95);
    (uint256 bobs, uint256 carols, uint256 alices) = due(start, votes, rewards);
    vm.revertToState(state);
    deal(address(cai), admin, 2 ** 95);
    (uint256 bobs0, uint256 carols0, uint256 alices0) = due(0, votes, rewards);
    // Rounding differs by the fraction at which the accumulator stands.
    assertApproxEqAbs(bobs, bobs0, 2);
    assertApproxEqAbs(carols, carols0, 2);
    assertEq(alices, alices0);
    assertLe(bobs + carols + alices, rewards.first + rewards.second + rewards.third);
  }
}
