// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Finding } from "../../src/disputes/Jury.sol";
import { Role } from "../../src/staking/Node.sol";
import { JuriesFixture } from "../juries/JuriesFixture.sol";

/// @dev Ways out of a jury, and into one, by stake in the accused. The first ones succeeded once.
contract JurorAttacksTest is JuriesFixture {
  uint256 private constant TOKEN = 1e18;

  /// @dev The juror's seats with a block hash that gives it some if it may sit.
  function seatsIn(uint256 id) private returns (uint256 seats) {
    uint256 state = vm.snapshotState();
    seats = drawFor(id, juror);
    vm.revertToState(state);
  }

  /// @dev 1 wei was enough, as soon as the jury was drawn.
  function testFuzz_aVoteForTheAccusedFreesNoJuror(uint256 amount) public {
    (uint256 id, uint256[] memory ids) = openAndDraw();
    uint256[] memory seats = new uint256[](ids.length);
    for (uint256 i = 0; i < ids.length; i++) {
      seats[i] = juries.seatsOf(id, 0, ids[i]);
      vote(staking.node(ids[i]).owner, accused, _bound(amount, 1, 1_000_000e18));
      assertEq(juries.seatsOf(id, 0, ids[i]), seats[i]);
    }
    assertGt(ids.length, 0);
  }

  /// @dev Nor after an acquittal: only a convicted node takes no votes.
  function test_aVoteForAnAcquittedNodeSavesNobodyFromItsFine() public {
    (uint256 id, uint256[] memory ids) = openAndDraw();
    uint256 seats = juries.seatsOf(id, 0, ids[0]);
    uint256 before = stakeOf(ids[0]);
    uint256 absent = ids[0];
    hold(id, alike(without(ids, absent), Finding.Right));
    settle(id);
    vote(staking.node(absent).owner, accused, 1_000e18);
    juries.fine(id, 0, single(absent));
    assertEq(before - stakeOf(absent), seats * FINE);
  }

  /// @dev In the second of the report, which everybody sees coming, and before the draw.
  function test_aVoteBetweenTheReportAndTheDrawFreesNoJuror() public {
    vote(jurorOwner, accused, TOKEN);
    uint256 id = open();
    assertGt(seatsIn(id), 0);
    skip(1);
    vote(jurorOwner, accused, TOKEN);
    assertGt(seatsIn(id), 0);
  }

  /// @dev Less than a token, in each node that might ever be accused, would free its owner of all juries.
  function test_dustInEveryNodeFreesNobodyOfJuries() public {
    vote(jurorOwner, accused, TOKEN - 1);
    nextTask();
    uint256 id = open();
    assertGt(seatsIn(id), 0);
    // Nor can it be made up to a stake that is as old as the dust.
    vote(jurorOwner, accused, 1_000e18);
    skip(1);
    assertGt(seatsIn(id), 0);
  }

  /// @dev The last second that counts is the one before the report.
  function test_whoHadATokenInTheAccusedBeforeTheReportDoesNotSit() public {
    vote(jurorOwner, accused, TOKEN);
    skip(1);
    assertEq(seatsIn(open()), 0);
  }

  /// @dev A voter that leaves just before the report, or after it, is within the reach of the slash all the same.
  function test_leavingTheAccusedBringsNoSeats() public {
    vote(jurorOwner, accused, TOKEN);
    nextTask();
    vm.prank(jurorOwner);
    uint256 exitId = staking.unvote(accused, type(uint256).max);
    skip(1 hours);
    uint256 id = open();
    assertEq(seatsIn(id), 0);
    // There and back again: one stake, as old as before.
    vm.startPrank(jurorOwner);
    staking.rebond(exitId);
    assertEq(seatsIn(id), 0);
    staking.unvote(accused, TOKEN / 2);
    vm.stopPrank();
    skip(1);
    assertEq(seatsIn(id), 0);
  }

  /// @dev What has been withdrawn is at stake no longer, and its owner's weight was never left out of the total.
  function test_whoHasWithdrawnSits() public {
    vote(jurorOwner, accused, TOKEN);
    vm.prank(jurorOwner);
    uint256 exitId = staking.unvote(accused, type(uint256).max);
    skip(COOL_DOWN);
    nextTask();
    uint256 id = open();
    assertEq(seatsIn(id), 0);
    vm.startPrank(jurorOwner);
    staking.withdraw(exitId, jurorOwner);
    assertGt(seatsIn(id), 0);
  }

  /// @dev A juror with a second wallet that may not sit: that wallet has had stake in the accused for long, and as much
  /// in the juror's node as the juror itself.
  function test_handingItsNodeToWhoMayNotSitFreesNoJuror() public {
    vote(bob, accused, TOKEN);
    vote(bob, juror, 2 * MINER_MINIMUM);
    nextTask();
    uint256 id = open();
    uint256 seats = seatsIn(id);
    handOver(juror, bob);
    assertEq(seatsIn(id), seats);
    assertGt(seats, 0);
    juries.leaveOut(id, single(juror));
    assertEq(seatsIn(id), seats);
  }

  /// @dev The last second that counts is the one before the report.
  function test_whoMayNotSitAndTookANodeOverBeforeTheReportDoesNotSitWithIt() public {
    vote(bob, accused, TOKEN);
    vote(bob, juror, 2 * MINER_MINIMUM);
    nextTask();
    handOver(juror, bob);
    uint256 state = vm.snapshotState();
    assertGt(seatsIn(open()), 0);
    vm.revertToState(state);
    skip(1);
    assertEq(seatsIn(open()), 0);
  }

  /// @dev Taking over the accused itself frees nobody either.
  function test_takingOverTheAccusedFreesNoJuror() public {
    uint256 id = open();
    uint256 seats = seatsIn(id);
    vote(jurorOwner, accused, MINER_MINIMUM);
    handOver(accused, jurorOwner);
    assertEq(seatsIn(id), seats);
    assertGt(seats, 0);
  }

  /// @dev It could not vote for as long as it was leaving the accused, and seals are no longer taken. TRUST.md says so.
  function test_whoHasWithdrawnIsFinedForSeatsThatItCouldNotTake() public {
    // Enough for some seats on nearly every jury.
    vote(jurorOwner, juror, 10 * MINER_MINIMUM);
    vote(jurorOwner, accused, TOKEN);
    vm.prank(jurorOwner);
    uint256 exitId = staking.unvote(accused, type(uint256).max);
    skip(COOL_DOWN - 2 minutes);
    nextTask();
    (uint256 id,) = openAndDraw();
    assertEq(juries.seatsOf(id, 0, juror), 0);
    hold(id, alike(jurors(id, 0), Finding.Right));
    vm.prank(jurorOwner);
    staking.withdraw(exitId, jurorOwner);
    uint256 seats = juries.seatsOf(id, 0, juror);
    assertGt(seats, 0);
    settle(id);
    uint256 before = stakeOf(juror);
    juries.fine(id, 0, single(juror));
    assertEq(before - stakeOf(juror), seats * FINE);
  }

  /// @dev A node that changed hands: its former owner's stake is as old as it was.
  function test_theFormerOwnerOfTheAccusedDoesNotSit() public {
    uint256 own = registerNode(accusedOwner, "own", Role.Miner, 0, 20 * MINER_MINIMUM);
    vote(bob, accused, MINER_MINIMUM);
    nextTask();
    uint256 id = open();
    handOver(accused, bob);
    draw(id, SALT);
    assertEq(juries.seatsOf(id, 0, own), 0);
  }
}
