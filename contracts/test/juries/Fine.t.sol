// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { OpenedVote } from "../../src/disputes/Ballot.sol";
import { Docket } from "../../src/disputes/Docket.sol";
import { Finding } from "../../src/disputes/Jury.sol";
import { Terms } from "../../src/disputes/Terms.sol";
import { Juries } from "../../src/Juries.sol";
import { JuriesFixture } from "./JuriesFixture.sol";

/// @dev Of the jurors, the first finds the opposite, the second finds nothing to judge by, the third commits and
/// does not reveal, the fourth stays away.
contract FineTest is JuriesFixture {
  uint256 private id;
  uint256[] private ids;

  function setUp() public override {
    super.setUp();
    (id, ids) = openAndDraw();
    OpenedVote[] memory votes = new OpenedVote[](ids.length - 1);
    for (uint256 i = 0; i < ids.length; i++) {
      if (i != 3) votes[i < 3 ? i : i - 1] = opened(ids[i], Finding.Wrong);
    }
    votes[0].finding = Finding.Right;
    votes[1].finding = Finding.Unavailable;
    commit(id, votes);
    skip(STEP);
    votes[2] = votes[0];
    juries.reveal(id, votes);
    skip(STEP);
  }

  /// @dev A vote that stays sealed costs what the opposite does: else who votes without a look would open it only where
  /// others found the same.
  function test_theOppositeTheUnopenedAndTheAbsentAreFinedForTheirSeatsOnce() public {
    settle(id);
    uint256[3] memory faulty = [ids[0], ids[2], ids[3]];
    uint256[3] memory fines = [SEALED_FINE, SEALED_FINE, FINE];
    for (uint256 i = 0; i < 3; i++) {
      uint256 amount = fines[i] * juries.seatsOf(id, 0, faulty[i]);
      uint256 before = cai.balanceOf(bob);
      vm.startPrank(bob);
      juries.fine(id, 0, single(faulty[i]));
      juries.fine(id, 0, single(faulty[i]));
      vm.stopPrank();
      assertEq(stakeOf(faulty[i]), 2 * MINER_MINIMUM - amount);
      assertEq(cai.balanceOf(bob) - before, amount / 10);
    }
  }

  function test_whoAgreesOrCouldNotJudgeIsNotFined() public {
    settle(id);
    uint256[3] memory blameless = [ids[1], ids[4], accused];
    for (uint256 i = 0; i < 3; i++) {
      vm.expectRevert(abi.encodeWithSelector(Juries.NothingDue.selector, id, uint256(0), blameless[i]));
      juries.fine(id, 0, single(blameless[i]));
    }
  }

  function test_nodesThatOweNothingSaveNobody() public {
    settle(id);
    uint256[] memory all = new uint256[](3);
    (all[0], all[1], all[2]) = (ids[1], ids[4], ids[2]);
    juries.fine(id, 0, all);
    for (uint256 i = 0; i < 2; i++) {
      assertEq(stakeOf(all[i]), 2 * MINER_MINIMUM);
    }
    assertEq(stakeOf(ids[2]), 2 * MINER_MINIMUM - SEALED_FINE * juries.seatsOf(id, 0, ids[2]));
    // A second sender meets no error either.
    juries.fine(id, 0, all);
  }

  function test_aNodeIsFinedOnEachJuryAndInEachCase() public {
    uint256 seats = juries.seatsOf(id, 0, ids[0]);
    appealBy(accusedOwner, id);
    seats += findTheOpposite(id);
    settle(id);
    juries.fine(id, 0, single(ids[0]));
    juries.fine(id, 1, single(ids[0]));
    wrongResult.units++;
    uint256 other = open();
    seats += findTheOpposite(other);
    settle(other);
    juries.fine(other, 0, single(ids[0]));
    assertEq(stakeOf(ids[0]), 2 * MINER_MINIMUM - SEALED_FINE * seats);
  }

  /// @dev A court that replaces another counts its cases from 1 as well.
  function test_aNodeIsFinedByEachCourt() public {
    uint256 seats = juries.seatsOf(id, 0, ids[0]);
    settle(id);
    juries.fine(id, 0, single(ids[0]));
    juries = new Juries(slasher, epochs, juryTerms());
    appoint(address(juries));
    endow(reporter);
    wrongResult.units++;
    uint256 other = open();
    assertEq(other, id);
    seats += findTheOpposite(other);
    settle(other);
    juries.fine(other, 0, single(ids[0]));
    assertEq(stakeOf(ids[0]), 2 * MINER_MINIMUM - SEALED_FINE * seats);
  }

  /// @dev All jurors of a jury on which the first node sits find the result wrong, but for that one. Its seats.
  function findTheOpposite(uint256 caseId) private returns (uint256 seats) {
    seats = drawFor(caseId, ids[0]);
    assertGt(seats, 0);
    OpenedVote[] memory votes = alike(jurors(caseId, juries.getCase(caseId).round), Finding.Wrong);
    for (uint256 i = 0; i < votes.length; i++) {
      if (votes[i].nodeId == ids[0]) votes[i].finding = Finding.Right;
    }
    hold(caseId, votes);
  }

  function test_nobodyIsFinedWithoutAVerdict() public {
    vm.expectRevert(abi.encodeWithSelector(Juries.NoVerdict.selector, id));
    juries.fine(id, 0, single(ids[0]));
    skip(2 * STEP);
    juries.settle(id);
    vm.expectRevert(abi.encodeWithSelector(Juries.NoVerdict.selector, id));
    juries.fine(id, 0, single(ids[0]));
  }

  /// @dev Its product with a node's seats, of which there are at most twice a jury's, can be more than 16 bits hold.
  function test_aLargeFactorIsNoObstacle() public {
    Terms memory terms = juryTerms();
    (terms.seats, terms.growth, terms.fine, terms.sealedFactor) = (4_500, 1, 1e12, 255);
    juries = new Juries(slasher, epochs, terms);
    appoint(address(juries));
    endow(reporter);
    wrongResult.units++;
    uint256 seats = findTheOpposite(id = open());
    assertGt(seats * terms.sealedFactor, type(uint16).max);
    settle(id);
    juries.fine(id, 0, single(ids[0]));
    assertEq(stakeOf(ids[0]), 2 * MINER_MINIMUM - terms.fine * terms.sealedFactor * seats);
  }

  /// @dev However dear a seat is, and however many it loses: no more than the cap, and it may sit again.
  function test_aJurorLosesAtMostTheCap() public {
    Terms memory terms = juryTerms();
    (terms.pay, terms.fine) = (1_000e18, 9_800e18);
    juries = new Juries(slasher, epochs, terms);
    appoint(address(juries));
    endow(reporter);
    vm.prank(admin);
    cai.transfer(reporter, 1_000_000e18);
    wrongResult.units++;
    findTheOpposite(id = open());
    settle(id);
    juries.fine(id, 0, single(ids[0]));
    assertEq(stakeOf(ids[0]), 2 * MINER_MINIMUM * (10_000 - CAP_BPS) / 10_000);
    assertTrue(staking.node(ids[0]).active);
  }

  function test_jurorsAreFinedUntilTheWindowCloses() public {
    settle(id);
    uint256 until = block.timestamp + STEP;
    vm.warp(until);
    vm.expectRevert(abi.encodeWithSelector(Docket.TooLate.selector, until));
    juries.fine(id, 0, single(ids[0]));
    vm.warp(until - 1);
    juries.fine(id, 0, single(ids[0]));
  }
}
