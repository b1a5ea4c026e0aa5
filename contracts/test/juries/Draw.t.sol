// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Juries } from "../../src/Juries.sol";
import { Role } from "../../src/staking/Node.sol";
import { JuriesFixture } from "./JuriesFixture.sol";

contract DrawTest is JuriesFixture {
  function test_theDrawWaitsForALaterBlock() public {
    uint256 id = open();
    vm.roll(block.number + DRAW_BLOCKS);
    vm.expectRevert(Juries.TooEarly.selector);
    juries.draw(id);
    vm.roll(block.number + 1);
    vm.setBlockhash(block.number - 1, keccak256("a block"));
    vm.expectEmit(address(juries));
    emit Juries.JuryDrawn(id, 0, keccak256("a block"), block.timestamp + STEP, block.timestamp + 2 * STEP);
    juries.draw(id);
    vm.expectRevert(Juries.TooLate.selector);
    juries.draw(id);
  }

  function test_chancesAreOfAllMinersWeight() public {
    assertEq(juries.getCase(open()).totalWeight, staking.totalWeight(Role.Miner));
  }

  function test_aBlockTooLongAgoIsReplaced() public {
    uint256 id = open();
    vm.roll(block.number + DRAW_BLOCKS + 257);
    vm.expectEmit(address(juries));
    emit Juries.DrawPostponed(id, 0, block.number + DRAW_BLOCKS);
    juries.draw(id);
    draw(id, keccak256("a block"));
    assertEq(juries.getCase(id).juries[0].seed, keccak256("a block"));
  }

  function test_nobodyIsDrawnBeforeTheDrawNorWithoutPastWeight() public {
    uint256 id = open();
    assertEq(drawn(id, 0).length, 0);
    uint256 late = registerNode(bob, "late", Role.Miner, 0, 100 * MINER_MINIMUM);
    vote(bob, peers[0], 1e18);
    draw(id, keccak256("a block"));
    assertFalse(juries.isDrawn(id, 0, late));
    assertFalse(juries.isDrawn(id, 0, accused));
    assertFalse(juries.isDrawn(id, 0, coordinatorNode));
    assertGt(drawn(id, 0).length, 0);
  }

  /// @dev With 24 seats and nearly all of the weight, the node is left out once in 10^10 draws.
  function test_aNodeOfTheSecondBeforeTheCaseIsDrawn() public {
    uint256 early = registerNode(bob, "early", Role.Miner, 0, 1_000 * MINER_MINIMUM);
    skip(1);
    uint256 id = open();
    draw(id, keccak256("a block"));
    assertTrue(juries.isDrawn(id, 0, early));
  }
}
