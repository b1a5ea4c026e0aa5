// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { OpenedVote } from "../../src/disputes/Ballot.sol";
import { Finding } from "../../src/disputes/Jury.sol";
import { Voting } from "../../src/disputes/Voting.sol";
import { Juries } from "../../src/Juries.sol";
import { Role } from "../../src/staking/Node.sol";
import { JuriesFixture } from "../juries/JuriesFixture.sol";

/// @dev What was done to earlier juries. Each of these succeeded once.
contract JuryAttacksTest is JuriesFixture {
  uint256 private constant START = 10_000e18;

  /// @dev 20 M voted for a friend in the opening second starved the jury: 89 jurors became 3.
  function test_aFlashVoteInTheOpeningSecond() public {
    vote(bob, peers[0], 20_000_000e18);
    uint256 id = open();
    assertEq(juries.juryOf(id, 0).totalWeight, PEERS * 2 * MINER_MINIMUM);
    assertGe(seatsOf(id, 0, decide(id, Finding.Wrong)), SEATS / 2);
  }

  /// @dev The same vote a second, or an hour, before.
  function test_aFlashVoteBeforeTheOpeningSecond() public {
    vote(bob, peers[0], 20_000_000e18);
    skip(1 hours);
    uint256 id = open();
    assertEq(juries.juryOf(id, 0).totalWeight, PEERS * 2 * MINER_MINIMUM);
    draw(id, SALT);
    assertLe(juries.seatsOf(id, 0, peers[0]), 8);
  }

  /// @dev A node that holds 96 % of all weight was never judged, because its own weight counted against the quorum.
  function test_aNodeWithNearlyAllWeightIsJudged() public {
    vote(accusedOwner, accused, 24 * PEERS * 2 * MINER_MINIMUM);
    nextTask();
    vm.prank(admin);
    cai.transfer(reporter, 1_000_000e18);
    uint256 id = open();
    decide(id, Finding.Wrong);
    settle(id);
    assertEq(uint256(juries.getCase(id).verdict), uint256(Finding.Wrong));
  }

  /// @dev So is one that holds it in many nodes.
  function test_anOwnerWithNearlyAllWeightInManyNodesIsJudged() public {
    uint256[] memory own = new uint256[](5);
    for (uint256 i = 0; i < own.length; i++) {
      string memory name = string.concat("own", vm.toString(i));
      own[i] = registerNode(accusedOwner, name, Role.Miner, 0, 100 * MINER_MINIMUM);
    }
    nextTask();
    uint256 id = openWith(own);
    decide(id, Finding.Wrong);
    settle(id);
    assertEq(uint256(juries.getCase(id).verdict), uint256(Finding.Wrong));
  }

  /// @dev A friend opens the case with no jury to be had, so that it ends empty and honest reporters are too late.
  function test_anEmptyCaseOfAFriendDoesNotStandInTheWay() public {
    (address honest, address friend) = (reporter, bob);
    endow(friend);
    reporter = friend;
    uint256 id = open();
    skip(3 * STEP);
    juries.settle(id);
    reporter = honest;
    id = open();
    decide(id, Finding.Wrong);
    settle(id);
    assertEq(uint256(juries.getCase(id).verdict), uint256(Finding.Wrong));
    assertLt(cai.balanceOf(friend), START);
  }

  /// @dev Only the reporter could appeal an acquittal, so a friend that reported first had its node acquitted.
  function test_anAcquittalThatAFriendReportedIsAppealedByAnybody() public {
    uint256 id = open();
    decide(id, Finding.Right);
    endow(bob);
    appealBy(bob, id);
    decide(id, Finding.Wrong);
    settle(id);
    assertEq(uint256(juries.getCase(id).verdict), uint256(Finding.Wrong));
  }

  /// @dev An appeal's quorum of three overturned eight unanimous votes.
  function test_aFewVotesOfALargerJuryOverturnNothing() public {
    uint256 id = open();
    decide(id, Finding.Right);
    endow(bob);
    appealBy(bob, id);
    draw(id, SALT);
    uint256[] memory ids = jurors(id, 1);
    uint256 few = 0;
    uint256 seats = 0;
    while (seats + juries.seatsOf(id, 1, ids[few]) < 20) {
      seats += juries.seatsOf(id, 1, ids[few++]);
    }
    assembly {
      mstore(ids, few)
    }
    assertGe(few, 3);
    hold(id, alike(ids, Finding.Wrong));
    settle(id);
    assertEq(uint256(juries.getCase(id).verdict), uint256(Finding.None));
    assertEq(stakeOf(accused), MINER_MINIMUM);
  }

  /// @dev Who disliked a jury waited until its block was forgotten and drew another.
  function test_aJuryIsNotDrawnAgain() public {
    uint256 id = open();
    uint64 seedBlock = juries.juryOf(id, 0).seedBlock;
    vm.roll(seedBlock + 9_000);
    vm.expectRevert(abi.encodeWithSelector(Voting.SeedUnknown.selector, seedBlock));
    juries.draw(id);
    assertEq(juries.juryOf(id, 0).seedBlock, seedBlock);
  }

  /// @dev Free cases without a verdict fined sleeping miners below the minimum bond, and so switched them off.
  function test_casesWithoutAVerdictSwitchNobodyOff() public {
    uint256 before = cai.balanceOf(reporter);
    uint256 id = open();
    draw(id, SALT);
    uint256[] memory ids = jurors(id, 0);
    skip(3 * STEP);
    juries.settle(id);
    for (uint256 i = 0; i < ids.length; i++) {
      vm.expectRevert(abi.encodeWithSelector(Juries.NoVerdict.selector, id));
      juries.fine(id, 0, single(ids[i]));
      assertTrue(staking.node(ids[i]).active);
    }
    assertLt(cai.balanceOf(reporter), before);
  }

  /// @dev Three honest miners could not convict: they were too few heads for the quorum.
  function test_threeHonestMinersConvict() public {
    for (uint256 i = 3; i < PEERS; i++) {
      vm.prank(staking.node(peers[i]).owner);
      staking.retire(peers[i]);
    }
    nextTask();
    uint256 id = open();
    decide(id, Finding.Wrong);
    settle(id);
    assertEq(uint256(juries.getCase(id).verdict), uint256(Finding.Wrong));
  }

  /// @dev A deposit of 100 could win 20,000. Now it can lose at least what it can win, whatever is at stake.
  function testFuzz_nobodyWinsMoreThanItCanLose(uint256 bond, uint256 votes) public {
    bond = _bound(bond, 1, 10_000_000e18);
    vote(accusedOwner, accused, bond);
    vote(bob, accused, _bound(votes, 1, 10_000_000e18));
    vm.prank(admin);
    cai.transfer(reporter, 100_000_000e18);
    uint256 before = cai.balanceOf(reporter);
    uint256 id = open();
    uint256 risk = before - cai.balanceOf(reporter);
    decide(id, Finding.Wrong);
    settle(id);
    assertLe(cai.balanceOf(reporter) - before, risk);
  }

  /// @dev A guilty owner that won a small jury adds to its bond, so that nobody can pay for an appeal.
  function test_pricingAppealsOutByAddingToTheBond() public {
    uint256 id = open();
    uint256 before = juries.appealDepositOf(id, 1);
    vote(accusedOwner, accused, 10_000_000e18);
    assertEq(juries.appealDepositOf(id, 1), before);
    uint256 risk = juries.reportDepositOf(accused);
    decide(id, Finding.Wrong);
    settle(id);
    // What it added does not raise what the reporter can win either.
    assertLt(cai.balanceOf(reporter), START + risk);
    assertEq(cai.balanceOf(reporter), START + juries.juryOf(id, 0).deposit);
  }

  /// @dev Voting wrongly cost nothing, and "wrong" paid better than "right".
  function test_wrongAndRightPayAlikeAndTheMinorityLoses() public {
    uint256[2] memory paid;
    uint256 state = vm.snapshotState();
    for (uint256 i = 0; i < 2; i++) {
      uint256 id = open();
      draw(id, SALT);
      uint256[] memory ids = jurors(id, 0);
      OpenedVote[] memory votes = alike(ids, i == 0 ? Finding.Wrong : Finding.Right);
      votes[0].finding = i == 0 ? Finding.Right : Finding.Wrong;
      hold(id, votes);
      settle(id);
      juries.pay(id, 0, keysOf(single(ids[1])));
      juries.fine(id, 0, single(ids[0]));
      paid[i] = wealthOf(ids[1]);
      assertEq(stakeOf(ids[0]), 2 * MINER_MINIMUM - SEALED_FINE * juries.seatsOf(id, 0, ids[0]));
      vm.revertToState(state);
    }
    assertGt(paid[0], 0);
    assertEq(paid[0], paid[1]);
  }
}
