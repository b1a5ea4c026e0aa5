// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Role } from "../../src/staking/Node.sol";
import { Fixture } from "../Fixture.sol";

/// @dev Three nodes whose weights change in random blocks and seconds. What the contract tells of the past is
/// compared with what a roster at the end of each block would have shown.
contract WeightHistoryTest is Fixture {
  uint256 private constant NODES = 3;

  /// @param weights By node, at the end of the second.
  struct Second {
    uint256[NODES] weights;
    uint256[NODES] least;
    uint256[NODES] most;
  }

  uint256[NODES] private ids;
  Second[] private past;
  Second private present;
  uint256 private start;

  function setUp() public override {
    super.setUp();
    ids[0] = registerNode(alice, "first miner", Role.Miner, 0, 2 * MINER_MINIMUM);
    ids[1] = registerNode(alice, "second miner", Role.Miner, 0, 2 * MINER_MINIMUM);
    ids[2] = registerNode(alice, "coordinator", Role.Coordinator, 0, 2 * COORDINATOR_MINIMUM);
    giveAndStake(bob, 100_000e18);
    vm.roll(block.number + 1);
    skip(1);
    start = block.timestamp;
    beginSecond();
  }

  function beginSecond() private {
    for (uint256 i = 0; i < NODES; i++) {
      present.least[i] = present.most[i] = staking.weightOf(ids[i]);
    }
  }

  function endBlock() private {
    for (uint256 i = 0; i < NODES; i++) {
      uint256 weight = staking.weightOf(ids[i]);
      present.weights[i] = weight;
      if (weight < present.least[i]) present.least[i] = weight;
      if (weight > present.most[i]) present.most[i] = weight;
    }
    vm.roll(block.number + 1);
  }

  function endSecond() private {
    endBlock();
    past.push(present);
    skip(1);
    beginSecond();
  }

  function act(uint256 step) private {
    uint256 id = ids[(step >> 8) % NODES];
    uint256 amount = 1 + (step >> 16) % 1_000e18;
    uint256 kind = step % 8;
    if (kind < 3) {
      if (!staking.node(id).active) return;
      vm.prank(bob);
      staking.vote(id, amount);
    } else if (kind == 3) {
      uint256 votes = staking.votesOf(bob, id);
      if (votes == 0) return;
      vm.prank(bob);
      staking.unvote(id, amount < votes ? amount : votes);
    } else if (kind == 4) {
      if (staking.node(id).jailedUntil == 0) jail(id, uint64(block.timestamp + 1));
      else if (staking.node(id).jailedUntil <= block.timestamp) staking.unjail(id);
    } else if (kind == 5) {
      // The owner goes below its minimum, or comes back.
      uint256 bond = staking.node(id).selfBond;
      vm.startPrank(alice);
      if (bond != 0) staking.unvote(id, bond);
      else staking.rebond(staking.exitsOf(alice)[0].id);
      vm.stopPrank();
    } else if (kind == 6) {
      endBlock();
    } else {
      endSecond();
    }
  }

  function check(uint256 i) private view {
    Second memory second = past[i];
    uint48 timestamp = uint48(start + i);
    for (uint256 j = 0; j < NODES; j++) {
      assertEq(staking.weightAt(ids[j], timestamp), second.weights[j]);
      (uint256 least, uint256 most) = staking.weightRangeAt(ids[j], timestamp);
      assertEq(least, second.least[j]);
      assertEq(most, second.most[j]);
    }
    assertEq(staking.totalWeightAt(Role.Miner, timestamp), second.weights[0] + second.weights[1]);
    assertEq(staking.totalWeightAt(Role.Coordinator, timestamp), second.weights[2]);
  }

  function testFuzz_thePastIsWhatTheEndsOfBlocksShowed(uint256[48] memory steps) public {
    for (uint256 i = 0; i < steps.length; i++) {
      act(steps[i]);
    }
    endSecond();
    for (uint256 i = 0; i < past.length; i++) {
      check(i);
    }
  }
}
