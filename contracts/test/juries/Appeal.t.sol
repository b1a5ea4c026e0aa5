// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Docket } from "../../src/disputes/Docket.sol";
import { Finding } from "../../src/disputes/Jury.sol";
import { Sortition } from "../../src/disputes/Sortition.sol";
import { Role } from "../../src/staking/Node.sol";
import { JuriesFixture } from "./JuriesFixture.sol";

contract AppealTest is JuriesFixture {
  uint256 private id;

  function setUp() public override {
    super.setUp();
    id = open();
  }

  function test_anybodyAppealsWhateverAJuryFound() public {
    Finding[3] memory found = [Finding.Right, Finding.Wrong, Finding.None];
    uint256 start = vm.snapshotState();
    for (uint256 i = 0; i < 3; i++) {
      decide(id, i == 2 ? Finding.Unavailable : found[i]);
      endow(bob);
      uint256 deposit = juries.appealDepositOf(id, 1);
      vm.expectEmit(address(juries));
      emit Docket.JuryCalled(id, 1, bob, deposit, block.number + DRAW_BLOCKS);
      appealBy(bob, id);
      assertEq(cai.balanceOf(bob), 10_000e18 - deposit);
      vm.revertToState(start);
    }
  }

  function test_aJuryIsAppealedWhileItsWindowIsOpen() public {
    uint256 from = block.timestamp + 2 * STEP;
    vm.warp(from - 1);
    refuse(abi.encodeWithSelector(Docket.TooEarly.selector, from));
    vm.warp(from + STEP);
    refuse(abi.encodeWithSelector(Docket.TooLate.selector, from + STEP));
    vm.warp(from + STEP - 1);
    appealBy(reporter, id);
  }

  function test_theLargestJuryIsTheLast() public {
    for (uint256 i = 0; i < 2; i++) {
      skip(2 * STEP);
      appealBy(reporter, id);
    }
    skip(2 * STEP);
    refuse(abi.encodeWithSelector(Docket.TooLate.selector, block.timestamp));
    juries.settle(id);
  }

  /// @dev Seats double, so about twice as many are filled.
  function test_eachJuryIsLarger() public {
    for (uint256 round = 0; round < 3; round++) {
      draw(id, keccak256("block"));
      assertEq(juries.juryOf(id, round).seed, keccak256(abi.encode(keccak256("block"), id, round)));
      assertApproxEqRel(seatsOf(id, round, jurors(id, round)), uint256(SEATS) << round, 0.5e18);
      skip(2 * STEP);
      if (round < 2) appealBy(reporter, id);
    }
  }

  /// @dev Its jurors' pay, and what the reporter put at stake.
  function test_anAppealPutsAsMuchAtStakeAsTheReport() public view {
    assertEq(juries.appealDepositOf(id, 1), 48 * uint256(PAY) + MINER_MINIMUM / 50);
    assertEq(juries.appealDepositOf(id, 2), 96 * uint256(PAY) + MINER_MINIMUM / 50);
  }

  function test_theAccusedCannotMakeAnAppealDearer() public {
    uint256 deposit = juries.appealDepositOf(id, 1);
    vote(accusedOwner, accused, 100 * MINER_MINIMUM);
    assertEq(juries.appealDepositOf(id, 1), deposit);
  }

  /// @dev Weight that the second jury's caller left out stays out of the third's total, though the first had it.
  function test_weightThatWasLeftOutStaysOut() public {
    uint256 own = registerNode(accusedOwner, "own", Role.Miner, 0, 10 * MINER_MINIMUM);
    uint256 mine = registerNode(reporter, "mine", Role.Miner, 0, 24 * MINER_MINIMUM);
    nextTask();
    id = open();
    uint256 whole = juries.juryOf(id, 0).totalWeight;
    assertEq(whole, 58 * MINER_MINIMUM);
    endow(bob);
    skip(2 * STEP);
    vm.prank(bob);
    juries.appeal(id, single(own));
    assertEq(juries.juryOf(id, 1).totalWeight, whole - 10 * MINER_MINIMUM);
    // The reporter's node sits on no jury, whoever called it.
    draw(id, keccak256("block"));
    assertEq(juries.seatsOf(id, 1, mine), 0);
    // The others have the seats of the weight that was left out.
    bytes32 seed = juries.juryOf(id, 1).seed;
    for (uint256 i = 0; i < PEERS; i++) {
      assertEq(
        juries.seatsOf(id, 1, peers[i]),
        Sortition.seatsOf(seed, peers[i], 2 * MINER_MINIMUM, 48 * MINER_MINIMUM, 2 * SEATS)
      );
    }
    skip(2 * STEP);
    appealBy(bob, id);
    assertEq(juries.juryOf(id, 2).totalWeight, whole - 10 * MINER_MINIMUM);
  }

  /// @dev Who appeals from no verdict argues for a conviction.
  function test_whoAppealsFromNoVerdictWinsWithAConviction() public {
    uint256 start = vm.snapshotState();
    for (uint256 i = 0; i < 2; i++) {
      endow(bob);
      skip(2 * STEP);
      uint256 deposit = juries.appealDepositOf(id, 1);
      appealBy(bob, id);
      decide(id, i == 0 ? Finding.Wrong : Finding.Right);
      settle(id);
      assertEq(cai.balanceOf(bob), 10_000e18 - (i == 0 ? 0 : deposit));
      vm.revertToState(start);
    }
  }

  function test_whoAppealsHoldsTheOppositeOfTheJuryJustBefore() public {
    decide(id, Finding.Wrong);
    appealBy(accusedOwner, id);
    decide(id, Finding.Right);
    endow(bob);
    appealBy(bob, id);
    decide(id, Finding.Wrong);
    juries.settle(id);
    assertEq(cai.balanceOf(bob), 10_000e18);
  }

  function refuse(bytes memory refusal) private {
    vm.prank(reporter);
    vm.expectRevert(refusal);
    juries.appeal(id, none());
  }
}
