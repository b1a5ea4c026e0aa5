// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Docket } from "../../src/disputes/Docket.sol";
import { Voting } from "../../src/disputes/Voting.sol";
import { Finding } from "../../src/disputes/Jury.sol";
import { Sortition } from "../../src/disputes/Sortition.sol";
import { Role } from "../../src/staking/Node.sol";
import { JuriesFixture } from "./JuriesFixture.sol";

contract DrawTest is JuriesFixture {
  bytes32 private constant BLOCK_HASH = keccak256("a block");
  uint256 private id;
  uint64 private seedBlock;

  function setUp() public override {
    super.setUp();
    id = open();
    seedBlock = juries.juryOf(id, 0).seedBlock;
  }

  function test_theDrawWaitsForALaterBlock() public {
    vm.roll(seedBlock);
    vm.expectRevert(abi.encodeWithSelector(Voting.SeedUnknown.selector, seedBlock));
    juries.draw(id);
    vm.roll(seedBlock + 1);
    vm.setBlockhash(seedBlock, BLOCK_HASH);
    bytes32 seed = keccak256(abi.encode(BLOCK_HASH, id, uint256(0)));
    vm.expectEmit(address(juries));
    emit Voting.JuryDrawn(id, 0, seed);
    juries.draw(id);
    assertEq(juries.juryOf(id, 0).seed, seed);
  }

  function test_thereIsNoSecondDraw() public {
    draw(id, BLOCK_HASH);
    bytes32 seed = juries.juryOf(id, 0).seed;
    vm.setBlockhash(seedBlock, SALT);
    juries.draw(id);
    assertEq(juries.juryOf(id, 0).seed, seed);
  }

  function test_aJuryIsDrawnWhileItCanVote() public {
    vm.roll(seedBlock + 1);
    vm.setBlockhash(seedBlock, BLOCK_HASH);
    uint256 end = block.timestamp + STEP;
    vm.warp(end);
    vm.expectRevert(abi.encodeWithSelector(Docket.TooLate.selector, end));
    juries.draw(id);
    vm.warp(end - 1);
    juries.draw(id);
  }

  /// @dev The contract of EIP-2935 knows older blocks.
  function test_anOlderBlockIsFoundInTheChainsHistory() public {
    vm.roll(seedBlock + 8_000);
    address history = 0x0000F90827F1C53a10cb7A02335B175320002935;
    vm.mockCall(history, abi.encode(seedBlock), abi.encode(BLOCK_HASH));
    juries.draw(id);
    assertEq(juries.juryOf(id, 0).seed, keccak256(abi.encode(BLOCK_HASH, id, uint256(0))));
  }

  /// @dev Then the jury stays empty, and the case goes on without it.
  function test_aBlockThatNobodyUsedInTimeIsNotReplaced() public {
    vm.roll(seedBlock + 300);
    vm.expectRevert(abi.encodeWithSelector(Voting.SeedUnknown.selector, seedBlock));
    juries.draw(id);
    skip(2 * STEP);
    appealBy(reporter, id);
    decide(id, Finding.Wrong);
    settle(id);
    assertEq(uint256(juries.getCase(id).verdict), uint256(Finding.Wrong));
  }

  function test_nobodyHasSeatsBeforeTheDraw() public {
    assertEq(jurors(id, 0).length, 0);
    draw(id, BLOCK_HASH);
    assertGt(jurors(id, 0).length, 0);
    assertEq(jurors(id, 1).length, 0);
    // However much a coordinator weighs.
    assertEq(juries.seatsOf(id, 0, coordinatorNode), 0);
  }

  /// @dev 16 seats of 24 fall to a node of that weight, so it is left out once in nine million draws.
  function test_onlyMinersThatMaySitHaveSeats() public {
    uint256 big = 24 * MINER_MINIMUM;
    uint256[5] memory ids;
    ids[0] = registerNode(accusedOwner, "another of the accused", Role.Miner, 0, big);
    ids[1] = registerNode(reporter, "the reporter's", Role.Miner, 0, big);
    ids[2] = registerNode(bob, "a voter's", Role.Miner, 0, big);
    vote(bob, accused, 1e18);
    ids[3] = registerNode(carol, "a leaver's", Role.Miner, 0, big);
    vote(carol, accused, 1e18);
    vm.prank(carol);
    staking.unvote(accused, 1e18);
    ids[4] = registerNode(makeAddr("somebody"), "somebody's", Role.Miner, 0, big);
    nextTask();
    wrongResult.units = 1;
    id = open();
    draw(id, BLOCK_HASH);
    for (uint256 i = 0; i < 4; i++) {
      assertEq(juries.seatsOf(id, 0, ids[i]), 0);
    }
    assertGt(juries.seatsOf(id, 0, ids[4]), 0);
    assertEq(juries.seatsOf(id, 0, accused), 0);
    assertEq(juries.seatsOf(id, 0, coordinatorNode), 0);
    assertEq(juries.seatsOf(id, 0, 0), 0);
  }

  /// @dev Nobody has stake in the accused, so no exposure tells who may not sit.
  function test_theOwnerHasNoSeatsThoughItHasTakenAllOutOfTheAccused() public {
    uint256 own = registerNode(accusedOwner, "own", Role.Miner, 0, 24 * MINER_MINIMUM);
    vm.startPrank(accusedOwner);
    uint256 exitId = staking.unvote(accused, MINER_MINIMUM);
    skip(COOL_DOWN);
    staking.withdraw(exitId, accusedOwner);
    vm.stopPrank();
    nextTask();
    wrongResult.units = 1;
    id = open();
    draw(id, BLOCK_HASH);
    assertEq(juries.seatsOf(id, 0, own), 0);
    assertGt(jurors(id, 0).length, 0);
  }

  /// @dev One miner had more when the task was drawn, another has more since: neither sits for the difference.
  function test_seatsGoByTheLowerOfTwoWeights() public {
    uint256 big = 48 * MINER_MINIMUM;
    (uint256 left, uint256 came) = (peers[0], peers[1]);
    vote(staking.node(left).owner, left, big);
    nextTask();
    uint48 drawnAt = uint48(block.timestamp - 1 minutes);
    vm.prank(staking.node(left).owner);
    staking.unvote(left, big);
    vote(staking.node(came).owner, came, big);
    skip(1 minutes);
    id = open();
    draw(id, BLOCK_HASH);
    uint256 total = juries.juryOf(id, 0).totalWeight;
    assertEq(total, 24 * MINER_MINIMUM + big);
    bytes32 seed = juries.juryOf(id, 0).seed;
    for (uint256 i = 0; i < PEERS; i++) {
      assertEq(
        juries.seatsOf(id, 0, peers[i]), Sortition.seatsOf(seed, peers[i], 2 * MINER_MINIMUM, total, SEATS)
      );
    }
    assertEq(staking.weightAt(left, drawnAt), big + 2 * MINER_MINIMUM);
    assertEq(staking.weightAt(came, uint48(block.timestamp - 1)), big + 2 * MINER_MINIMUM);
  }

  /// @dev A reporter that signs with an operator key is that node's owner.
  function test_theOwnerOfAReportingKeyHasNoSeats() public {
    reporter = staking.node(peers[0]).operator;
    endow(reporter);
    wrongResult.units = 1;
    id = open();
    assertEq(drawFor(id, juror), 0);
  }
}
